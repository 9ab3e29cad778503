#include <charconv>
#include <optional>
#include <stdexcept>

#include "quittance/base/secret.hpp"
#include "quittance/stripe/webhook.hpp"

namespace quittance::stripe {

namespace {

struct signature_header {
    std::string_view timestamp;
    std::int64_t seconds = 0;
    std::vector<std::string_view> signatures;  // every v1
    bool malformed = false;
};

std::optional<std::int64_t> number_in(std::string_view text) {
    std::int64_t number = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    bool const whole = error == std::errc{} && end == text.data() + text.size();
    return whole && number >= 0 ? std::optional{number} : std::nullopt;
}

void take_pair(signature_header& into, std::string_view pair) {
    auto const equals = pair.find('=');
    if (equals == std::string_view::npos) return;  // of a scheme we do not know
    auto const name = pair.substr(0, equals);
    auto const value = pair.substr(equals + 1);
    if (name == "v1") into.signatures.push_back(value);
    if (name != "t") return;
    auto const seconds = number_in(value);
    into.malformed = into.malformed || !into.timestamp.empty() || !seconds;
    into.timestamp = value;
    into.seconds = seconds.value_or(0);
}

signature_header split(std::string_view header) {
    signature_header found;
    while (!header.empty()) {
        auto const comma = header.find(',');
        take_pair(found, header.substr(0, comma));
        header = comma == std::string_view::npos ? std::string_view{} : header.substr(comma + 1);
    }
    found.malformed = found.malformed || found.timestamp.empty();
    return found;
}

bool any_equals(std::vector<std::string_view> const& signatures, std::string_view expected) {
    bool any = false;
    for (auto const one : signatures) any = equal_in_constant_time(one, expected) || any;
    return any;
}

}  // namespace

std::string_view name_of(signature_verdict verdict) {
    switch (verdict) {
        case signature_verdict::genuine: return "genuine";
        case signature_verdict::no_header: return "no_header";
        case signature_verdict::malformed_header: return "malformed_header";
        case signature_verdict::no_signature: return "no_signature";
        case signature_verdict::wrong_signature: return "wrong_signature";
        case signature_verdict::too_old: return "too_old";
    }
    return "unknown";
}

webhook_verifier::webhook_verifier(std::vector<signing_secret> const& secrets, std::chrono::seconds tolerance)
    : tolerance_(tolerance) {
    if (secrets.empty())
        throw std::invalid_argument{"a webhook secret (whsec_…) is needed: set STRIPE_WEBHOOK_SECRET"};
    for (auto const& one : secrets) {
        if (one.empty())
            throw std::invalid_argument{"a webhook secret is empty: check STRIPE_WEBHOOK_SECRET"};
        keys_.emplace_back(one.reveal());
    }
}

signature_verdict webhook_verifier::check(std::string_view header, std::string_view body, instant now) const {
    if (header.empty()) return signature_verdict::no_header;
    auto const given = split(header);
    if (given.malformed) return signature_verdict::malformed_header;
    if (given.signatures.empty()) return signature_verdict::no_signature;
    bool genuine = false;
    for (auto const& key : keys_) {
        auto const expected = to_hex(key({given.timestamp, ".", body}));
        genuine = any_equals(given.signatures, expected) || genuine;
    }
    if (!genuine) return signature_verdict::wrong_signature;
    bool const old = unix_seconds(now) - given.seconds > tolerance_.count();
    return old ? signature_verdict::too_old : signature_verdict::genuine;
}

}  // namespace quittance::stripe
