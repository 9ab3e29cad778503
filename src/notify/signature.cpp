#include "signature.hpp"

#include <algorithm>
#include <stdexcept>

namespace quittance::notify {
namespace {

constexpr std::string_view prefix = "whsec_";
constexpr std::size_t least_bytes = 24;
constexpr std::size_t most_bytes = 64;

// Nothing: it is no secret.
std::optional<std::string> key_of(std::string_view secret) {
    if (!secret.starts_with(prefix)) return std::nullopt;
    auto key = from_base64(secret.substr(prefix.size()));
    if (key && (key->size() < least_bytes || key->size() > most_bytes)) {
        wipe(*key);
        return std::nullopt;
    }
    return key;
}

}  // namespace

std::string to_base64(std::string_view bytes) {
    auto text = to_base64url(bytes);
    std::ranges::replace(text, '-', '+');
    std::ranges::replace(text, '_', '/');
    text.append((4 - text.size() % 4) % 4, '=');
    return text;
}

std::optional<std::string> from_base64(std::string_view text) {
    if (text.size() % 4 != 0 || text.find_first_of("-_") != text.npos) return std::nullopt;
    for (int most = 2; most > 0 && text.ends_with('='); --most) text.remove_suffix(1);
    std::string url_safe{text};
    std::ranges::replace(url_safe, '+', '-');
    std::ranges::replace(url_safe, '/', '_');
    auto bytes = from_base64url(url_safe);
    wipe(url_safe);
    return bytes;
}

std::optional<std::string> problem_with_secret(std::string_view secret) {
    auto key = key_of(secret);
    if (!key) return "must be whsec_ and 24 to 64 bytes in base64; `openssl rand -base64 32` makes some";
    wipe(*key);
    return std::nullopt;
}

signer::signer(std::vector<signing_secret> const& secrets) {
    if (secrets.empty()) throw std::invalid_argument("an endpoint needs a secret to sign with");
    for (auto const& one : secrets) {
        auto key = key_of(one.reveal());
        if (!key) throw std::invalid_argument("a secret " + *problem_with_secret(one.reveal()));
        keys_.emplace_back(*key);
        wipe(*key);
    }
}

std::string signer::sign(std::string_view id, std::string_view timestamp, std::string_view body) const {
    std::string all;
    for (auto const& key : keys_) {
        auto const mac = key({id, ".", timestamp, ".", body});
        all += all.empty() ? "v1," : " v1,";
        all += to_base64(as_text(mac));
    }
    return all;
}

}  // namespace quittance::notify
