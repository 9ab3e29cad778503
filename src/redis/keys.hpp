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
std::string mark_key(unsigned shard, instant created);
std::string reply_key(std::string_view idempotency_key);
// How many commits the shard took, and in which store and epoch.
std::string seal_key(unsigned shard);
std::string network_key(std::string_view network_hash);

// A booking's field in the account's hash.
std::string booking_field(domain::booking_id const& booking);
// `<client>/<booking>` and `<client>/<booking>/<attention>`: the members of the indexes.
std::string member_of(domain::client_id const& client, domain::booking_id const& booking);
std::string member_of(domain::client_id const& client, domain::booking_id const& booking,
                      std::string_view attention);

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
