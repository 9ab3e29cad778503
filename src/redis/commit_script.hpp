// The one script that writes accounts. What it promises: version, then dedupe mark, then everything or
// nothing.
#pragma once
#include <string>

#include "quittance/engine/store.hpp"
#include "script.hpp"

namespace quittance::redis {

script const& commit_script();
// `entry` is the new ledger entry, `head` its digest.
script_call make_commit_call(engine::commit_request const& request, std::string entry, std::string head);

}  // namespace quittance::redis
