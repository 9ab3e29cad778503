// What a letter shows: the facts of the account, one line for each amount it is about.
#include "letter_view.hpp"

#include <algorithm>
#include <set>
#include <stdexcept>
#include <tuple>

#include "quittance/domain/balance.hpp"
#include "quittance/domain/calendar.hpp"
#include "quittance/domain/money_that_came.hpp"
#include "quittance/pages/client.hpp"
#include "quittance/pages/format.hpp"
#include "quittance/pages/terms.hpp"

namespace quittance::app {
namespace {

using domain::letter_kind;

bool tells_of_payment(letter_kind kind) {
    return kind == letter_kind::receipt || kind == letter_kind::payment_received ||
           kind == letter_kind::refund;
}

struct painter {
    domain::account const& all;
    domain::letter const& what;
    domain::policy const& rules;
    instant now;
    pages::letter_view& view;

    std::string const& zone_of(domain::booking const& of) const { return domain::zone_of(of.who, rules); }

    void add_open(domain::money amount) const {
        if (amount.is_zero()) return;
        for (auto& total : view.open) {
            if (total.unit() != amount.unit()) continue;
            total = domain::money::minor(total.minor_units() + amount.minor_units(), total.unit());
            return;
        }
        view.open.push_back(amount);
    }

    void add_line(domain::booking const& of, domain::item_standing const& one) const {
        pages::letter_line line;
        line.title = of.terms.title;
        if (!one.what.milestone.empty()) line.title += ", " + one.what.milestone;
        line.booking = of.identity.reference;
        line.number = of.items.size() > 1 && !one.what.fee ? one.what.number : 0;
        line.amount = domain::asks_for_money(what.kind) ? one.open : one.what.amount;
        line.due = one.what.due;
        line.service = of.service;
        line.fee = one.what.fee;
        view.lines.push_back(std::move(line));
    }

    // Where the page has its form for it: amounts of a known day (web/client_view.cpp).
    void add_choices(domain::item_standing const& one) const {
        auto const at = [this](std::string_view part) { return view.links.page + '#' + std::string{part}; };
        view.links.something_wrong = at(pages::page_part::something_wrong);
        view.links.already_paid = at(pages::page_part::already_paid);
        if (!one.what.milestone.empty()) return;
        view.links.more_time = at(pages::page_part::more_time);
        if (rules.reminders.client_may_split >= 2) view.links.split = at(pages::page_part::split);
    }

    // By now: it may have been for nothing when it came.
    bool is_paid_by_it(domain::booking const& of, int item) const {
        auto const parts = domain::allocations_of(of);
        return std::any_of(parts.begin(), parts.end(), [&](domain::allocation const& part) {
            return part.intent == what.payment && part.item == item;
        });
    }

    bool is_told(domain::booking const& of, int item) const {
        return std::any_of(what.about.begin(), what.about.end(), [&](domain::letter_item const& a) {
            return a.booking == of.id && a.item == item;
        });
    }

    bool was_for_nothing() const { return what.about.empty() && what.kind == letter_kind::payment_received; }

    // Of a booking as a whole: the agreement, and a refund that names no item.
    bool tells(domain::booking const& of, int item, domain::booking_id const& lead) const {
        if (!what.about.empty()) return is_told(of, item);
        return of.id == lead && (!was_for_nothing() || is_paid_by_it(of, item));
    }

    void add_booking(domain::booking const& of, domain::booking_id const& lead) const {
        auto const before = view.lines.size();
        for (auto const& one : domain::standing_of(of)) {
            if (!tells(of, one.what.number, lead)) continue;
            if (domain::asks_for_money(what.kind) && one.open.is_zero()) continue;
            add_line(of, one);
            if (!domain::asks_for_money(what.kind)) continue;
            add_open(one.open);
            add_choices(one);
        }
        bool const is_credit = was_for_nothing() && of.id == lead;
        if (view.lines.size() == before && !is_credit) return;
        if (!domain::asks_for_money(what.kind)) add_open(domain::balance_of(of).open);
        for (auto const& p : of.payments) add_payment(of, p);
    }

    void add_end(domain::booking const& of, domain::kept_method const& kept) const {
        auto const month = std::chrono::year{kept.expires_year} /
                           std::chrono::month{static_cast<unsigned>(kept.expires_month)};
        view.card->expires = month;
        view.card->ended = domain::date_in(zone_of(of), now) > civil_date{month / std::chrono::last};
    }

    // What the card does not live to pay, a period that has not begun among it.
    void add_card(domain::booking const& of) const {
        auto const trouble = domain::card_trouble_of(of, now, rules);
        if (!of.kept) return;
        auto const& kept = *of.kept;
        view.card = pages::letter_card{pages::card_brand_text(kept.brand), kept.last4, std::nullopt};
        if (kept.expires_year > 0) add_end(of, kept);
        if (!trouble) return;
        for (auto const& one : trouble->items) add_line(of, {one, one.amount});
        add_open(domain::balance_of(of).open);
        for (auto const& p : of.payments) add_payment(of, p);
    }

    domain::money amount_told(domain::payment const& money_in) const {
        return what.kind == letter_kind::payment_received ? domain::reached_us(money_in) : what.amount;
    }

    void add_payment(domain::booking const& of, domain::payment const& money_in) const {
        auto const day = money_in.by_hand ? money_in.by_hand->on : domain::date_in(zone_of(of), money_in.at);
        if (tells_of_payment(what.kind) && money_in.intent == what.payment) {
            view.payment = pages::letter_payment{amount_told(money_in), day};
            if (what.kind == letter_kind::refund) view.payment->on = domain::date_in(zone_of(of), what.at);
        }
        auto const kept = money_in.captured.minor_units() - domain::went_back_of(money_in).minor_units();
        if (kept > 0) view.received.push_back({domain::money::minor(kept, money_in.captured.unit()), day});
    }
};

civil_date next_step_day(domain::cadence const& said, domain::policy const& rules, std::string const& zone,
                         civil_date today) {
    int const wait = said.person_after - (said.steps.empty() ? 0 : said.steps.back().days);
    return domain::business_day(rules.reminders, zone,
                                civil_date{std::chrono::sys_days{today} + std::chrono::days{wait}});
}

domain::booking const& lead_of(domain::account const& all, domain::booking_id const& own,
                               domain::letter const& what) {
    constexpr int most_hops = 50;
    auto const* lead = all.find(what.about.empty() ? own : what.about.front().booking);
    for (int hops = 0; lead != nullptr && !lead->moved_to.empty() && hops < most_hops; ++hops) {
        lead = all.find(lead->moved_to);
    }
    if (lead == nullptr) throw std::logic_error{"the booking that a letter is about was not loaded"};
    return *lead;
}

// What was agreed when the letter was ordered: a later version has a letter of its own.
domain::agreed_terms const& version_for(domain::booking const& of, domain::letter const& what) {
    auto const& versions = of.agreements;
    auto const later = [&what](domain::agreed_terms const& one) { return one.at > what.at; };
    auto const found = std::find_if_not(versions.rbegin(), versions.rend(), later);
    return found == versions.rend() ? versions.front() : *found;
}

// What is written to an address that nobody has confirmed says nothing of the client.
void paint_about_address(pages::letter_view& view, domain::account const& all, domain::letter const& what,
                         domain::policy const& rules) {
    if (what.kind != letter_kind::address_confirm) return;
    view.client.clear();
    view.confirm_until =
        domain::date_in(domain::zone_of(all.client.who, rules), what.at + domain::address_link_lifetime);
}

}  // namespace

std::string const& address_in_force(domain::account const& all, domain::booking_id const& own,
                                    domain::letter const& what) {
    return domain::address_of(all, lead_of(all, own, what));
}

int link_generation(domain::account const& all, domain::booking_id const& own, domain::letter const& what) {
    int const current = all.client.correspondence.page_generation;
    bool const former = current > 0 && what.to != address_in_force(all, own, what);
    return former ? current - 1 : current;
}

namespace {

// Whoever typed the address typed the rest, too: nothing is repeated that could carry a message of theirs.
std::string harmless(domain::booking const& held) {
    constexpr std::size_t longest = 40;
    constexpr std::string_view plain = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-";
    auto const& said = held.identity.reference;
    bool const is_plain = said.size() <= longest && said.find_first_not_of(plain) == said.npos;
    return is_plain ? said : held.id.text();
}

void paint_held(pages::letter_view& view, domain::booking const& held) {
    view.client.clear();
    view.reference = harmless(held);
    for (auto& line : view.lines) line.booking = view.reference;
}

}  // namespace

void paint(pages::letter_view& view, domain::account const& all, domain::booking_id const& own,
           domain::letter const& what, domain::policy const& rules, instant now) {
    auto const& lead = lead_of(all, own, what);
    painter const at{all, what, rules, now, view};
    view.client = all.client.who.name.empty() ? lead.who.name : all.client.who.name;
    view.locale = all.client.who.locale.empty() ? lead.who.locale : all.client.who.locale;
    view.reference = lead.identity.reference;
    view.title = lead.terms.title;
    if (domain::is_about_address(what.kind)) return paint_about_address(view, all, what, rules);
    if (what.kind == letter_kind::card_expiring) {
        at.add_card(lead);
        view.links.page += "#card-" + lead.id.text();
    } else {
        for (auto const& [id, of] : all.bookings) at.add_booking(of, lead.id);
    }
    if (what.kind == letter_kind::hold_expired) paint_held(view, lead);
    std::sort(view.lines.begin(), view.lines.end(), [](auto const& a, auto const& b) {
        return std::tie(a.due, a.booking, a.number) < std::tie(b.due, b.booking, b.number);
    });
    std::sort(view.received.begin(), view.received.end(), [](auto const& a, auto const& b) {
        return std::pair{a.on, a.amount.minor_units()} < std::pair{b.on, b.amount.minor_units()};
    });
    auto const today = domain::date_in(at.zone_of(lead), now);
    if (what.kind == letter_kind::notice_before_charge && !view.lines.empty())
        view.charge_on = view.lines.front().due;
    if (what.kind == letter_kind::reminder_final)
        view.next =
            pages::letter_next_step{next_step_day(domain::cadence_of(all, lead, rules.reminders), rules,
                                                  domain::zone_of(all.client.who, rules), today),
                                    view.person.name};
    if (!lead.agreements.empty()) {
        auto const& told = version_for(lead, what);
        view.agreement = told.text;
        view.agreement_hash = pages::short_hash(told.hash);
    }
}

namespace {

pages::client_sums sums_of(domain::booking const& of, civil_date today) {
    auto const balance = domain::balance_of(of);
    pages::client_sums sums;
    sums.due = domain::open_of(of, domain::items_due(of, today));
    sums.open = balance.open;
    auto const units =
        balance.price.minor_units() + balance.fees.minor_units() - balance.waived.minor_units();
    sums.booked = domain::money::minor(units, balance.price.unit());
    sums.fees = balance.fees;
    sums.received = balance.received;
    sums.went_back = balance.went_back;
    sums.paid = domain::money::minor(0, balance.price.unit());
    for (auto const& one : domain::standing_of(of)) {
        if (auto const sum = sums.paid.plus(one.paid)) sums.paid = *sum;
    }
    return sums;
}

}  // namespace

pages::statement_view statement_of(domain::account const& all, domain::letter const& what,
                                   std::string const& locale, domain::policy const& rules, instant now) {
    auto const today = domain::date_in(domain::zone_of(all.client.who, rules), now);
    pages::statement_view view{all.client.who.name, locale, today, {}};
    std::set<domain::booking_id> told;
    for (auto const& one : what.about) told.insert(one.booking);
    for (auto const& [id, of] : all.bookings) {
        if (told.contains(id))
            view.bookings.push_back({of.terms.title, of.identity.reference, sums_of(of, today)});
    }
    return view;
}

}  // namespace quittance::app
