#include "plain_text.hpp"

#include <unicode/uchar.h>
#include <unicode/unistr.h>

namespace quittance::pages {
namespace {

bool turns_direction(UChar32 c) {
    return (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) || c == 0x200E || c == 0x200F;
}

// No-break spaces stay: ICU writes them into amounts.
bool is_gap(UChar32 c) { return c == ' ' || c == 0x2028 || c == 0x2029 || u_charType(c) == U_CONTROL_CHAR; }

}  // namespace

std::string plain_line(std::string_view text, std::size_t most) {
    auto const from =
        icu::UnicodeString::fromUTF8(icu::StringPiece{text.data(), static_cast<std::int32_t>(text.size())});
    icu::UnicodeString made;
    bool gap = false;
    std::size_t taken = 0;
    for (std::int32_t at = 0; at < from.length(); at = from.moveIndex32(at, 1)) {
        auto const c = from.char32At(at);
        if (turns_direction(c)) continue;
        gap = gap || is_gap(c);
        if (is_gap(c)) continue;
        if (++taken > most) {
            made.append(static_cast<UChar32>(0x2026));
            break;
        }
        if (gap && !made.isEmpty()) made.append(static_cast<UChar32>(' '));
        made.append(c);
        gap = false;
    }
    std::string line;
    made.toUTF8String(line);
    return line;
}

std::vector<std::string> plain_lines(std::string_view text) {
    std::vector<std::string> lines;
    while (!text.empty()) {
        auto const end = std::min(text.find('\n'), text.size());
        lines.push_back(plain_line(text.substr(0, end)));
        text.remove_prefix(std::min(text.size(), end + 1));
    }
    while (!lines.empty() && lines.back().empty()) lines.pop_back();
    return lines;
}

}  // namespace quittance::pages
