// The one script that writes accounts. What it promises: seal, then version, then dedupe mark, then
// everything or nothing.
#pragma once
#include <string>
#include <string_view>

#include "quittance/engine/store.hpp"
#include "script.hpp"

namespace quittance::redis {

script const& commit_script();
// `entry` is the new ledger entry, `head` its digest, `floor` the most commits of this shard that were seen.
// Answers the shard's commits with this one, or a word.
script_call make_commit_call(engine::commit_request const& request, std::string_view entry,
                             std::string_view head, std::uint64_t floor, std::string_view staged = {});

// The same commit on a ledger whose entries are replaced by those of the list `staged` first, as many as
// there are; what was ordered for the client goes. `request.chain_head` is the ledger's as it was.
script const& replace_script();

}  // namespace quittance::redis
