// The one script that writes accounts. What it promises: version, then dedupe mark, then everything or
// nothing.
#pragma once
#include <string>

#include "quittance/engine/store.hpp"
#include "script.hpp"

namespace quittance::redis {

script const& commit_script();
// `entry` is the new ledger entry, `head` its digest.
script_call make_commit_call(engine::commit_request const& request, std::string_view entry,
                             std::string_view head);

}  // namespace quittance::redis
