#include "mime_reader.hpp"

#include <algorithm>

#include "letters.hpp"

namespace quittance::smtp {
namespace {

constexpr std::size_t most_fields = 400;
constexpr std::size_t most_parts = 32;
constexpr std::size_t longest_value = 8'192;
constexpr std::size_t longest_boundary = 70;  // RFC 2046 §5.1.1
constexpr std::string_view blanks = " \t";

void extend(header_field& field, std::string_view more) {
    if (field.value.size() >= longest_value) return;
    if (!field.value.empty()) field.value += ' ';
    field.value += trimmed(more).substr(0, longest_value);
}

std::optional<header_field> field_of(std::string_view line) {
    auto const colon = line.find(':');
    if (colon == std::string_view::npos || colon == 0) return std::nullopt;
    auto const name = trimmed(line.substr(0, colon));
    bool const is_name =
        !name.empty() && std::ranges::all_of(name, [](char c) { return c > ' ' && c <= '~'; });
    if (!is_name) return std::nullopt;
    return header_field{lowered(name), std::string{trimmed(line.substr(colon + 1)).substr(0, longest_value)}};
}

std::string unquoted(std::string_view text) {
    std::string plain;
    for (std::size_t i = 1; i < text.size() && text[i] != '"'; ++i) {
        if (text[i] == '\\' && i + 1 < text.size()) ++i;
        plain += text[i];
    }
    return plain;
}

// The end of `name=value` or `name="value"`, which stands before a ';' or at the end.
std::size_t end_of_parameter(std::string_view text) {
    bool quoted = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '\\' && quoted) {
            ++i;
        } else if (text[i] == '"') {
            quoted = !quoted;
        } else if (text[i] == ';' && !quoted) {
            return i;
        }
    }
    return text.size();
}

enum class border { none, next, last };

border border_in(std::string_view line, std::string_view boundary) {
    if (!line.starts_with("--")) return border::none;
    line.remove_prefix(2);
    if (!line.starts_with(boundary)) return border::none;
    line.remove_prefix(boundary.size());
    bool const last = line.starts_with("--");
    if (last) line.remove_prefix(2);
    if (!trimmed(line).empty()) return border::none;
    return last ? border::last : border::next;
}

}  // namespace

std::string_view take_line(std::string_view& text) {
    auto const end = text.find('\n');
    auto line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    if (line.ends_with('\r')) line.remove_suffix(1);
    return line;
}

std::vector<header_field> take_fields(std::string_view& text) {
    std::vector<header_field> fields;
    while (!text.empty()) {
        auto const line = take_line(text);
        if (line.empty()) break;
        bool const goes_on = blanks.find(line.front()) != std::string_view::npos;
        if (goes_on && !fields.empty()) {
            extend(fields.back(), line);
        } else if (fields.size() < most_fields) {
            if (auto field = field_of(line)) fields.push_back(std::move(*field));
        }
    }
    return fields;
}

std::string_view read_part::value_of(std::string_view name) const {
    auto const found = std::ranges::find(fields, name, &header_field::name);
    return found == fields.end() ? std::string_view{} : std::string_view{found->value};
}

bool read_part::has(std::string_view name) const {
    return std::ranges::find(fields, name, &header_field::name) != fields.end();
}

std::string read_part::media_type() const {
    auto const value = value_of("content-type");
    auto const type = lowered(trimmed(value.substr(0, value.find(';'))));
    return type.empty() ? "text/plain" : type;
}

read_part read_whole(std::string_view mail) {
    // What some servers put before a mail that they pipe.
    if (mail.starts_with("From ")) take_line(mail);
    read_part whole;
    whole.fields = take_fields(mail);
    whole.body = mail;
    return whole;
}

std::string parameter_of(std::string_view value, std::string_view name) {
    value.remove_prefix(end_of_parameter(value));
    while (!value.empty()) {
        value.remove_prefix(1);
        auto const one = value.substr(0, end_of_parameter(value));
        value.remove_prefix(one.size());
        auto const equals = one.find('=');
        if (equals == std::string_view::npos) continue;
        if (!equals_ignoring_case(trimmed(one.substr(0, equals)), name)) continue;
        auto const found = trimmed(one.substr(equals + 1));
        return found.starts_with('"') ? unquoted(found) : std::string{found};
    }
    return {};
}

std::vector<read_part> parts_of(read_part const& whole) {
    std::vector<read_part> parts;
    auto const boundary = parameter_of(whole.value_of("content-type"), "boundary");
    bool const is_multipart = whole.media_type().starts_with("multipart/");
    if (!is_multipart || boundary.empty() || boundary.size() > longest_boundary) return parts;
    auto rest = whole.body;
    std::optional<std::size_t> began;
    while (!rest.empty() && parts.size() < most_parts) {
        auto const here = whole.body.size() - rest.size();
        auto const kind = border_in(take_line(rest), boundary);
        if (kind == border::none && !rest.empty()) continue;
        auto const end = kind == border::none ? whole.body.size() : here;
        if (began) parts.push_back(read_whole(whole.body.substr(*began, end - *began)));
        if (kind == border::last) break;
        began = whole.body.size() - rest.size();
    }
    return parts;
}

}  // namespace quittance::smtp
