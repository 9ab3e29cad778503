#include "quittance/web/client_link.hpp"

#include <charconv>

#include "quittance/base/digest.hpp"

namespace quittance::web {
namespace {

constexpr std::size_t proof_length = 22;  // of base64url: 132 bits

std::string proof_of(page_key const& key, std::string_view claim, std::string_view label = "client page\n") {
    hmac_sha256 const made{key.reveal()};
    return to_base64url(as_text(made({label, claim}))).substr(0, proof_length);
}

}  // namespace

std::string page_token(page_key const& key, domain::client_id const& client, int generation) {
    auto const claim = client.text() + '.' + std::to_string(generation);
    return claim + '.' + proof_of(key, claim);
}

std::optional<page_claim> read_page_token(page_key const& key, std::string_view token) {
    auto const first = token.find('.');
    auto const last = token.rfind('.');
    if (first == std::string_view::npos || first == last) return std::nullopt;
    auto const claim = token.substr(0, last);
    if (!equal_in_constant_time(proof_of(key, claim), token.substr(last + 1))) return std::nullopt;
    auto const number = claim.substr(first + 1);
    page_claim read{domain::client_id{std::string{claim.substr(0, first)}}, 0};
    auto const parsed = std::from_chars(number.data(), number.data() + number.size(), read.generation);
    bool const whole = parsed.ec == std::errc{} && parsed.ptr == number.data() + number.size();
    return whole ? std::optional{read} : std::nullopt;
}

namespace {

constexpr std::string_view address_label = "new address of a client\n";

}  // namespace

std::string address_token(page_key const& key, domain::client_id const& client, int generation,
                          domain::new_address const& asked) {
    auto const about =
        std::to_string(generation) + '\n' + std::to_string(unix_millis(asked.until)) + '\n' + asked.address;
    auto const claim = client.text() + '.' + std::to_string(asked.number) + '.' +
                       to_base64url(as_text(sha256(about))).substr(0, proof_length);
    return claim + '.' + proof_of(key, claim, address_label);
}

std::optional<domain::client_id> read_address_token(page_key const& key, std::string_view token) {
    auto const first = token.find('.');
    auto const last = token.rfind('.');
    if (first == std::string_view::npos || first == last) return std::nullopt;
    auto const claim = token.substr(0, last);
    if (!equal_in_constant_time(proof_of(key, claim, address_label), token.substr(last + 1)))
        return std::nullopt;
    return domain::client_id{std::string{token.substr(0, first)}};
}

std::string page_proof(page_key const& key, std::string_view token) {
    return proof_of(key, token, "form of a client page\n");
}

bool is_page_proof(page_key const& key, std::string_view token, std::string_view proof) {
    return equal_in_constant_time(page_proof(key, token), proof);
}

}  // namespace quittance::web
