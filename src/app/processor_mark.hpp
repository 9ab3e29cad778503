// Promises: the store's mark beside the processor's own data, where no loss of ours reaches it: in the
// metadata of our webhook endpoint. Chosen because it is found again by its address alone (a customer of our
// own would have to be remembered by the very files that may be lost), because writing it causes no event,
// and because every installation with a public address has one. Without one, or without the right to write
// it, the disk's mark stands alone, and that is said once.
#pragma once
#include <memory>
#include <optional>

#include "quittance/base/entropy.hpp"
#include "quittance/base/log.hpp"
#include "quittance/stripe/endpoints.hpp"
#include "store_mark.hpp"

namespace quittance::app {

class processor_mark {
public:
    // `url`: the endpoint's address.
    processor_mark(std::unique_ptr<stripe::endpoint_registry> endpoints, std::string url, entropy& randomness,
                   log& journal);

    // Asks the processor, until it answered once.
    boost::asio::awaitable<std::optional<store_mark>> read();
    // The same mark is not written twice.
    boost::asio::awaitable<void> write(store_mark mark, instant now);

private:
    void cannot(char const* what, engine::processor_failure const& why);
    void take(stripe::webhook_endpoint const& one);

    std::unique_ptr<stripe::endpoint_registry> endpoints_;
    std::string url_;
    entropy& randomness_;
    log& journal_;
    bool asked_ = false;
    bool said_ = false;
    std::string endpoint_;
    std::optional<store_mark> there_;
    instant there_since_{};
};

}  // namespace quittance::app
