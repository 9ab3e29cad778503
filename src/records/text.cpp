#include "text.hpp"

#include <simdjson.h>

#include <array>
#include <charconv>
#include <cstring>

namespace quittance::records {
namespace {

bool is_plain(char letter) {
    auto const byte = static_cast<unsigned char>(letter);
    return byte >= 0x20 && byte != '"' && byte != '\\';
}

// How many bytes at the front are plain, looked at eight at a time: nearly all of what is stored is ids.
std::size_t plain_words(std::string_view text) {
    constexpr std::uint64_t ones = 0x0101010101010101U;
    constexpr std::uint64_t tops = ones * 0x80;
    auto const has_zero = [](std::uint64_t word) { return (word - ones) & ~word & tops; };
    std::size_t at = 0;
    for (std::uint64_t word = 0; at + sizeof word <= text.size(); at += sizeof word) {
        std::memcpy(&word, text.data() + at, sizeof word);
        auto const control = (word - ones * 0x20) & ~word & tops;
        if ((control | has_zero(word ^ (ones * '"')) | has_zero(word ^ (ones * '\\'))) != 0) break;
    }
    return at;
}

void append_escaped(std::string& out, char letter) {
    constexpr std::string_view digits = "0123456789abcdef";
    switch (letter) {
        case '"': out += "\\\""; return;
        case '\\': out += "\\\\"; return;
        case '\n': out += "\\n"; return;
        case '\r': out += "\\r"; return;
        case '\t': out += "\\t"; return;
        default: break;
    }
    auto const byte = static_cast<unsigned char>(letter);
    out += "\\u00";
    out += digits[byte >> 4U];
    out += digits[byte & 15U];
}

template <class Integer>
void append_digits(std::string& out, Integer value) {
    std::array<char, 24> digits;
    auto const end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
    out.append(digits.data(), end);
}

// Length of the UTF-8 sequence its first byte announces; 0: no first byte.
std::size_t announced_length(unsigned char first) {
    if (first < 0x80) return 1;
    if (first >= 0xC2 && first < 0xE0) return 2;
    if (first >= 0xE0 && first < 0xF0) return 3;
    if (first >= 0xF0 && first < 0xF5) return 4;
    return 0;
}

}  // namespace

void append_string(std::string& out, std::string_view text) {
    out += '"';
    std::size_t from = 0;
    for (std::size_t i = plain_words(text); i < text.size(); ++i) {
        if (is_plain(text[i])) continue;
        out.append(text, from, i - from);
        append_escaped(out, text[i]);
        from = i + 1;
    }
    out.append(text, from);
    out += '"';
}

void append_integer(std::string& out, std::int64_t value) { append_digits(out, value); }
void append_integer(std::string& out, std::uint64_t value) { append_digits(out, value); }

void repair_utf8(std::string& document) {
    if (simdjson::validate_utf8(document)) return;
    std::string repaired;
    repaired.reserve(document.size() + 64);
    for (std::size_t i = 0; i < document.size();) {
        auto const length = announced_length(static_cast<unsigned char>(document[i]));
        auto const whole = length != 0 && i + length <= document.size() &&
                           simdjson::validate_utf8(document.data() + i, length);
        if (whole) {
            repaired.append(document, i, length);
        } else {
            repaired += "\xEF\xBF\xBD";
        }
        i += whole ? length : 1;
    }
    document.swap(repaired);
}

}  // namespace quittance::records
