#include "quittance/smtp/reading.hpp"

#include "header_block.hpp"
#include "letters.hpp"
#include "mime_reader.hpp"

namespace quittance::smtp {
namespace {

constexpr int deepest = 4;  // "mixed" around "alternative" is two

int digit_of(char c) {
    if (is_digit(c)) return c - '0';
    auto const letter = lower(c);
    return letter >= 'a' && letter <= 'f' ? letter - 'a' + 10 : -1;
}

// RFC 2045, 6.7. What is no escape stands for itself.
std::string from_quoted_printable(std::string_view text) {
    std::string made;
    for (std::size_t i = 0; i < text.size(); ++i) {
        auto const rest = text.substr(i);
        int const high = rest.size() > 2 ? digit_of(rest[1]) : -1;
        int const low = rest.size() > 2 ? digit_of(rest[2]) : -1;
        if (rest.starts_with("=\r\n")) {
            i += 2;
        } else if (rest.front() == '=' && high >= 0 && low >= 0) {
            made += static_cast<char>(high * 16 + low);
            i += 2;
        } else if (rest.front() != '\r') {
            made += rest.front();
        }
    }
    return made;
}

bool is_quoted_printable(read_part const& part) {
    return equals_ignoring_case(trimmed(part.value_of("content-transfer-encoding")), "quoted-printable");
}

std::string without_returns(std::string_view text) {
    std::string made{text};
    std::erase(made, '\r');
    return made;
}

// The first plain text of a mail is the letter's own; what is attached comes after it.
std::string text_in(read_part const& part, int depth) {
    if (depth > deepest) return {};
    if (part.media_type() == "text/plain")
        return is_quoted_printable(part) ? from_quoted_printable(part.body) : without_returns(part.body);
    for (auto const& inside : parts_of(part)) {
        auto text = text_in(inside, depth + 1);
        if (!text.empty()) return text;
    }
    return {};
}

}  // namespace

read_mail read_back(std::string_view mail) {
    auto const whole = read_whole(mail);
    return {text_of_words(whole.value_of("subject")), text_in(whole, 1)};
}

}  // namespace quittance::smtp
