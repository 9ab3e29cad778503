// What several commands make of one account, each decided on what the former left: one commit takes them all.
// Pure.
#pragma once
#include "quittance/domain/decide.hpp"
#include "quittance/engine/accounts.hpp"

namespace quittance::engine {

// The booking a command is about, where it is about one that exists already.
domain::booking_id const* target_of(domain::command const& what);
// All that it names: deciding needs them, whatever else the caller knew.
std::vector<domain::booking_id> named_in(domain::command const& what);
// What it turns out to need beside: money that it is about went on to these, and they are not loaded.
std::vector<domain::booking_id> needed_beside(domain::account const& in, domain::command const& what);
void lead_to(domain::command& what, domain::booking_id const& target);
// Its booking lives under another reference now.
bool has_moved(domain::account const& in, domain::command const& what);

void add(std::vector<domain::booking_id>& list, domain::booking_id const& id);

// What the processor says, and nothing else: it is about one booking, and whoever tells it asks for no more
// than whether it was news. These come in crowds.
bool may_share(apply_request const& asked);
bool same_mark(apply_request const& one, apply_request const& other);

// Of what was loaded for many, what this one asked for.
domain::account part_for(apply_request const& asked, domain::account const& whole);

struct joint_decision {
    domain::account after;
    domain::decision made;
    std::vector<event_mark> marks;  // of those that were news

    // The answer is good once all of it is committed.
    apply_result take(apply_request const& asked, instant now, domain::policy const& rules);
};

}  // namespace quittance::engine
