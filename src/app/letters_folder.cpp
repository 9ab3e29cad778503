#include "letters_folder.hpp"

#include <filesystem>
#include <stdexcept>

namespace quittance::app {

namespace fs = std::filesystem;

pages::letter_sources find_letters(std::string const& config_folder) {
    std::error_code ignored;
    auto const beside = fs::path{config_folder} / "templates";
    pages::letter_sources found{beside.string(), {}};
    for (auto const& one : {beside, fs::path{"config/templates"}, fs::path{"/etc/quittance/templates"}}) {
        if (!fs::is_directory(one, ignored)) continue;
        found.folder = one.string();
        break;
    }
    auto const own = fs::path{config_folder} / "own-templates";
    if (fs::is_directory(own, ignored)) found.overrides = own.string();
    return found;
}

pages::letter_book read_letters(std::string const& config_folder) {
    auto read = pages::letter_book::load(find_letters(config_folder));
    if (!read) throw std::runtime_error{"the mail templates cannot be used:\n" + problems_text(read.error())};
    return *std::move(read);
}

}  // namespace quittance::app
