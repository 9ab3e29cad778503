// Promises: the processor as the engine calls it, over HTTPS with the key in use. A reload that brings
// another key changes what the next request is sent with; requests under way keep theirs.
#pragma once
#include <memory>
#include <optional>
#include <string>

#include "environment.hpp"
#include "quittance/base/clock.hpp"
#include "quittance/engine/processor.hpp"
#include "quittance/net/https_client.hpp"
#include "quittance/stripe/endpoints.hpp"
#include "quittance/stripe/pace.hpp"
#include "quittance/stripe/processor.hpp"
#include "quittance/stripe/transport.hpp"

namespace quittance::app {

// A transport whose inner one may be exchanged while requests are under way.
class changing_transport final : public stripe::transport {
public:
    explicit changing_transport(clock const& time) : time_(time) {}
    void use(std::shared_ptr<stripe::transport> next) { current_ = std::move(next); }
    boost::asio::awaitable<stripe::delivery> send(stripe::request what, milliseconds patience) override;
    boost::asio::awaitable<void> pause(milliseconds how_long) override;
    // The processor's clock minus ours, by its latest reply.
    std::optional<milliseconds> skew() const { return skew_; }

private:
    clock const& time_;
    std::shared_ptr<stripe::transport> current_;
    std::optional<milliseconds> skew_;
};

class processor_link {
public:
    processor_link(boost::asio::any_io_executor executor, processor_access const& access,
                   processor_settings const& settings, clock const& time, entropy& randomness, log& journal,
                   metrics& figures);
    processor_link(processor_link const&) = delete;
    processor_link& operator=(processor_link const&) = delete;
    ~processor_link();

    engine::processor& calls() { return *adapter_; }
    std::unique_ptr<stripe::endpoint_registry> endpoints();
    void use_key(setting_secret const& key);
    // Whose key it is, asked with that key.
    boost::asio::awaitable<engine::processor_result<engine::processor_account>> account_of(
        setting_secret key);
    std::optional<milliseconds> skew() const { return transport_.skew(); }
    void close() { client_.close(); }

private:
    clock const& time_;
    log& journal_;
    metrics& figures_;
    entropy& randomness_;
    stripe::processor_options options_;
    net::https_client client_;
    changing_transport transport_;
    std::unique_ptr<stripe::transport> paced_;
    std::unique_ptr<engine::processor> adapter_;
};

}  // namespace quittance::app
