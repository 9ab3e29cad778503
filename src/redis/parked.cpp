// Parked events: one stream per shard, whole, and a hash that tells which events are in it.
#include <algorithm>
#include <charconv>

#include "keys.hpp"
#include "registry.hpp"
#include "score.hpp"

namespace quittance::redis {

using engine::awaitable;

namespace {

struct placed_event {
    std::uint64_t millis = 0;  // of the stream's id, for the order
    unsigned shard = 0;
    std::uint64_t sequence = 0;
    engine::parked_event event;
};

// One entry of XRANGE: its id, and field, value, field, value, …
placed_event read_entry(unsigned shard, reply const& entry) {
    placed_event placed;
    placed.shard = shard;
    auto const& id = entry.at(0).word();
    auto const* const end = id.data() + id.size();
    auto const millis = std::from_chars(id.data(), end, placed.millis);
    if (millis.ptr != end) std::from_chars(millis.ptr + 1, end, placed.sequence);
    placed.event.id = std::to_string(shard) + "-" + id;
    auto const& fields = entry.at(1).pairs();
    for (std::size_t i = 0; i < fields.size(); i += 2) {
        auto const& name = fields[i].word();
        auto const& value = fields[i + 1].word();
        if (name == "event") placed.event.event_id = value;
        if (name == "type") placed.event.type = value;
        if (name == "body") placed.event.body = value;
        if (name == "reason") placed.event.reason = value;
        if (name == "at") placed.event.at = parse_score(value);
    }
    return placed;
}

// A redelivery finds itself here already. By a hash of what is parked, not by walking the stream: a mistake
// in the configuration may park thousands, and Redis does nothing else while a script runs.
constexpr std::string_view park_text = R"lua(#!lua
local known = redis.call('HGET', KEYS[2], ARGV[1])
if known and redis.call('XRANGE', KEYS[1], known, known)[1] then return known end
local id = redis.call('XADD', KEYS[1], '*', 'event', ARGV[1], 'type', ARGV[2], 'body', ARGV[3],
                      'reason', ARGV[4], 'at', ARGV[5])
redis.call('HSET', KEYS[2], ARGV[1], id)
return id
)lua";

constexpr std::string_view unpark_text = R"lua(#!lua
redis.call('HLEN', KEYS[2])
local entry = redis.call('XRANGE', KEYS[1], ARGV[1], ARGV[1])[1]
if not entry then return 0 end
for i = 1, #entry[2], 2 do
    if entry[2][i] == 'event' then redis.call('HDEL', KEYS[2], entry[2][i + 1]) end
end
return redis.call('XDEL', KEYS[1], ARGV[1])
)lua";

script const& park_script() {
    static script const kept(park_text);
    return kept;
}
script const& unpark_script() {
    static script const kept(unpark_text);
    return kept;
}

void add_keys(script_call& call, unsigned shard) {
    call.key(shard_key(shard, "parked"));
    call.key(shard_key(shard, "parked:of"));  // event -> entry
}

}  // namespace

awaitable<void> redis_registry::park(engine::parked_event event) {
    script_call call;
    add_keys(call, shard_of(event.event_id));
    for (auto const& value : {event.event_id, event.type, event.body, event.reason}) call.argument(value);
    call.argument(std::to_string(unix_millis(event.at)));
    co_await pool_.run_one(park_script(), call);
}

awaitable<std::vector<engine::parked_event>> redis_registry::parked(std::size_t most) {
    command_batch batch;
    auto const count = std::to_string(most);
    for (unsigned shard = 0; shard < shard_count; ++shard) {
        batch.command({"XRANGE", shard_key(shard, "parked"), "-", "+", "COUNT", count});
    }
    auto const given = co_await pool_.ask_again(batch);
    std::vector<placed_event> all;
    for (unsigned shard = 0; shard < shard_count; ++shard) {
        require_fine(given[shard]);
        for (auto const& entry : given[shard].list()) all.push_back(read_entry(shard, entry));
    }
    std::sort(all.begin(), all.end(), [](auto const& left, auto const& right) {
        return std::tie(left.millis, left.shard, left.sequence) <
               std::tie(right.millis, right.shard, right.sequence);
    });
    if (all.size() > most) all.resize(most);
    std::vector<engine::parked_event> answer;
    answer.reserve(all.size());
    for (auto& placed : all) answer.push_back(std::move(placed.event));
    co_return answer;
}

awaitable<void> redis_registry::unpark(std::string id) {
    unsigned shard = shard_count;
    auto const dash = id.find('-');
    std::from_chars(id.data(), id.data() + id.size(), shard);
    if (shard >= shard_count || dash == std::string::npos) co_return;  // no id of ours: nothing to take out
    script_call call;
    add_keys(call, shard);
    call.argument(id.substr(dash + 1));
    co_await pool_.run_one(unpark_script(), call);
}

}  // namespace quittance::redis
