// The whole store in one moment: 10 and 12 (nothing changed unseen), 13, 14, 20, and what follows a loss.
#include <algorithm>

#include "auditor_state.hpp"

namespace quittance::simulation {
namespace {

using booking_key = std::pair<std::string, std::string>;

std::string named(booking_key const& key) { return "booking " + key.second + " of account " + key.first; }

bool waits_for_a_session(booking_model const& what) {
    return std::any_of(what.checkouts.begin(), what.checkouts.end(), [](checkout_model const& c) {
        return is_live(c) && !c.abandoned && (c.off_session ? c.intent : c.session).empty();
    });
}

bool has_refund_under_way(booking_model const& what) {
    return std::any_of(what.payments.begin(), what.payments.end(), [](auto const& payment) {
        return std::any_of(payment.second.refunds.begin(), payment.second.refunds.end(),
                           [](auto const& back) { return !is_final(back.second); });
    });
}

bool waits_to_be_erased(booking_model const& what) {
    return what.closed_at && what.close_reason == "hold_expired" && what.payments.empty();
}

// A charge at rest wakes nobody by itself; one that is ordered, or ends, has its order.
bool waits_for_its_order(checkout_model const& what) {
    return what.off_session && is_live(what) && (what.intent.empty() || what.closing);
}
bool is_watched(checkout_model const& what) {
    return is_live(what) && (!what.off_session || (!what.intent.empty() && is_under_way(what)));
}

bool must_be_woken(booking_model const& what) {
    auto const& all = what.checkouts;
    bool const hold_ends = is_held(what) && live_checkouts(what) == 0;
    bool const ordered = std::any_of(all.begin(), all.end(), waits_for_its_order);
    bool const collects = has_something_to_collect(what) && !ordered;
    return std::any_of(all.begin(), all.end(), is_watched) || has_refund_under_way(what) || hold_ends ||
           collects || has_periods_to_come(what) || is_contested(what);
}

// Until it is known how its page for another card ended.
bool may_name_another_card(booking_model const& what) {
    return std::any_of(what.card_pages.begin(), what.card_pages.end(),
                       [](auto const& page) { return !page.second; });
}

// The day may come on which a part that is not paid costs something.
bool may_cost_more(booking_model const& what) {
    bool const charges = !object_in(object_in(what.agreed, "terms"), "late_fee").empty();
    return charges && is_plan(what) && !what.agreements.empty() && !what.closed_at && sums_of(what).open > 0;
}

bool may_be_woken(booking_model const& what) {
    if (may_name_another_card(what) || may_cost_more(what)) return true;
    return must_be_woken(what) || has_something_to_collect(what) || may_ask_for_card(what);
}

bool is_owed(booking_model const& what) {
    return !what.closed_at && !is_held(what) && sums_of(what).open > 0;
}

}  // namespace

void auditor::state::judge_store(store_view const& store, instant now) {
    for (auto const& each : store.accounts) judge_unseen(each, now);
    if (loss_open) return;
    for (auto const& [client, known] : accounts) {
        for (auto const& [id, what] : known.folded.bookings) judge_waiting(store, {client, id}, what, now);
    }
    judge_strays(store, now);
}

// The store holds what the commits made of it, and nothing else changed it.
void auditor::state::judge_unseen(stored_account const& stored, instant now) {
    auto const known = accounts.find(stored.client);
    if (known == accounts.end()) {
        report(10, now, "account " + stored.client + " is there without a commit");
        return;
    }
    auto const& mine = known->second;
    if (stored.version != mine.version || stored.ledger.size() != mine.version ||
        stored.chain_head != mine.head) {
        report(10, now, "account " + stored.client + " changed without a commit");
    }
    if (stored.bookings != mine.bookings) {
        report(12, now, "a booking of account " + stored.client + " changed without a commit");
    }
}

void auditor::state::judge_waiting(store_view const& store, std::pair<std::string, std::string> const& key,
                                   booking_model const& what, instant now) {
    bool const woken = store.wakes.contains(key);
    if (must_be_woken(what) && !woken) report(13, now, named(key) + " is open and nothing will wake it");
    if (must_be_reminded(what) && !woken)
        report(24, now, named(key) + " is owed and nobody will remind of it");
    bool const may_sleep = !may_be_woken(what) && !waits_to_be_erased(what) && !may_be_reminded(what);
    if (may_sleep && woken) report(14, now, named(key) + " is settled and has a wake-up");
    if (waits_for_a_session(what) && !has_order(store, key, what)) {
        report(13, now, named(key) + " waits for a checkout that nobody is ordered to make");
    }
    if (is_owed(what) != store.open.contains(key)) {
        report(
            is_owed(what) ? 13 : 14, now,
            named(key) + (is_owed(what) ? " is owed and not listed as open" : " owes nothing and is listed"));
    }
    if (is_held(what) != store.held.contains(key)) {
        report(is_held(what) ? 13 : 14, now,
               named(key) +
                   (is_held(what) ? " is held and not listed as such" : " is not held and listed as such"));
    }
    judge_attention(store, key, what, now);
}

// Under its own name, or the one it had when the order was made.
bool auditor::state::has_order(store_view const& store, std::pair<std::string, std::string> const& key,
                               booking_model const& what) const {
    std::set<std::string> names{key.second};
    auto const& all = accounts.at(key.first).folded.bookings;
    for (auto from = what.moved_from; !from.empty() && names.insert(from).second;) {
        auto const before = all.find(from);
        from = before == all.end() ? std::string{} : before->second.moved_from;
    }
    return std::any_of(store.effects.begin(), store.effects.end(), [&](ordered const& each) {
        return each.client == key.first && names.contains(each.booking);
    });
}

void auditor::state::judge_attention(store_view const& store, std::pair<std::string, std::string> const& key,
                                     booking_model const& what, instant now) {
    auto const concerns = concerns_of(what);
    std::set<std::string> expected;
    for (auto const& each : concerns) {
        bool listed = false;
        for (auto const& reason : each.reasons) {
            listed = listed || store.attention.contains({key.first, key.second, reason});
            expected.insert(reason);
        }
        if (!listed) report(13, now, named(key) + ": nobody is asked to look at " + each.subject);
    }
    for (auto at = store.attention.lower_bound({key.first, key.second, {}});
         at != store.attention.end() && std::get<0>(*at) == key.first && std::get<1>(*at) == key.second;
         ++at) {
        if (expected.contains(std::get<2>(*at))) continue;
        report(14, now, named(key) + " is listed for a person who has nothing to do: " + std::get<2>(*at));
    }
}

// Entries of the indexes that no booking stands behind.
void auditor::state::judge_strays(store_view const& store, instant now) {
    auto const is_there = [this](std::string const& client, std::string const& booking) {
        auto const account = accounts.find(client);
        return account != accounts.end() && account->second.folded.bookings.contains(booking);
    };
    for (auto const* const index : {&store.wakes, &store.open, &store.held}) {
        for (auto const& [key, at] : *index) {
            if (!is_there(key.first, key.second)) report(14, now, named(key) + " is gone and still listed");
        }
    }
    for (auto const& [client, booking, id] : store.attention) {
        if (!is_there(client, booking)) {
            report(14, now, named({client, booking}) + " is gone and still asks for a person");
        }
    }
    for (auto const& each : store.effects) {
        if (!orders.contains(each.key)) report(7, now, "the order " + each.key + " waits without a commit");
        if (!is_there(each.client, each.booking)) {
            report(14, now, "the order " + each.key + " waits for a booking that is gone");
        }
    }
}

// Two weeks without trouble: nothing is in between any more.
void auditor::state::judge_rest(store_view const& store, instant now) {
    static constexpr std::chrono::hours patience{1};
    static constexpr std::chrono::hours bank_days{24 * 7};
    // What falls due at this very moment is under way.
    for (auto const& each : store.effects) {
        if (each.at + patience < now) report(20, now, "the order " + each.key + " still waits");
    }
    for (auto const& [key, at] : store.wakes) {
        if (at + patience < now) report(20, now, named(key) + " should have been woken long ago");
    }
    judge_letters_at_rest(store, now);
    for (auto const& [client, known] : accounts) {
        for (auto const& [id, what] : known.folded.bookings) {
            auto const name = named({client, id});
            bool const waits =
                std::any_of(what.checkouts.begin(), what.checkouts.end(), [now](auto const& c) {
                    bool const fresh =
                        !c.attempts.empty() && instant{milliseconds{c.attempts.back().at}} + patience > now;
                    // Money that a bank moves takes days.
                    bool const coming = !c.attempts.empty() && c.attempts.back().outcome == "taken" &&
                                        instant{milliseconds{c.attempts.back().at}} + bank_days > now;
                    return is_live(c) && !coming && (!c.off_session || (is_under_way(c) && !fresh));
                });
            if (waits) report(20, now, name + " still has a live payer");
            if (has_refund_under_way(what)) report(20, now, name + " still has a refund under way");
            if (is_held(what)) report(20, now, name + " is still held");
        }
    }
}

// The commit of an outcome takes its order along; alone it goes only when the outcome is known already.
void auditor::order_removed(std::string const& key, instant at) {
    auto& all = *state_;
    auto const order = all.orders.find(key);
    if (order == all.orders.end() || all.loss_open) return;
    if (order->second.kind == "send_letter") {
        auto const account = all.accounts.find(order->second.client);
        if (account == all.accounts.end()) return;
        for (auto const& [number, letter] : account->second.folded.client.letters.under_way) {
            if (!key.ends_with("-m" + std::to_string(number))) continue;
            all.report(13, at, "the order " + key + " was removed before its letter's end was committed");
        }
        return;
    }
    auto form = form_of(order->second.newest);
    auto const number = form["metadata[q_checkout]"];
    auto const* const booking = all.find_booking({form["metadata[q_client]"], form["metadata[q_booking]"]});
    if (!booking) return;
    for (auto const& each : booking->checkouts) {
        bool const known = !each.session.empty() || !each.refusal.empty() || each.abandoned || each.absent ||
                           (each.off_session && !each.intent.empty());
        if (std::to_string(each.number) != number || known) continue;
        all.report(13, at, "the order " + key + " was removed before its outcome was committed");
    }
}

void auditor::erased(std::string const& client, instant at) {
    auto& all = *state_;
    auto const known = all.accounts.find(client);
    if (known == all.accounts.end()) return;
    for (auto const& [id, what] : known->second.folded.bookings) {
        if (what.moved_to.empty() &&
            (!what.closed_at || !what.payments.empty() || live_checkouts(what) > 0)) {
            all.report(19, at, named({client, id}) + " was erased, and there was something to keep");
        }
    }
    all.accounts.erase(known);
}

// What the store holds now is what counts from here; that it is in order within itself is still judged.
void auditor::store_lost(store_view const& now, instant at) {
    auto& all = *state_;
    all.loss_open = true;
    all.ever_lost = true;
    for (auto& each : all.orders) each.second.may_be_lost = true;
    all.accounts.clear();
    all.marks.clear();
    all.mail.clear();
    all.parked.clear();
    all.nobodys.clear();
    all.parked.insert(now.parked_event_ids.begin(), now.parked_event_ids.end());
    for (auto const& id : now.marks) all.marks.emplace(id, at);
    for (auto const& each : now.accounts) all.restore(each, at);
}

void auditor::state::restore(stored_account const& stored, instant at) {
    auto& known = accounts[stored.client];
    stored_account growing;
    growing.client = stored.client;
    for (auto const& text : stored.ledger) {
        growing.ledger.push_back(text);
        ++growing.version;
        growing.chain_head = digest_of(text);
        commit_seen again;
        again.at = at;
        again.after = &growing;
        take_entry(known, again);
    }
    if (stored.version != known.version || stored.chain_head != known.head) {
        report(11, at, "account " + stored.client + " came back with a broken ledger");
    }
    known.client_document = stored.client_document;
    known.bookings = stored.bookings;
    for (auto const& [id, text] : stored.bookings) {
        auto const folded = known.folded.bookings.find(id);
        if (folded == known.folded.bookings.end() || read_booking_text(text) != folded->second) {
            report(12, at, named({stored.client, id}) + " came back and is not the fold of its ledger");
        }
        mail[stored.client].last_commit = at;
        for (auto const& [intent, each] : known.folded.bookings[id].payments) {
            if (each.captured.units > 0) mail[stored.client].payments.insert(intent);
        }
    }
}

}  // namespace quittance::simulation
