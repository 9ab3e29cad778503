#include "quittance/domain/ids.hpp"

#include "quittance/base/digest.hpp"

namespace quittance::domain {

booking_id booking_id_of(booking_identity const& identity) {
    // Lengths first, so that no two identities give the same text.
    std::string text = std::to_string(identity.source.size()) + ':' +
                       std::to_string(identity.offer.text().size()) + ':' + identity.source +
                       identity.offer.text() + identity.reference;
    auto const digest = sha256(text);
    return booking_id{to_base64url(as_text(digest).substr(0, 12))};
}

}  // namespace quittance::domain
