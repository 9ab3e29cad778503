#include "queues.hpp"

#include <algorithm>

#include "keys.hpp"
#include "queue_scripts.hpp"
#include "quittance/records/documents.hpp"
#include "score.hpp"
#include "shard_queue.hpp"

namespace quittance::redis {

using engine::awaitable;

namespace {

shard_queue wakes_queue() { return {"t", {}}; }
shard_queue effects_queue() { return {"e", "ex"}; }

engine::ordered_effect read_effect(std::string const& body) {
    try {
        auto kept = records::decode_effect(body);
        return {engine::effect_key{std::move(kept.key)},
                std::move(kept.client),
                std::move(kept.booking),
                kept.checkout,
                std::move(kept.kind),
                std::move(kept.body),
                kept.ordered_at,
                kept.give_up_at,
                std::move(kept.object),
                kept.number};
    } catch (records::unreadable const& error) {
        throw engine::document_unreadable(std::string("an ordered effect: ") + error.what());
    }
}

}  // namespace

awaitable<std::vector<engine::wake>> redis_queues::claim_wakes(instant now, milliseconds lease,
                                                               std::size_t most) {
    auto const claimed = co_await claim_due(pool_, wakes_queue(), now, lease, most);
    std::vector<engine::wake> answer;
    for (std::size_t i = 0; i + 1 < claimed.size(); i += 2) {
        auto who = parse_member(claimed[i].word());
        answer.push_back({std::move(who.client), std::move(who.booking), parse_score(claimed[i + 1].word())});
    }
    std::sort(answer.begin(), answer.end(), [](auto const& left, auto const& right) {
        return std::tie(left.due, left.client, left.booking) <
               std::tie(right.due, right.client, right.booking);
    });
    co_return answer;
}

awaitable<void> redis_queues::move_wake(domain::client_id client, domain::booking_id booking,
                                        std::uint64_t version, std::optional<instant> next) {
    auto const call = make_move_wake_call(client, booking, version, next);
    co_await pool_.run_one(move_wake_script(), call);
}

awaitable<std::vector<engine::ordered_effect>> redis_queues::claim_effects(instant now, milliseconds lease,
                                                                           std::size_t most) {
    auto const claimed = co_await claim_due(pool_, effects_queue(), now, lease, most);
    std::vector<engine::ordered_effect> answer;
    std::exception_ptr unreadable;
    for (auto const& body : claimed) {
        try {
            answer.push_back(read_effect(body.word()));
        } catch (engine::document_unreadable const&) {
            unreadable = std::current_exception();
        }
    }
    // Said where nothing else is held up by it: one order of a newer program must not stop all the others.
    if (answer.empty() && unreadable) std::rethrow_exception(unreadable);
    co_return answer;
}

awaitable<std::optional<engine::ordered_effect>> redis_queues::claim_effect(engine::effect_key key,
                                                                            instant now, milliseconds lease) {
    auto const client = client_of(key);
    if (!client) co_return std::nullopt;
    auto const call = make_claim_effect_call(*client, key, now, lease);
    auto const given = co_await pool_.run_one(claim_effect_script(), call);
    if (given.is_nil()) co_return std::nullopt;
    co_return read_effect(given.word());
}

awaitable<void> redis_queues::postpone_effect(engine::effect_key key, instant when) {
    auto const client = client_of(key);
    if (!client) co_return;
    command_batch batch;
    batch.command({"ZADD", shard_key(shard_of(client->text()), "e"), "XX", std::to_string(unix_millis(when)),
                   key.text()});
    co_await pool_.ask_one(batch);
}

awaitable<void> redis_queues::finish_effect(engine::effect_key key) {
    auto const client = client_of(key);
    if (!client) co_return;
    auto const call = make_finish_effect_call(*client, key);
    co_await pool_.run_one(finish_effect_script(), call);
}

awaitable<std::optional<instant>> redis_queues::oldest_wake() {
    auto const all = co_await waiting_in(pool_, wakes_queue());
    if (all.empty()) co_return std::nullopt;
    co_return all.front().oldest;
}

awaitable<std::optional<instant>> redis_queues::oldest_effect() {
    auto const all = co_await waiting_in(pool_, effects_queue());
    if (all.empty()) co_return std::nullopt;
    co_return all.front().oldest;
}

}  // namespace quittance::redis
