#include "change.hpp"

#include <algorithm>

#include "notice_body.hpp"
#include "orders.hpp"
#include "quittance/base/planted.hpp"
#include "quittance/domain/balance.hpp"

namespace quittance::engine {
namespace {

using domain::booking;

// An item is owed until it is wholly covered.
std::optional<instant> owed_since(booking const& what) {
    std::optional<instant> first;
    for (auto const& s : domain::standing_of(what)) {
        instant const due{std::chrono::sys_days{s.what.due}};
        if (!s.open.is_zero() && (!first || due < *first)) first = due;
    }
    return first;
}

// Where a booking stands in the indexes. A closed one is in none of them.
struct places {
    std::optional<instant> held;
    std::optional<instant> open;
};

places places_of(booking const* what) {
    if (!what || what->closed_at) return {};
    if (domain::state_of(*what) == domain::booking_state::held) return {what->hold_until, std::nullopt};
    return {std::nullopt, owed_since(*what)};
}

void note_attention(std::vector<attention_change>& list, booking const* before, booking const& after) {
    auto const old = before ? domain::attention_of(*before) : std::vector<domain::attention>{};
    auto const fresh = domain::attention_of(after);
    auto const holds = [](std::vector<domain::attention> const& in, std::string const& id) {
        return std::any_of(in.begin(), in.end(), [&id](auto const& a) { return a.id == id; });
    };
    for (auto const& a : old) {
        if (!holds(fresh, a.id)) list.push_back({after.id, a.id, std::nullopt});
    }
    for (auto const& a : fresh) {
        if (!holds(old, a.id)) list.push_back({after.id, a.id, a.since});
    }
}

void note_bookings(change& into, domain::account const& before, domain::policy const& rules, instant now) {
    // What was said to the client moves the next letter about every booking.
    bool const spoken = into.after.client.correspondence != before.client.correspondence;
    for (auto const& [id, what] : into.after.bookings) {
        auto const* const old = before.find(id);
        bool const same = old && *old == what;
        if ((!same || spoken) && !planted(bug::forget_wake_up))
            into.request.wakes.push_back({id, domain::next_wake(into.after, what, now, rules)});
        if (same) continue;
        into.request.changed.push_back(id);
        auto const stood = places_of(old);
        auto const stands = places_of(&what);
        if (stands.open != stood.open) into.request.open.push_back({id, stands.open});
        if (stands.held != stood.held) into.request.held.push_back({id, stands.held});
        if (!planted(bug::lose_attention)) note_attention(into.request.attention, old, what);
    }
}

// One for each endpoint that wants the kind.
void order_notices(change& into, domain::account const& before, std::vector<domain::event> const& events,
                   settings const& current, instant now) {
    if (current.notice_endpoints.empty()) return;
    for (auto const& said : domain::notices_of(before, into.after, events)) {
        ordered_notice made;
        made.id = notice_id{domain::notice_id_of(said)};
        made.client = into.after.id;
        made.booking = said.booking;
        made.kind = domain::name_of(said.kind);
        made.ordered_at = now;
        for (auto const& endpoint : current.notice_endpoints) {
            auto const& wanted = endpoint.kinds;
            if (std::find(wanted.begin(), wanted.end(), said.kind) == wanted.end()) continue;
            if (made.body.empty()) made.body = notice_body(into.after, said, now);
            made.endpoint = endpoint.name;
            into.request.notices.push_back(made);
        }
    }
}

}  // namespace

void describe_change(change& into, loaded_account const& before, domain::decision const& made,
                     apply_request const& asked, processor const& forms, settings const& current,
                     instant now) {
    into.after.id = asked.client;
    into.after.version = before.account.version + 1;

    auto& request = into.request;
    request.after = &into.after;
    request.chain_head = before.chain_head;
    request.at = now;
    request.events = &made.events;
    request.client_changed = into.after.client != before.account.client;
    request.seal = current.store_seal;
    request.lease_until = now + current.effect_lease;
    request.finished = asked.finishes;
    note_bookings(into, before.account, current.policy, now);
    order_notices(into, before.account, made.events, current, now);
    for (auto const& e : made.effects) {
        request.effects.push_back(as_ordered(e, asked.client, forms, current, now));
    }
}

}  // namespace quittance::engine
