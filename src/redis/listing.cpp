#include "listing.hpp"

#include <algorithm>
#include <tuple>

#include "keys.hpp"
#include "score.hpp"

namespace quittance::redis {

using engine::awaitable;
using engine::listed_booking;

namespace {

// Entries of one score stand in the order of their bytes (Lua's `<` asks the locale), and there may be many:
// all that is due on one day. So the place after the mark is found by halves.
constexpr std::string_view page_text = R"lua(#!lua flags=no-writes
local index, most, score, mark = KEYS[1], tonumber(ARGV[1]), ARGV[2], ARGV[3]
local function is_after_mark(member)
    for i = 1, math.min(#member, #mark) do
        local mine, its = string.byte(member, i), string.byte(mark, i)
        if mine ~= its then return mine > its end
    end
    return #member > #mark
end
local from = 0
if score ~= '' then
    from = redis.call('ZCOUNT', index, '-inf', '(' .. score)
    local high = from + redis.call('ZCOUNT', index, score, score)
    while from < high do
        local middle = math.floor((from + high) / 2)
        if is_after_mark(redis.call('ZRANGE', index, middle, middle)[1]) then
            high = middle
        else
            from = middle + 1
        end
    end
end
return redis.call('ZRANGE', index, from, from + most - 1, 'WITHSCORES')
)lua";

script const& page_script() {
    static script const kept(page_text);
    return kept;
}

auto place_of(listed_booking const& one) { return std::tie(one.at, one.client, one.booking); }
bool comes_first(listed_booking const& left, listed_booking const& right) {
    return place_of(left) < place_of(right);
}

script_call make_call(unsigned shard, std::string_view index, std::optional<listed_booking> const& after,
                      std::size_t most) {
    script_call call;
    call.key(shard_key(shard, index));
    call.argument(static_cast<std::int64_t>(most));
    call.argument(after ? std::to_string(unix_millis(after->at)) : std::string{});
    call.argument(after ? member_of(after->client, after->booking) : std::string{});
    return call;
}

std::vector<listed_booking> read_shard(reply const& given) {
    std::vector<listed_booking> found;
    auto const& entries = given.pairs();
    for (std::size_t i = 0; i < entries.size(); i += 2) {
        auto who = parse_member(entries[i].word());
        found.push_back(
            {std::move(who.client), std::move(who.booking), {}, parse_score(entries[i + 1].word())});
    }
    return found;
}

// The first entries of all shards; how far they are complete: a shard that gave all it was asked for may have
// more right after its last one.
struct gathered {
    std::vector<listed_booking> found;
    std::optional<listed_booking> complete_to;  // nothing: there are no others
};

gathered gather(std::vector<reply> const& given, std::size_t share) {
    gathered all;
    for (auto const& one : given) {
        auto part = read_shard(one);
        bool const bounds =
            part.size() == share && (!all.complete_to || comes_first(part.back(), *all.complete_to));
        if (bounds) all.complete_to = part.back();
        std::move(part.begin(), part.end(), std::back_inserter(all.found));
    }
    std::sort(all.found.begin(), all.found.end(), comes_first);
    if (all.complete_to) {
        auto const end = std::upper_bound(all.found.begin(), all.found.end(), *all.complete_to, comes_first);
        all.found.erase(end, all.found.end());
    }
    return all;
}

}  // namespace

// Each shard is asked for little more than its even share, and again for more when a few of them hold the
// page.
awaitable<std::vector<listed_booking>> page_of_index(pool& connections, std::string_view index,
                                                     std::optional<listed_booking> after, std::size_t most) {
    if (most == 0) co_return std::vector<listed_booking>{};
    for (auto share = std::min(most, most / 16 + 4);; share = std::min(most, share * 4)) {
        std::vector<script_call> calls;
        calls.reserve(shard_count);
        for (unsigned shard = 0; shard < shard_count; ++shard) {
            calls.push_back(make_call(shard, index, after, share));
        }
        auto const given = co_await connections.run(page_script(), calls);
        auto all = gather(given, share);
        if (all.complete_to && all.found.size() < most) continue;
        if (all.found.size() > most) all.found.resize(most);
        co_return std::move(all.found);
    }
}

}  // namespace quittance::redis
