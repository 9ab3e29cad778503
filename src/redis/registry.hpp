// The registry port on Redis.
#pragma once
#include <functional>

#include "pool.hpp"
#include "quittance/engine/registry.hpp"

namespace quittance::redis {

class redis_registry final : public engine::registry {
public:
    redis_registry(pool& connections, std::function<instant()> real_time)
        : pool_(connections), real_time_(std::move(real_time)) {}

    engine::awaitable<engine::store_identity> identify(engine::store_identity fresh) override;
    engine::awaitable<engine::store_condition> condition() override;
    engine::awaitable<engine::store_look> look() override;
    engine::awaitable<void> close(std::string why) override;
    engine::awaitable<void> seal(engine::store_identity as, std::string replaces, std::string closed,
                                 std::string reason) override;
    engine::awaitable<std::vector<engine::api_key_record>> api_keys() override;
    engine::awaitable<void> add_api_key(engine::api_key_record key) override;
    engine::awaitable<void> end_api_key(engine::api_key_record key) override;
    engine::awaitable<std::vector<engine::api_key_record>> ended_api_keys() override;
    engine::awaitable<std::optional<engine::idempotent_reply>> begin_idempotent(
        std::string key, std::string body_hash) override;
    engine::awaitable<void> keep_reply(std::string key, engine::idempotent_reply reply) override;
    engine::awaitable<void> forget_reply(std::string key) override;
    engine::awaitable<void> park(engine::parked_event event) override;
    engine::awaitable<std::vector<engine::parked_event>> parked(std::size_t most) override;
    engine::awaitable<void> unpark(std::string id) override;
    engine::awaitable<std::uint64_t> parked_count() override;
    engine::awaitable<std::optional<engine::event_mark>> event_cursor() override;
    engine::awaitable<void> move_event_cursor(engine::event_mark to) override;
    engine::awaitable<std::optional<instant>> digest_cursor() override;
    engine::awaitable<void> move_digest_cursor(instant to) override;
    engine::awaitable<std::vector<engine::listed_booking>> open_list(std::size_t most) override;
    engine::awaitable<std::vector<engine::listed_booking>> attention_list(std::size_t most) override;
    engine::awaitable<std::vector<engine::listed_booking>> page_of(
        engine::booking_list which, std::optional<engine::listed_booking> after, std::size_t most) override;
    engine::awaitable<std::uint64_t> open_count() override;
    engine::awaitable<std::uint64_t> attention_count() override;
    engine::awaitable<std::uint64_t> held_count() override;
    engine::awaitable<engine::held_admission> admit_held(domain::booking_id booking, std::string network_hash,
                                                         std::uint64_t most) override;

private:
    engine::awaitable<std::vector<engine::api_key_record>> keys_at(std::string_view place);
    // The sum over all shards of what `command` counts.
    engine::awaitable<std::uint64_t> sum(std::string command, std::string key);
    engine::awaitable<std::vector<engine::listed_booking>> list(std::string index, std::size_t most);

    pool& pool_;
    std::function<instant()> real_time_;
};

}  // namespace quittance::redis
