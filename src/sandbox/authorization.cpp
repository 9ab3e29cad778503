#include "authorization.hpp"

#include <algorithm>

#include "quittance/base/digest.hpp"
#include "quittance/base/secret.hpp"

namespace quittance::sandbox {

namespace {

// Bearer, or Basic with the key as user and nothing as password.
std::string key_in(std::string_view header) {
    if (header.starts_with("Bearer ")) return std::string(header.substr(7));
    if (!header.starts_with("Basic ")) return {};
    std::string coded(header.substr(6));
    std::replace(coded.begin(), coded.end(), '+', '-');
    std::replace(coded.begin(), coded.end(), '/', '_');
    coded.erase(std::min(coded.find('='), coded.size()));
    auto const plain = from_base64url(coded);
    return plain ? plain->substr(0, plain->find(':')) : std::string{};
}

std::string masked(std::string const& key) {
    if (key.size() < 13) return "****";
    return key.substr(0, 8) + std::string(key.size() - 12, '*') + key.substr(key.size() - 4);
}

}  // namespace

std::optional<refusal> check_authorization(processor_options const& options, std::string_view header,
                                           std::string_view path) {
    std::string const key = key_in(header);
    if (key.empty())
        return with_status(
            401, "invalid_request_error",
            "You did not provide an API key. You need to provide your API key in the Authorization "
            "header, using Bearer auth.");
    if (equal_in_constant_time(key, options.secret_key)) return std::nullopt;
    if (options.restricted_key.empty() || !equal_in_constant_time(key, options.restricted_key))
        return with_status(401, "invalid_request_error", "Invalid API Key provided: " + masked(key));
    if (!path.starts_with("/v1/account") && !path.starts_with("/v1/balance") &&
        !path.starts_with("/v1/webhook_endpoints") && !path.starts_with("/v1/setup_intents"))
        return std::nullopt;
    auto refused = with_status(403, "invalid_request_error",
                               "The provided key does not have the required permissions for this endpoint.");
    refused.stored = false;
    return refused;
}

}  // namespace quittance::sandbox
