#include "quittance/smtp/mail_folder.hpp"

#include <algorithm>
#include <array>
#include <fstream>
#include <functional>
#include <system_error>

#include "header_block.hpp"
#include "letters.hpp"
#include "mime_reader.hpp"

namespace quittance::smtp {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t head_bytes = std::size_t{16} * 1024;

bool is_name(std::string_view file) {
    return file.ends_with(".eml") && !file.starts_with('.') && std::ranges::all_of(file, [](char c) {
               return is_letter(c) || is_digit(c) ||
                      std::string_view{".@-_"}.find(c) != std::string_view::npos;
           });
}

std::string start_of(std::istream& file, std::size_t most) {
    std::string text;
    std::array<char, head_bytes> room{};
    while (text.size() < most && file) {
        auto const wanted = std::min(room.size(), most - text.size());
        file.read(room.data(), static_cast<std::streamsize>(wanted));
        text.append(room.data(), static_cast<std::size_t>(file.gcount()));
    }
    return text;
}

filed_mail described(fs::path const& path) {
    std::ifstream file{path, std::ios::binary};
    auto const text = start_of(file, head_bytes);
    auto const head = read_whole(text);
    std::error_code gone;  // meanwhile: then it has no size
    auto const bytes = fs::file_size(path, gone);
    return {path.filename(), std::string{head.value_of("date")}, text_of_words(head.value_of("to")),
            text_of_words(head.value_of("subject")), gone ? 0 : bytes};
}

using dated_file = std::pair<fs::file_time_type, fs::path>;

// In the disk's own order, which is none: beyond the bound the latest may be among those not looked at.
std::vector<dated_file> files_in(fs::path const& folder, std::size_t most, std::string& note) {
    std::vector<dated_file> found;
    std::error_code wrong;
    fs::directory_iterator at{folder, wrong};
    for (std::size_t seen = 0; !wrong && at != fs::directory_iterator{}; at.increment(wrong), ++seen) {
        if (seen == most) {
            note = "The mail folder holds more than " + std::to_string(most) +
                   " files, and the others were not looked at. Move old ones away.";
            return found;
        }
        std::error_code gone;
        auto const when = at->last_write_time(gone);
        if (!gone && is_name(at->path().filename().string())) found.emplace_back(when, at->path());
    }
    if (wrong && wrong != std::errc::no_such_file_or_directory) {
        note =
            "The mail folder cannot be read: " + wrong.message() + ". Look at [mail] folder and its owner.";
    }
    return found;
}

}  // namespace

mail_listing filed_mails(fs::path const& folder, std::size_t most, std::size_t most_looked_at) {
    mail_listing made;
    auto found = files_in(folder, most_looked_at, made.note);
    auto const shown = std::min(found.size(), most);
    std::ranges::partial_sort(found, found.begin() + static_cast<std::ptrdiff_t>(shown), std::greater{});
    found.resize(shown);
    made.mails.reserve(shown);
    for (auto const& [when, path] : found) made.mails.push_back(described(path));
    return made;
}

std::optional<std::string> read_filed_mail(fs::path const& folder, std::string_view file) {
    if (!is_name(file)) return std::nullopt;
    std::ifstream stream{folder / file, std::ios::binary};
    if (!stream) return std::nullopt;
    return start_of(stream, most_mail_bytes);
}

}  // namespace quittance::smtp
