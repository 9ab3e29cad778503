#include "status_code.hpp"

#include "letters.hpp"

namespace quittance::smtp {
namespace {

std::size_t digits_at(std::string_view text) {
    std::size_t count = 0;
    while (count < text.size() && is_digit(text[count])) ++count;
    return count;
}

}  // namespace

std::string status_in(std::string_view text) {
    text = trimmed(text);
    if (text.empty() || std::string_view{"245"}.find(text.front()) == std::string_view::npos) return {};
    std::size_t size = 1;
    for (int part = 0; part < 2; ++part) {
        if (size >= text.size() || text[size] != '.') return {};
        auto const digits = digits_at(text.substr(size + 1));
        if (digits == 0 || digits > 3) return {};
        size += 1 + digits;
    }
    if (size < text.size() && (text[size] == '.' || is_letter(text[size]))) return {};
    return std::string{text.substr(0, size)};
}

std::string status_at_end(std::string_view text) {
    text = trimmed(text);
    while (!text.empty() && text.back() == '.') text.remove_suffix(1);
    auto const begin = text.rfind("(#");
    if (begin == std::string_view::npos || text.back() != ')') return {};
    auto const inside = text.substr(begin + 2, text.size() - begin - 3);
    auto found = status_in(inside);
    return found.size() == inside.size() ? found : std::string{};
}

unsigned code_in(std::string_view line) {
    if (digits_at(line) != 3 || line[0] < '2' || line[0] > '5') return 0;
    if (line.size() > 3 && line[3] != ' ' && line[3] != '-') return 0;
    return static_cast<unsigned>((line[0] - '0') * 100 + (line[1] - '0') * 10 + (line[2] - '0'));
}

std::string status_of_line(std::string_view line) {
    line = trimmed(line);
    if (code_in(line) == 0) return {};
    auto given = line.size() > 4 ? status_in(line.substr(4)) : std::string{};
    if (!given.empty() && given.front() == line.front()) return given;
    return line.front() == '3' ? std::string{} : std::string{line.front()} + ".0.0";
}

}  // namespace quittance::smtp
