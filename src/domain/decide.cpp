#include "quittance/domain/decide.hpp"

#include <algorithm>

#include "decide_facts.hpp"
#include "decide_money.hpp"
#include "deciding.hpp"
#include "quittance/base/assert.hpp"
#include "quittance/base/planted.hpp"
#include "quittance/domain/balance.hpp"
#include "quittance/domain/calendar.hpp"
#include "quittance/domain/erasure.hpp"
#include "reminding.hpp"
#include "rests.hpp"

namespace quittance::domain {
namespace {

verdict check_terms(book const& asked) {
    if (asked.identity.reference.empty()) return refusal{refusal_reason::reference_missing, "reference"};
    if (asked.terms.price.unit().code().empty()) return refusal{refusal_reason::currency_missing, "currency"};
    if (asked.terms.price.is_negative()) return refusal{refusal_reason::amount_not_positive, "amount"};
    return {};
}

booking fresh_booking(book const& asked, booking_id id, instant now, policy const& rules) {
    booking made;
    made.id = std::move(id);
    made.identity = asked.identity;
    made.origin = asked.origin;
    made.terms = asked.terms;
    made.who = asked.who;
    made.service_at = asked.service_at;
    made.page_token = asked.page_token;
    made.booked_at = now;
    auto const own = asked.terms.hold_hours;
    made.hold_until = now + (own > 0 ? std::chrono::hours{own} : rules.hold_time);
    made.service = asked.service;
    auto const today = date_in(zone_of(asked.who, rules), now);
    if (asked.terms.plan.is_plan()) {
        made.anchor = today;
    } else {
        made.items.push_back({1, asked.terms.price, asked.due ? *asked.due : today});
    }
    return made;
}

verdict do_move(deciding& so_far, move_booking const& asked, instant now) {
    auto const* const from = so_far.seen().find(asked.from);
    if (!from) return refusal{refusal_reason::booking_unknown, "previous_ref"};
    if (!from->moved_to.empty()) return refusal{refusal_reason::booking_has_moved, "previous_ref"};
    if (from->closed_at) return refusal{refusal_reason::booking_is_closed, "previous_ref"};
    auto const to = booking_id_of(asked.to);
    if (so_far.seen().find(to)) return refusal{refusal_reason::target_exists, "reference"};
    so_far.happens(booking_moved{asked.from, to, asked.to, asked.page_token, now});
    return {};
}

// Where it takes place now is the business's own word; a stranger's moves nothing that is owed.
verdict follow_service(deciding& so_far, book const& asked, booking_id const& moved, instant now,
                       policy const& rules) {
    if (asked.origin == origin::plain_link || asked.service_at.empty()) return {};
    reschedule const to{moved, asked.service_at, asked.service.value_or(civil_date{}), "rescheduled",
                        "booking page"};
    return do_reschedule(so_far, to, now, rules);
}

verdict do_book(deciding& so_far, book const& asked, instant now, policy const& rules) {
    if (auto const fine = check_terms(asked); !fine) return fine;
    auto id = booking_id_of(asked.identity);
    if (auto const* const known = so_far.seen().find(id)) {
        bool const says_price = asked.origin != origin::plain_link && asked.price_named;
        bool const differs = says_price && known->terms.price != asked.terms.price;
        return differs ? verdict{refusal{refusal_reason::terms_differ, "amount"}} : verdict{};
    }
    if (asked.previous && so_far.seen().find(booking_id_of(*asked.previous))) {
        auto const moved =
            do_move(so_far, {booking_id_of(*asked.previous), asked.identity, asked.page_token}, now);
        return moved ? follow_service(so_far, asked, id, now, rules) : moved;
    }
    auto made = fresh_booking(asked, std::move(id), now, rules);
    if (made.anchor) {
        auto items = items_of(made.terms.plan, made.terms.price, *made.anchor, made.service);
        if (!items) return refusal{refusal_reason::plan_impossible, "service_at"};
        for (auto const& one : *items) {
            if (is_too_small(one.amount, rules)) return refusal{refusal_reason::plan_impossible, "amount"};
        }
        made.items = std::move(*items);
    }
    if (so_far.seen().client.since == instant{}) so_far.happens(client_registered{asked.who, now});
    auto const fresh = made.id;
    so_far.happens(booked{std::move(made)});
    if (!asked.terms_lost) return {};
    handover lost;
    lost.reason = "terms_lost";
    hand_over(so_far, fresh, std::move(lost), now);
    return {};
}

verdict do_register(deciding& so_far, register_client const& asked, instant now) {
    if (so_far.seen().client.since == instant{}) so_far.happens(client_registered{asked.who, now});
    return {};
}

// A session the booking knows by its id, or by the order it answers, needs no adoption: it is merely seen.
bool knows_session(booking const& what, session_fact const& fact) {
    if (find_checkout(what, fact.session)) return true;
    auto const* const named = find_checkout(what, fact.checkout);
    return named && named->session.empty();
}

checkout adopted_checkout(booking const& what, adopt_session const& asked) {
    checkout made;
    made.number = static_cast<int>(what.checkouts.size()) + 1;
    for (auto const& i : what.items) made.items.push_back(i.number);
    made.amount = asked.fact.amount;
    made.ordered_at = asked.ordered_at;
    made.expires_at = asked.fact.expires_at;
    return made;
}

verdict do_adopt(deciding& so_far, adopt_session const& asked) {
    auto const* const what = so_far.seen().find(asked.booking);
    if (!what) return refusal{refusal_reason::booking_unknown, ""};
    if (knows_session(*what, asked.fact)) return {};
    auto const made = adopted_checkout(*what, asked);
    so_far.happens(checkout_ordered{asked.booking, made});
    so_far.happens(session_recorded{asked.booking, made.number, asked.fact, shows_failed_method(asked.fact)});
    return {};
}

verdict do_book_and_open(deciding& so_far, book const& asked, instant now, policy const& rules) {
    if (auto const made = do_book(so_far, asked, now, rules); !made) return made;
    auto const id = booking_id_of(asked.identity);
    if (asked.agreed && so_far.seen().find(id)) {
        if (auto const fine = do_agree(so_far, {id, *asked.agreed}, now, rules); !fine) return fine;
    }
    if (asked.return_base.empty()) return {};
    return do_open(so_far, {id, asked.return_base, {}}, now, rules);
}

verdict do_close(deciding& so_far, close_held const& asked, instant now) {
    auto const* const what = so_far.seen().find(asked.booking);
    if (!what) return refusal{refusal_reason::booking_unknown, ""};
    if (!what->closed_at && hold_is_over(*what, now) && !live_checkout(*what)) {
        so_far.happens(booking_closed{asked.booking, "hold_expired", now});
    }
    return {};
}

verdict do_acknowledge(deciding& so_far, acknowledge const& asked, instant now) {
    auto const* const what = so_far.seen().find(asked.booking);
    if (!what) return refusal{refusal_reason::booking_unknown, ""};
    auto const list = attention_of(*what);
    bool const there =
        std::any_of(list.begin(), list.end(), [&](attention const& a) { return a.id == asked.attention; });
    if (!there) return refusal{refusal_reason::attention_unknown, "attention"};
    so_far.happens(attention_acknowledged{asked.booking, asked.attention});
    resume_if_dealt_with(so_far, asked.booking, now);
    return {};
}

// Facts are most of what comes in and need no copy of the account; the others decide step by step on one.
struct chooser {
    account const& current;
    instant now;
    policy const& rules;

    decided operator()(book const& c) const {
        return deciding_by(current, [&](deciding& d) { return do_book_and_open(d, c, now, rules); });
    }
    decided operator()(register_client const& c) const {
        return deciding_by(current, [&](deciding& d) { return do_register(d, c, now); });
    }
    decided operator()(checkout_created const& c) const {
        return deciding_by(current, [&](deciding& d) { return do_created(d, c); });
    }
    decided operator()(open_checkout const& c) const {
        return deciding_by(current, [&](deciding& d) { return do_open(d, c, now, rules); });
    }
    decided operator()(adopt_session const& c) const {
        return deciding_by(current, [&](deciding& d) { return do_adopt(d, c); });
    }
    decided operator()(close_held const& c) const {
        return deciding_by(current, [&](deciding& d) { return do_close(d, c, now); });
    }
    decided operator()(move_booking const& c) const {
        return deciding_by(current, [&](deciding& d) { return do_move(d, c, now); });
    }
    decided operator()(acknowledge const& c) const {
        return deciding_by(current, [&](deciding& d) { return do_acknowledge(d, c, now); });
    }
    decided operator()(agree const& c) const {
        return deciding_by(current, [&](deciding& d) { return do_agree(d, c, now, rules); });
    }
    decided operator()(customer_created const& c) const {
        return deciding_by(current, [&](deciding& d) { return do_customer(d, c, now, rules); });
    }
    decided operator()(customer_refused const& c) const {
        return deciding_by(current, [&](deciding& d) { return do_customer(d, c, now, rules); });
    }
    decided operator()(customer_changed const& c) const {
        return deciding_by(current, [&](deciding& d) { return do_customer(d, c, now); });
    }
    decided operator()(collect const& c) const {
        return deciding_by(current, [&](deciding& d) { return do_collect(d, c, now, rules); });
    }
    decided operator()(intent_created const& c) const {
        return deciding_by(current, [&](deciding& d) { return do_intent(d, c, now, rules); });
    }
    decided operator()(attempt_answered const& c) const {
        return deciding_by(current, [&](deciding& d) { return do_attempt(d, c, now, rules); });
    }
    decided operator()(attempt_refused const& c) const {
        return deciding_by(current, [&](deciding& d) { return do_attempt(d, c, now); });
    }
    decided operator()(attempt_unanswered const& c) const {
        return deciding_by(current, [&](deciding& d) { return do_attempt(d, c); });
    }
    decided operator()(intent_looked_up const& c) const {
        return deciding_by(current, [&](deciding& d) { return do_look_up(d, c, now, rules); });
    }
    decided operator()(closing_answered const& c) const {
        return deciding_by(current, [&](deciding& d) { return do_closing(d, c, now, rules); });
    }
    decided operator()(order_refund const& c) const {
        return deciding_by(current, [&](deciding& d) { return do_refund(d, c, now); });
    }
    decided operator()(take_by_hand const& c) const {
        return deciding_by(current, [&](deciding& d) { return do_take(d, c, now); });
    }
    decided operator()(correct_by_hand const& c) const {
        return deciding_by(current, [&](deciding& d) { return do_correct(d, c, now); });
    }
    decided operator()(waive const& c) const {
        return deciding_by(current, [&](deciding& d) { return do_waive(d, c, now); });
    }
    decided operator()(change_item const& c) const {
        return deciding_by(current, [&](deciding& d) { return do_change_item(d, c, now, rules); });
    }
    decided operator()(move_plan const& c) const {
        return deciding_by(current, [&](deciding& d) { return do_move_plan(d, c, now); });
    }
    decided operator()(change_plan const& c) const {
        return deciding_by(current, [&](deciding& d) { return do_change_plan(d, c, now, rules); });
    }
    decided operator()(reschedule const& c) const {
        return deciding_by(current, [&](deciding& d) { return do_reschedule(d, c, now, rules); });
    }
    decided operator()(add_late_fees const& c) const {
        return deciding_by(current, [&](deciding& d) { return do_add_late_fees(d, c, now, rules); });
    }
    decided operator()(cancel_booking const& c) const {
        return deciding_by(current, [&](deciding& d) { return do_cancel(d, c, now, rules); });
    }
    decided operator()(deliver const& c) const {
        return deciding_by(current, [&](deciding& d) { return do_deliver(d, c, now, rules); });
    }
    decided operator()(change_credits const& c) const {
        return deciding_by(current, [&](deciding& d) { return do_change_credits(d, c, now, rules); });
    }
    decided operator()(use_credit const& c) const {
        return deciding_by(current, [&](deciding& d) { return do_use_credit(d, c, now, rules); });
    }
    decided operator()(reserve_credits const& c) const {
        return deciding_by(current, [&](deciding& d) { return do_reserve(d, c, now, rules); });
    }
    decided operator()(release_credits const& c) const {
        return deciding_by(current, [&](deciding& d) { return do_release(d, c, now); });
    }
    decided operator()(take_back_delivery const& c) const {
        return deciding_by(current, [&](deciding& d) { return do_take_back(d, c, now); });
    }
    decided operator()(remind const& c) const {
        return deciding_by(current, [&](deciding& d) { return do_remind(d, c, now, rules); });
    }
    decided operator()(begin_letter const& c) const {
        return deciding_by(current, [&](deciding& d) { return do_begin_letter(d, c, now, rules); });
    }
    decided operator()(letter_answered const& c) const {
        return deciding_by(current, [&](deciding& d) { return do_letter(d, c, now); });
    }
    decided operator()(letter_came_back const& c) const {
        return deciding_by(current, [&](deciding& d) { return do_return(d, c, now); });
    }
    decided operator()(client_says const& c) const {
        return deciding_by(current, [&](deciding& d) { return do_say(d, c, now, rules); });
    }
    decided operator()(note_contact const& c) const {
        return deciding_by(current, [&](deciding& d) { return do_note(d, c, now); });
    }
    decided operator()(rest_reminders const& c) const {
        return deciding_by(current, [&](deciding& d) { return do_rest(d, c, now); });
    }
    decided operator()(choose_cadence const& c) const {
        return deciding_by(current, [&](deciding& d) { return do_choose_cadence(d, c, now, rules); });
    }
    decided operator()(name_contacts const& c) const {
        return deciding_by(current, [&](deciding& d) { return do_name_contacts(d, c, now); });
    }
    decided operator()(ask_address const& c) const {
        return deciding_by(current, [&](deciding& d) { return do_ask_address(d, c, now, rules); });
    }
    decided operator()(confirm_address const& c) const {
        return deciding_by(current, [&](deciding& d) { return do_confirm_address(d, c, now, rules); });
    }
    decided operator()(renew_page_link const& c) const {
        return deciding_by(current, [&](deciding& d) { return do_renew_link(d, c, now); });
    }
    decided operator()(resume_reminders const& c) const {
        return deciding_by(current, [&](deciding& d) { return do_resume(d, c, now); });
    }
    decided operator()(order_card_page const& c) const {
        return deciding_by(current, [&](deciding& d) { return do_order_card_page(d, c, now, rules); });
    }
    decided operator()(card_page_refused const& c) const {
        return deciding_by(current, [&](deciding& d) { return do_card_page(d, c); });
    }
    decided operator()(card_page_seen const& c) const {
        return deciding_by(current, [&](deciding& d) { return do_card_page(d, c, now, rules); });
    }
    decided operator()(card_seen const& c) const {
        return deciding_by(current, [&](deciding& d) { return do_card(d, c, now, rules); });
    }
    decided operator()(check_card const& c) const {
        return deciding_by(current, [&](deciding& d) { return do_check_card(d, c, now, rules); });
    }
    decided operator()(checkout_refused const& c) const {
        auto const* const what = current.find(c.booking);
        auto const* const payer = what ? find_checkout(*what, c.checkout) : nullptr;
        if (!payer || !payer->off_session) return decide_fact(current, c);
        return deciding_by(current, [&](deciding& d) { return do_refused_charge(d, c, now); });
    }
    decided operator()(checkout_absent const& c) const { return decide_fact(current, c, now); }
    template <class Fact>
    decided operator()(Fact const& c) const {
        return decide_fact(current, c);
    }
};

// There is nobody to write to, and nothing to learn from a letter that comes back.
bool writes_to_the_client(command const& asked) {
    return std::holds_alternative<remind>(asked) || std::holds_alternative<letter_came_back>(asked);
}

}  // namespace

std::string page_address(client_id const& client, booking const& what) {
    return client.text() + '.' + what.id.text() + '.' + what.page_token;
}

decided decide(account const& current, command const& asked, instant now, policy const& rules) {
    bool const erased = current.client.erased.has_value();
    if (erased && needs_a_person(current, asked)) return refusal{refusal_reason::client_erased, "client"};
    if (erased && writes_to_the_client(asked)) return decision{};
    auto made = std::visit(chooser{current, now, rules}, asked);
    if (!made) return made;
    see_to_rests(*made, current, now, rules);
    renew_agreements(*made, current, rules);
    begin_anew(*made, current, now, rules);
    order_letters(*made, current, now, rules);
    return made;
}

}  // namespace quittance::domain
