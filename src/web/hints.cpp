#include "hints.hpp"

#include <algorithm>

#include "quittance/base/time.hpp"
#include "quittance/domain/calendar.hpp"
#include "quittance/pages/format.hpp"

namespace quittance::web {
namespace {

bool is_control(char c) {
    auto const byte = static_cast<unsigned char>(c);
    return byte < 0x20 || byte == 0x7F;
}

bool is_atom(char c) {
    auto const letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    return letter || std::string_view{"!#$%&'*+-/=?^_`{|}~."}.find(c) != std::string_view::npos;
}

bool is_domain(std::string_view text) {
    if (text.size() > 253 || text.find('.') == text.npos) return false;
    while (!text.empty()) {
        auto const label = text.substr(0, text.find('.'));
        auto const plain = [](char c) {
            return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
        };
        if (label.empty() || label.size() > 63 || label.front() == '-' || label.back() == '-') return false;
        if (!std::ranges::all_of(label, plain)) return false;
        if (label.size() + 1 == text.size()) return false;  // a dot at the end
        text.remove_prefix(std::min(text.size(), label.size() + 1));
    }
    return true;
}

std::string if_good(std::string_view text, std::size_t most, bool (*good)(std::string_view)) {
    auto line = plain_line(text, most);
    return line && good(*line) ? std::move(*line) : std::string{};
}

bool is_moment(std::string_view text) { return parse_rfc3339(text) || parse_iso_date(text); }

}  // namespace

namespace {

// How many bytes the hidden character at `at` has; 0: it is none.
std::size_t hidden_at(std::string_view text, std::size_t at) {
    auto const byte = [text](std::size_t i) {
        return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U;
    };
    auto const second = byte(at + 1);
    auto const third = byte(at + 2);
    if (byte(at) == 0xC2 && second >= 0x80 && second < 0xA0) return 2;
    if (byte(at) != 0xE2) return 0;
    if (second == 0x80 && third >= 0xA8 && third <= 0xAE) return 3;
    return second == 0x81 && third >= 0xA6 && third <= 0xA9 ? 3 : 0;
}

}  // namespace

bool has_hidden_characters(std::string_view text) {
    for (std::size_t i = 0; i < text.size(); ++i)
        if (hidden_at(text, i) > 0) return true;
    return false;
}

std::string without_hidden_characters(std::string_view text) {
    std::string plain;
    for (std::size_t i = 0; i < text.size();) {
        auto const hidden = hidden_at(text, i);
        if (hidden == 0) plain += text[i];
        i += std::max<std::size_t>(hidden, 1);
    }
    return plain;
}

std::string trimmed(std::string_view text) {
    auto const is_blank = [](char c) { return c == ' ' || c == '\t'; };
    while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
    while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
    return std::string{text};
}

std::optional<std::string> plain_line(std::string_view text, std::size_t most) {
    auto line = trimmed(text);
    if (line.empty() || line.size() > most) return std::nullopt;
    if (std::ranges::any_of(line, is_control) || has_hidden_characters(line)) return std::nullopt;
    return line;
}

bool is_email(std::string_view text) {
    auto const at = text.rfind('@');
    if (at == text.npos || at == 0 || at > 64 || text.size() > 254) return false;
    auto const local = text.substr(0, at);
    if (!std::ranges::all_of(local, is_atom)) return false;
    if (local.front() == '.' || local.back() == '.' || local.find("..") != local.npos) return false;
    return is_domain(text.substr(at + 1));
}

std::string name_hint(std::string_view text) { return plain_line(text, 120).value_or(""); }
std::string email_hint(std::string_view text) { return if_good(text, 254, is_email); }
std::string zone_hint(std::string_view text) { return if_good(text, 64, domain::is_zone); }
std::string locale_hint(std::string_view text) {
    auto tag = trimmed(text);
    std::ranges::replace(tag, '_', '-');
    return if_good(tag, 35, pages::is_locale_tag);
}

std::string start_hint(std::string_view text) {
    auto moment = trimmed(text);
    if (is_moment(moment)) return moment;
    auto const space = moment.rfind(' ');
    if (space == moment.npos) return {};
    moment[space] = '+';
    return is_moment(moment) ? moment : std::string{};
}

std::optional<std::string> reference_of(std::string_view text) { return plain_line(text, 200); }

}  // namespace quittance::web
