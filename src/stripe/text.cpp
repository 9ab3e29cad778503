#include "text.hpp"

#include <algorithm>

namespace quittance::stripe {

namespace {

constexpr std::size_t most_email = 512;
constexpr std::size_t most_reference = 200;

bool is_word(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); }

bool is_continuation(char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U; }

// How many bytes the character at the front has, 0 when it is not UTF-8 (overlong forms and surrogates
// included).
std::size_t character_length(std::string_view text) {
    auto const lead = static_cast<unsigned char>(text[0]);
    if (lead < 0x80) return 1;
    std::size_t const length = lead >= 0xC2 && lead <= 0xDF   ? 2U
                               : lead >= 0xE0 && lead <= 0xEF ? 3U
                               : lead >= 0xF0 && lead <= 0xF4 ? 4U
                                                              : 0U;
    if (length == 0 || text.size() < length) return 0;
    auto const tail = text.substr(1, length - 1);
    if (!std::all_of(tail.begin(), tail.end(), is_continuation)) return 0;
    auto const second = static_cast<unsigned char>(text[1]);
    bool const wrong = (lead == 0xE0 && second < 0xA0) || (lead == 0xED && second > 0x9F) ||
                       (lead == 0xF0 && second < 0x90) || (lead == 0xF4 && second > 0x8F);
    return wrong ? 0 : length;
}

bool is_dotted(std::string_view text, std::string_view also) {
    if (text.empty() || text.front() == '.' || text.back() == '.') return false;
    if (text.find("..") != std::string_view::npos) return false;
    return std::all_of(text.begin(), text.end(), [also](char c) {
        return is_word(c) || c == '.' || c == '-' || also.find(c) != std::string_view::npos;
    });
}

bool is_domain(std::string_view text) {
    auto const dot = text.rfind('.');
    if (dot == std::string_view::npos || text.size() - dot < 3) return false;
    if (text.front() == '-' || text.find("-.") != std::string_view::npos) return false;
    if (text.find(".-") != std::string_view::npos || text.back() == '-') return false;
    return is_dotted(text, {});
}

}  // namespace

std::string clean_text(std::string_view text, std::size_t most) {
    std::string clean;
    for (std::size_t characters = 0; !text.empty() && characters < most; ++characters) {
        auto const length = character_length(text);
        auto const byte = static_cast<unsigned char>(text[0]);
        if (length == 0) {
            clean += '?';
        } else if (byte < 0x20 || byte == 0x7F) {
            clean += ' ';
        } else {
            clean += text.substr(0, length);
        }
        text.remove_prefix(std::max<std::size_t>(length, 1));
    }
    return clean;
}

bool is_plain_email(std::string_view text) {
    auto const at = text.find('@');
    if (at == std::string_view::npos || at > 64 || text.size() > most_email) return false;
    return is_dotted(text.substr(0, at), "_+") && is_domain(text.substr(at + 1));
}

bool is_plain_reference(std::string_view text) {
    return !text.empty() && text.size() <= most_reference &&
           std::all_of(text.begin(), text.end(), [](char c) { return is_word(c) || c == '-' || c == '_'; });
}

}  // namespace quittance::stripe
