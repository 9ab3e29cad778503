// What a decision writes: the account after it, the indexes that follow from it, the effects with their exact
// bodies. Pure but for the processor's form, which is pure too.
#pragma once
#include "quittance/engine/accounts.hpp"
#include "quittance/engine/effects.hpp"

namespace quittance::engine {

struct change {
    domain::account after;
    commit_request request;  // points into this object and into the decision: not to be moved apart
};

// `into.after` is what the events made of the account. The request is filled in place, because it points
// there.
void describe_change(change& into, loaded_account const& before, domain::decision const& made,
                     apply_request const& asked, processor const& forms, settings const& current,
                     instant now);

}  // namespace quittance::engine
