#include "quittance/smtp/mail_folder.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>

#include "header_block.hpp"
#include "letters.hpp"
#include "mime_reader.hpp"

namespace quittance::smtp {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t head_bytes = 16 * 1024;

bool is_name(std::string_view file) {
    return file.ends_with(".eml") && !file.starts_with('.') && std::ranges::all_of(file, [](char c) {
               return is_letter(c) || is_digit(c) ||
                      std::string_view{".@-_"}.find(c) != std::string_view::npos;
           });
}

std::string start_of(fs::path const& path) {
    std::ifstream file{path, std::ios::binary};
    std::string text(head_bytes, '\0');
    file.read(text.data(), static_cast<std::streamsize>(text.size()));
    text.resize(static_cast<std::size_t>(file.gcount()));
    return text;
}

filed_mail described(fs::path const& path) {
    auto const text = start_of(path);
    auto const head = read_whole(text);
    std::error_code gone;  // meanwhile: then it has no size
    auto const bytes = fs::file_size(path, gone);
    return {path.filename(), std::string{head.value_of("date")}, text_of_words(head.value_of("to")),
            text_of_words(head.value_of("subject")), gone ? 0 : bytes};
}

}  // namespace

std::vector<filed_mail> filed_mails(fs::path const& folder, std::size_t most) {
    std::vector<std::pair<fs::file_time_type, fs::path>> found;
    std::error_code none;
    for (auto const& one : fs::directory_iterator{folder, none}) {
        std::error_code gone;
        auto const when = one.last_write_time(gone);
        if (!gone && is_name(one.path().filename().string())) found.emplace_back(when, one.path());
    }
    std::ranges::sort(found, std::greater{});
    found.resize(std::min(found.size(), most));
    std::vector<filed_mail> mails;
    mails.reserve(found.size());
    for (auto const& [when, path] : found) mails.push_back(described(path));
    return mails;
}

std::optional<std::string> read_filed_mail(fs::path const& folder, std::string_view file) {
    if (!is_name(file)) return std::nullopt;
    std::ifstream stream{folder / file, std::ios::binary};
    if (!stream) return std::nullopt;
    return std::string{std::istreambuf_iterator<char>{stream}, {}};
}

}  // namespace quittance::smtp
