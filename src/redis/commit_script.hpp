// The one script that writes accounts. What it promises: seal, then version, then dedupe mark, then
// everything or nothing.
#pragma once
#include <string>

#include "quittance/engine/store.hpp"
#include "script.hpp"

namespace quittance::redis {

script const& commit_script();
// `entry` is the new ledger entry, `head` its digest, `floor` the most commits of this shard that were seen.
// Answers the shard's commits with this one, or a word.
script_call make_commit_call(engine::commit_request const& request, std::string_view entry,
                             std::string_view head, std::uint64_t floor);

}  // namespace quittance::redis
