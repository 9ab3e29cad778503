#include <algorithm>

#include "decide_facts.hpp"
#include "deciding.hpp"
#include "quittance/base/assert.hpp"
#include "quittance/base/planted.hpp"
#include "quittance/domain/balance.hpp"
#include "quittance/domain/calendar.hpp"
#include "quittance/domain/reminders.hpp"

namespace quittance::domain {
namespace {

constexpr std::chrono::hours a_day{24};

bool is_agreed(booking const& what) { return !what.terms.plan.is_plan() || !what.agreements.empty(); }

// A plan's later items are charged to the card that its first ones are paid with.
bool keeps_cards(booking const& what) { return what.terms.plan.is_plan(); }

std::vector<int> open_items(booking const& what) {
    std::vector<int> open;
    for (auto const& s : standing_of(what)) {
        if (!s.open.is_zero()) open.push_back(s.what.number);
    }
    return open;
}

bool knows_items(booking const& what, std::vector<int> const& asked) {
    return std::all_of(asked.begin(), asked.end(), [&what](int number) {
        return std::any_of(what.items.begin(), what.items.end(),
                           [number](item const& i) { return i.number == number; });
    });
}

// In the order of the plan, each once.
std::vector<int> wanted_items(booking const& what, std::vector<int> const& asked, instant now,
                              policy const& rules) {
    auto open = open_items(what);
    if (!asked.empty()) {
        std::erase_if(open,
                      [&asked](int n) { return std::find(asked.begin(), asked.end(), n) == asked.end(); });
        return open;
    }
    if (!what.terms.plan.is_plan()) return open;
    return items_due(what, date_in(zone_of(what.who, rules), now));
}

checkout fresh_checkout(booking const& what, std::vector<int> items, instant now, policy const& rules) {
    checkout made;
    made.number = static_cast<int>(what.checkouts.size()) + 1;
    made.amount = open_of(what, items);
    made.items = std::move(items);
    made.ordered_at = now;
    made.expires_at = std::chrono::floor<std::chrono::seconds>(now + rules.checkout_lifetime);
    made.keeps_card = keeps_cards(what);
    if (planted(bug::decide_by_memory)) made.expires_at += std::chrono::seconds{planted_memory()};
    return made;
}

create_checkout order_for(account const& current, booking const& what, checkout const& made,
                          std::string const& return_base) {
    create_checkout order;
    order.booking = what.id;
    order.checkout = made.number;
    order.amount = made.amount;
    order.title = what.terms.title;
    order.description = what.terms.description;
    order.customer_email = address_of(current, what);
    order.locale = what.who.locale;
    order.success_url = return_base + page_address(current.id, what);
    order.cancel_url = order.success_url + "?back=1";
    order.reference = what.identity.reference;
    order.expires_at = made.expires_at;
    if (made.keeps_card) {
        order.customer = current.client.customer;
        order.keep_card = true;
        order.terms_note = what.agreements.back().note;
        order.agreement_hash = what.agreements.back().hash;
    }
    return order;
}

// What the processor refused a moment ago it would refuse again, and every order stays on record: a link that
// is clicked without end must not make a booking without end.
bool was_just_refused(booking const& what, instant now, policy const& rules) {
    if (what.checkouts.empty() || what.checkouts.back().refusal.empty()) return false;
    return now < what.checkouts.back().ordered_at + rules.after_refusal;
}

// A page for other items, or a charge that rests, makes way; whoever takes money now does not.
void make_way(deciding& so_far, booking_id const& which, checkout const& payer,
              std::vector<int> const& items) {
    bool const rests = payer.off_session ? !is_under_way(payer)
                                         : payer.items != items && payer.status == session_status::open;
    if (rests) close_payer(so_far, which, payer);
}

// Somebody may choose now this and now that without end; each choice is a page, and stays on record.
constexpr std::ptrdiff_t most_pages_a_day = 20;

bool had_many_pages(booking const& what, instant now) {
    return std::count_if(what.checkouts.begin(), what.checkouts.end(), [now](checkout const& c) {
               return !c.off_session && c.ordered_at > now - a_day;
           }) >= most_pages_a_day;
}

void order_page(deciding& so_far, booking_id const& which, std::vector<int> items,
                std::string const& return_base, instant now, policy const& rules) {
    auto const& what = so_far.seen(which);
    auto const& owner = so_far.seen().client;
    if (keeps_cards(what) && owner.customer.empty()) {
        if (!owner.customer_for.empty() && !planted(bug::customer_twice))
            return;  // its outcome leads back here
        create_customer order{which, static_cast<int>(what.checkouts.size()) + 1, what.who.name,
                              address_of(so_far.seen(), what)};
        so_far.happens(customer_ordered{which});
        so_far.orders(std::move(order));
        return;
    }
    auto const made = fresh_checkout(what, std::move(items), now, rules);
    auto order = order_for(so_far.seen(), what, made, return_base);
    so_far.happens(checkout_ordered{which, made});
    so_far.orders(std::move(order));
}

// On record as an order that was refused: it is told as one, and not repeated at once.
void record_refused_customer(deciding& so_far, customer_refused const& asked, instant now,
                             policy const& rules) {
    auto const& what = so_far.seen(asked.booking);
    auto const made = fresh_checkout(what, wanted_items(what, {}, now, rules), now, rules);
    so_far.happens(checkout_ordered{asked.booking, made});
    so_far.happens(refusal_recorded{asked.booking, made.number, asked.code});
}

}  // namespace

void tell_processor(deciding& so_far, booking_id const& which) {
    auto const& owner = so_far.seen().client;
    if (owner.customer_change == 0 || owner.customer.empty()) return;
    so_far.orders(change_customer{which, owner.customer_change, owner.customer, owner.who.email});
}

void close_payer(deciding& so_far, booking_id const& which, checkout const& payer) {
    if (payer.closing) return;
    int const closing = payer.closings + 1;
    if (payer.off_session && payer.intent.empty()) return;  // the intent's own arrival asks again
    if (!payer.off_session && payer.session.empty()) return;
    effect order = cancel_intent{which, payer.number, closing, payer.intent};
    if (!payer.off_session) order = expire_session{which, payer.number, closing, payer.session};
    so_far.happens(closing_ordered{which, payer.number});
    so_far.orders(std::move(order));
}

namespace {

bool brought_money(booking const& what, checkout const& page) {
    return std::any_of(what.payments.begin(), what.payments.end(), [&page](payment const& p) {
        return p.checkout == page.number && !p.captured.is_zero();
    });
}

}  // namespace

verdict do_created(deciding& so_far, checkout_created const& asked) {
    auto const made = decide_fact(so_far.seen(), asked);
    if (!made) return made.error();
    for (auto const& e : made->events) so_far.happens(e);
    auto const& what = so_far.seen(asked.booking);
    auto const* const page = find_checkout(what, asked.checkout);
    // What was paid by hand, waived or closed while the page was being made is not asked for by it.
    bool const is_stale = page && is_live(*page) && page->status == session_status::open &&
                          !brought_money(what, *page) &&
                          (what.closed_at || open_of(what, page->items) != page->amount);
    if (is_stale) close_payer(so_far, asked.booking, *page);
    return {};
}

verdict do_open(deciding& so_far, open_checkout const& asked, instant now, policy const& rules) {
    auto const* const what = so_far.seen().find(asked.booking);
    if (!what) return refusal{refusal_reason::booking_unknown, ""};
    if (!what->moved_to.empty()) return refusal{refusal_reason::booking_has_moved, ""};
    if (!knows_items(*what, asked.items)) return refusal{refusal_reason::item_unknown, "items"};
    auto const items = wanted_items(*what, asked.items, now, rules);
    auto const* const payer = live_checkout(*what);
    bool const is_ending = payer && payer->closing && planted(bug::closing_not_awaited);
    bool const has_payer = payer && !is_ending && !planted(bug::open_second_checkout);
    if (items.empty()) return {};
    if (has_payer) {
        bool const is_named = !asked.items.empty() || payer->off_session;
        if (is_named && !what->closed_at && !had_many_pages(*what, now))
            make_way(so_far, asked.booking, *payer, items);
        return {};
    }
    if (what->closed_at || hold_is_over(*what, now)) return refusal{refusal_reason::booking_is_closed, ""};
    if (!is_agreed(*what)) return refusal{refusal_reason::agreement_missing, ""};
    if (holds_unallocated_money(*what)) return refusal{refusal_reason::money_unallocated, ""};
    auto const asked_for = open_of(*what, items);
    if (!asked_for.is_in_steps()) return refusal{refusal_reason::amount_not_in_steps, "items"};
    if (is_too_small(asked_for, rules)) return refusal{refusal_reason::amount_too_small, "items"};
    if (was_just_refused(*what, now, rules)) return {};
    order_page(so_far, asked.booking, items, asked.return_base, now, rules);
    return {};
}

verdict do_agree(deciding& so_far, agree const& asked, instant now, policy const& rules) {
    auto const* const what = so_far.seen().find(asked.booking);
    if (!what) return refusal{refusal_reason::booking_unknown, ""};
    if (!what->moved_to.empty()) return refusal{refusal_reason::booking_has_moved, ""};
    if (!what->terms.plan.is_plan() || !what->agreements.empty()) return {};
    if (what->closed_at || hold_is_over(*what, now)) return refusal{refusal_reason::booking_is_closed, ""};
    // The page was shown a moment ago, maybe before midnight.
    auto const today = date_in(zone_of(what->who, rules), now);
    auto const yesterday = date_in(zone_of(what->who, rules), now - a_day);
    if (asked.what.anchor != today && asked.what.anchor != yesterday) {
        return refusal{refusal_reason::agreement_missing, ""};
    }
    auto items = items_of(what->terms.plan, what->terms.price, asked.what.anchor, what->service);
    if (!items) return refusal{refusal_reason::plan_impossible, "service_at"};
    so_far.happens(agreed{asked.booking, 1, asked.what, now, std::move(*items)});
    return {};
}

verdict do_customer(deciding& so_far, customer_created const& asked, instant now, policy const& rules) {
    if (!so_far.seen().find(asked.booking)) return refusal{refusal_reason::booking_unknown, ""};
    if (so_far.seen().client.customer.empty()) {
        so_far.happens(customer_recorded{asked.booking, asked.fact.customer});
        tell_processor(so_far, asked.booking);
    }
    // Refused (closed or paid meanwhile), the customer is kept all the same: whoever clicks next is told why.
    static_cast<void>(do_open(so_far, {asked.booking, asked.return_base, {}}, now, rules));
    return {};
}

verdict do_customer(deciding& so_far, customer_refused const& asked, instant now, policy const& rules) {
    auto const* const what = so_far.seen().find(asked.booking);
    if (!what) return refusal{refusal_reason::booking_unknown, ""};
    if (so_far.seen().client.customer_for.empty()) return {};
    so_far.happens(customer_recorded{asked.booking, {}});
    record_refused_customer(so_far, asked, now, rules);
    return {};
}

// Of an address that was changed once more meanwhile nothing is left to be said.
verdict do_customer(deciding& so_far, customer_changed const& asked, instant now) {
    if (!so_far.seen().find(asked.booking)) return refusal{refusal_reason::booking_unknown, ""};
    bool const waits = asked.change > 0 && so_far.seen().client.customer_change == asked.change;
    if (waits) so_far.happens(customer_change_recorded{asked.booking, asked.change, asked.code, now});
    return {};
}

}  // namespace quittance::domain
