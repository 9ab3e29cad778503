// Can this store take a webhook durably right now? Asked by writing, because only a write knows about memory,
// disk and replicas alike.
#include <chrono>

#include "keys.hpp"
#include "registry.hpp"
#include "score.hpp"

namespace quittance::redis {

using engine::awaitable;

namespace {

// TIME: seconds and microseconds.
instant read_time(reply const& time) {
    auto const seconds = parse_score(time.at(0).word()).time_since_epoch().count();
    auto const micros = parse_score(time.at(1).word()).time_since_epoch().count();
    return from_unix_millis(seconds * 1000 + micros / 1000);
}

}  // namespace

awaitable<engine::store_condition> redis_registry::condition() {
    using steady = std::chrono::steady_clock;
    engine::store_condition answer;
    command_batch batch;
    batch.command({"SET", shard_key(0, "probe"), "1", "EX", "60"}).command({"TIME"});
    auto const begun = steady::now();
    try {
        auto const given = co_await pool_.ask(batch);
        answer.round_trip = std::chrono::duration_cast<milliseconds>(steady::now() - begun);
        if (real_time_ && !given[1].is_error()) answer.skew = read_time(given[1]) - real_time_();
        require_fine(given[0]);
        answer.writable = true;
    } catch (engine::store_unavailable const& error) {
        answer.reason = error.what();
    }
    co_return answer;
}

}  // namespace quittance::redis
