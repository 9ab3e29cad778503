#include "quittance/web/signed_link.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <stdexcept>
#include <utility>

#include "quittance/base/digest.hpp"
#include "quittance/http/message.hpp"

namespace quittance::web {
namespace {

using field = std::pair<std::string_view, std::string signed_fields::*>;
constexpr std::array<field, 15> known_fields{{{"offer", &signed_fields::offer},
                                              {"ref", &signed_fields::reference},
                                              {"source", &signed_fields::source},
                                              {"amount", &signed_fields::amount},
                                              {"currency", &signed_fields::currency},
                                              {"title", &signed_fields::title},
                                              {"description", &signed_fields::description},
                                              {"client", &signed_fields::client},
                                              {"name", &signed_fields::name},
                                              {"email", &signed_fields::email},
                                              {"due", &signed_fields::due},
                                              {"locale", &signed_fields::locale},
                                              {"zone", &signed_fields::zone},
                                              {"previous_ref", &signed_fields::previous_reference},
                                              {"service", &signed_fields::service}}};

struct parts {
    std::string_view kid, payload, expires, mac, signed_text;
};

std::optional<parts> split(std::string_view token) {
    if (std::ranges::count(token, '.') != 3) return std::nullopt;
    parts found;
    auto const first = token.find('.');
    auto const second = token.find('.', first + 1);
    auto const third = token.find('.', second + 1);
    found.kid = token.substr(0, first);
    found.payload = token.substr(first + 1, second - first - 1);
    found.expires = token.substr(second + 1, third - second - 1);
    found.mac = token.substr(third + 1);
    found.signed_text = token.substr(0, third);
    return found;
}

std::string mac_of(link_key const& key, std::string_view text) {
    return to_base64url(as_text(hmac_sha256{key.key.reveal()}({text})));
}

std::optional<instant> read_expiry(std::string_view text) {
    std::int64_t seconds = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
    auto const whole = error == std::errc{} && end == text.data() + text.size();
    if (!whole || seconds < 0 || seconds > 253'402'300'799) return std::nullopt;  // year 9999
    return from_unix_seconds(seconds);
}

std::optional<signed_fields> read_payload(std::string_view payload) {
    auto const text = from_base64url(payload);
    if (!text) return std::nullopt;
    auto const pairs = http::parse_form(*text);
    if (!pairs) return std::nullopt;
    signed_fields read;
    for (auto const& [name, value] : *pairs) {
        auto const found = std::ranges::find(known_fields, std::string_view{name}, &field::first);
        // A field of a later version may matter: a link that is not understood whole is not a link.
        if (found == known_fields.end() || !(read.*(found->second)).empty()) return std::nullopt;
        read.*(found->second) = value;
    }
    return read;
}

}  // namespace

std::string_view name_of(link_refusal reason) {
    switch (reason) {
        case link_refusal::malformed: return "malformed";
        case link_refusal::unknown_key: return "unknown_key";
        case link_refusal::wrong_mac: return "wrong_mac";
        case link_refusal::expired: return "expired";
    }
    return "unknown";
}

void throw_exception_from_error(link_refusal error, boost::source_location const& /*where*/) {
    throw std::runtime_error("signed link refused: " + std::string{name_of(error)});
}

std::string mint(link_key const& key, signed_fields const& fields, instant expires) {
    std::string form;
    for (auto const& [name, member] : known_fields) {
        auto const& value = fields.*member;
        if (value.empty()) continue;
        if (!form.empty()) form += '&';
        form += std::string{name} + "=" + http::percent_encode(value);
    }
    auto const text = key.kid + "." + to_base64url(form) + "." + std::to_string(unix_seconds(expires));
    return text + "." + mac_of(key, text);
}

result<signed_fields, link_refusal> open(std::string_view token, std::vector<link_key> const& keys,
                                         instant now) {
    auto const found = split(token);
    if (!found) return link_refusal::malformed;
    auto const key =
        std::ranges::find(keys, found->kid, [](auto const& one) -> std::string_view { return one.kid; });
    if (key == keys.end()) return link_refusal::unknown_key;
    // The text of the mac is compared, not its bytes: one mac has one spelling.
    if (!equal_in_constant_time(mac_of(*key, found->signed_text), found->mac)) return link_refusal::wrong_mac;
    auto const expires = read_expiry(found->expires);
    if (!expires) return link_refusal::malformed;
    if (now >= *expires) return link_refusal::expired;
    auto fields = read_payload(found->payload);
    if (!fields) return link_refusal::malformed;
    return std::move(*fields);
}

}  // namespace quittance::web
