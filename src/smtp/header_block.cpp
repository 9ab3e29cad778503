#include "header_block.hpp"

#include <algorithm>
#include <stdexcept>

#include "letters.hpp"
#include "plain_text.hpp"
#include "quittance/smtp/address.hpp"

namespace quittance::smtp {
namespace {

constexpr std::size_t line_length = 78;
constexpr std::size_t longest_plain_word = 60;
constexpr std::string_view encoded_start = "=?UTF-8?Q?";
// RFC 2047 allows 75 for a word and 76 for a line; this leaves room for the field's name before the first.
constexpr std::size_t encoded_room = 62 - encoded_start.size() - 2;

void append_escaped(std::string& text, char mark, char c) {
    auto const octet = static_cast<unsigned char>(c);
    text += mark;
    text += hex_digits[octet >> 4U];
    text += hex_digits[octet & 15U];
}

// RFC 2047 §5 (3): what is allowed in a phrase is allowed everywhere.
std::string encoded_point(std::string_view octets) {
    std::string text;
    for (char const c : octets) {
        if (c == ' ') {
            text += '_';
        } else if (is_letter(c) || is_digit(c) ||
                   std::string_view{"!*+-/"}.find(c) != std::string_view::npos) {
            text += c;
        } else {
            append_escaped(text, '=', c);
        }
    }
    return text;
}

std::string_view take_octets(std::string_view& text) {
    auto const whole = text;
    take_code_point(text);
    return whole.substr(0, whole.size() - text.size());
}

std::vector<std::string> encoded_words(std::string_view text) {
    std::vector<std::string> words;
    std::string room;
    auto const close = [&words, &room] {
        words.push_back(std::string{encoded_start} + room + "?=");
        room.clear();
    };
    while (!text.empty()) {
        auto const next = encoded_point(take_octets(text));
        if (room.size() + next.size() > encoded_room) close();
        room += next;
    }
    close();
    return words;
}

int value_of_digit(char c) {
    auto const at = hex_digits.find(c);
    return at == std::string_view::npos ? -1 : static_cast<int>(at);
}

std::string decoded_word(std::string_view word) {
    std::string text;
    for (std::size_t i = 0; i < word.size(); ++i) {
        bool const escape = word[i] == '=' && i + 2 < word.size() && value_of_digit(word[i + 1]) >= 0 &&
                            value_of_digit(word[i + 2]) >= 0;
        if (escape) {
            text += static_cast<char>(value_of_digit(word[i + 1]) * 16 + value_of_digit(word[i + 2]));
            i += 2;
        } else {
            text += word[i] == '_' ? ' ' : word[i];
        }
    }
    return text;
}

bool is_plain(std::string_view text) {
    return std::ranges::all_of(text, is_printable) && text.find("=?") == std::string_view::npos;
}

std::vector<std::string> split(std::string_view text) {
    std::vector<std::string> words;
    while (!text.empty()) {
        auto const word = text.substr(0, text.find(' '));
        if (!word.empty()) words.emplace_back(word);
        text.remove_prefix(std::min(word.size() + 1, text.size()));
    }
    return words;
}

bool fits(std::vector<std::string> const& words) {
    return std::ranges::all_of(words, [](auto const& word) { return word.size() <= longest_plain_word; });
}

std::string quoted(std::string_view text) {
    std::string result = "\"";
    for (char const c : text) {
        if (c == '"' || c == '\\') result += '\\';
        result += c;
    }
    return result + '"';
}

std::vector<std::string> words_of_name(std::string_view name) {
    bool const atoms = std::ranges::all_of(name, [](char c) { return c == ' ' || is_atom_char(c); });
    auto const words = split(name);
    if (is_plain(name) && atoms && fits(words)) return words;
    auto in_quotes = quoted(name);
    if (is_plain(name) && in_quotes.size() <= longest_plain_word) return {std::move(in_quotes)};
    return encoded_words(name);
}

// RFC 2231 §4 and §3: in pieces, percent-encoded.
std::vector<std::string> pieces_of_parameter(std::string_view name, std::string_view value) {
    constexpr std::size_t room = 50;
    std::vector<std::string> pieces{"UTF-8''"};
    while (!value.empty()) {
        std::string next;
        for (char const c : take_octets(value)) {
            if (is_letter(c) || is_digit(c) || c == '.' || c == '-' || c == '_') {
                next += c;
            } else {
                append_escaped(next, '%', c);
            }
        }
        if (pieces.back().size() + next.size() > room) pieces.emplace_back();
        pieces.back() += next;
    }
    if (pieces.size() == 1) return {std::string{name} + "*=" + pieces.front()};
    for (std::size_t i = 0; i < pieces.size(); ++i) {
        pieces[i] = std::string{name} + '*' + std::to_string(i) + "*=" + pieces[i];
        if (i + 1 < pieces.size()) pieces[i] += ';';
    }
    return pieces;
}

}  // namespace

std::vector<std::string> words_of_text(std::string_view text) {
    auto const clean = header_text(text);
    auto words = split(clean);
    if (is_plain(clean) && fits(words)) return words;
    return encoded_words(clean);
}

std::string text_of_words(std::string_view words) {
    std::string text;
    bool before_was_encoded = false;
    for (std::string_view const word : split(words)) {
        bool const encoded = word.size() >= encoded_start.size() + 2 && word.starts_with(encoded_start) &&
                             word.ends_with("?=");
        // The blank between two encoded words belongs to neither (RFC 2047 §6.2).
        if (!text.empty() && !(encoded && before_was_encoded)) text += ' ';
        if (encoded) {
            auto const size = word.size() - encoded_start.size() - 2;
            text += decoded_word(word.substr(encoded_start.size(), size));
        } else {
            text += word;
        }
        before_was_encoded = encoded;
    }
    return header_text(text);
}

std::vector<std::string> words_of_mailbox(mailbox const& whom) {
    if (auto const problem = problem_with_address(whom.address)) {
        throw std::invalid_argument("an address of this mail " + *problem);
    }
    auto const name = header_text(whom.name);
    if (name.empty()) return {whom.address};
    auto words = words_of_name(name);
    words.push_back('<' + whom.address + '>');
    return words;
}

std::vector<std::string> words_of_parameter(std::string_view name, std::string_view value) {
    auto const clean = header_text(value);
    auto const plain = std::ranges::all_of(
        clean, [](char c) { return is_printable(c) && c != '"' && c != '\\' && c != '%'; });
    if (plain && clean.size() <= longest_plain_word) return {std::string{name} + "=\"" + clean + '"'};
    return pieces_of_parameter(name, clean);
}

void header_block::add(std::string_view name, std::vector<std::string> const& words) {
    std::size_t length = name.size() + 1;
    text_ += name;
    text_ += ':';
    bool first = true;
    for (auto const& word : words) {
        // Never a line of nothing but the name: some readers take the next one for a broken field.
        bool const folds = !first && length + 1 + word.size() > line_length;
        if (folds) {
            text_ += "\r\n";
            length = 0;
        }
        text_ += ' ';
        text_ += word;
        length += 1 + word.size();
        first = false;
    }
    text_ += "\r\n";
}

void header_block::add_text(std::string_view name, std::string_view text) { add(name, words_of_text(text)); }

void header_block::add_mailboxes(std::string_view name, std::vector<mailbox> const& whom) {
    std::vector<std::string> words;
    for (auto const& one : whom) {
        if (!words.empty()) words.back() += ',';
        for (auto& word : words_of_mailbox(one)) words.push_back(std::move(word));
    }
    add(name, words);
}

}  // namespace quittance::smtp
