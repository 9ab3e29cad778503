// Promises: everything stored is compared with everything else that says the same: each account with the fold
// of its ledger, its balances with double-entry books written from the ledger alone, the ledger's chain with
// the head beside the account, wake-ups and the desk's indexes with the facts they come from, the directory
// and the ordered effects with the accounts they name. Says what is wrong in sentences, changes nothing. On a
// store that is being written to, a finding about an index may be a commit that came in between: one that is
// still there the next time is real.
#pragma once
#include <string>

#include "quittance/domain/ids.hpp"

namespace quittance::redis {

struct finding {
    domain::client_id client;  // empty: of the store as a whole
    std::string what;
    friend bool operator==(finding const&, finding const&) = default;
};

}  // namespace quittance::redis
