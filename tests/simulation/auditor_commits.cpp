// What every commit must keep of its documents and orders: 1, 2, 3, 4, 5, 7, 12, 13, and by the product
// 17, 18.
#include <algorithm>

#include "auditor_state.hpp"
#include "product_probe.hpp"

namespace quittance::simulation {
namespace {

constexpr std::chrono::hours marks_last{24 * 40};

std::string named(std::string const& client, std::string const& booking) {
    return "booking " + booking + " of account " + client;
}

void note_ids(std::unordered_set<std::string>& ids, booking_model const& what) {
    for (auto const& each : what.checkouts) {
        if (!each.session.empty()) ids.insert(each.session);
        if (!each.intent.empty()) ids.insert(each.intent);
    }
}

// The form that will be sent says what was agreed, for whom.
bool says(std::string_view body, std::string const& store, place const& whose, checkout_model const& agreed) {
    auto form = form_of(body);
    auto const units = form["line_items[0][price_data][unit_amount]"];
    auto const currency = upper(form["line_items[0][price_data][currency]"]);
    auto const asks = units.empty() ? -1 : in_our_units(std::stoll(units), currency);
    return asks == agreed.asked.units && currency == agreed.asked.currency &&
           form["metadata[q_store]"] == store && form["metadata[q_client]"] == whose.client &&
           form["metadata[q_booking]"] == whose.booking &&
           form["metadata[q_checkout]"] == std::to_string(agreed.number);
}

}  // namespace

void auditor::state::commit(commit_seen const& what) {
    auto& known = accounts[what.after->client];
    for (auto const& id : what.event_ids) {
        auto const [before, fresh] = marks.try_emplace(id, what.at);
        if (!fresh && what.at - before->second < marks_last) {
            report(9, what.at, "event " + id + " was committed twice");
        }
        before->second = what.at;
    }
    for (auto const& each : what.effects) {
        auto const [at, fresh] = orders.try_emplace(each.key);
        auto& order = at->second;
        order.bodies.insert(each.body);
        if (!fresh && !order.may_be_lost) {
            report(7, what.at,
                   "the key " + each.key +
                       (order.bodies.size() > 1 ? " was ordered with two bodies" : " was ordered twice"));
        }
        order.newest = each.body;
        order.kind = each.kind;
        order.object = each.object;
        order.client = each.client;
        order.booking = each.booking;
    }
    auto const changed = take_entry(known, what);
    for (auto const& each : changed.checkouts) judge_order(known, what, each);
    for (auto const& [name, event] : changed.orders) judge_other_order(known, what, name, event);
    judge_documents(known, what, changed);
    judge_receipts(known, what, changed);
    judge_writing(known, what, changed);
    judge_rests(known, what, changed);
}

// Every checkout that was agreed on is ordered in the same commit, with a body that says the same.
void auditor::state::judge_order(known_account const& known, commit_seen const& what,
                                 json::object const& event) {
    auto const booking = text_in(event, "booking");
    auto const name = named(what.after->client, booking);
    auto const made = read_checkout(object_in(event, "what"));
    auto const& now = known.folded.bookings.at(booking);
    // A page or a charge the store forgot comes back as it is, with its session or intent: nobody asks for it
    // anew. By reconciling, or later by a look-up that was under way.
    bool const adopted = std::any_of(now.checkouts.begin(), now.checkouts.end(), [&made](auto const& each) {
        return each.number == made.number && (!each.session.empty() || !each.intent.empty());
    });
    bool const asks = std::any_of(what.effects.begin(), what.effects.end(), [&booking](ordered const& o) {
        return o.booking == booking && (o.kind == "create_intent" || o.kind == "create_checkout");
    });
    if (adopted && !asks && ever_lost) return;
    auto const open = sums_of(now).open_items;
    std::int64_t sum = 0;
    for (int const number : made.items) {
        auto const left = open.find(number);
        if (left == open.end() || left->second == 0) {
            report(4, what.at, name + " asks again for an item that is paid");
        } else {
            sum += left->second;
        }
    }
    if (sum != made.asked.units) {
        report(
            1, what.at,
            name + ": a checkout asks for " + text_of(made.asked) + ", its items are " + std::to_string(sum));
    }
    judge_ordered_page(known, what, booking, made);
}

void auditor::state::judge_ordered_page(known_account const& known, commit_seen const& what,
                                        std::string const& booking, checkout_model const& made) {
    auto const name = named(what.after->client, booking);
    auto const& now = known.folded.bookings.at(booking);
    // What no customer could be made for is on record as refused, and nobody was asked.
    bool const refused = std::any_of(now.checkouts.begin(), now.checkouts.end(), [&made](auto const& each) {
        return each.number == made.number && !each.refusal.empty();
    });
    if (refused) return;
    auto const order = std::find_if(what.effects.begin(), what.effects.end(), [&](ordered const& o) {
        return o.booking == booking && o.kind == (made.off_session ? "create_intent" : "create_checkout");
    });
    place const whose{what.after->client, booking};
    bool const said = order != what.effects.end() &&
                      (made.off_session ? says_charge(order->body, options.store_id, whose, made,
                                                      now.kept ? now.kept->customer : "")
                                        : says(order->body, options.store_id, whose, made));
    if (order == what.effects.end()) {
        report(13, what.at, name + " agreed on a checkout that nobody was asked to make");
    } else if (!said) {
        report(7, what.at, name + ": the ordered body does not say what was agreed");
    }
}

void auditor::state::judge_documents(known_account& known, commit_seen const& what, touched const& changed) {
    auto const& after = *what.after;
    bool const client_differs = changed.client || known.client_document != after.client_document;
    if (client_differs && read_client_text(after.client_document) != known.folded.client) {
        report(12, what.at, "the client document of account " + after.client + " is not the ledger's fold");
    }
    known.client_document = after.client_document;
    for (auto const& [id, folded] : known.folded.bookings) {
        auto const stored = after.bookings.find(id);
        if (stored == after.bookings.end()) {
            report(12, what.at, named(after.client, id) + " is in the ledger and not in the account");
        } else if (changed.bookings.contains(id) || known.bookings[id] != stored->second) {
            judge_document(known, what, id);
        }
    }
    for (auto const& each : after.bookings) {
        if (known.folded.bookings.contains(each.first)) continue;
        report(12, what.at, named(after.client, each.first) + " is in the account and not in the ledger");
    }
}

void auditor::state::judge_document(known_account& known, commit_seen const& what, std::string const& id) {
    auto const& text = what.after->bookings.at(id);
    known.bookings[id] = text;
    auto const stored = read_booking_text(text);
    if (stored != known.folded.bookings.at(id)) {
        report(12, what.at, named(what.after->client, id) + " is not the fold of its ledger");
    }
    judge_booking(what.after->client, stored, what.at);
    ask_product(known, what, id);
    if (stored.closed_at || is_contested(stored)) {
        resting.try_emplace({what.after->client, id}, what.at);
    } else {
        resting.erase({what.after->client, id});
    }
    note_ids(committed_ids, stored);
    if (!stored.page_token.empty()) page_tokens.insert(stored.page_token);
}

void auditor::state::judge_booking(std::string const& client, booking_model const& what, instant at) {
    auto const name = named(client, what.id);
    std::int64_t sum = 0;
    std::set<std::string> fees;
    for (auto const& each : what.items) {
        if (each.fee.empty()) sum += each.owed.units;
        // By the text of what it is for, its day aside: a day may be told, the cause is one.
        auto cause = each.fee;
        cause.erase("day");
        if (!each.fee.empty() && !fees.insert(json::serialize(cause)).second)
            report(1, at, name + ": a second fee for the same: " + json::serialize(cause));
        if (each.owed.currency != what.price.currency) report(2, at, name + ": an item in another currency");
    }
    auto const agreed_on = what.price.units * (is_retainer(what) ? what.periods : 1);
    if (what.moved_to.empty() && sum != agreed_on) {
        report(1, at,
               name + ": the items are " + std::to_string(sum) + ", the price is " + text_of(what.price) +
                   (is_retainer(what) ? " a period, of " + std::to_string(what.periods) : ""));
    }
    judge_credits(what, name, at);
    if (live_checkouts(what) > 1) report(5, at, name + " has two live payers");
    if (what.closed_at && what.close_reason == "hold_expired" && live_checkouts(what) > 0) {
        report(5, at, name + " was closed while its payer may take money");
    }
    for (auto const& [intent, each] : what.payments) {
        std::int64_t returned = 0;
        for (auto const& [id, back] : each.refunds) {
            if (back.sum.units < 0) report(3, at, name + ": a refund below zero on " + intent);
            if (back.status < refund_canceled) returned += back.sum.units;
        }
        if (each.captured.units == 0) continue;  // not heard of yet
        if (ordered_back(what, each) > each.captured.units) {
            report(3, at, name + ": more is ordered back than came in by " + intent);
        }
        if (each.refunded_total.units < 0 || each.refunded_total.units > each.captured.units ||
            returned > each.captured.units) {
            report(3, at, name + ": more went back than came in by " + intent);
        }
    }
}

void auditor::state::ask_product(known_account const& known, commit_seen const& what,
                                 std::string const& booking) {
    auto const& after = *what.after;
    auto const& document = after.bookings.at(booking);
    auto const name = named(after.client, booking);
    auto const told = [&](std::vector<product_fault> const& faults) {
        for (auto const& each : faults) report(each.rule, what.at, name + ": " + each.what);
    };
    auto const entry = after.ledger.empty() ? std::string_view{} : std::string_view{after.ledger.back()};
    told(probe_encoding(after.client_document, document, entry));
    told(probe_decisions(after.client, after.client_document, document, entry, what.at));

    auto const& folded = known.folded.bookings.at(booking);
    auto const mine = sums_of(folded);
    auto const its = sums_by_product(document);
    std::int64_t captured = 0;
    for (auto const& [intent, each] : folded.payments) {
        if (each.captured.currency == folded.price.currency) captured += each.captured.units;
    }
    if (its.received + its.went_back + its.unallocated != captured || its.open > its.price + mine.fees ||
        its.open < 0) {
        report(2, what.at, name + ": what came in is not what is received, spare and gone together");
    }
    bool const same = its.price == mine.price && its.received == mine.received &&
                      its.went_back == mine.went_back && its.open == mine.open &&
                      its.unallocated == mine.unallocated;
    if (!same) report(19, what.at, name + ": the product's sums are not those of the facts");
    if (its.live != live_checkouts(folded)) {
        report(5, what.at, name + ": the product takes another number of its checkouts for live");
    }
    if (its.granted > most_credits(folded))
        report(31, what.at, name + ": the product grants more credits than were sold and given");
    for (auto const& each : concerns_of(folded)) {
        bool const there = std::any_of(each.reasons.begin(), each.reasons.end(),
                                       [&its](auto const& reason) { return its.attention.contains(reason); });
        if (!there) report(13, what.at, name + ": nobody is asked to look at " + each.subject);
    }
}

}  // namespace quittance::simulation
