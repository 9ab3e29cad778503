#include "outbox_scripts.hpp"

#include "keys.hpp"
#include "notice_text.hpp"

namespace quittance::redis {
namespace {

constexpr std::string_view note_text = R"lua(#!lua
redis.call('HLEN', KEYS[2])
redis.call('ZADD', KEYS[1], ARGV[2], ARGV[1])
redis.call('HSET', KEYS[2], ARGV[1], ARGV[3])
local over = redis.call('ZCARD', KEYS[1]) - tonumber(ARGV[4])
if over <= 0 then return 'OK' end
for _, old in ipairs(redis.call('ZRANGE', KEYS[1], 0, over - 1)) do
    redis.call('ZREM', KEYS[1], old)
    redis.call('HDEL', KEYS[2], old)
end
return 'OK'
)lua";

constexpr std::string_view move_notice_text = R"lua(#!lua
redis.call('ZCARD', KEYS[1])
if redis.call('HEXISTS', KEYS[2], ARGV[1]) == 0 then return 'GONE' end
if ARGV[2] == '' then
    redis.call('ZREM', KEYS[1], ARGV[1])
    redis.call('HDEL', KEYS[2], ARGV[1])
else
    redis.call('ZADD', KEYS[1], ARGV[2], ARGV[1])
    redis.call('HSET', KEYS[2], ARGV[1], ARGV[3])
end
return 'OK'
)lua";

constexpr std::string_view order_notice_text = R"lua(#!lua
redis.call('HLEN', KEYS[2])
redis.call('ZADD', KEYS[1], ARGV[2], ARGV[1])
redis.call('HSET', KEYS[2], ARGV[1], ARGV[3])
return 'OK'
)lua";

constexpr std::string_view hasten_text = R"lua(#!lua
local later = redis.call('ZRANGEBYSCORE', KEYS[1], '(' .. ARGV[1], '+inf', 'LIMIT', 0, 100)
for _, member in ipairs(later) do redis.call('ZADD', KEYS[1], ARGV[1], member) end
return #later
)lua";

constexpr std::string_view forget_deliveries_text = R"lua(#!lua
redis.call('HLEN', KEYS[2])
for _, member in ipairs(redis.call('ZRANGE', KEYS[1], 0, -1)) do
    if string.sub(member, 1, #ARGV[1]) == ARGV[1] then
        redis.call('ZREM', KEYS[1], member)
        redis.call('HDEL', KEYS[2], member)
    end
end
return 'OK'
)lua";

constexpr std::string_view know_text = R"lua(#!lua
for i = 1, #ARGV do
    if redis.call('HEXISTS', KEYS[1], ARGV[i]) == 0 then redis.call('HSET', KEYS[1], ARGV[i], '') end
end
return 'OK'
)lua";

void add_queue_keys(script_call& call, engine::ordered_notice const& what) {
    auto const shard = shard_of(what.client.text());
    call.key(notices_key(shard, what.endpoint));
    call.key(notice_bodies_key(shard, what.endpoint));
}

void add_log_keys(script_call& call, std::string const& endpoint) {
    call.key(deliveries_key(endpoint));
    call.key(delivery_bodies_key(endpoint));
}

}  // namespace

script const& note_script() {
    static script const kept(note_text);
    return kept;
}
script const& move_notice_script() {
    static script const kept(move_notice_text);
    return kept;
}
script const& order_notice_script() {
    static script const kept(order_notice_text);
    return kept;
}
script const& hasten_script() {
    static script const kept(hasten_text);
    return kept;
}
script const& forget_deliveries_script() {
    static script const kept(forget_deliveries_text);
    return kept;
}
script const& know_script() {
    static script const kept(know_text);
    return kept;
}

script_call make_note_call(engine::delivery_note const& told) {
    script_call call;
    add_log_keys(call, told.notice.endpoint);
    call.argument(member_of(told.notice.client, told.notice.id));
    call.argument(unix_millis(told.at));
    call.argument(delivery_text(told));
    call.argument(static_cast<std::int64_t>(engine::deliveries_kept));
    return call;
}

script_call make_move_notice_call(engine::delivery_note const& told) {
    script_call call;
    add_queue_keys(call, told.notice);
    call.argument(member_of(told.notice.client, told.notice.id));
    call.argument(told.next ? std::to_string(unix_millis(*told.next)) : std::string{});
    call.argument(records::encode(record_of(told.notice)));
    return call;
}

script_call make_order_notice_call(engine::ordered_notice const& what, instant now) {
    script_call call;
    add_queue_keys(call, what);
    call.argument(member_of(what.client, what.id));
    call.argument(unix_millis(now));
    call.argument(records::encode(record_of(what)));
    return call;
}

script_call make_hasten_call(unsigned shard, std::string const& endpoint, instant now) {
    script_call call;
    call.key(notices_key(shard, endpoint));
    call.argument(unix_millis(now));
    return call;
}

script_call make_forget_deliveries_call(domain::client_id const& client, std::string const& endpoint) {
    script_call call;
    add_log_keys(call, endpoint);
    call.argument(client.text() + '/');
    return call;
}

script_call make_know_call(std::vector<std::string> const& names) {
    script_call call;
    call.key(endpoints_key);
    for (auto const& name : names) call.argument(name);
    return call;
}

}  // namespace quittance::redis
