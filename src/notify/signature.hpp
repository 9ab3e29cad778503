// The signature of the Standard Webhooks scheme: `v1,` and base64 of HMAC-SHA256 over `id.timestamp.body`,
// one for each secret with a space between.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "quittance/base/digest.hpp"
#include "quittance/notify/notifier.hpp"

namespace quittance::notify {

// RFC 4648 §4, padded.
std::string to_base64(std::string_view bytes);
std::optional<std::string> from_base64(std::string_view text);

class signer {
public:
    // Throws std::invalid_argument for a secret that is none.
    explicit signer(std::vector<signing_secret> const& secrets);
    std::string sign(std::string_view id, std::string_view timestamp, std::string_view body) const;

private:
    std::vector<hmac_sha256> keys_;
};

}  // namespace quittance::notify
