// `quittance preview`: every message in every language, as a folder of pages and mails to look at.
#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <stdexcept>

#include "commands.hpp"
#include "config.hpp"
#include "letters_folder.hpp"
#include "quittance/smtp/address.hpp"
#include "quittance/smtp/message.hpp"

namespace quittance::app {
namespace {

namespace fs = std::filesystem;

void write_page(fs::path const& path, std::string const& content) {
    fs::create_directories(path.parent_path());
    std::ofstream out{path, std::ios::binary};
    out << content;
    if (!out.flush()) throw std::runtime_error{fmt::format("cannot write {}", path.string())};
}

// The same as a mail, for a mail program to open.
std::string mail_of(pages::preview_page const& html, pages::preview_page const& text) {
    constexpr std::string_view begins = "Subject: ";
    auto const line = text.content.substr(0, text.content.find('\n'));
    smtp::letter made;
    made.message_id = smtp::message_id_of(html.name, "example.com");
    made.date = *parse_rfc3339("2027-01-01T09:00:00Z");
    made.from = {"", "sender@example.com"};
    made.to = {"", "reader@example.com"};
    made.subject = line.substr(begins.size());
    made.text = text.content.substr(line.size() + 2);
    made.html = html.content;
    made.language = html.name.substr(0, html.name.find('/'));
    return smtp::compose(made);
}

// Each page is followed by its text.
void write_mails(fs::path const& folder, std::vector<pages::preview_page> const& pages) {
    for (std::size_t k = 0; k + 1 < pages.size(); ++k) {
        auto const base = fs::path{pages[k].name}.replace_extension(".txt");
        if (pages[k + 1].name != base.string()) continue;
        write_page(folder / fs::path{base}.replace_extension(".eml"), mail_of(pages[k], pages[k + 1]));
    }
}

}  // namespace

int preview(common_options const& how, std::string const& folder) {
    auto const letters = read_letters(fs::path{find_config(how.config)}.parent_path().string());
    auto const pages = pages::preview_letters(letters);
    for (auto const& one : pages) write_page(fs::path{folder} / one.name, one.content);
    write_mails(folder, pages);
    fmt::print("{} pages; begin with {}\n", pages.size(), (fs::path{folder} / "index.html").string());
    return 0;
}

}  // namespace quittance::app
