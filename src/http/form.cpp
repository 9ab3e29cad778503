// Percent coding and forms, after RFC 3986 and the URL standard.
#include <cstdint>

#include "quittance/http/message.hpp"

namespace quittance::http {
namespace {

constexpr std::size_t most_pairs = 512;

int hex_value(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

// How many continuation bytes follow a lead byte; -1 when it is none.
int continuations(std::uint8_t lead) {
    if (lead < 0x80) return 0;
    if (lead >= 0xC2 && lead <= 0xDF) return 1;
    if (lead >= 0xE0 && lead <= 0xEF) return 2;
    if (lead >= 0xF0 && lead <= 0xF4) return 3;
    return -1;
}

// Overlong forms, surrogates and what lies above U+10FFFF show in the byte after the lead.
bool second_byte_fits(std::uint8_t lead, std::uint8_t second) {
    if (lead == 0xE0) return second >= 0xA0;
    if (lead == 0xED) return second <= 0x9F;
    if (lead == 0xF0) return second >= 0x90;
    if (lead == 0xF4) return second <= 0x8F;
    return true;
}

bool is_utf8_without_nul(std::string_view text) {
    for (std::size_t i = 0; i < text.size();) {
        auto const lead = static_cast<std::uint8_t>(text[i]);
        int const more = continuations(lead);
        if (lead == 0 || more < 0 || text.size() - i <= static_cast<std::size_t>(more)) return false;
        if (more > 0 && !second_byte_fits(lead, static_cast<std::uint8_t>(text[i + 1]))) return false;
        for (std::size_t k = 1; k <= static_cast<std::size_t>(more); ++k) {
            if ((static_cast<std::uint8_t>(text[i + k]) & 0xC0U) != 0x80U) return false;
        }
        i += 1 + static_cast<std::size_t>(more);
    }
    return true;
}

bool is_unreserved(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '.' || c == '_' || c == '~';
}

}  // namespace

std::optional<std::string> percent_decode(std::string_view text, bool plus_is_space) {
    std::string plain;
    plain.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        char c = text[i];
        if (c == '%') {
            if (text.size() - i < 3) return std::nullopt;
            int const high = hex_value(text[i + 1]);
            int const low = hex_value(text[i + 2]);
            if (high < 0 || low < 0) return std::nullopt;
            c = static_cast<char>(high * 16 + low);
            i += 2;
        } else if (c == '+' && plus_is_space) {
            c = ' ';
        }
        plain.push_back(c);
    }
    if (!is_utf8_without_nul(plain)) return std::nullopt;
    return plain;
}

std::string percent_encode(std::string_view text) {
    constexpr char digits[] = "0123456789ABCDEF";
    std::string coded;
    coded.reserve(text.size());
    for (char const c : text) {
        if (is_unreserved(c)) {
            coded.push_back(c);
            continue;
        }
        auto const byte = static_cast<std::uint8_t>(c);
        coded.push_back('%');
        coded.push_back(digits[byte >> 4U]);
        coded.push_back(digits[byte & 0xFU]);
    }
    return coded;
}

std::optional<std::vector<std::pair<std::string, std::string>>> parse_form(std::string_view text) {
    std::vector<std::pair<std::string, std::string>> pairs;
    while (!text.empty()) {
        auto const piece = text.substr(0, text.find('&'));
        text.remove_prefix(std::min(text.size(), piece.size() + 1));
        if (piece.empty()) continue;
        auto const equals = std::min(piece.find('='), piece.size());
        auto name = percent_decode(piece.substr(0, equals), true);
        auto value = percent_decode(piece.substr(std::min(equals + 1, piece.size())), true);
        if (!name || !value || pairs.size() == most_pairs) return std::nullopt;
        pairs.emplace_back(std::move(*name), std::move(*value));
    }
    return pairs;
}

}  // namespace quittance::http
