#include "form.hpp"

namespace quittance::stripe {

namespace {

bool is_unreserved(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '.' || c == '_' || c == '~';
}

void append_encoded(std::string& to, std::string_view text, std::string_view kept) {
    static constexpr char digits[] = "0123456789ABCDEF";
    for (char const c : text) {
        if (is_unreserved(c) || kept.find(c) != std::string_view::npos) {
            to += c;
            continue;
        }
        auto const byte = static_cast<unsigned char>(c);
        to += '%';
        to += digits[byte >> 4U];
        to += digits[byte & 15U];
    }
}

}  // namespace

std::string percent_encoded(std::string_view text) {
    std::string encoded;
    append_encoded(encoded, text, {});
    return encoded;
}

form& form::add(std::string_view name, std::string_view value) {
    if (!text_.empty()) text_ += '&';
    append_encoded(text_, name, "[]");
    text_ += '=';
    append_encoded(text_, value, {});
    return *this;
}

form& form::add(std::string_view name, std::int64_t value) { return add(name, std::to_string(value)); }

}  // namespace quittance::stripe
