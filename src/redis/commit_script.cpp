#include "commit_script.hpp"

#include <algorithm>
#include <map>
#include <vector>

#include "keys.hpp"
#include "notice_text.hpp"
#include "packing.hpp"
#include "quittance/base/assert.hpp"
#include "quittance/records/documents.hpp"

namespace quittance::redis {
namespace {

// A Lua error in the middle keeps what was written before it, so everything that can fail (a key of a wrong
// type, too) is read before the first write. The marks are looked at after the version: a commit that loses
// writes nothing. `#!lua` makes Redis refuse the whole script when it is out of memory.
// The seal of the shard comes first: whose store this is, in which epoch, and how many commits it took. A
// gateway that knows of more commits than the shard does has seen this store's future: it was put back.
// The head of the ledger is compared beside the version: a store that lost its tail and was written since can
// be at the same version by another way. `unpack` takes some thousands at most, and erasing a client writes
// all of their bookings: fields are written 500 words at a time.
constexpr std::string_view commit_text = R"lua(#!lua
local account, ledger, indexes, leases, bodies = KEYS[1], KEYS[2], KEYS, KEYS[7], KEYS[8]
local seal = redis.call('HMGET', KEYS[9], 's', 'n')
if (seal[1] or '') ~= ARGV[10] or tonumber(seal[2] or '0') < tonumber(ARGV[11]) then return 'CHANGED' end
local was = redis.call('HMGET', account, 'v', 'head')
local version = tonumber(was[1] or '0')
if version ~= tonumber(ARGV[1]) - 1 or (was[2] or '') ~= ARGV[12] then return 'VERSION' end
if redis.call('LLEN', ledger) ~= version then
    return redis.error_reply('LEDGER the ledger of this account has not as many entries as its version says.')
end
local fields, scores, effects, finished = tonumber(ARGV[6]), tonumber(ARGV[7]), tonumber(ARGV[8]), ARGV[9]
local at = 13 + fields
local first_mark = at + 3 * (scores + effects)
local last_mark = first_mark + 2 * (tonumber(ARGV[5]) - 1)
local first_notice = last_mark + 2
for i = first_mark, last_mark, 2 do
    if redis.call('SISMEMBER', KEYS[tonumber(ARGV[i])], ARGV[i + 1]) == 1 then return 'DUP' end
end
for i = 0, scores - 1 do redis.call('ZCARD', KEYS[tonumber(ARGV[at + 3 * i])]) end
if effects > 0 or finished ~= '' then
    redis.call('ZCARD', leases)
    redis.call('HLEN', bodies)
end
for i = first_notice, #ARGV, 4 do
    redis.call('ZCARD', KEYS[tonumber(ARGV[i])])
    redis.call('HLEN', KEYS[tonumber(ARGV[i]) + 1])
end

-- first write
redis.call('HSET', account, 'v', ARGV[1], 'last_commit', ARGV[2], 'head', ARGV[4],
    unpack(ARGV, 13, math.min(512, at - 1)))
for i = 513, at - 1, 500 do redis.call('HSET', account, unpack(ARGV, i, math.min(i + 499, at - 1))) end
redis.call('RPUSH', ledger, ARGV[3])
for i = first_mark, last_mark, 2 do
    local day = KEYS[tonumber(ARGV[i])]
    redis.call('SADD', day, ARGV[i + 1])
    if redis.call('SCARD', day) == 1 then redis.call('EXPIRE', day, 3456000) end
end
for i = 0, scores - 1 do
    local index, member, score = indexes[tonumber(ARGV[at])], ARGV[at + 1], ARGV[at + 2]
    if score == '' then redis.call('ZREM', index, member) else redis.call('ZADD', index, score, member) end
    at = at + 3
end
if finished ~= '' then
    redis.call('ZREM', leases, finished)
    redis.call('HDEL', bodies, finished)
end
for i = 1, effects do
    redis.call('ZADD', leases, ARGV[at + 1], ARGV[at])
    redis.call('HSET', bodies, ARGV[at], ARGV[at + 2])
    at = at + 3
end
for i = first_notice, #ARGV, 4 do
    local waiting = tonumber(ARGV[i])
    redis.call('ZADD', KEYS[waiting], ARGV[i + 2], ARGV[i + 1])
    redis.call('HSET', KEYS[waiting + 1], ARGV[i + 1], ARGV[i + 3])
end
return redis.call('HINCRBY', KEYS[9], 'n', 1)
)lua";

// Every effect has a lease, and its key says whose it is.
constexpr std::string_view replace_text = R"lua(
local staged = redis.call('LRANGE', KEYS[#KEYS], 0, -1)
if #staged ~= version then
    return redis.error_reply('STAGED the new ledger has not as many entries as the one it replaces.')
end
redis.call('HLEN', bodies)
local mine, ordered = '-' .. string.match(account, ':a:(.*)$') .. '-', {}
for _, key in ipairs(redis.call('ZRANGE', leases, 0, -1)) do
    if string.find(key, mine, 1, true) then ordered[#ordered + 1] = key end
end
redis.call('DEL', ledger, KEYS[#KEYS])
for i = 1, #staged, 500 do
    redis.call('RPUSH', ledger, unpack(staged, i, math.min(i + 499, #staged)))
end
for _, key in ipairs(ordered) do
    redis.call('ZREM', leases, key)
    redis.call('HDEL', bodies, key)
end
)lua";

std::string with_replacement() {
    std::string text{commit_text};
    constexpr std::string_view place = "-- first write\n";
    auto const at = text.find(place);
    QUITTANCE_ASSERT(at != std::string::npos);
    return text.replace(at, place.size(), replace_text);
}

// The places of the indexes among the script's keys.
enum index_key : std::int64_t {
    wakes_index = 3,
    open_index = 4,
    held_index = 5,
    attention_index = 6,
    made_index = 10
};

constexpr std::int64_t first_mark_key = 11;

// Where bookings stand in the list of all: written anew with every change, so that one stored before there
// was such a list comes into it.
std::vector<engine::booking_score> made_scores(engine::commit_request const& request) {
    std::vector<engine::booking_score> scores;
    scores.reserve(request.changed.size());
    for (auto const& which : request.changed) {
        auto const* const changed = request.after->find(which);
        QUITTANCE_ASSERT(changed != nullptr);
        auto const at = changed->moved_to.empty() ? std::optional{changed->booked_at} : std::nullopt;
        scores.push_back({which, at});
    }
    return scores;
}

// Each day once, in the order of the marks: nearly always one.
std::vector<instant> mark_days(engine::commit_request const& request) {
    std::vector<instant> days;
    for (auto const& mark : request.marks) {
        instant const day{std::chrono::floor<std::chrono::days>(mark.created)};
        if (std::find(days.begin(), days.end(), day) == days.end()) days.push_back(day);
    }
    return days;
}

void add_keys(script_call& call, engine::commit_request const& request) {
    auto const& client = request.after->id;
    auto const shard = shard_of(client.text());
    call.key(account_key(client));
    call.key(ledger_key(client));
    for (auto const* const what : {"t", "open", "held", "attention", "e", "ex"}) {
        call.key(shard_key(shard, what));
    }
    call.key(seal_key(shard));
    call.key(shard_key(shard, made_list));
    for (auto const& day : mark_days(request)) call.key(mark_key(shard, day));
}

// A notice's two keys, once for each endpoint; where the first of them is among the script's keys.
std::map<std::string_view, std::int64_t> add_notice_keys(script_call& call,
                                                         engine::commit_request const& request) {
    std::map<std::string_view, std::int64_t> places;
    auto next = first_mark_key + static_cast<std::int64_t>(mark_days(request).size());
    auto const shard = shard_of(request.after->id.text());
    for (auto const& each : request.notices) {
        if (!places.emplace(each.endpoint, next).second) continue;
        call.key(notices_key(shard, each.endpoint));
        call.key(notice_bodies_key(shard, each.endpoint));
        next += 2;
    }
    return places;
}

void add_record(script_call& call, std::string const& text) {
    call.argument(text.size() < packed_from ? text : packed(text));
}

void add_fields(script_call& call, engine::commit_request const& request) {
    if (request.client_changed) {
        call.argument("client");
        add_record(call, records::encode(request.after->client));
    }
    for (auto const& which : request.changed) {
        auto const* const changed = request.after->find(which);
        QUITTANCE_ASSERT(changed != nullptr);
        call.argument(booking_field(which));
        add_record(call, records::encode(*changed));
    }
}

void add_score(script_call& call, index_key index, std::string_view member,
               std::optional<instant> const& at) {
    call.argument(static_cast<std::int64_t>(index));
    call.argument(member);
    if (at) {
        call.argument(unix_millis(*at));
    } else {
        call.argument("");
    }
}

void add_scores(script_call& call, engine::commit_request const& request,
                std::vector<engine::booking_score> const& made) {
    auto const& client = request.after->id;
    for (auto const& each : made) add_score(call, made_index, member_of(client, each.booking), each.at);
    for (auto const& each : request.wakes) {
        add_score(call, wakes_index, member_of(client, each.booking), each.at);
    }
    for (auto const& each : request.open) {
        add_score(call, open_index, member_of(client, each.booking), each.at);
    }
    for (auto const& each : request.held) {
        add_score(call, held_index, member_of(client, each.booking), each.at);
    }
    for (auto const& each : request.attention) {
        add_score(call, attention_index, member_of(client, each.booking, each.attention), each.since);
    }
}

void add_effects(script_call& call, engine::commit_request const& request) {
    for (auto const& each : request.effects) {
        QUITTANCE_ASSERT(client_of(each.key) == request.after->id);
        records::effect_record const kept{each.key.text(), each.client, each.booking,    each.checkout,
                                          each.kind,       each.body,   each.ordered_at, each.give_up_at,
                                          each.object,     each.number};
        call.argument(each.key.text());
        call.argument(unix_millis(request.lease_until));
        call.argument(records::encode(kept));
    }
}

void add_marks(script_call& call, engine::commit_request const& request) {
    auto const days = mark_days(request);
    for (auto const& mark : request.marks) {
        instant const day{std::chrono::floor<std::chrono::days>(mark.created)};
        call.argument(first_mark_key + (std::find(days.begin(), days.end(), day) - days.begin()));
        call.argument(mark.event_id);
    }
}

void add_notices(script_call& call, engine::commit_request const& request,
                 std::map<std::string_view, std::int64_t> const& places) {
    for (auto const& each : request.notices) {
        QUITTANCE_ASSERT(each.client == request.after->id);
        call.argument(places.at(each.endpoint));
        call.argument(member_of(each.client, each.id));
        call.argument(unix_millis(each.ordered_at));
        call.argument(records::encode(record_of(each)));
    }
}

}  // namespace

script const& commit_script() {
    static script const kept(commit_text);
    return kept;
}

script const& replace_script() {
    static script const kept(with_replacement());
    return kept;
}

script_call make_commit_call(engine::commit_request const& request, std::string_view entry,
                             std::string_view head, std::uint64_t floor, std::string_view staged) {
    script_call call;
    add_keys(call, request);
    auto const notice_places = add_notice_keys(call, request);
    if (!staged.empty()) call.key(staged);
    auto const fields = 2 * (request.changed.size() + (request.client_changed ? 1 : 0));
    auto const made = made_scores(request);
    auto const scores = made.size() + request.wakes.size() + request.open.size() + request.held.size() +
                        request.attention.size();
    call.argument(static_cast<std::int64_t>(request.after->version));
    call.argument(request.commit_id);
    call.argument(packed(entry));
    call.argument(head);
    call.argument(static_cast<std::int64_t>(request.marks.size()));
    call.argument(static_cast<std::int64_t>(fields));
    call.argument(static_cast<std::int64_t>(scores));
    call.argument(static_cast<std::int64_t>(request.effects.size()));
    call.argument(request.finished ? std::string_view{request.finished->text()} : std::string_view{});
    call.argument(request.seal);
    call.argument(static_cast<std::int64_t>(floor));
    call.argument(request.chain_head);
    add_fields(call, request);
    add_scores(call, request, made);
    add_effects(call, request);
    add_marks(call, request);
    add_notices(call, request, notice_places);
    return call;
}

}  // namespace quittance::redis
