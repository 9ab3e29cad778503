#include "queues.hpp"

#include <algorithm>

#include "keys.hpp"
#include "queue_scripts.hpp"
#include "quittance/records/documents.hpp"
#include "score.hpp"

namespace quittance::redis {

using engine::awaitable;

namespace {

// A claim of more would keep Redis from everybody else too long.
constexpr std::size_t most_per_shard = 100;

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

awaitable<std::vector<redis_queues::shard_due>> redis_queues::waiting(std::string queue) {
    command_batch batch;
    for (unsigned shard = 0; shard < shard_count; ++shard) {
        batch.command({"ZRANGE", shard_key(shard, queue), "0", "0", "WITHSCORES"});
    }
    auto const given = co_await pool_.ask_again(batch);
    std::vector<shard_due> answer;
    for (unsigned shard = 0; shard < shard_count; ++shard) {
        require_fine(given[shard]);
        if (given[shard].list().empty()) continue;
        answer.push_back({parse_score(given[shard].at(1).word()), shard});
    }
    std::sort(answer.begin(), answer.end(), [](auto const& left, auto const& right) {
        return std::tie(left.oldest, left.shard) < std::tie(right.oldest, right.shard);
    });
    co_return answer;
}

// Rounds, because each shard is asked for its even share of what may still be claimed, and not all have it.
awaitable<std::vector<reply>> redis_queues::claim(std::string queue, instant now, milliseconds lease,
                                                  std::size_t most) {
    auto const effects = queue == "e";
    auto const width = effects ? 1U : 2U;  // items per entry in a script's answer
    auto const& text = effects ? claim_effects_script() : claim_wakes_script();
    auto due = co_await waiting(queue);
    std::erase_if(due, [now](auto const& each) { return each.oldest > now; });
    std::vector<reply> claimed;
    while (!due.empty() && claimed.size() / width < most) {
        auto const left = most - claimed.size() / width;
        auto const asked = std::min(due.size(), left);
        auto const share = std::min(most_per_shard, left / asked);
        std::vector<script_call> calls;
        for (std::size_t i = 0; i < asked; ++i) {
            calls.push_back(make_claim_call(due[i].shard, effects, now, lease, share));
        }
        auto given = co_await pool_.run(text, calls);
        std::vector<shard_due> more(due.begin() + static_cast<std::ptrdiff_t>(asked), due.end());
        for (std::size_t i = 0; i < given.size(); ++i) {
            if (given[i].list().size() == share * width) more.push_back(due[i]);
            std::move(given[i].items.begin(), given[i].items.end(), std::back_inserter(claimed));
        }
        due = std::move(more);
    }
    co_return claimed;
}

awaitable<std::vector<engine::wake>> redis_queues::claim_wakes(instant now, milliseconds lease,
                                                               std::size_t most) {
    auto const claimed = co_await claim("t", now, lease, most);
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
    auto const claimed = co_await claim("e", now, lease, most);
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
    auto const all = co_await waiting("t");
    if (all.empty()) co_return std::nullopt;
    co_return all.front().oldest;
}

awaitable<std::optional<instant>> redis_queues::oldest_effect() {
    auto const all = co_await waiting("e");
    if (all.empty()) co_return std::nullopt;
    co_return all.front().oldest;
}

}  // namespace quittance::redis
