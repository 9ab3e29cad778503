// The names of the keys. An account and everything that commits with it share one of 64 fixed shards, so that
// the same store runs on Redis Cluster; never one tag per account, because wake-ups and accounts commit
// together.
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "quittance/domain/ids.hpp"
#include "quittance/engine/store.hpp"

namespace quittance::redis {

inline constexpr unsigned shard_count = 64;

// FNV-1a: it is stored in every key, so it never changes.
unsigned shard_of(std::string_view id);
// "q:{s07}:" + what.
std::string shard_key(unsigned shard, std::string_view what, std::string_view whose = {});

std::string account_key(domain::client_id const& client);
std::string ledger_key(domain::client_id const& client);
std::string directory_key(domain::booking_id const& booking);
// Under which offers a page's reference is claimed: a sorted set of them.
std::string reference_key(std::string_view source, std::string_view reference);
// What was sent as one message, and where a report about it finds it.
std::string letter_key(domain::client_id const& client, int number);
std::string token_key(std::string_view token);
// Where a ledger waits to take the place of another, for a moment.
std::string staged_key(domain::client_id const& client, std::string_view commit);
std::string mark_key(unsigned shard, instant created);
std::string reply_key(std::string_view idempotency_key);
// How many commits the shard took, and in which store and epoch.
std::string seal_key(unsigned shard);
std::string network_key(std::string_view network_hash);

// What waits to be told to an endpoint, by when it is due, and its bodies.
std::string notices_key(unsigned shard, std::string_view endpoint);
std::string notice_bodies_key(unsigned shard, std::string_view endpoint);
// The endpoint's deliveries, by the time of their latest try, and what they were; of no client's shard.
std::string deliveries_key(std::string_view endpoint);
std::string delivery_bodies_key(std::string_view endpoint);
// Which endpoints there are: name to when it was disabled, "" where it is not.
inline constexpr std::string_view endpoints_key = "q:endpoints";

// The index of all bookings, by when they were made.
inline constexpr std::string_view made_list = "made";

// A booking's field in the account's hash.
std::string booking_field(domain::booking_id const& booking);
// `<client>/<booking>` and `<client>/<booking>/<attention>`: the members of the indexes.
std::string member_of(domain::client_id const& client, domain::booking_id const& booking);
std::string member_of(domain::client_id const& client, domain::booking_id const& booking,
                      std::string_view attention);
// `<client>/<notice>`: the members of what waits and of the deliveries.
std::string member_of(domain::client_id const& client, engine::notice_id const& notice);
// Whose it is; nothing when it is no such member.
std::optional<domain::client_id> client_of_notice(std::string_view member);

struct member {
    domain::client_id client;
    domain::booking_id booking;
    std::string attention;
};
member parse_member(std::string_view text);

// Of an effect key, `<epoch>-<client>-…`; nothing when it is no such key. By length, because ids may hold a
// '-'.
inline constexpr std::size_t client_id_length = 22;
std::optional<domain::client_id> client_of(engine::effect_key const& key);

}  // namespace quittance::redis
