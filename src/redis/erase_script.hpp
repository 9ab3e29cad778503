// Taking an account out: a held booking nobody paid for, after its time.
#pragma once
#include <string>
#include <vector>

#include "quittance/engine/store.hpp"
#include "script.hpp"

namespace quittance::redis {

// Account, ledger and indexes, if the store, the version and the ledger's head are still the ones known.
// `floor`: the most commits of this shard that were seen. Answers the shard's commits with this one, or a
// word, as the commit script.
script const& erase_script();
script_call make_erase_call(engine::loaded_account const& loaded, std::string_view seal, std::uint64_t floor,
                            std::vector<std::string> const& endpoints);

// The directory entry of a booking, if it still names this client. Its own script: it lives in another shard.
script const& disown_script();
script_call make_disown_call(domain::booking_id const& booking, domain::client_id const& client);

}  // namespace quittance::redis
