#include "quittance/base/digest.hpp"

#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/params.h>

#include <stdexcept>

namespace quittance {
namespace {

void require(int openssl_result, char const* what) {
    if (openssl_result != 1) throw std::runtime_error(what);
}

// Looked up once: finding the algorithm costs as much as a short digest does.
EVP_MD const* fetched_sha256() {
    static EVP_MD const* const kept = EVP_MD_fetch(nullptr, "SHA256", nullptr);
    return kept;
}

}  // namespace

digest sha256(std::string_view bytes) {
    digest out;
    unsigned int size = 0;
    require(EVP_Digest(bytes.data(), bytes.size(), out.data(), &size, fetched_sha256(), nullptr),
            "SHA-256 failed");
    return out;
}

struct hmac_sha256::context {
    explicit context(std::string_view key)
        : mac(EVP_MAC_fetch(nullptr, "HMAC", nullptr)), state(EVP_MAC_CTX_new(mac)) {
        char name[] = "SHA256";
        OSSL_PARAM const parameters[] = {OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, name, 0),
                                         OSSL_PARAM_construct_end()};
        require(
            EVP_MAC_init(state, reinterpret_cast<unsigned char const*>(key.data()), key.size(), parameters),
            "HMAC-SHA256 failed to start");
    }
    context(context const&) = delete;
    context& operator=(context const&) = delete;
    ~context() {
        EVP_MAC_CTX_free(state);
        EVP_MAC_free(mac);
    }

    EVP_MAC* mac;
    EVP_MAC_CTX* state;
};

hmac_sha256::hmac_sha256(std::string_view key) : context_(std::make_unique<context>(key)) {}
hmac_sha256::hmac_sha256(hmac_sha256&&) noexcept = default;
hmac_sha256& hmac_sha256::operator=(hmac_sha256&&) noexcept = default;
hmac_sha256::~hmac_sha256() = default;

digest hmac_sha256::operator()(std::initializer_list<std::string_view> pieces) const {
    auto* const state = context_->state;
    require(EVP_MAC_init(state, nullptr, 0, nullptr), "HMAC-SHA256 failed to restart");
    for (auto const piece : pieces) {
        require(EVP_MAC_update(state, reinterpret_cast<unsigned char const*>(piece.data()), piece.size()),
                "HMAC-SHA256 failed");
    }
    digest out;
    std::size_t size = 0;
    require(EVP_MAC_final(state, out.data(), &size, out.size()), "HMAC-SHA256 failed to end");
    return out;
}

}  // namespace quittance
