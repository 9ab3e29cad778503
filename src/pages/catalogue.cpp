#include "catalogue.hpp"

#include <algorithm>
#include <stdexcept>

namespace quittance::pages {
namespace {

[[noreturn]] void broken(int line, std::string const& what) {
    throw std::logic_error{"catalogue line " + std::to_string(line) + ": " + what};
}

}  // namespace

std::map<std::string, std::string, std::less<>> read_catalogue(std::string_view text) {
    std::map<std::string, std::string, std::less<>> all;
    std::string* last = nullptr;
    for (int number = 1; !text.empty(); ++number) {
        auto const line = text.substr(0, text.find('\n'));
        text.remove_prefix(std::min(text.size(), line.size() + 1));
        if (line.empty() || line.starts_with('#')) continue;
        if (line.starts_with("  ")) {
            if (last == nullptr) broken(number, "continues nothing");
            last->append(" ").append(line.substr(2));
            continue;
        }
        auto const sign = line.find(" = ");
        if (sign == line.npos) broken(number, "is no `name = sentence`");
        auto const [entry, fresh] = all.emplace(line.substr(0, sign), line.substr(sign + 3));
        if (!fresh) broken(number, entry->first + " is there twice");
        last = &entry->second;
    }
    return all;
}

}  // namespace quittance::pages
