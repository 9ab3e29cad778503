#include "registry.hpp"

#include <algorithm>
#include <charconv>

#include "kept_reply.hpp"
#include "keys.hpp"
#include "listing.hpp"
#include "score.hpp"

namespace quittance::redis {

using engine::awaitable;

namespace {

constexpr std::string_view identify_text = R"lua(#!lua
if redis.call('HEXISTS', KEYS[1], 'id') == 0 then
    redis.call('HSET', KEYS[1], 'id', ARGV[1], 'epoch', ARGV[2], 'account', ARGV[3], 'livemode', ARGV[4])
elseif ARGV[3] ~= '' and redis.call('HGET', KEYS[1], 'account') == '' and
    redis.call('HGET', KEYS[1], 'livemode') == ARGV[4] then
    redis.call('HSET', KEYS[1], 'account', ARGV[3])
end
return redis.call('HMGET', KEYS[1], 'id', 'epoch', 'account', 'livemode')
)lua";

constexpr std::string_view admit_text = R"lua(#!lua
if redis.call('EXISTS', KEYS[1]) == 1 then return 'KNOWN' end
if tonumber(redis.call('GET', KEYS[2]) or '0') >= tonumber(ARGV[1]) then return 'FULL' end
if redis.call('INCR', KEYS[2]) == 1 then redis.call('EXPIRE', KEYS[2], 3600) end
return 'COUNTED'
)lua";

script const& admit_script() {
    static script const kept(admit_text);
    return kept;
}

script const& identify_script() {
    static script const kept(identify_text);
    return kept;
}

std::uint64_t parse_number(std::string const& text) {
    std::uint64_t number = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size()) {
        throw engine::document_unreadable(
            "the store holds no number where one must be; run `quittance fsck`");
    }
    return number;
}

constexpr std::string_view active_keys = "q:keys";
constexpr std::string_view ended_keys = "q:keys:ended";

// "<created, ms> <name>", the value of a key's hash in both.
std::string write_key(engine::api_key_record const& key) {
    return std::to_string(unix_millis(key.created)) + " " + key.name;
}
engine::api_key_record read_key(std::string hash, std::string const& value) {
    auto const space = value.find(' ');
    engine::api_key_record key{std::move(hash), {}, parse_score(value.substr(0, space))};
    if (space != std::string::npos) key.name = value.substr(space + 1);
    return key;
}

}  // namespace

awaitable<engine::store_identity> redis_registry::identify(engine::store_identity fresh) {
    script_call call;
    call.key("q:store");
    call.argument(fresh.store_id);
    call.argument(static_cast<std::int64_t>(fresh.epoch));
    call.argument(fresh.account);
    call.argument(fresh.livemode ? "1" : "0");
    auto const given = co_await pool_.run_one(identify_script(), call);
    co_return engine::store_identity{given.at(0).word(), parse_number(given.at(1).word()), given.at(2).word(),
                                     given.at(3).word() == "1"};
}

awaitable<std::vector<engine::api_key_record>> redis_registry::keys_at(std::string_view place) {
    command_batch batch;
    batch.command({"HGETALL", place});
    auto const given = co_await pool_.ask_one(batch);
    std::vector<engine::api_key_record> keys;
    auto const& kept = given.pairs();
    for (std::size_t i = 0; i < kept.size(); i += 2) {
        keys.push_back(read_key(kept[i].word(), kept[i + 1].word()));
    }
    std::sort(keys.begin(), keys.end(),
              [](auto const& left, auto const& right) { return left.hash < right.hash; });
    co_return keys;
}

awaitable<std::vector<engine::api_key_record>> redis_registry::api_keys() { return keys_at(active_keys); }

awaitable<void> redis_registry::add_api_key(engine::api_key_record key) {
    command_batch batch;
    batch.command({"HSET", active_keys, key.hash, write_key(key)});
    co_await pool_.ask_one(batch);
}

// Remembered first: one that was left between the two still opens, is still listed, and is ended again.
awaitable<void> redis_registry::end_api_key(engine::api_key_record key) {
    command_batch batch;
    batch.command({"HSET", ended_keys, key.hash, write_key(key)});
    batch.command({"HDEL", active_keys, key.hash});
    auto const given = co_await pool_.ask(batch);
    for (auto const& one : given) require_fine(one);
}

awaitable<std::vector<engine::api_key_record>> redis_registry::ended_api_keys() {
    return keys_at(ended_keys);
}

// Never asked twice by itself: the second time would find the first one's claim and call it another's.
awaitable<std::optional<engine::idempotent_reply>> redis_registry::begin_idempotent(std::string key,
                                                                                    std::string body_hash) {
    command_batch batch;
    auto const fresh = write_reply({body_hash, 0, {}});
    batch.command({"SET", reply_key(key), fresh, "NX", "GET", "EX", claim_lifetime});
    auto const given = co_await pool_.ask(batch);
    require_fine(given.front());
    if (given.front().is_nil()) co_return std::nullopt;
    co_return read_reply(given.front().word());
}

awaitable<void> redis_registry::keep_reply(std::string key, engine::idempotent_reply reply) {
    command_batch batch;
    batch.command({"SET", reply_key(key), write_reply(reply), "EX", reply_lifetime});
    co_await pool_.ask_one(batch);
}

awaitable<void> redis_registry::forget_reply(std::string key) {
    command_batch batch;
    batch.command({"DEL", reply_key(key)});
    co_await pool_.ask_one(batch);
}

awaitable<std::optional<engine::event_mark>> redis_registry::event_cursor() {
    command_batch batch;
    batch.command({"HMGET", "q:cursor", "event", "created"});
    auto const given = co_await pool_.ask_one(batch);
    if (given.at(0).is_nil()) co_return std::nullopt;
    co_return engine::event_mark{given.at(0).word(), parse_score(given.at(1).word())};
}

awaitable<void> redis_registry::move_event_cursor(engine::event_mark to) {
    command_batch batch;
    batch.command(
        {"HSET", "q:cursor", "event", to.event_id, "created", std::to_string(unix_millis(to.created))});
    co_await pool_.ask_one(batch);
}

awaitable<std::optional<instant>> redis_registry::digest_cursor() {
    command_batch batch;
    batch.command({"HMGET", "q:cursor", "digest"});
    auto const given = co_await pool_.ask_one(batch);
    if (given.at(0).is_nil()) co_return std::nullopt;
    co_return parse_score(given.at(0).word());
}

awaitable<void> redis_registry::move_digest_cursor(instant to) {
    command_batch batch;
    batch.command({"HSET", "q:cursor", "digest", std::to_string(unix_millis(to))});
    co_await pool_.ask_one(batch);
}

awaitable<std::uint64_t> redis_registry::sum(std::string command, std::string key) {
    command_batch batch;
    for (unsigned shard = 0; shard < shard_count; ++shard) batch.command({command, shard_key(shard, key)});
    auto const given = co_await pool_.ask_again(batch);
    std::uint64_t total = 0;
    for (auto const& one : given) {
        require_fine(one);
        total += static_cast<std::uint64_t>(one.number());
    }
    co_return total;
}

awaitable<std::vector<engine::listed_booking>> redis_registry::list(std::string index, std::size_t most) {
    std::vector<engine::listed_booking> all;
    if (most == 0) co_return all;
    command_batch batch;
    auto const last = std::to_string(most - 1);
    for (unsigned shard = 0; shard < shard_count; ++shard) {
        batch.command({"ZRANGE", shard_key(shard, index), "0", last, "WITHSCORES"});
    }
    auto const given = co_await pool_.ask_again(batch);
    for (auto const& one : given) {
        require_fine(one);
        auto const& found = one.pairs();
        for (std::size_t i = 0; i < found.size(); i += 2) {
            auto who = parse_member(found[i].word());
            all.push_back({std::move(who.client), std::move(who.booking), std::move(who.attention),
                           parse_score(found[i + 1].word())});
        }
    }
    std::sort(all.begin(), all.end(), [](auto const& left, auto const& right) {
        return std::tie(left.at, left.client, left.booking, left.attention) <
               std::tie(right.at, right.client, right.booking, right.attention);
    });
    if (all.size() > most) all.resize(most);
    co_return all;
}

awaitable<std::vector<engine::listed_booking>> redis_registry::open_list(std::size_t most) {
    co_return co_await list("open", most);
}
awaitable<std::vector<engine::listed_booking>> redis_registry::attention_list(std::size_t most) {
    co_return co_await list("attention", most);
}
awaitable<std::vector<engine::listed_booking>> redis_registry::page_of(
    engine::booking_list which, std::optional<engine::listed_booking> after, std::size_t most) {
    auto const index = which == engine::booking_list::all    ? made_list
                       : which == engine::booking_list::owed ? std::string_view{"open"}
                                                             : std::string_view{"held"};
    return page_of_index(pool_, index, std::move(after), most);
}
awaitable<std::uint64_t> redis_registry::open_count() { co_return co_await sum("ZCARD", "open"); }
awaitable<std::uint64_t> redis_registry::attention_count() { co_return co_await sum("ZCARD", "attention"); }
awaitable<std::uint64_t> redis_registry::held_count() { co_return co_await sum("ZCARD", "held"); }
awaitable<std::uint64_t> redis_registry::parked_count() { co_return co_await sum("XLEN", "parked"); }

awaitable<engine::held_admission> redis_registry::admit_held(domain::booking_id booking,
                                                             std::string network_hash, std::uint64_t most) {
    script_call call;
    call.key(directory_key(booking));
    call.key(network_key(network_hash));
    call.argument(static_cast<std::int64_t>(most));
    auto const given = co_await pool_.run_one(admit_script(), call);
    auto const& word = given.word();
    if (word == "KNOWN") co_return engine::held_admission::known;
    co_return word == "COUNTED" ? engine::held_admission::counted : engine::held_admission::full;
}

}  // namespace quittance::redis
