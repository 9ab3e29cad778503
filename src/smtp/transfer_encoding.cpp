#include "transfer_encoding.hpp"

#include "letters.hpp"

namespace quittance::smtp {
namespace {

constexpr std::size_t longest_line = 76;
constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

// A dot at a line's start ends a mail where a relay forgot to double it, and "From " starts one in a mail
// box.
bool must_be_escaped(std::string_view line, std::size_t at) {
    char const c = line[at];
    bool const last = at + 1 == line.size();
    if (c == ' ' || c == '\t') return last;
    if (at == 0 && (c == '.' || line.starts_with("From "))) return true;
    return c == '=' || !is_printable(c);
}

void append_line(std::string& result, std::string_view line) {
    std::size_t length = 0;
    for (std::size_t i = 0; i < line.size(); ++i) {
        bool const escaped = must_be_escaped(line, i);
        std::size_t const size = escaped ? 3 : 1;
        std::size_t const mark = i + 1 == line.size() ? 0 : 1;
        if (length + size + mark > longest_line) {
            result += "=\r\n";
            length = 0;
        }
        auto const octet = static_cast<unsigned char>(line[i]);
        if (escaped) {
            result += '=';
            result += hex_digits[octet >> 4U];
            result += hex_digits[octet & 15U];
        } else {
            result += line[i];
        }
        length += size;
    }
    result += "\r\n";
}

}  // namespace

std::string quoted_printable(std::string_view text) {
    std::string result;
    result.reserve(text.size() + text.size() / 8 + 2);
    while (!text.empty()) {
        auto const line = text.substr(0, text.find('\n'));
        append_line(result, line);
        text.remove_prefix(std::min(line.size() + 1, text.size()));
    }
    return result;
}

std::string base64_lines(std::string_view bytes) {
    std::string result;
    result.reserve(bytes.size() / 57 * 78 + 80);
    std::size_t length = 0;
    for (std::size_t i = 0; i < bytes.size(); i += 3) {
        auto const group = bytes.substr(i, 3);
        unsigned bits = 0;
        for (std::size_t k = 0; k < 3; ++k) {
            bits = (bits << 8U) | (k < group.size() ? static_cast<unsigned char>(group[k]) : 0U);
        }
        for (std::size_t k = 0; k < 4; ++k) {
            result += k > group.size() ? '=' : alphabet[(bits >> (18 - 6 * k)) & 63U];
        }
        length += 4;
        if (length == longest_line) {
            result += "\r\n";
            length = 0;
        }
    }
    if (length != 0) result += "\r\n";
    return result;
}

}  // namespace quittance::smtp
