// What every commit must keep of its ledger: 5, 9, 10, 11 and the fold that 12 is judged by.
#include <algorithm>

#include "auditor_state.hpp"

namespace quittance::simulation {
namespace {

using named_event = std::pair<std::string, json::object>;

std::vector<named_event> events_of(json::object const& entry) {
    std::vector<named_event> events;
    for (auto const& each : array_in(entry, "events")) {
        for (auto const& [name, event] : each.as_object()) events.emplace_back(name, event.as_object());
    }
    return events;
}

bool was_said_before(std::vector<named_event> const& events, std::size_t which) {
    auto const here = events.begin() + static_cast<std::ptrdiff_t>(which);
    return std::find(events.begin(), here, *here) != here;
}

void note_touched(touched& into, std::string const& name, json::object const& event) {
    bool const of_client =
        name == "client_registered" || name == "booked" || name == "customer_ordered" ||
        name == "customer_recorded" || name == "letter_ordered" || name == "letter_begun" ||
        name == "letter_recorded" || name == "contact_noted" || name == "reminders_rested" ||
        name == "reminders_resumed" || name == "page_link_renewed" || name == "booking_moved" ||
        name == "contacts_named" || name == "person_erased" || name == "reminders_begun_anew" ||
        name == "address_asked" || name == "address_changed" || name == "customer_change_recorded";
    into.client = into.client || of_client;
    if (name == "booked") into.bookings.insert(text_in(object_in(event, "what"), "id"));
    if (name == "booking_moved") {
        into.bookings.insert(text_in(event, "from"));
        into.bookings.insert(text_in(event, "to"));
    }
    if (auto id = text_in(event, "booking"); !id.empty()) into.bookings.insert(std::move(id));
}

}  // namespace

void auditor::state::judge_version(known_account const& known, stored_account const& after, instant at) {
    auto const account = "account " + after.client;
    if (after.version != known.version + 1) {
        report(10, at,
               account + " went from version " + std::to_string(known.version) + " to " +
                   std::to_string(after.version));
    }
    if (after.ledger.size() != after.version) {
        report(10, at,
               account + " has version " + std::to_string(after.version) + " and " +
                   std::to_string(after.ledger.size()) + " ledger entries");
    }
}

// The newest entry and the head beside the account; the older ones were judged when they were new.
void auditor::state::judge_chain(known_account& known, stored_account const& after, json::object const& entry,
                                 instant at) {
    auto const account = "account " + after.client;
    if (text_in(entry, "prev") != known.head) {
        report(11, at, "the newest entry of " + account + " does not carry the digest of the one before it");
    }
    known.head = digest_of(after.ledger.back());
    if (after.chain_head != known.head) {
        report(11, at, "the chain head of " + account + " is not the digest of its last entry");
    }
    if (number_in(entry, "n") != static_cast<std::int64_t>(after.version)) {
        report(10, at, "the newest entry of " + account + " is not number " + std::to_string(after.version));
    }
}

void auditor::state::fold_event(known_account& known, std::string const& client, std::string const& name,
                                json::object const& event, instant at) {
    if (name == "checkout_ordered") {
        auto const& before = known.folded.bookings.at(text_in(event, "booking"));
        // After a loss a page that the processor shows is taken over beside the one whose end was forgotten.
        if (live_checkouts(before) > 0 && !loss_open) {
            report(5, at,
                   "booking " + before.id + " of account " + client +
                       " got a second checkout while the first may take money");
        }
    }
    judge_before(known, client, name, event, at);
    if (!fold(known.folded, name, event)) {
        report(12, at,
               "the ledger of account " + client + " holds an event this auditor does not know: " + name);
    }
}

touched auditor::state::take_entry(known_account& known, commit_seen const& what) {
    auto const& after = *what.after;
    judge_version(known, after, what.at);
    known.version = after.version;
    touched changed;
    if (after.ledger.empty()) return changed;
    auto const parsed = json::parse(after.ledger.back());
    auto const& entry = parsed.as_object();
    judge_chain(known, after, entry, what.at);
    auto const events = events_of(entry);
    if (events.empty()) report(9, what.at, "account " + after.client + " was committed without an event");
    for (std::size_t i = 0; i < events.size(); ++i) {
        auto const& [name, event] = events[i];
        if (was_said_before(events, i)) {
            report(9, what.at, "an entry of account " + after.client + " says " + name + " twice");
        }
        fold_event(known, after.client, name, event, what.at);
        note_touched(changed, name, event);
        if (name == "person_erased") {
            for (auto const& [id, booking] : known.folded.bookings) nobodys.insert(id);
        }
        if (name == "items_changed" || name == "service_moved" || name == "agreement_renewed")
            changed.terms.emplace_back(name, event);
        if (name == "checkout_ordered") changed.checkouts.push_back(event);
        if (name == "attempt_ordered" || name == "closing_ordered" || name == "customer_ordered" ||
            name == "refund_ordered" || name == "letter_ordered" || name == "card_page_ordered" ||
            name == "address_changed") {
            changed.orders.emplace_back(name, event);
        }
    }
    return changed;
}

}  // namespace quittance::simulation
