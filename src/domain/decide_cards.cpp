#include <algorithm>

#include "deciding.hpp"
#include "kept_card.hpp"
#include "quittance/base/planted.hpp"
#include "quittance/domain/balance.hpp"
#include "quittance/domain/calendar.hpp"

namespace quittance::domain {
namespace {

constexpr std::chrono::hours a_day{24};
constexpr std::chrono::hours letter_lifetime{24 * 5};  // as long as RFC 5321, 4.5.4.1, keeps trying
// Somebody may press the button without end; each press is a page, and stays on record.
constexpr std::ptrdiff_t most_pages_a_day = 10;

customer_id customer_of(account const& all, booking const& what) {
    return what.kept ? what.kept->customer : all.client.customer;
}

void hand_over(deciding& so_far, booking_id const& which, char const* reason, int item, instant now) {
    int const number = static_cast<int>(so_far.seen(which).handovers.size()) + 1;
    so_far.happens(handed_over{which, {number, reason, item, "", now}});
}

bool can_be_written_to(account const& all, booking const& what, policy const& rules) {
    auto const& to = address_of(all, what);
    return rules.reminders.letters && !to.empty() && to != all.client.correspondence.unreachable;
}

void write_about(deciding& so_far, booking_id const& which, card_trouble const& trouble, instant now) {
    auto const& what = so_far.seen(which);
    letter made;
    made.number = so_far.seen().client.correspondence.letters + 1;
    made.kind = letter_kind::card_expiring;
    made.to = address_of(so_far.seen(), what);
    made.subject = what.kept->method.text();
    made.at = now;
    for (auto const& one : trouble.items) made.about.push_back({which, one.number, -1});
    send_letter order{which, made.number, now + letter_lifetime};
    so_far.happens(letter_ordered{which, std::move(made), {}});
    so_far.orders(std::move(order));
}

// Once for a card. What a detached card does not pay is asked for as what nobody collects; where nothing asks
// for it, a person does.
void tell_of_trouble(deciding& so_far, booking_id const& which, instant now, policy const& rules) {
    auto const& what = so_far.seen(which);
    auto const trouble = card_trouble_of(what, now, rules);
    if (!trouble || what.kept->told) return;
    so_far.happens(card_told{which, what.kept->method, now});
    bool const reachable = can_be_written_to(so_far.seen(), what, rules);
    int const first = trouble->items.empty() ? 0 : trouble->items.front().number;
    if (trouble->detached) {
        if (!reachable || !rules.reminders.on) hand_over(so_far, which, "card_detached", first, now);
    } else if (reachable) {
        write_about(so_far, which, *trouble, now);
    } else {
        hand_over(so_far, which, "card_expiring", first, now);
    }
}

bool was_just_refused(booking const& what, instant now, policy const& rules) {
    if (what.card_pages.empty() || what.card_pages.back().refusal.empty()) return false;
    return now < what.card_pages.back().ordered_at + rules.after_refusal;
}

bool had_many_pages(booking const& what, instant now) {
    return std::count_if(what.card_pages.begin(), what.card_pages.end(), [now](card_page const& p) {
               return p.ordered_at > now - a_day;
           }) >= most_pages_a_day;
}

card_page const* page_of(booking const& what, card_page_fact const& fact) {
    if (auto const* const known = find_card_page(what, fact.session)) return known;
    auto const* const named = find_card_page(what, fact.page);
    bool const other = named && !named->session.empty() && !fact.session.empty();
    return other ? nullptr : named;
}

void describe(kept_method& card, method_fact const& fact, instant now) {
    if (!fact.brand.empty()) card.brand = fact.brand;
    if (!fact.last4.empty()) card.last4 = fact.last4;
    auto const months = [](int year, int month) { return year * 12 + month; };
    int const known = months(card.expires_year, card.expires_month);
    if (months(fact.expires_year, fact.expires_month) <= known) return;
    card.expires_year = fact.expires_year;
    card.expires_month = fact.expires_month;
    if (known == 0) return;
    card.renewed = now;
    card.told = card.detached && card.told;
}

// The last checkout before the page on which it was named: what its payer used is older.
int last_checkout_before(booking const& what, instant named) {
    int last = 0;
    for (auto const& c : what.checkouts) {
        if (c.ordered_at <= named) last = std::max(last, c.number);
    }
    return last;
}

// Which of two cards serves is decided by the pages they were given on, the newest ordered first: however
// late and in whatever order it is heard of.
bool is_newer(booking const& what, instant named) {
    if (!what.kept) return true;
    if (what.kept->named != instant{}) return what.kept->named < named;
    auto const* const payer = find_checkout(what, what.kept->checkout);
    return !payer || payer->ordered_at <= named;
}

void keep_named(deciding& so_far, booking_id const& which, card_page_fact const& fact, instant named,
                instant now) {
    auto const& what = so_far.seen(which);
    kept_method fresh;
    fresh.customer = fact.customer;
    fresh.method = fact.card->method;
    fresh.checkout = last_checkout_before(what, named);
    fresh.named = named;
    fresh.looked = now;
    describe(fresh, *fact.card, now);
    so_far.happens(card_kept{which, std::move(fresh)});
}

bool is_served_by(account const& all, booking const& what, customer_id const& customer) {
    return collects_from_card(what) && !customer.empty() && customer_of(all, what) == customer;
}

std::vector<booking_id> bookings_of(account const& all) {
    std::vector<booking_id> list;
    list.reserve(all.bookings.size());
    for (auto const& [id, what] : all.bookings) list.push_back(id);
    return list;
}

bool says_news(card_page const& known, card_page_fact const& fact) {
    account before;
    booking probe;
    probe.card_pages = {known};
    before.bookings.emplace(probe.id, probe);
    evolve(before, card_page_recorded{probe.id, known.number, fact});
    return before.bookings.begin()->second != probe;
}

}  // namespace

verdict do_order_card_page(deciding& so_far, order_card_page const& asked, instant now, policy const& rules) {
    auto const* const what = so_far.seen().find(asked.booking);
    if (!what) return refusal{refusal_reason::booking_unknown, ""};
    if (!what->moved_to.empty()) return refusal{refusal_reason::booking_has_moved, ""};
    if (what->closed_at) return refusal{refusal_reason::booking_is_closed, ""};
    auto customer = customer_of(so_far.seen(), *what);
    if (!collects_from_card(*what) || customer.empty()) return refusal{refusal_reason::no_card_kept, ""};
    bool const waits = !what->card_pages.empty() && is_open(what->card_pages.back(), now);
    if (waits || was_just_refused(*what, now, rules) || had_many_pages(*what, now)) return {};
    card_page made;
    made.number = static_cast<int>(what->card_pages.size()) + 1;
    made.ordered_at = now;
    made.expires_at = std::chrono::floor<std::chrono::seconds>(now + rules.checkout_lifetime);
    create_card_page order{asked.booking,    made.number,      std::move(customer), what->terms.price.unit(),
                           what->who.locale, asked.return_url, made.expires_at};
    so_far.happens(card_page_ordered{asked.booking, std::move(made)});
    so_far.orders(std::move(order));
    return {};
}

// A refusal that crosses with a page that exists after all is the refusal of a repeat.
verdict do_card_page(deciding& so_far, card_page_refused const& asked) {
    auto const* const what = so_far.seen().find(asked.booking);
    auto const* const page = what ? find_card_page(*what, asked.page) : nullptr;
    if (!page) return refusal{refusal_reason::booking_unknown, ""};
    if (!page->session.empty() || !page->refusal.empty()) return {};
    so_far.happens(card_page_refusal_recorded{asked.booking, asked.page, asked.code});
    return {};
}

verdict do_card_page(deciding& so_far, card_page_seen const& asked, instant now, policy const& rules) {
    auto const* const what = so_far.seen().find(asked.booking);
    if (!what) return refusal{refusal_reason::booking_unknown, ""};
    auto const* const page = page_of(*what, asked.fact);
    instant const named = page ? page->ordered_at : asked.fact.at;
    if (page && says_news(*page, asked.fact))
        so_far.happens(card_page_recorded{asked.booking, page->number, asked.fact});
    if (asked.fact.status != session_status::complete || !asked.fact.card) return {};
    for (auto const& id : bookings_of(so_far.seen())) {
        auto const& one = so_far.seen(id);
        if (!is_served_by(so_far.seen(), one, asked.fact.customer) || !is_newer(one, named)) continue;
        keep_named(so_far, id, asked.fact, named, now);
        tell_of_trouble(so_far, id, now, rules);
    }
    return {};
}

verdict do_card(deciding& so_far, card_seen const& asked, instant now, policy const& rules) {
    for (auto const& id : bookings_of(so_far.seen())) {
        auto const& what = so_far.seen(id);
        if (!what.kept || what.kept->method != asked.fact.method || what.closed_at) continue;
        auto fresh = *what.kept;
        describe(fresh, asked.fact, now);
        fresh.detached = fresh.detached || asked.fact.customer != fresh.customer;
        if (fresh != *what.kept) {
            if (asked.looked_up) fresh.looked = now;
            so_far.happens(card_described{id, std::move(fresh)});
        } else if (asked.looked_up) {
            so_far.happens(card_looked{id, now});
        }
        tell_of_trouble(so_far, id, now, rules);
    }
    return {};
}

verdict do_check_card(deciding& so_far, check_card const& asked, instant now, policy const& rules) {
    if (!so_far.seen().find(asked.booking)) return refusal{refusal_reason::booking_unknown, ""};
    tell_of_trouble(so_far, asked.booking, now, rules);
    return {};
}

}  // namespace quittance::domain
