#include "form.hpp"

#include <algorithm>
#include <charconv>

namespace quittance::sandbox {

namespace {

constexpr std::size_t most_fields = 1'000;

int hex_digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

std::optional<std::string> decode(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '+') {
            out += ' ';
        } else if (text[i] != '%') {
            out += text[i];
        } else {
            int const high = i + 2 < text.size() ? hex_digit(text[i + 1]) : -1;
            int const low = i + 2 < text.size() ? hex_digit(text[i + 2]) : -1;
            if (high < 0 || low < 0) return std::nullopt;
            out += static_cast<char>(high * 16 + low);
            i += 2;
        }
    }
    if (out.find('\0') != std::string::npos || !is_utf8(out)) return std::nullopt;
    return out;
}

bool is_continuation(std::string_view text, std::size_t at) {
    return at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U;
}

std::size_t sequence_length(unsigned char lead) {
    if (lead < 0x80) return 1;
    if (lead >= 0xC2 && lead <= 0xDF) return 2;
    if (lead >= 0xE0 && lead <= 0xEF) return 3;
    if (lead >= 0xF0 && lead <= 0xF4) return 4;
    return 0;
}

std::string numbered(std::string name, std::vector<form::field> const& before) {
    if (!name.ends_with("[]")) return name;
    name.resize(name.size() - 2);
    auto const same = std::count_if(before.begin(), before.end(), [&](form::field const& each) {
        return each.first.starts_with(name + "[") &&
               each.first.find('[', name.size() + 1) == std::string::npos;
    });
    return name + "[" + std::to_string(same) + "]";
}

}  // namespace

bool is_utf8(std::string_view text) {
    for (std::size_t i = 0; i < text.size();) {
        auto const lead = static_cast<unsigned char>(text[i]);
        std::size_t const length = sequence_length(lead);
        if (length == 0) return false;
        for (std::size_t k = 1; k < length; ++k)
            if (!is_continuation(text, i + k)) return false;
        auto const next = length > 2 ? static_cast<unsigned char>(text[i + 1]) : 0x80;
        if ((lead == 0xE0 && next < 0xA0) || (lead == 0xED && next > 0x9F)) return false;
        if ((lead == 0xF0 && next < 0x90) || (lead == 0xF4 && next > 0x8F)) return false;
        i += length;
    }
    return true;
}

std::optional<std::int64_t> to_integer(std::string_view text) {
    std::int64_t value = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (text.empty() || error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return value;
}

std::vector<std::string> split_name(std::string_view name) {
    std::vector<std::string> parts;
    auto const open = name.find('[');
    parts.emplace_back(name.substr(0, open));
    if (parts.front().empty() || parts.front().find(']') != std::string::npos) return {};
    std::string_view rest = open == std::string_view::npos ? std::string_view{} : name.substr(open);
    while (!rest.empty()) {
        auto const close = rest.find(']');
        if (rest.front() != '[' || close == std::string_view::npos) return {};
        parts.emplace_back(rest.substr(1, close - 1));
        rest.remove_prefix(close + 1);
    }
    return parts;
}

std::optional<form> form::parse(std::string_view text) {
    form out;
    while (!text.empty()) {
        auto const end = std::min(text.find('&'), text.size());
        std::string_view const pair = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        if (pair.empty()) continue;
        if (out.fields_.size() >= most_fields) return std::nullopt;
        auto const equals = std::min(pair.find('='), pair.size());
        auto name = decode(pair.substr(0, equals));
        auto value = decode(equals < pair.size() ? pair.substr(equals + 1) : std::string_view{});
        if (!name || !value) return std::nullopt;
        out.add(numbered(std::move(*name), out.fields_), std::move(*value));
    }
    return out;
}

void form::merge(form const& other) {
    fields_.insert(fields_.end(), other.fields_.begin(), other.fields_.end());
}

std::string const* form::find(std::string_view name) const {
    // The last one wins, as with the real processor.
    for (auto at = fields_.rbegin(); at != fields_.rend(); ++at)
        if (at->first == name) return &at->second;
    return nullptr;
}

std::string form::text(std::string_view name) const {
    auto const* found = find(name);
    return found ? *found : std::string{};
}

std::optional<std::int64_t> form::number(std::string_view name) const {
    auto const* found = find(name);
    return found ? to_integer(*found) : std::nullopt;
}

bool form::any_below(std::string_view name) const {
    return std::any_of(fields_.begin(), fields_.end(), [&](field const& each) {
        return each.first == name || (each.first.starts_with(name) && each.first.size() > name.size() &&
                                      each.first[name.size()] == '[');
    });
}

std::vector<std::string> form::below(std::string_view name) const {
    std::vector<std::string> keys;
    for (auto const& [full, value] : fields_) {
        if (!full.starts_with(name) || full.size() <= name.size() || full[name.size()] != '[') continue;
        auto const close = full.find(']', name.size());
        std::string key = full.substr(name.size() + 1, close - name.size() - 1);
        if (std::find(keys.begin(), keys.end(), key) == keys.end()) keys.push_back(std::move(key));
    }
    return keys;
}

std::vector<std::string> form::list(std::string_view name) const {
    std::vector<std::string> values;
    for (auto const& key : below(name)) values.push_back(text(std::string(name) + "[" + key + "]"));
    return values;
}

}  // namespace quittance::sandbox
