#include "fsck.hpp"

#include <algorithm>
#include <array>

#include "audit.hpp"
#include "keys.hpp"
#include "ledger.hpp"
#include "letter_fsck.hpp"
#include "notice_fsck.hpp"
#include "quittance/domain/balance.hpp"
#include "quittance/records/documents.hpp"
#include "store.hpp"

namespace quittance::redis {

using boost::asio::awaitable;

namespace {

using clients_by_shard = known_clients;

// The client of "q:{sNN}:a:<client>", the booking of "q:{sNN}:x:booking:<booking>".
constexpr std::size_t account_prefix = std::string_view("q:{s00}:a:").size();
constexpr std::size_t directory_prefix = std::string_view("q:{s00}:x:booking:").size();

// A walk over the keys of a kind, some at a time; it may name a key twice.
struct key_walk {
    std::string pattern;
    std::string cursor = "0";
    bool is_over = false;
};

awaitable<std::vector<std::string>> next_keys(pool& connections, key_walk& walk) {
    command_batch batch;
    batch.command({"SCAN", walk.cursor, "MATCH", walk.pattern, "COUNT", "1000"});
    auto const given = co_await connections.ask_one(batch);
    walk.cursor = given.at(0).word();
    walk.is_over = walk.cursor == "0";
    std::vector<std::string> keys;
    for (auto const& key : given.at(1).list()) keys.push_back(key.word());
    co_return keys;
}

awaitable<clients_by_shard> all_clients(pool& connections) {
    std::array<std::set<domain::client_id>, shard_count> seen;
    key_walk walk{"q:{s??}:a:*"};
    while (!walk.is_over) {
        auto const keys = co_await next_keys(connections, walk);
        for (auto const& key : keys) {
            domain::client_id client{key.substr(std::min(account_prefix, key.size()))};
            seen[shard_of(client.text())].insert(std::move(client));
        }
    }
    clients_by_shard clients;
    for (unsigned shard = 0; shard < shard_count; ++shard) {
        clients[shard].assign(seen[shard].begin(), seen[shard].end());
    }
    co_return clients;
}

std::set<std::string> texts_of(reply const& list) {
    std::set<std::string> texts;
    for (auto const& one : list.list()) texts.insert(one.word());
    return texts;
}

awaitable<shard_indexes> read_indexes(pool& connections, unsigned shard) {
    command_batch batch;
    for (auto const* const index : {"t", "open", "held", "made", "attention", "e"}) {
        batch.command({"ZRANGE", shard_key(shard, index), "0", "-1"});
    }
    batch.command({"HGETALL", shard_key(shard, "ex")});
    auto const given = co_await connections.ask_again(batch);
    for (auto const& one : given) require_fine(one);
    shard_indexes indexes{texts_of(given[0]),
                          texts_of(given[1]),
                          texts_of(given[2]),
                          texts_of(given[3]),
                          texts_of(given[4]),
                          texts_of(given[5]),
                          {}};
    auto const& bodies = given[6].pairs();
    for (std::size_t i = 0; i < bodies.size(); i += 2) {
        indexes.effects.emplace(bodies[i].word(), bodies[i + 1].word());
    }
    co_return indexes;
}

awaitable<void> read_owners(pool& connections, account_evidence& evidence) {
    command_batch batch;
    std::vector<domain::booking_id> asked;
    for (auto const& [id, booking] : evidence.loaded.account.bookings) {
        auto const& called = booking.identity;
        batch.command({"GET", directory_key(id)});
        batch.command({"ZSCORE", reference_key(called.source, called.reference), called.offer.text()});
        asked.push_back(id);
    }
    if (asked.empty()) co_return;
    auto const given = co_await connections.ask_again(batch);
    for (auto const& one : given) require_fine(one);
    for (std::size_t i = 0; i < asked.size(); ++i) {
        auto& owner = evidence.owners[asked[i]];
        if (!given[2 * i].is_nil()) owner = domain::client_id{given[2 * i].word()};
        if (given[2 * i + 1].is_nil()) evidence.unnamed.insert(asked[i]);
    }
}

awaitable<void> check_account(pool& connections, domain::client_id client, shard_indexes& indexes,
                              instant now, domain::policy const& rules, std::vector<finding>& out) {
    try {
        auto stored = co_await stored_account_of(connections, client);
        account_evidence evidence{std::move(stored.loaded), std::move(stored.ledger), {}};
        if (evidence.loaded.account.version == 0) co_return;  // erased since it was listed
        co_await read_owners(connections, evidence);
        audit_account(evidence, indexes, now, rules, out);
        co_await check_letters(connections, client, evidence.ledger, out);
    } catch (engine::document_unreadable const& error) {
        out.push_back({client, error.what()});
    }
}

// An entry of the directory whose booking its client does not have.
struct bare_claim {
    std::string key;
    domain::client_id client;
    domain::booking_id booking;
};

awaitable<std::vector<bare_claim>> claims_of(pool& connections, std::vector<std::string> keys) {
    command_batch batch;
    for (auto const& key : keys) batch.command({"GET", key});
    std::vector<bare_claim> claims;
    if (batch.empty()) co_return claims;
    auto const owners = co_await connections.ask_again(batch);
    for (std::size_t i = 0; i < keys.size(); ++i) {
        require_fine(owners[i]);
        if (owners[i].is_nil()) continue;  // given back since
        domain::booking_id booking{keys[i].substr(std::min(directory_prefix, keys[i].size()))};
        claims.push_back({std::move(keys[i]), domain::client_id{owners[i].word()}, std::move(booking)});
    }
    co_return claims;
}

awaitable<std::vector<bare_claim>> bare_claims(pool& connections, std::vector<std::string> keys) {
    auto reading = claims_of(connections, std::move(keys));
    auto claims = co_await std::move(reading);
    command_batch batch;
    for (auto const& one : claims)
        batch.command({"HEXISTS", account_key(one.client), booking_field(one.booking)});
    std::vector<bare_claim> bare;
    if (batch.empty()) co_return bare;
    auto const there = co_await connections.ask_again(batch);
    for (std::size_t i = 0; i < claims.size(); ++i) {
        require_fine(there[i]);
        if (there[i].number() == 0) bare.push_back(std::move(claims[i]));
    }
    co_return bare;
}

// Some may be of clicks under way, whose booking comes a moment later: they are looked at again in the end.
awaitable<std::vector<std::string>> doubtful_claims(pool& connections) {
    std::set<std::string> doubtful;
    key_walk walk{"q:{s??}:x:booking:*"};
    while (!walk.is_over) {
        auto keys = co_await next_keys(connections, walk);
        auto bare = co_await bare_claims(connections, std::move(keys));
        for (auto& one : bare) doubtful.insert(std::move(one.key));
    }
    co_return std::vector<std::string>{doubtful.begin(), doubtful.end()};
}

// It leads whoever books under that reference into its client's account.
awaitable<void> check_claims(pool& connections, std::vector<std::string> doubtful,
                             std::vector<finding>& out) {
    auto bare = co_await bare_claims(connections, std::move(doubtful));
    for (auto& one : bare)
        out.push_back({std::move(one.client), "the directory has booking " + one.booking.text() +
                                                  " as this account's, which has no such booking: delete " +
                                                  one.key});
}

// Nothing is listed of an account that changed since it was read: what moved on or was erased must not come
// back.
script const& list_script() {
    static script const kept(R"lua(#!lua
if redis.call('HGET', KEYS[1], 'v') ~= ARGV[1] then return -1 end
local added = 0
for i = 2, #ARGV, 2 do added = added + redis.call('ZADD', KEYS[2], 'NX', ARGV[i + 1], ARGV[i]) end
return added
)lua");
    return kept;
}

script_call list_call(engine::loaded_account const& loaded) {
    auto const& all = loaded.account;
    script_call call;
    call.key(account_key(all.id));
    call.key(shard_key(shard_of(all.id.text()), made_list));
    call.argument(std::to_string(all.version));
    for (auto const& [id, booking] : all.bookings) {
        if (!booking.moved_to.empty()) continue;
        call.argument(member_of(all.id, id));
        call.argument(unix_millis(booking.booked_at));
    }
    return call;
}

// What a person has to look at by this program's rules, and an older one did not tell.
script_call attention_call(engine::loaded_account const& loaded) {
    auto const& all = loaded.account;
    script_call call;
    call.key(account_key(all.id));
    call.key(shard_key(shard_of(all.id.text()), "attention"));
    call.argument(std::to_string(all.version));
    for (auto const& [id, booking] : all.bookings) {
        for (auto const& one : domain::attention_of(booking)) {
            call.argument(member_of(all.id, id, one.id));
            call.argument(unix_millis(one.since));
        }
    }
    return call;
}

// What was erased meanwhile leaves a name behind that leads nowhere, and harms nobody.
awaitable<void> name_bookings_of(pool& connections, engine::loaded_account const& loaded) {
    command_batch batch;
    for (auto const& [id, booking] : loaded.account.bookings) {
        auto const& called = booking.identity;
        auto const key = reference_key(called.source, called.reference);
        batch.command({"ZADD", key, "NX", "0", called.offer.text()});
    }
    if (batch.empty()) co_return;
    auto const given = co_await connections.ask_again(batch);
    for (auto const& one : given) require_fine(one);
}

awaitable<std::size_t> list_bookings_of(pool& connections, domain::client_id client) {
    constexpr int most_tries = 20;
    std::size_t listed = 0;
    for (int tries = 0; tries < most_tries; ++tries) {
        command_batch batch;
        batch.command({"HGETALL", account_key(client)});
        auto given = co_await connections.ask_one(batch);
        auto const loaded = read_whole(client, given);
        if (loaded.account.version == 0) co_return 0;
        auto const call = list_call(loaded);
        auto const added = co_await connections.run_one(list_script(), call);
        if (added.number() < 0) continue;
        listed += static_cast<std::size_t>(added.number());
        auto const call_a_person = attention_call(loaded);
        auto const told = co_await connections.run_one(list_script(), call_a_person);
        if (told.number() < 0) continue;
        co_await name_bookings_of(connections, loaded);
        co_return listed;
    }
    throw engine::store_unavailable("an account is changed all the time; run it again");
}

}  // namespace

awaitable<std::size_t> fill_list_of_all(pool& connections) {
    std::size_t added = 0;
    auto const clients = co_await all_clients(connections);
    for (auto const& shard : clients) {
        for (auto const& client : shard) {
            try {
                auto const of_client = co_await list_bookings_of(connections, client);
                added += of_client;
            } catch (engine::document_unreadable const&) {
                continue;  // fsck says which, and why
            }
        }
    }
    co_return added;
}

awaitable<std::vector<finding>> check_store(pool& connections, instant now, domain::policy rules) {
    std::vector<finding> out;
    auto doubtful = co_await doubtful_claims(connections);
    auto const clients = co_await all_clients(connections);
    for (unsigned shard = 0; shard < shard_count; ++shard) {
        auto indexes = co_await read_indexes(connections, shard);
        for (auto const& client : clients[shard]) {
            co_await check_account(connections, client, indexes, now, rules, out);
        }
        audit_leftovers(indexes, out);
    }
    co_await check_claims(connections, std::move(doubtful), out);
    co_await check_notices(connections, clients, out);
    co_return out;
}

}  // namespace quittance::redis
