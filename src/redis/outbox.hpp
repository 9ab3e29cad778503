// The outbox port on Redis: what waits is a queue in every shard, beside the accounts it is about, so that it
// is ordered with them; the log of deliveries is one for each endpoint.
#pragma once
#include "pool.hpp"
#include "quittance/engine/outbox.hpp"

namespace quittance::redis {

// All that were ever known and not forgotten.
engine::awaitable<std::vector<std::string>> endpoint_names(pool& connections);
// Deliveries of a client that is no more.
engine::awaitable<void> forget_deliveries(pool& connections, domain::client_id client,
                                          std::vector<std::string> endpoints);

class redis_outbox final : public engine::outbox {
public:
    explicit redis_outbox(pool& connections) : pool_(connections) {}

    engine::awaitable<std::vector<engine::ordered_notice>> claim_notices(std::string endpoint, instant now,
                                                                         milliseconds lease,
                                                                         std::size_t most) override;
    engine::awaitable<void> settle_notice(engine::delivery_note told) override;
    engine::awaitable<std::vector<engine::delivery_note>> deliveries(std::string endpoint,
                                                                     std::size_t most) override;
    engine::awaitable<std::size_t> replay_notices(std::string endpoint, engine::replay_choice which,
                                                  instant now) override;
    engine::awaitable<void> know_endpoints(std::vector<std::string> names) override;
    engine::awaitable<std::vector<engine::endpoint_standing>> endpoints() override;
    engine::awaitable<bool> is_disabled(std::string endpoint) override;
    engine::awaitable<void> disable_endpoint(std::string endpoint, instant at) override;
    engine::awaitable<void> enable_endpoint(std::string endpoint, instant now) override;
    engine::awaitable<void> forget_endpoint(std::string endpoint) override;

private:
    engine::awaitable<engine::endpoint_standing> standing_of(std::string endpoint, std::string disabled);
    pool& pool_;
};

}  // namespace quittance::redis
