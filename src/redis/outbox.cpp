#include "outbox.hpp"

#include <algorithm>

#include "keys.hpp"
#include "notice_text.hpp"
#include "outbox_scripts.hpp"
#include "score.hpp"
#include "shard_queue.hpp"

namespace quittance::redis {

using engine::awaitable;

namespace {

constexpr std::size_t hastened_at_once = 100;  // as the script says

shard_queue queue_of(std::string const& endpoint) { return {"n:" + endpoint, "nx:" + endpoint}; }

// What can be read. Said where nothing else is held up by it: one notice of a newer program must not stop all
// the others.
template <class T>
std::vector<T> read_all(std::vector<reply> const& texts, T (*read)(std::string const&)) {
    std::vector<T> answer;
    std::exception_ptr unreadable;
    for (auto const& text : texts) {
        if (text.is_nil()) continue;
        try {
            answer.push_back(read(text.word()));
        } catch (engine::document_unreadable const&) {
            unreadable = std::current_exception();
        }
    }
    if (answer.empty() && unreadable) std::rethrow_exception(unreadable);
    return answer;
}

bool is_chosen(engine::delivery_note const& what, engine::replay_choice const& which) {
    return (!which.id || what.notice.id == *which.id) && (!which.since || what.at >= *which.since);
}

}  // namespace

awaitable<std::vector<std::string>> endpoint_names(pool& connections) {
    command_batch batch;
    batch.command({"HGETALL", endpoints_key});
    auto const given = co_await connections.ask_one(batch);
    std::vector<std::string> names;
    auto const& kept = given.pairs();
    for (std::size_t i = 0; i < kept.size(); i += 2) names.push_back(kept[i].word());
    std::sort(names.begin(), names.end());
    co_return names;
}

awaitable<void> forget_deliveries(pool& connections, domain::client_id client,
                                  std::vector<std::string> endpoints) {
    for (auto const& endpoint : endpoints) {
        auto const call = make_forget_deliveries_call(client, endpoint);
        co_await connections.run_one(forget_deliveries_script(), call);
    }
}

awaitable<std::vector<engine::ordered_notice>> redis_outbox::claim_notices(std::string endpoint, instant now,
                                                                           milliseconds lease,
                                                                           std::size_t most) {
    auto const claimed = co_await claim_due(pool_, queue_of(endpoint), now, lease, most);
    co_return read_all(claimed, read_notice);
}

// The note first: a crash between the two tells it again, and a notice given up without a note would be lost.
awaitable<void> redis_outbox::settle_notice(engine::delivery_note told) {
    auto const note = make_note_call(told);
    co_await pool_.run_one(note_script(), note);
    auto const move = make_move_notice_call(told);
    co_await pool_.run_one(move_notice_script(), move);
}

awaitable<std::vector<engine::delivery_note>> redis_outbox::deliveries(std::string endpoint,
                                                                       std::size_t most) {
    if (most == 0) co_return std::vector<engine::delivery_note>{};
    command_batch latest;
    latest.command({"ZRANGE", deliveries_key(endpoint), "-" + std::to_string(most), "-1"});
    auto const members = co_await pool_.ask_one(latest);
    auto const& list = members.list();
    if (list.empty()) co_return std::vector<engine::delivery_note>{};
    command_batch bodies;
    bodies.begin(2 + list.size()).add("HMGET").add(delivery_bodies_key(endpoint));
    for (auto one = list.rbegin(); one != list.rend(); ++one) bodies.add(one->word());
    auto const given = co_await pool_.ask_one(bodies);
    co_return read_all(given.list(), read_delivery);
}

awaitable<std::size_t> redis_outbox::replay_notices(std::string endpoint, engine::replay_choice which,
                                                    instant now) {
    auto const kept = co_await deliveries(endpoint, engine::deliveries_kept);
    std::size_t many = 0;
    for (auto const& one : kept) {
        if (!is_chosen(one, which)) continue;
        auto again = one.notice;
        again.tries = 0;
        auto const call = make_order_notice_call(again, now);
        co_await pool_.run_one(order_notice_script(), call);
        ++many;
    }
    co_return many;
}

awaitable<void> redis_outbox::know_endpoints(std::vector<std::string> names) {
    if (names.empty()) co_return;
    auto const call = make_know_call(names);
    co_await pool_.run_one(know_script(), call);
}

awaitable<engine::endpoint_standing> redis_outbox::standing_of(std::string endpoint, std::string disabled) {
    engine::endpoint_standing made;
    made.name = endpoint;
    if (!disabled.empty()) made.disabled_at = parse_score(disabled);
    auto const due = co_await waiting_in(pool_, queue_of(endpoint));
    if (!due.empty()) made.oldest = due.front().oldest;
    command_batch batch;
    for (auto const& one : due) batch.command({"ZCARD", notices_key(one.shard, endpoint)});
    if (batch.empty()) co_return made;
    auto const counts = co_await pool_.ask_again(batch);
    for (auto const& one : counts) {
        require_fine(one);
        made.waiting += static_cast<std::uint64_t>(one.number());
    }
    co_return made;
}

awaitable<std::vector<engine::endpoint_standing>> redis_outbox::endpoints() {
    command_batch batch;
    batch.command({"HGETALL", endpoints_key});
    auto const given = co_await pool_.ask_one(batch);
    std::vector<engine::endpoint_standing> answer;
    auto const& kept = given.pairs();
    for (std::size_t i = 0; i < kept.size(); i += 2) {
        auto standing = co_await standing_of(kept[i].word(), kept[i + 1].word());
        answer.push_back(std::move(standing));
    }
    std::sort(answer.begin(), answer.end(),
              [](auto const& left, auto const& right) { return left.name < right.name; });
    co_return answer;
}

awaitable<bool> redis_outbox::is_disabled(std::string endpoint) {
    command_batch batch;
    batch.command({"HGET", endpoints_key, endpoint});
    auto const given = co_await pool_.ask_one(batch);
    co_return !given.is_nil() && !given.word().empty();
}

awaitable<void> redis_outbox::disable_endpoint(std::string endpoint, instant at) {
    command_batch batch;
    batch.command({"HSET", endpoints_key, endpoint, std::to_string(unix_millis(at))});
    co_await pool_.ask_one(batch);
}

awaitable<void> redis_outbox::enable_endpoint(std::string endpoint, instant now) {
    command_batch batch;
    batch.command({"HSET", endpoints_key, endpoint, ""});
    co_await pool_.ask_one(batch);
    auto const waiting = co_await waiting_in(pool_, queue_of(endpoint));
    for (auto const& one : waiting) {
        std::size_t moved = hastened_at_once;
        while (moved == hastened_at_once) {
            auto const call = make_hasten_call(one.shard, endpoint, now);
            auto const given = co_await pool_.run_one(hasten_script(), call);
            moved = static_cast<std::size_t>(given.number());
        }
    }
}

awaitable<void> redis_outbox::forget_endpoint(std::string endpoint) {
    command_batch batch;
    for (unsigned shard = 0; shard < shard_count; ++shard) {
        batch.command({"DEL", notices_key(shard, endpoint), notice_bodies_key(shard, endpoint)});
    }
    batch.command({"DEL", deliveries_key(endpoint), delivery_bodies_key(endpoint)});
    batch.command({"HDEL", endpoints_key, endpoint});
    auto const given = co_await pool_.ask_again(batch);
    for (auto const& one : given) require_fine(one);
}

}  // namespace quittance::redis
