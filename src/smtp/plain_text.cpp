#include "plain_text.hpp"

#include <array>

#include "letters.hpp"

namespace quittance::smtp {
namespace {

constexpr char32_t replacement = 0xFFFD;

struct form {
    unsigned char mask, lead;
    std::size_t size;
    char32_t least;
};
constexpr std::array<form, 4> forms{
    {{0x80, 0x00, 1, 0}, {0xE0, 0xC0, 2, 0x80}, {0xF0, 0xE0, 3, 0x800}, {0xF8, 0xF0, 4, 0x10000}}};

unsigned char octet(char c) { return static_cast<unsigned char>(c); }

bool is_scalar(char32_t point) { return point <= 0x10FFFF && (point < 0xD800 || point > 0xDFFF); }

// Zero octets: there is no whole code point at the front.
std::pair<char32_t, std::size_t> whole_code_point(std::string_view text) {
    for (auto const& one : forms) {
        if ((octet(text.front()) & one.mask) != one.lead) continue;
        if (text.size() < one.size) return {};
        auto point = static_cast<char32_t>(octet(text.front()) & static_cast<unsigned char>(~one.mask));
        for (std::size_t i = 1; i < one.size; ++i) {
            if ((octet(text[i]) & 0xC0U) != 0x80U) return {};
            point = (point << 6U) | (octet(text[i]) & 0x3FU);
        }
        if (point < one.least || !is_scalar(point)) return {};
        return {point, one.size};
    }
    return {};
}

bool is_control(char32_t point) { return point < 0x20 || (point >= 0x7F && point < 0xA0); }
bool is_line_end(char32_t point) { return point == 0x2028 || point == 0x2029; }

bool is_unseen(char32_t point) {
    return point == 0x00AD || point == 0x061C || point == 0x180E || (point >= 0x200B && point <= 0x200F) ||
           (point >= 0x202A && point <= 0x202E) || (point >= 0x2060 && point <= 0x206F) || point == 0xFEFF ||
           (point >= 0xFFF9 && point <= 0xFFFB) || (point >= 0xE0000 && point <= 0xE007F);
}

}  // namespace

char32_t take_code_point(std::string_view& text) {
    auto const [point, size] = whole_code_point(text);
    text.remove_prefix(size == 0 ? 1 : size);
    return size == 0 ? replacement : point;
}

void append_utf8(std::string& text, char32_t point) {
    auto const rest = [&text, point](unsigned shift) {
        text += static_cast<char>(0x80U | ((point >> shift) & 0x3FU));
    };
    if (point < 0x80) {
        text += static_cast<char>(point);
    } else if (point < 0x800) {
        text += static_cast<char>(0xC0U | (point >> 6U));
        rest(0);
    } else if (point < 0x10000) {
        text += static_cast<char>(0xE0U | (point >> 12U));
        rest(6);
        rest(0);
    } else {
        text += static_cast<char>(0xF0U | (point >> 18U));
        rest(12);
        rest(6);
        rest(0);
    }
}

std::string header_text(std::string_view given) {
    std::string text;
    while (!given.empty()) {
        auto const point = take_code_point(given);
        if (is_unseen(point)) continue;
        bool const blank = point == ' ' || is_control(point) || is_line_end(point);
        if (!blank) {
            append_utf8(text, point);
        } else if (!text.empty() && text.back() != ' ') {
            text += ' ';
        }
    }
    return std::string{trimmed(text)};
}

std::string body_text(std::string_view given) {
    std::string text;
    while (!given.empty()) {
        auto const point = take_code_point(given);
        bool const two = point == '\r' && given.starts_with('\n');
        if (two) continue;
        if (point == '\r' || point == '\n') {
            text += '\n';
        } else if (point == '\t' || !is_control(point)) {
            append_utf8(text, point);
        }
    }
    return text;
}

}  // namespace quittance::smtp
