#include <algorithm>

#include "quittance/base/digest.hpp"

namespace quittance {
namespace {

constexpr std::string_view hex_digits = "0123456789abcdef";
constexpr std::string_view base64url_digits =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

std::optional<unsigned> hex_value(char c) {
    if (c >= '0' && c <= '9') return static_cast<unsigned>(c - '0');
    if (c >= 'a' && c <= 'f') return static_cast<unsigned>(c - 'a' + 10);
    if (c >= 'A' && c <= 'F') return static_cast<unsigned>(c - 'A' + 10);
    return std::nullopt;
}

}  // namespace

std::string to_hex(std::span<unsigned char const> bytes) {
    std::string text(bytes.size() * 2, '0');
    auto* to = text.data();
    for (unsigned const byte : bytes) {
        *to++ = hex_digits[byte >> 4U];
        *to++ = hex_digits[byte & 15U];
    }
    return text;
}

std::optional<std::string> from_hex(std::string_view text) {
    if (text.size() % 2 != 0) return std::nullopt;
    std::string bytes;
    bytes.reserve(text.size() / 2);
    for (std::size_t i = 0; i < text.size(); i += 2) {
        auto const high = hex_value(text[i]);
        auto const low = hex_value(text[i + 1]);
        if (!high || !low) return std::nullopt;
        bytes += static_cast<char>(*high << 4U | *low);
    }
    return bytes;
}

std::string to_base64url(std::string_view bytes) {
    std::string text((bytes.size() * 4 + 2) / 3, 'A');
    auto* to = text.data();
    unsigned buffer = 0;
    unsigned bits = 0;
    for (char const c : bytes) {
        buffer = buffer << 8U | static_cast<unsigned char>(c);
        for (bits += 8; bits >= 6;) {
            bits -= 6;
            *to++ = base64url_digits[buffer >> bits & 63U];
        }
        buffer &= (1U << bits) - 1U;
    }
    if (bits > 0) *to = base64url_digits[buffer << (6 - bits) & 63U];
    return text;
}

std::optional<std::string> from_base64url(std::string_view text) {
    if (text.size() % 4 == 1) return std::nullopt;
    std::string bytes;
    bytes.reserve(text.size() * 3 / 4);
    unsigned buffer = 0;
    unsigned bits = 0;
    for (char const c : text) {
        auto const digit = base64url_digits.find(c);
        if (digit == std::string_view::npos) return std::nullopt;
        buffer = buffer << 6U | static_cast<unsigned>(digit);
        bits += 6;
        if (bits >= 8) {
            bits -= 8;
            bytes += static_cast<char>(buffer >> bits & 255U);
        }
        buffer &= (1U << bits) - 1U;
    }
    // Spare bits that are not zero would give two texts for the same bytes: a token could be changed and
    // still fit.
    if (buffer != 0) return std::nullopt;
    return bytes;
}

}  // namespace quittance
