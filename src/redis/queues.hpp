// The queues port on Redis: sorted sets by due time, one per shard; a claim moves scores on.
#pragma once
#include "pool.hpp"
#include "quittance/engine/queues.hpp"

namespace quittance::redis {

class redis_queues final : public engine::queues {
public:
    explicit redis_queues(pool& connections) : pool_(connections) {}

    engine::awaitable<std::vector<engine::wake>> claim_wakes(instant now, milliseconds lease,
                                                             std::size_t most) override;
    engine::awaitable<void> move_wake(domain::client_id client, domain::booking_id booking,
                                      std::uint64_t version, std::optional<instant> next) override;
    engine::awaitable<std::vector<engine::ordered_effect>> claim_effects(instant now, milliseconds lease,
                                                                         std::size_t most) override;
    engine::awaitable<std::optional<engine::ordered_effect>> claim_effect(engine::effect_key key, instant now,
                                                                          milliseconds lease) override;
    engine::awaitable<void> postpone_effect(engine::effect_key key, instant when) override;
    engine::awaitable<void> finish_effect(engine::effect_key key) override;
    engine::awaitable<std::optional<instant>> oldest_wake() override;
    engine::awaitable<std::optional<instant>> oldest_effect() override;

private:
    pool& pool_;
};

}  // namespace quittance::redis
