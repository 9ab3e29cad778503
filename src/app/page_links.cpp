#include "page_links.hpp"

#include <charconv>

#include "quittance/base/digest.hpp"

namespace quittance::app {
namespace {

constexpr std::size_t proof_length = 22;  // 132 bits

std::string claim_text(domain::client_id const& client, int generation) {
    return client.text() + '.' + std::to_string(generation);
}

std::string proof_of(setting_secret const& key, std::string const& claim) {
    return to_base64url(as_text(hmac_sha256{key.reveal()}.of("client page\n" + claim))).substr(0, proof_length);
}

}  // namespace

std::string page_token(setting_secret const& key, domain::client_id const& client, int generation) {
    auto const claim = claim_text(client, generation);
    return claim + '.' + proof_of(key, claim);
}

std::string client_page(std::string const& public_base, setting_secret const& key, domain::account const& all) {
    return public_base + "/a/" + page_token(key, all.id, all.client.correspondence.page_generation);
}

std::optional<page_claim> read_page_token(setting_secret const& key, std::string_view token) {
    auto const last = token.rfind('.');
    auto const first = token.find('.');
    if (last == std::string_view::npos || first == last) return std::nullopt;
    std::string const claim{token.substr(0, last)};
    if (!same_secret(proof_of(key, claim), token.substr(last + 1))) return std::nullopt;
    auto const number = token.substr(first + 1, last - first - 1);
    page_claim read{domain::client_id{std::string{token.substr(0, first)}}, 0};
    auto const parsed = std::from_chars(number.data(), number.data() + number.size(), read.generation);
    bool const whole = parsed.ec == std::errc{} && parsed.ptr == number.data() + number.size();
    return whole ? std::optional{read} : std::nullopt;
}

}  // namespace quittance::app
