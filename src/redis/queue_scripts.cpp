#include "queue_scripts.hpp"

#include "keys.hpp"

namespace quittance::redis {
namespace {

constexpr std::string_view claim_wakes_text = R"lua(#!lua
local due = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', ARGV[1], 'WITHSCORES', 'LIMIT', 0, ARGV[3])
for i = 1, #due, 2 do redis.call('ZADD', KEYS[1], ARGV[2], due[i]) end
return due
)lua";

constexpr std::string_view claim_effects_text = R"lua(#!lua
local due = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', ARGV[1], 'LIMIT', 0, ARGV[3])
local bodies = {}
for i = 1, #due do bodies[#bodies + 1] = redis.call('HGET', KEYS[2], due[i]) or nil end
for i = 1, #due do redis.call('ZADD', KEYS[1], ARGV[2], due[i]) end
return bodies
)lua";

constexpr std::string_view claim_effect_text = R"lua(#!lua
local ends = redis.call('ZSCORE', KEYS[1], ARGV[3])
if not ends or tonumber(ends) > tonumber(ARGV[1]) then return false end
local body = redis.call('HGET', KEYS[2], ARGV[3])
redis.call('ZADD', KEYS[1], ARGV[2], ARGV[3])
return body
)lua";

constexpr std::string_view finish_effect_text = R"lua(#!lua
redis.call('HLEN', KEYS[2])
redis.call('ZREM', KEYS[1], ARGV[1])
redis.call('HDEL', KEYS[2], ARGV[1])
return 'OK'
)lua";

constexpr std::string_view move_wake_text = R"lua(#!lua
if (redis.call('HGET', KEYS[1], 'v') or '0') ~= ARGV[1] then return 'VERSION' end
if ARGV[3] == '' then redis.call('ZREM', KEYS[2], ARGV[2]) else redis.call('ZADD', KEYS[2], ARGV[3], ARGV[2]) end
return 'OK'
)lua";

void add_effect_keys(script_call& call, unsigned shard) {
    call.key(shard_key(shard, "e"));
    call.key(shard_key(shard, "ex"));
}

}  // namespace

script const& claim_wakes_script() {
    static script const kept(claim_wakes_text);
    return kept;
}
script const& claim_effects_script() {
    static script const kept(claim_effects_text);
    return kept;
}
script const& claim_effect_script() {
    static script const kept(claim_effect_text);
    return kept;
}
script const& finish_effect_script() {
    static script const kept(finish_effect_text);
    return kept;
}
script const& move_wake_script() {
    static script const kept(move_wake_text);
    return kept;
}

script_call make_claim_call(unsigned shard, shard_queue const& queue, instant now, milliseconds lease,
                            std::size_t most) {
    script_call call;
    call.key(shard_key(shard, queue.due));
    if (!queue.bodies.empty()) call.key(shard_key(shard, queue.bodies));
    call.argument(unix_millis(now));
    call.argument(unix_millis(now + lease));
    call.argument(static_cast<std::int64_t>(most));
    return call;
}

script_call make_claim_effect_call(domain::client_id const& client, engine::effect_key const& key,
                                   instant now, milliseconds lease) {
    script_call call;
    add_effect_keys(call, shard_of(client.text()));
    call.argument(unix_millis(now));
    call.argument(unix_millis(now + lease));
    call.argument(key.text());
    return call;
}

script_call make_finish_effect_call(domain::client_id const& client, engine::effect_key const& key) {
    script_call call;
    add_effect_keys(call, shard_of(client.text()));
    call.argument(key.text());
    return call;
}

script_call make_move_wake_call(domain::client_id const& client, domain::booking_id const& booking,
                                std::uint64_t version, std::optional<instant> next) {
    script_call call;
    call.key(account_key(client));
    call.key(shard_key(shard_of(client.text()), "t"));
    call.argument(std::to_string(version));
    call.argument(member_of(client, booking));
    call.argument(next ? std::to_string(unix_millis(*next)) : std::string{});
    return call;
}

}  // namespace quittance::redis
