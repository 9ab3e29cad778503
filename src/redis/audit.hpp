// The judgement of fsck, without Redis: what was read, and what is wrong with it.
#pragma once
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "quittance/domain/decide.hpp"
#include "quittance/engine/store.hpp"
#include "quittance/redis/fsck.hpp"

namespace quittance::redis {

// The indexes and effects of one shard, as they are.
struct shard_indexes {
    std::set<std::string> wakes;  // members: `<client>/<booking>`
    std::set<std::string> open;
    std::set<std::string> held;
    std::set<std::string> made;       // all but those that moved on
    std::set<std::string> attention;  // `<client>/<booking>/<attention>`
    std::set<std::string> leases;
    std::map<std::string, std::string> effects;  // key to body
};

struct account_evidence {
    engine::loaded_account loaded;
    std::vector<std::string> ledger;
    // What the directory says about each booking; nothing: nobody.
    std::map<domain::booking_id, std::optional<domain::client_id>> owners;
    std::set<domain::booking_id> unnamed;  // not found by source and reference alone
};

// Takes out of `indexes` what this account explains; what is left in the end belongs to nobody.
void audit_account(account_evidence const& evidence, shard_indexes& indexes, instant now,
                   domain::policy const& rules, std::vector<finding>& out);
void audit_leftovers(shard_indexes const& indexes, std::vector<finding>& out);

}  // namespace quittance::redis
