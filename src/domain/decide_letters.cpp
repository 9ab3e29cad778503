#include <algorithm>
#include <map>
#include <set>

#include "correspondence.hpp"
#include "quittance/base/planted.hpp"
#include "quittance/domain/balance.hpp"
#include "quittance/domain/money_that_came.hpp"
#include "quittance/domain/notices.hpp"
#include "reminding.hpp"

namespace quittance::domain {
namespace {

// Longer than sending one may take: until then whoever began it may be at it.
constexpr std::chrono::minutes in_hand_for{10};

// Between the claim and a server that takes it hours may pass: the day is over, or somebody has called.
std::string comes_too_late(account const& all, letter const& what, instant now, policy const& rules) {
    if (planted(bug::send_late)) return "";
    auto const& spoken = all.client.correspondence.last_contact;
    if (what.copy_of == 0 && obstacle_of(all, now, rules) == "outside_hours") return "outside_hours";
    return spoken && *spoken > what.at ? "too_soon" : "";
}

bool is_claimed_by(account const& all, letter const& what, letter_item const& about) {
    bool const claims = about.step >= 0 || what.kind == letter_kind::notice_before_charge;
    if (!claims || planted(bug::claim_no_step)) return claims;
    auto const* const known = find_reminded(all, about.booking, about.item);
    return known && known->letter == what.number;
}

// Another card was named meanwhile, or nothing is left to be charged to this one.
bool is_still_expiring(account const& all, letter const& what, instant now, policy const& rules) {
    return std::any_of(all.bookings.begin(), all.bookings.end(), [&](auto const& entry) {
        auto const& kept = entry.second.kept;
        return kept && kept->method.text() == what.subject && card_trouble_of(entry.second, now, rules);
    });
}

booking const* where_it_lives(account const& all, booking_id const& which) {
    constexpr int most_moves = 50;
    auto const* at = all.find(which);
    for (int moves = 0; at != nullptr && !at->moved_to.empty() && moves < most_moves; ++moves)
        at = all.find(at->moved_to);
    return at;
}

// What a person said had come, and took back since, is nothing to give thanks for.
bool was_taken_back(account const& all, booking_id const& ordered_for, letter const& what) {
    auto const* const of = where_it_lives(all, what.about.empty() ? ordered_for : what.about.front().booking);
    auto const* const money_in = of != nullptr ? find_payment(*of, what.payment) : nullptr;
    return money_in == nullptr ||
           reached_us(*money_in).minor_units() <= went_back_of(*money_in).minor_units();
}

std::string agreement_subject(booking_id const& of, agreed_terms const& version) {
    return of.text() + ' ' + std::to_string(version.version);
}

// A later version has a letter of its own.
bool is_newest_agreement(account const& all, letter const& what) {
    return std::any_of(all.bookings.begin(), all.bookings.end(), [&what](auto const& entry) {
        auto const& versions = entry.second.agreements;
        return !versions.empty() && what.subject == agreement_subject(entry.first, versions.back());
    });
}

bool is_reminder(letter const& what) {
    return what.kind >= letter_kind::reminder_before && what.kind <= letter_kind::reminder_final;
}

bool holds(std::vector<std::string> const& list, std::string const& one) {
    return std::find(list.begin(), list.end(), one) != list.end();
}

// The client may have taken their name off the list meanwhile. The business's own copies go by its settings.
bool is_copied_still(account const& all, letter const& what) {
    auto const& one = what.cc.front();
    if (holds(all.client.correspondence.refused_copies, one)) return false;
    return !is_reminder(what) || holds(all.client.further, one);
}

// The client has theirs; what the copy waits for is not as long as the night is, and it has one slot only.
bool waits_for_its_hours(account const& all, letter const& what, instant now, policy const& rules) {
    return what.copy_of > 0 && is_reminder(what) && obstacle_of(all, now, rules) == "outside_hours";
}

std::string why_not_reminded(account const& all, letter const& what, instant now, policy const& rules) {
    auto const& record = all.client.correspondence;
    if (!rules.reminders.on) return "off";
    if (record.resting && !planted(bug::ignore_rest)) return "resting";
    return comes_too_late(all, what, now, rules);
}

std::string why_nothing_is_asked(account const& all, letter const& what, instant now, policy const& rules) {
    bool const reminds = is_reminder(what);
    if (reminds) {
        auto rests = why_not_reminded(all, what, now, rules);
        if (!rests.empty()) return rests;
    }
    auto const open = still_open(all, what, now, rules);
    bool const claims_items =
        (reminds && what.copy_of == 0) || what.kind == letter_kind::notice_before_charge;
    // "Is due today" is said for what it was ordered for, not for what stands beside it; nor for what is due
    // on another day by now.
    bool const any = std::any_of(open.begin(), open.end(), [&](letter_item const& about) {
        return !claims_items || is_claimed_by(all, what, about);
    });
    return any ? "" : "settled";
}

// Why a letter that was ordered does not go out; empty: it does.
std::string why_withdrawn(account const& all, booking_id const& ordered_for, letter const& what, instant now,
                          policy const& rules) {
    auto const& record = all.client.correspondence;
    bool const copies = what.copy_of > 0;
    if (!rules.reminders.letters) return "off";
    if (!copies && what.to == record.unreachable) return "no_address";
    if (copies && !is_copied_still(all, what)) return "copy_not_wanted";
    if (what.kind == letter_kind::card_expiring)
        return is_still_expiring(all, what, now, rules) ? "" : "card_in_order";
    if (what.kind == letter_kind::payment_received)
        return was_taken_back(all, ordered_for, what) ? "taken_back" : "";
    if (what.kind == letter_kind::agreement_changed) return is_newest_agreement(all, what) ? "" : "outdated";
    if (what.kind == letter_kind::address_confirm) return is_asked_still(all, what, now) ? "" : "outdated";
    return asks_for_money(what.kind) ? why_nothing_is_asked(all, what, now, rules) : "";
}

bool orders_letters(event const& happened) {
    return std::holds_alternative<session_recorded>(happened) ||
           std::holds_alternative<intent_recorded>(happened) ||
           std::holds_alternative<charge_recorded>(happened) ||
           std::holds_alternative<refund_recorded>(happened) ||
           std::holds_alternative<taken_by_hand>(happened) ||
           std::holds_alternative<corrected_by_hand>(happened) ||
           std::holds_alternative<collection_stopped>(happened) ||
           std::holds_alternative<agreement_renewed>(happened) ||
           std::holds_alternative<booking_closed>(happened);
}

// The letters of one decision, in the order of their numbers.
class ordering {
public:
    ordering(decision& made, account after, instant now) : made_(made), after_(std::move(after)), now_(now) {}

    account const& after() const { return after_; }
    void order(letter what, booking_id const& lead) {
        what.to = address_of(after_, after_.bookings.at(lead));
        if (what.to.empty() || what.to == after_.client.correspondence.unreachable) return;
        what.number = after_.client.correspondence.letters + 1;
        what.at = now_;
        what.counts_when_sent = true;
        made_.effects.emplace_back(send_letter{lead, what.number, now_ + lifetime_of(what.kind)});
        made_.events.emplace_back(letter_ordered{lead, std::move(what)});
        evolve(after_, made_.events.back());
    }

private:
    decision& made_;
    account after_;
    instant now_;
};

// A payment may be known before it is known what it was for.
std::set<intent_id> payments_used(account const& all) {
    std::set<intent_id> used;
    for (auto const& [id, what] : all.bookings) {
        for (auto const& part : allocations_of(what)) used.insert(part.intent);
    }
    return used;
}

letter receipt_for(payment const& money_in) {
    letter made;
    if (money_in.by_hand) made.kind = letter_kind::payment_received;
    made.payment = money_in.intent;
    made.amount = money_in.captured;
    made.subject = money_in.intent.text();
    return made;
}

// Money by hand is confirmed when it is said to have come, whether it pays something yet or not; credit of
// another booking was, there.
std::map<intent_id, booking_id> taken_in(std::vector<event> const& events) {
    std::map<intent_id, booking_id> all;
    for (auto const& e : events) {
        auto const* const taken = std::get_if<taken_by_hand>(&e);
        if (taken && taken->what.kind != hand_kind::credit) all.emplace(taken->intent, taken->booking);
    }
    return all;
}

// For money that pays something, in whole or in part. What of the processor's fits nothing is for a person to
// write about.
void order_receipts(ordering& all, account const& before, std::vector<event> const& events) {
    auto const used = payments_used(before);
    std::map<intent_id, std::pair<booking_id, letter>> fresh;
    auto const receipt = [&](intent_id const& intent, booking_id const& lead) -> letter& {
        auto const& money_in = *find_payment(all.after().bookings.at(lead), intent);
        return fresh.try_emplace(intent, lead, receipt_for(money_in)).first->second.second;
    };
    auto const by_hand = taken_in(events);
    for (auto const& [id, what] : all.after().bookings) {
        for (auto const& part : allocations_of(what)) {
            bool const is_due = find_payment(what, part.intent)->by_hand ? by_hand.contains(part.intent)
                                                                         : !used.contains(part.intent);
            if (is_due) receipt(part.intent, id).about.push_back({id, part.item, -1});
        }
    }
    for (auto const& [intent, booking] : by_hand) receipt(intent, booking);
    for (auto& [intent, made] : fresh) all.order(std::move(made.second), made.first);
}

// What confirms new days of a single booking had a letter of its own.
bool is_agreed_plan(account const& all, booking_id const& which) {
    auto const& what = all.bookings.at(which);
    return what.terms.plan.is_plan() && !what.agreements.empty();
}

void order_others(ordering& all, std::vector<notice> const& news) {
    for (auto const& n : news) {
        letter made;
        made.subject = n.subject;
        if (n.kind == notice_kind::payment_refunded) {
            made.kind = letter_kind::refund;
            made.payment = n.payment;
            made.amount = n.amount;
            all.order(std::move(made), n.booking);
        } else if (n.kind == notice_kind::booking_confirmed && is_agreed_plan(all.after(), n.booking)) {
            made.kind = letter_kind::plan_agreed;
            all.order(std::move(made), n.booking);
        }
    }
}

// One letter for all that the card will not pay any more; what the bank asks for comes first.
void order_requests(ordering& all, std::vector<event> const& events) {
    std::map<booking_id, letter> by_booking;
    for (auto const& e : events) {
        auto const* const stopped = std::get_if<collection_stopped>(&e);
        if (!stopped) continue;
        auto const& reason = stopped->what.reason;
        bool const asks = reason == "authentication_required";
        if (!asks && reason != "declined" && reason != "declined_for_good") continue;
        auto& made = by_booking[stopped->booking];
        if (made.about.empty() || asks)
            made.kind = asks ? letter_kind::authentication_needed : letter_kind::charge_declined;
        made.about.push_back({stopped->booking, stopped->what.item, -1});
    }
    for (auto& [booking, made] : by_booking) all.order(std::move(made), booking);
}

// To both sides: the business has a copy where it named an inbox.
void order_agreements(ordering& all, std::vector<event> const& events, std::string const& owner) {
    for (auto const& e : events) {
        auto const* const renewed = std::get_if<agreement_renewed>(&e);
        if (!renewed) continue;
        letter made;
        made.kind = letter_kind::agreement_changed;
        made.subject = agreement_subject(renewed->booking, renewed->what);
        if (!owner.empty()) made.cc.push_back(owner);
        all.order(std::move(made), renewed->booking);
    }
}

void order_ends_of_holds(ordering& all, std::vector<event> const& events) {
    for (auto const& e : events) {
        auto const* const closed = std::get_if<booking_closed>(&e);
        if (!closed || closed->reason != "hold_expired") continue;
        letter made;
        made.kind = letter_kind::hold_expired;
        all.order(std::move(made), closed->booking);
    }
}

bool has_address(account const& all) {
    return std::any_of(all.bookings.begin(), all.bookings.end(),
                       [&all](auto const& entry) { return !address_of(all, entry.second).empty(); });
}

}  // namespace

void order_letters(decision& made, account const& before, instant now, policy const& rules) {
    if (!rules.reminders.letters || !has_address(before)) return;
    if (std::none_of(made.events.begin(), made.events.end(), orders_letters)) return;
    account after = before;
    for (auto const& e : made.events) evolve(after, e);
    auto const events = made.events;
    auto const news = notices_of(before, after, events);
    ordering all{made, std::move(after), now};
    order_others(all, news);
    order_receipts(all, before, events);
    order_requests(all, events);
    order_agreements(all, events, rules.reminders.owner);
    if (rules.reminders.tells_held) order_ends_of_holds(all, events);
}

verdict do_begin_letter(deciding& so_far, begin_letter const& asked, instant now, policy const& rules) {
    auto const* const known = find_letter(so_far.seen().client.correspondence, asked.letter);
    if (!known) return refusal{refusal_reason::letter_unknown, "letter"};
    auto const ends = [&](letter_state how, std::string why = {}) {
        so_far.happens(
            letter_recorded{asked.booking, asked.letter, how, false, std::move(why), now, asked.hash});
    };
    auto const why_not =
        planted(bug::no_second_look) ? "" : why_withdrawn(so_far.seen(), asked.booking, *known, now, rules);
    bool const begun = known->state == letter_state::attempting;
    if (begun && now < *known->begun + in_hand_for) return {};
    // Whoever began it may have sent it.
    if (known->state == letter_state::bounced) {
        ends(letter_state::bounced);
    } else if (begun && is_sent_once(known->kind) && !planted(bug::send_again_in_doubt)) {
        ends(letter_state::uncertain);
    } else if (!why_not.empty()) {
        ends(letter_state::withdrawn, why_not);
    } else if (!waits_for_its_hours(so_far.seen(), *known, now, rules)) {
        if (begun && !asked.hash.empty()) ends(letter_state::ordered);
        so_far.happens(letter_begun{asked.booking, asked.letter, now});
    }
    return {};
}

}  // namespace quittance::domain
