#include "shard_queue.hpp"

#include <algorithm>

#include "keys.hpp"
#include "queue_scripts.hpp"
#include "score.hpp"

namespace quittance::redis {

using engine::awaitable;

namespace {

// A claim of more would keep Redis from everybody else too long.
constexpr std::size_t most_per_shard = 100;

}  // namespace

awaitable<std::vector<shard_due>> waiting_in(pool& connections, shard_queue queue) {
    command_batch batch;
    for (unsigned shard = 0; shard < shard_count; ++shard) {
        batch.command({"ZRANGE", shard_key(shard, queue.due), "0", "0", "WITHSCORES"});
    }
    auto const given = co_await connections.ask_again(batch);
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
awaitable<std::vector<reply>> claim_due(pool& connections, shard_queue queue, instant now, milliseconds lease,
                                        std::size_t most) {
    auto const width = queue.bodies.empty() ? 2U : 1U;  // items per entry in a script's answer
    auto const& text = queue.bodies.empty() ? claim_wakes_script() : claim_effects_script();
    auto due = co_await waiting_in(connections, queue);
    std::erase_if(due, [now](auto const& each) { return each.oldest > now; });
    std::vector<reply> claimed;
    while (!due.empty() && claimed.size() / width < most) {
        auto const left = most - claimed.size() / width;
        auto const asked = std::min(due.size(), left);
        auto const share = std::min(most_per_shard, left / asked);
        std::vector<script_call> calls;
        calls.reserve(asked);
        for (std::size_t i = 0; i < asked; ++i) {
            calls.push_back(make_claim_call(due[i].shard, queue, now, lease, share));
        }
        auto given = co_await connections.run(text, calls);
        std::vector<shard_due> more(due.begin() + static_cast<std::ptrdiff_t>(asked), due.end());
        for (std::size_t i = 0; i < given.size(); ++i) {
            if (given[i].list().size() == share * width) more.push_back(due[i]);
            std::move(given[i].items.begin(), given[i].items.end(), std::back_inserter(claimed));
        }
        due = std::move(more);
    }
    co_return claimed;
}

}  // namespace quittance::redis
