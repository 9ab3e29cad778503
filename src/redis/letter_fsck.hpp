// The letters on record against the ledger that knows them.
#pragma once
#include <string>
#include <vector>

#include "pool.hpp"
#include "quittance/redis/fsck.hpp"

namespace quittance::redis {

// Bytes that are gone are no finding: one message may be forgotten by itself. `ledger`: entries as stored.
boost::asio::awaitable<void> check_letters(pool& connections, domain::client_id client,
                                           std::vector<std::string> const& ledger, std::vector<finding>& out);

}  // namespace quittance::redis
