// `quittance preview`: every message in every language, as a folder of pages to look at.
#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <stdexcept>

#include "commands.hpp"
#include "config.hpp"
#include "letters_folder.hpp"

namespace quittance::app {
namespace {

namespace fs = std::filesystem;

void write_page(fs::path const& path, std::string const& content) {
    fs::create_directories(path.parent_path());
    std::ofstream out{path, std::ios::binary};
    out << content;
    if (!out.flush()) throw std::runtime_error{fmt::format("cannot write {}", path.string())};
}

}  // namespace

int preview(common_options const& how, std::string const& folder) {
    auto const letters = read_letters(fs::path{find_config(how.config)}.parent_path().string());
    auto const pages = pages::preview_letters(letters);
    for (auto const& one : pages) write_page(fs::path{folder} / one.name, one.content);
    fmt::print("{} pages; begin with {}\n", pages.size(), (fs::path{folder} / "index.html").string());
    return 0;
}

}  // namespace quittance::app
