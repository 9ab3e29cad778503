#include <fmt/core.h>

#include "quittance/stripe/processor.hpp"

namespace quittance::stripe {

namespace {

bool is_kind(secret_key const& key, std::string_view kind) {
    return key.reveal().starts_with("sk_" + std::string{kind} + "_") ||
           key.reveal().starts_with("rk_" + std::string{kind} + "_");
}

// The part between the scheme and the first of `/?#`; a user part is not taken for the host.
std::string_view authority_of(std::string_view base, std::size_t scheme) {
    auto const rest = base.substr(scheme);
    return rest.substr(0, rest.find_first_of("/?#"));
}

bool is_port(std::string_view text) {
    if (text.empty()) return true;
    return text.size() > 1 && text.size() <= 6 && text[0] == ':' &&
           text.find_first_not_of("0123456789", 1) == std::string_view::npos;
}

bool is_loopback(std::string_view authority) {
    for (std::string_view const host : {"127.0.0.1", "localhost", "[::1]"}) {
        if (authority.starts_with(host) && is_port(authority.substr(host.size()))) return true;
    }
    return false;
}

bool is_usable(std::string_view base) {
    if (base.starts_with("https://")) return !authority_of(base, 8).empty();
    return base.starts_with("http://") && is_loopback(authority_of(base, 7));
}

}  // namespace

bool is_live_key(secret_key const& key) { return is_kind(key, "live"); }

std::optional<std::string> problem_with_access(std::string_view base, secret_key const& key) {
    if (key.empty())
        return "STRIPE_SECRET_KEY is empty: set it to the secret or restricted key (sk_… or rk_…).";
    if (!is_live_key(key) && !is_kind(key, "test")) {
        return "STRIPE_SECRET_KEY is not a key of Stripe's API: it must begin with sk_test_, rk_test_, "
               "sk_live_ or "
               "rk_live_ (pk_… is the publishable key, whsec_… the webhook secret).";
    }
    if (key.reveal().find_first_of(" \t\r\n") != std::string_view::npos) {
        return "STRIPE_SECRET_KEY contains a space or a line break: copy the key again.";
    }
    if (!is_usable(base)) {
        return fmt::format(
            "STRIPE_API_BASE is \"{}\": use https://, or http:// with 127.0.0.1, localhost or "
            "[::1], because a key must not travel unencrypted.",
            base);
    }
    bool const is_stripe = base == default_api_base || base == std::string{default_api_base} + "/";
    if (is_live_key(key) && !is_stripe) {
        return fmt::format(
            "STRIPE_SECRET_KEY is a live key and STRIPE_API_BASE is \"{}\": live keys are sent to "
            "{} only. Unset STRIPE_API_BASE, or use a test key.",
            base, default_api_base);
    }
    return std::nullopt;
}

}  // namespace quittance::stripe
