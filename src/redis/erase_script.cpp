#include "erase_script.hpp"

#include "keys.hpp"

namespace quittance::redis {
namespace {

// The seal is asked and the count raised as a commit does (commit_script.cpp): an erasure that a restored
// copy knows nothing of is a past that came back. The attention entries are found by walking that index: it
// holds what a person has to look at, so it is short, and erasing is rare; so are the notices (two keys for
// each endpoint, after those of the letters' texts, ARGV[6] of them from key 9 on).
constexpr std::string_view erase_text = R"lua(#!lua
local seal = redis.call('HMGET', KEYS[8], 's', 'n')
if (seal[1] or '') ~= ARGV[3] or tonumber(seal[2] or '0') < tonumber(ARGV[4]) then return 'CHANGED' end
local was = redis.call('HMGET', KEYS[1], 'v', 'head')
if (was[1] or '0') ~= ARGV[1] or (was[2] or '') ~= ARGV[5] then return 'VERSION' end
for i = 3, 7 do redis.call('ZCARD', KEYS[i]) end
local mine, attention, notices = ARGV[2] .. '/', {}, {}
for _, member in ipairs(redis.call('ZRANGE', KEYS[6], 0, -1)) do
    if string.sub(member, 1, #mine) == mine then attention[#attention + 1] = member end
end
local letters = tonumber(ARGV[6])
for k = 9 + letters, #KEYS, 2 do
    redis.call('HLEN', KEYS[k + 1])
    for _, member in ipairs(redis.call('ZRANGE', KEYS[k], 0, -1)) do
        if string.sub(member, 1, #mine) == mine then notices[#notices + 1] = {k, member} end
    end
end
redis.call('DEL', KEYS[1], KEYS[2])
for k = 9, 8 + letters do redis.call('DEL', KEYS[k]) end
for i = 7, #ARGV do
    for _, k in ipairs({3, 4, 5, 7}) do redis.call('ZREM', KEYS[k], mine .. ARGV[i]) end
end
for _, member in ipairs(attention) do redis.call('ZREM', KEYS[6], member) end
for _, notice in ipairs(notices) do
    redis.call('ZREM', KEYS[notice[1]], notice[2])
    redis.call('HDEL', KEYS[notice[1] + 1], notice[2])
end
return redis.call('HINCRBY', KEYS[8], 'n', 1)
)lua";

constexpr std::string_view disown_text = R"lua(#!lua
if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end
return 0
)lua";

}  // namespace

script const& erase_script() {
    static script const kept(erase_text);
    return kept;
}

script_call make_erase_call(engine::loaded_account const& loaded, std::string_view seal, std::uint64_t floor,
                            std::vector<std::string> const& endpoints) {
    script_call call;
    auto const& whole = loaded.account;
    auto const shard = shard_of(whole.id.text());
    call.key(account_key(whole.id));
    call.key(ledger_key(whole.id));
    for (auto const* const what : {"t", "open", "held", "attention"}) call.key(shard_key(shard, what));
    call.key(shard_key(shard, made_list));
    call.key(seal_key(shard));
    auto const letters = whole.client.correspondence.letters;
    for (int number = 1; number <= letters; ++number) call.key(letter_key(whole.id, number));
    for (auto const& endpoint : endpoints) {
        call.key(notices_key(shard, endpoint));
        call.key(notice_bodies_key(shard, endpoint));
    }
    call.argument(std::to_string(whole.version));
    call.argument(whole.id.text());
    call.argument(seal);
    call.argument(static_cast<std::int64_t>(floor));
    call.argument(loaded.chain_head);
    call.argument(static_cast<std::int64_t>(letters));
    for (auto const& [id, booking] : whole.bookings) call.argument(id.text());
    return call;
}

script const& disown_script() {
    static script const kept(disown_text);
    return kept;
}

script_call make_disown_call(domain::booking_id const& booking, domain::client_id const& client) {
    script_call call;
    call.key(directory_key(booking));
    call.argument(client.text());
    return call;
}

}  // namespace quittance::redis
