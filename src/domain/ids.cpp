#include "quittance/domain/ids.hpp"

#include <algorithm>

#include "quittance/base/digest.hpp"
#include "quittance/domain/new_client.hpp"

namespace quittance::domain {

bool is_client_id(std::string_view text) {
    constexpr std::size_t length = 22;
    return text.size() == length && std::all_of(text.begin(), text.end(), [](char c) {
               return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                      c == '-' || c == '_';
           });
}

client_id new_client_id(entropy& randomness) {
    auto drawn = random_token(randomness);
    while (drawn.front() == '-') drawn = random_token(randomness);
    return client_id{std::move(drawn)};
}

booking_id booking_id_of(booking_identity const& identity) {
    // Lengths first, so that no two identities give the same text.
    std::string text = std::to_string(identity.source.size()) + ':' +
                       std::to_string(identity.offer.text().size()) + ':' + identity.source +
                       identity.offer.text() + identity.reference;
    auto const digest = sha256(text);
    return booking_id{to_base64url(as_text(digest).substr(0, 12))};
}

}  // namespace quittance::domain
