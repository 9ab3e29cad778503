#include <algorithm>
#include <map>
#include <set>

#include "correspondence.hpp"
#include "quittance/base/planted.hpp"
#include "quittance/domain/balance.hpp"
#include "quittance/domain/notices.hpp"
#include "reminding.hpp"

namespace quittance::domain {
namespace {

constexpr std::chrono::hours receipt_lifetime{24 * 5};  // as long as RFC 5321, 4.5.4.1, keeps trying
constexpr std::chrono::hours request_lifetime{48};
// Longer than sending one may take: until then whoever began it may be at it.
constexpr std::chrono::minutes in_hand_for{10};

// Between the claim and a server that takes it hours may pass: the day is over, or somebody has called.
bool comes_too_late(account const& all, letter const& what, instant now, policy const& rules) {
    if (planted(bug::send_late)) return false;
    auto const& spoken = all.client.correspondence.last_contact;
    bool const late = what.copy_of == 0 && obstacle_of(all, now, rules) == "outside_hours";
    return late || (spoken && *spoken > what.at);
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

// The client may have taken their name off the list meanwhile. The business's own copies go by its settings.
bool is_copied_still(account const& all, letter const& what) {
    auto const& named = all.client.further;
    return !is_reminder(what) || std::find(named.begin(), named.end(), what.cc.front()) != named.end();
}

// The client has theirs; what the copy waits for is not as long as the night is, and it has one slot only.
bool waits_for_its_hours(account const& all, letter const& what, instant now, policy const& rules) {
    return what.copy_of > 0 && is_reminder(what) && obstacle_of(all, now, rules) == "outside_hours";
}

bool is_wanted(account const& all, letter const& what, instant now, policy const& rules) {
    auto const& record = all.client.correspondence;
    bool const copies = what.copy_of > 0;
    if (!rules.reminders.letters || (!copies && what.to == record.unreachable)) return false;
    if (copies && !is_copied_still(all, what)) return false;
    if (what.kind == letter_kind::card_expiring) return is_still_expiring(all, what, now, rules);
    if (what.kind == letter_kind::agreement_changed) return is_newest_agreement(all, what);
    if (what.kind == letter_kind::address_confirm) return is_asked_still(all, what, now);
    if (!asks_for_money(what.kind)) return true;
    bool const reminds = is_reminder(what);
    bool const rests = record.resting && !planted(bug::ignore_rest);
    if (reminds && (!rules.reminders.on || rests)) return false;
    if (reminds && comes_too_late(all, what, now, rules)) return false;
    auto const open = still_open(all, what, now, rules);
    bool const claims_items = (reminds && !copies) || what.kind == letter_kind::notice_before_charge;
    if (!claims_items) return !open.empty();
    // "Is due today" is said for what it was ordered for, not for what stands beside it; nor for what is due
    // on another day by now.
    return std::any_of(open.begin(), open.end(),
                       [&](letter_item const& about) { return is_claimed_by(all, what, about); });
}

bool orders_letters(event const& happened) {
    return std::holds_alternative<session_recorded>(happened) ||
           std::holds_alternative<intent_recorded>(happened) ||
           std::holds_alternative<charge_recorded>(happened) ||
           std::holds_alternative<refund_recorded>(happened) ||
           std::holds_alternative<taken_by_hand>(happened) ||
           std::holds_alternative<corrected_by_hand>(happened) ||
           std::holds_alternative<collection_stopped>(happened) ||
           std::holds_alternative<agreement_renewed>(happened);
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
        auto const lifetime = asks_for_money(what.kind) ? request_lifetime : receipt_lifetime;
        what.counts_when_sent = true;
        made_.effects.emplace_back(send_letter{lead, what.number, now_ + lifetime});
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
    made.payment = money_in.intent;
    made.amount = money_in.captured;
    made.subject = money_in.intent.text();
    return made;
}

// For money that pays something, in whole or in part. What fits nothing is for a person to write about.
void order_receipts(ordering& all, account const& before) {
    auto const used = payments_used(before);
    std::map<intent_id, std::pair<booking_id, letter>> fresh;
    for (auto const& [id, what] : all.after().bookings) {
        for (auto const& part : allocations_of(what)) {
            if (used.contains(part.intent)) continue;
            auto& made = fresh.try_emplace(part.intent, id, receipt_for(*find_payment(what, part.intent)))
                             .first->second;
            made.second.about.push_back({id, part.item, -1});
        }
    }
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

bool has_address(account const& all) {
    return std::any_of(all.bookings.begin(), all.bookings.end(),
                       [&all](auto const& entry) { return !address_of(all, entry.second).empty(); });
}

// RFC 3463: systems (3), the protocol (5), the content (6) and policy (7) are about the mail or about us, and
// say nothing of who lives at the address.
bool is_about_the_address(std::string_view status) {
    return !status.starts_with("5.3.") && !status.starts_with("5.5.") && !status.starts_with("5.6.") &&
           !status.starts_with("5.7.");
}

void tell_a_person(deciding& so_far, booking_id const& which, char const* reason, instant now) {
    if (!so_far.seen().find(which)) return;
    int const number = static_cast<int>(so_far.seen(which).handovers.size()) + 1;
    so_far.happens(handed_over{which, {number, reason, 0, "", now}});
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
    order_receipts(all, before);
    order_requests(all, events);
    order_agreements(all, events, rules.reminders.owner);
}

verdict do_begin_letter(deciding& so_far, begin_letter const& asked, instant now, policy const& rules) {
    auto const* const known = find_letter(so_far.seen().client.correspondence, asked.letter);
    if (!known) return refusal{refusal_reason::letter_unknown, "letter"};
    auto const ends = [&](letter_state how) {
        so_far.happens(letter_recorded{asked.booking, asked.letter, how, false, "", now, asked.hash});
    };
    bool const begun = known->state == letter_state::attempting;
    if (begun && now < *known->begun + in_hand_for) return {};
    // Whoever began it may have sent it.
    if (known->state == letter_state::bounced) {
        ends(letter_state::bounced);
    } else if (begun && is_sent_once(known->kind) && !planted(bug::send_again_in_doubt)) {
        ends(letter_state::uncertain);
    } else if (!planted(bug::no_second_look) && !is_wanted(so_far.seen(), *known, now, rules)) {
        ends(letter_state::withdrawn);
    } else if (!waits_for_its_hours(so_far.seen(), *known, now, rules)) {
        if (begun && !asked.hash.empty()) ends(letter_state::ordered);
        so_far.happens(letter_begun{asked.booking, asked.letter, now});
    }
    return {};
}

namespace {

bool is_in_force(account const& all, booking_id const& which, letter const& what) {
    auto const* const own = all.find(which);
    return own == nullptr || address_of(all, *own) == what.to;
}

letter copy_for(std::string address, letter const& of, int number, instant now) {
    auto made = of;
    made.number = number;
    made.copy_of = of.number;
    made.cc = {std::move(address)};
    made.reached.clear();
    made.at = now;
    made.state = letter_state::ordered;
    made.begun.reset();
    made.tries = 0;
    for (auto& about : made.about) about.step = -1;  // claimed by the letter itself
    return made;
}

// The client's own letter is through. What its server put off for the others goes on by itself, one for each
// of them: who has theirs gets no second one, and what becomes of each is told in its own words.
void order_copies(deciding& so_far, letter_answered const& asked, letter const& of, instant now) {
    auto const ends = of.at + (asks_for_money(of.kind) ? request_lifetime : receipt_lifetime);
    for (auto const& one : asked.put_off) {
        auto made = copy_for(one, of, so_far.seen().client.correspondence.letters + 1, now);
        so_far.orders(send_letter{asked.booking, made.number, ends});
        so_far.happens(letter_ordered{asked.booking, std::move(made), {}});
    }
}

}  // namespace

verdict do_letter(deciding& so_far, letter_answered const& asked, instant now) {
    auto const* const found = find_letter(so_far.seen().client.correspondence, asked.letter);
    if (!found) return {};
    auto const known = *found;
    // Whoever gives it up now did not begin it, and cannot know that nobody has it.
    bool const in_doubt = asked.state == letter_state::given_up && known.state == letter_state::attempting;
    auto const state = in_doubt && !planted(bug::undo_in_doubt) ? letter_state::uncertain : asked.state;
    // What is said of an address that letters do not go to says nothing of the one they go to.
    bool const copies = known.copy_of > 0;
    bool const gone = asked.address_gone && !copies && is_in_force(so_far.seen(), asked.booking, known);
    // In doubt a receipt goes out again under the same Message-ID: only a reminder rests there.
    so_far.happens(letter_recorded{asked.booking, asked.letter, state, gone, asked.reply, now, asked.hash,
                                   asked.reached});
    bool const for_a_person =
        asked.state == letter_state::refused && !copies && so_far.seen().find(asked.booking) != nullptr;
    if (is_final(state)) order_copies(so_far, asked, known, now);
    if (for_a_person) tell_a_person(so_far, asked.booking, "letter_refused", now);
    return {};
}

verdict do_return(deciding& so_far, letter_came_back const& asked, instant now) {
    auto const record = so_far.seen().client.correspondence;
    if (!so_far.seen().find(asked.booking)) return refusal{refusal_reason::booking_unknown, ""};
    if (asked.letter < 1 || asked.letter > record.letters)
        return refusal{refusal_reason::letter_unknown, "letter"};
    auto const& told = asked.unwanted ? record.complained : record.bounced;
    if (std::find(told.begin(), told.end(), asked.letter) != told.end()) return {};
    if (asked.unwanted) {
        so_far.happens(letter_unwanted{asked.booking, asked.letter, now});
        so_far.happens(reminders_rested{asked.booking, {"complaint", std::nullopt, "", "", now}});
        tell_a_person(so_far, asked.booking, "complaint", now);
        return {};
    }
    auto const current = address_of(so_far.seen(), so_far.seen(asked.booking));
    // An address that was replaced meanwhile must not undo what is known of the one in its place.
    bool const stops =
        !asked.address.empty() && asked.address == current && is_about_the_address(asked.status);
    bool const known = stops && record.unreachable == current;
    so_far.happens(
        letter_bounced{asked.booking, asked.letter, stops ? current : std::string{}, asked.status, now});
    if (!known) tell_a_person(so_far, asked.booking, stops ? "letter_bounced" : "letter_undelivered", now);
    return {};
}

}  // namespace quittance::domain
