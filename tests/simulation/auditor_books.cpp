// The processor's books against ours: 3, 4, 5, 19.
#include <algorithm>

#include "auditor_books.hpp"
#include "auditor_state.hpp"
#include "product_probe.hpp"

namespace quittance::simulation {
namespace {

std::string named(place const& whose) { return "booking " + whose.booking + " of account " + whose.client; }

}  // namespace

void auditor::state::judge_books(processor_books const& texts, store_view const& store, instant now,
                                 bool rest) {
    book_reader books{texts, options.store_id};
    for (auto const& [intent, whose] : books.owners) intents.try_emplace(intent, whose);
    if (loss_open) return;
    judge_single_payer(books, now);
    judge_single_charge(books, now);
    for (auto const& [intent, money_in] : books.money) judge_money(money_in, store, texts, now, rest);
    judge_inventions(books, now);
    if (rest) judge_totals(books, now);
}

// 5: of one booking at most one page can take money.
void auditor::state::judge_single_payer(book_reader const& books, instant now) {
    std::map<std::pair<std::string, std::string>, std::vector<std::string>> live;
    for (auto const& each : books.sessions) {
        auto const* const booking = find_booking(each.whose);
        if (!booking) continue;
        bool const takes = each.takes_money(now);
        if (takes) live[{each.whose.client, booking->id}].push_back(each.id);
        // A dead page of before a loss may carry the number of one that was ordered after it.
        if (ever_lost && !takes) continue;
        auto const asked = std::find_if(booking->checkouts.begin(), booking->checkouts.end(),
                                        [&each](auto const& c) { return c.number == each.checkout; });
        if (asked != booking->checkouts.end() && (asked->absent || !asked->refusal.empty())) {
            report(5, now, named(each.whose) + " takes " + each.id + " for something that never was");
        }
    }
    for (auto const& [intent, whose] : books.owners) {
        auto const* const booking = find_booking(whose);
        if (!booking || books.statuses.at(intent) != "processing") continue;
        for (auto const& each : booking->checkouts) {
            if (each.off_session && each.intent == intent)
                live[{whose.client, booking->id}].push_back(intent);
        }
    }
    for (auto const& [key, ids] : live) {
        if (ids.size() > 1) {
            report(5, now,
                   named({key.first, key.second}) + " can be paid on " + ids[0] + " and on " + ids[1]);
        }
    }
}

namespace {

bool was_opened_again(booking_model const& what, std::string const& intent) {
    return std::any_of(what.refund_orders.begin(), what.refund_orders.end(), [&intent](auto const& o) {
        return flag_in(o, "reopens") && text_in(o, "intent") == intent;
    });
}

checkout_model const* asked_by(booking_model const& what, taken_money const& money_in) {
    auto const at = std::find_if(what.checkouts.begin(), what.checkouts.end(),
                                 [&money_in](auto const& c) { return c.number == money_in.checkout; });
    return at == what.checkouts.end() ? nullptr : &*at;
}

// Where money by hand paid a part of it, and was corrected: together no more than the items are.
bool are_parts(booking_model const& what, taken_money const& first, taken_money const& second) {
    auto const* const one = asked_by(what, first);
    auto const* const other = asked_by(what, second);
    std::int64_t owed = 0;
    for (auto const& each : what.items) {
        auto const is_in = [&each](checkout_model const* c) {
            return std::find(c->items.begin(), c->items.end(), each.number) != c->items.end();
        };
        if (is_in(one) || is_in(other)) owed += each.owed.units;
    }
    return first.captured + second.captured <= owed;
}

}  // namespace

// 4: an item is charged once; again only when all of the first charge went back before.
void auditor::state::judge_single_charge(book_reader const& books, instant now) {
    std::map<std::tuple<std::string, std::string, int>, std::vector<taken_money const*>> charges;
    for (auto const& [intent, money_in] : books.money) {
        auto const* const booking = find_booking(money_in.whose);
        if (!booking) continue;
        for (auto const& asked : booking->checkouts) {
            if (asked.number != money_in.checkout) continue;
            for (int const item : asked.items) {
                charges[{money_in.whose.client, booking->id, item}].push_back(&money_in);
            }
        }
    }
    for (auto& [key, list] : charges) {
        std::sort(list.begin(), list.end(), [](auto const* a, auto const* b) { return a->at < b->at; });
        for (std::size_t i = 1; i < list.size(); ++i) {
            auto const& first = *list[i - 1];
            auto const& what = *find_booking(first.whose);
            bool const first_went_back = first.returned_until(list[i]->at) >= first.captured;
            if (first_went_back || was_opened_again(what, first.intent) || are_parts(what, first, *list[i]))
                continue;
            report(4, now,
                   named({std::get<0>(key), std::get<1>(key)}) +
                       " was charged twice for one item: " + list[i - 1]->intent + " and " + list[i]->intent);
        }
    }
}

// 3 in the books, and 19 for one payment: never more than the processor says; at rest exactly that.
void auditor::state::judge_money(taken_money const& theirs, store_view const& store,
                                 processor_books const& texts, instant now, bool rest) {
    auto const name = named(theirs.whose) + ", payment " + theirs.intent;
    if (theirs.refunded < 0 || theirs.refunded > theirs.captured) {
        report(3, now, name + ": the processor returned more than it took");
    }
    auto const* const booking = find_booking(theirs.whose);
    if (!booking) {
        if (rest && !is_parked(theirs.intent, store, texts)) {
            report(19, now, name + ": money came in, and neither is there a booking nor a parked event");
        }
        return;
    }
    auto const at = booking->payments.find(theirs.intent);
    payment_model const ours = at == booking->payments.end() ? payment_model{} : at->second;
    if (ours.captured.units > theirs.captured || went_back_of(ours) > ours.captured.units) {
        report(19, now,
               name + ": we believe in " + text_of(ours.captured) + ", the processor took " +
                   std::to_string(theirs.captured));
    }
    if (!rest) return;
    if (ours.captured.units != theirs.captured || ours.captured.currency != theirs.currency) {
        report(19, now,
               name + ": we know of " + text_of(ours.captured) + ", the processor took " +
                   std::to_string(theirs.captured) + ' ' + theirs.currency);
    }
    auto const gone = std::min(theirs.refunded + theirs.disputed, theirs.captured);
    if (went_back_of(ours) != gone) {
        report(19, now,
               name + ": by us " + std::to_string(went_back_of(ours)) + " went back, by the processor " +
                   std::to_string(gone));
    }
}

bool auditor::state::is_parked(std::string const& intent, store_view const& store,
                               processor_books const& texts) const {
    if (parked_intents.contains(intent)) return true;
    for (auto const& text : texts.events) {
        if (text.find('"' + intent + '"') == std::string::npos) continue;
        auto const id = text_in(json::parse(text).as_object(), "id");
        auto const& list = store.parked_event_ids;
        if (std::find(list.begin(), list.end(), id) != list.end() || parked.contains(id)) return true;
    }
    return false;
}

// Money in our books that the processor never took.
void auditor::state::judge_inventions(book_reader const& books, instant now) {
    for (auto const& [client, known] : accounts) {
        for (auto const& [id, what] : known.folded.bookings) {
            for (auto const& [intent, ours] : what.payments) {
                if (ours.captured.units == 0 || books.money.contains(intent)) continue;
                if (!ours.by_hand.empty()) continue;  // the processor never had it
                report(19, now,
                       named({client, id}) + " counts " + text_of(ours.captured) + " by " + intent +
                           ", which the processor never took");
            }
        }
    }
}

// 19 in full: what the product itself adds up, booking by booking, is what the processor adds up.
void auditor::state::judge_totals(book_reader const& books, instant now) {
    std::map<std::string, std::int64_t> theirs;
    std::map<std::string, std::int64_t> ours;
    for (auto const& [intent, money_in] : books.money) {
        if (!find_booking(money_in.whose)) continue;
        theirs[money_in.currency] +=
            money_in.captured - std::min(money_in.refunded + money_in.disputed, money_in.captured);
    }
    for (auto const& [client, known] : accounts) {
        for (auto const& [id, text] : known.bookings) {
            auto const said = sums_by_product(text);
            auto const& currency = known.folded.bookings.at(id).price.currency;
            ours[currency] += said.received + said.unallocated;
            for (auto const& [intent, each] : known.folded.bookings.at(id).payments) {
                if (!each.by_hand.empty()) ours[currency] -= each.captured.units - went_back_of(each);
            }
        }
    }
    for (auto const& [currency, sum] : theirs) {
        if (ours[currency] == sum) continue;
        report(19, now,
               "in all the processor holds " + std::to_string(sum) + ' ' + currency + " and we say " +
                   std::to_string(ours[currency]));
    }
}

}  // namespace quittance::simulation
