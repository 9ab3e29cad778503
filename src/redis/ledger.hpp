// The ledgers as the journal reads them.
#pragma once
#include <string>
#include <vector>

#include "pool.hpp"
#include "quittance/domain/journal.hpp"
#include "quittance/redis/redis.hpp"

namespace quittance::redis {

// Throws records::unreadable for an entry this program cannot read.
std::vector<domain::recorded> read_ledger(std::vector<std::string> const& entries);
// Throws document_unreadable likewise. Empty: there is no such account.
boost::asio::awaitable<std::vector<domain::recorded>> ledger_of(pool& connections, domain::client_id client);
// Account and ledger in one transaction: a commit between the two would look like a fault.
boost::asio::awaitable<stored_account> stored_account_of(pool& connections, domain::client_id client);

}  // namespace quittance::redis
