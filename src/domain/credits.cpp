#include <algorithm>

#include "decide_money.hpp"
#include "quittance/domain/balance.hpp"
#include "quittance/domain/calendar.hpp"

namespace quittance::domain {
namespace {

struct grant {
    int credits = 0;
    int used = 0;
    civil_date from{};
    std::optional<civil_date> until;  // the first day they are of no use any more
    bool holds_on(civil_date day) const { return day >= from && (!until || day < *until); }
};

civil_date days_after(civil_date day, int days) {
    return civil_date{std::chrono::sys_days{day} + std::chrono::days{days}};
}

// A share of what is granted by the whole. What is not paid yet grants only whole credits that it covers; of
// what was paid, a small sum that went back takes no credit away.
int credits_for(int granted, std::int64_t stays, std::int64_t whole, bool is_covered) {
    if (whole == 0) return granted;
    auto const exact = granted * stays;
    return static_cast<int>(is_covered ? (exact + whole - 1) / whole : exact / whole);
}

struct sums {
    std::int64_t whole = 0;
    std::int64_t open = 0;
    std::int64_t stays = 0;
};

void add(sums& all, item_standing const& s) {
    all.whole += s.what.amount.minor_units();
    all.open += s.open.minor_units();
    all.stays += s.paid.minor_units() + s.waived.minor_units() - s.returned.minor_units();
}

bool is_for_a_fee(booking const& what, allocation const& one) {
    return std::any_of(what.items.begin(), what.items.end(),
                       [&one](item const& i) { return i.number == one.item && i.fee; });
}

// The day of the newest money, or of the booking when nothing was to be paid.
civil_date day_of_grant(booking const& what, std::string const& zone) {
    auto newest = what.booked_at;
    for (auto const& a : allocations_of(what)) {
        if (is_for_a_fee(what, a)) continue;
        auto const* const from = find_payment(what, a.intent);
        if (from) newest = std::max(newest, from->at);
    }
    return date_in(zone, newest);
}

std::vector<grant> grant_of_package(booking const& what, std::string const& zone) {
    sums all;
    for (auto const& s : standing_of(what)) {
        if (!s.what.fee) add(all, s);
    }
    grant made;
    made.credits = credits_for(what.terms.credits.granted, all.stays, all.whole, all.open == 0);
    if (what.terms.credits.valid_days > 0) {
        made.until = days_after(day_of_grant(what, zone), what.terms.credits.valid_days);
    }
    // What was delivered before the last part was paid was delivered against the parts before.
    made.from = date_in(zone, what.booked_at);
    return {made};
}

// What of a period's price stays and what is open, wherever its parts went.
struct period_sums {
    std::int64_t stays = 0;
    std::int64_t open = 0;
    std::int64_t joined = 0;  // open, too: in an item that reaches into a later period
    std::optional<civil_date> due;
};

std::int64_t overlap(std::int64_t from, std::int64_t to, std::int64_t other_from, std::int64_t other_to) {
    return std::max<std::int64_t>(0, std::min(to, other_to) - std::max(from, other_from));
}

// The item stands after `before` of all prices, and its own units are told apart so: what stays, what went
// back, what is open.
void cut(std::vector<period_sums>& all, item_standing const& s, std::int64_t before, std::int64_t price) {
    sums one;
    add(one, s);
    auto const end = before + one.whole;
    for (auto k = static_cast<std::size_t>(before / price); k < all.size(); ++k) {
        auto const from = static_cast<std::int64_t>(k) * price;
        auto const to = from + price;
        if (from >= end) break;
        auto& period = all[k];
        if (!period.due) period.due = s.what.due;
        period.stays += overlap(from, to, before, before + one.stays);
        (end > to ? period.joined : period.open) += overlap(from, to, end - one.open, end);
    }
}

// Items keep the order of their periods, however they are split, moved or joined: cut into prices, they are
// the periods again.
std::vector<period_sums> period_sums_of(booking const& what) {
    std::vector<period_sums> all(static_cast<std::size_t>(std::max(what.periods, 0)));
    auto const price = what.terms.price.minor_units();
    std::int64_t before = 0;
    std::size_t k = 0;
    for (auto const& s : standing_of(what)) {
        if (s.what.fee) continue;
        if (price > 0) cut(all, s, before, price);
        if (price == 0 && k < all.size()) all[k++].due = s.what.due;
        before += s.what.amount.minor_units();
    }
    return all;
}

// A small rest that joined a later item takes no credit of the period that it came from.
int credits_for(period_sums const& one, int granted, std::int64_t price) {
    bool const is_paid = one.open == 0 && 2 * one.joined * granted < std::max<std::int64_t>(price, 1);
    return is_paid ? credits_for(granted, one.stays, price, true) : 0;
}

// Its own day, whenever it is paid; of what has no anchor, that of its item.
std::optional<civil_date> begin_of(booking const& what, period_sums const& one, int number) {
    if (!what.anchor) return one.due;
    auto const own = period_of(what.terms.plan, what.terms.price, *what.anchor, number);
    return own ? own->due : one.due;
}

std::vector<grant> grants_of_retainer(booking const& what) {
    std::vector<grant> all;
    auto const& terms = what.terms.credits;
    int number = 0;
    for (auto const& one : period_sums_of(what)) {
        auto const from = begin_of(what, one, ++number);
        if (!from) continue;
        grant made;
        made.from = *from;
        if (terms.valid_days > 0) made.until = days_after(made.from, terms.valid_days);
        if (!all.empty() && !terms.carry_over) {
            auto& before = all.back();
            before.until = before.until ? std::min(*before.until, made.from) : made.from;
        }
        made.credits = credits_for(one, terms.granted, what.terms.price.minor_units());
        all.push_back(made);
    }
    return all;
}

void add_gifts(std::vector<grant>& grants, booking const& what) {
    for (auto const& c : what.credit_changes) {
        if (c.credits > 0) grants.push_back({c.credits, 0, c.on, c.until});
    }
}

// A delivery, credits that a person took away, or those kept for a session to come.
struct credit_use {
    enum class kind { delivered, taken, reserved };
    civil_date on{};
    std::string_view id;
    int credits = 0;
    kind of = kind::delivered;
};
using use_kind = credit_use::kind;

std::vector<credit_use> uses_of(booking const& what) {
    std::vector<credit_use> uses;
    for (auto const& d : what.deliveries) {
        if (!d.taken_back) uses.push_back({d.on, d.id, d.credits, use_kind::delivered});
    }
    for (auto const& c : what.credit_changes) {
        if (c.credits < 0) uses.push_back({c.on, c.id, -c.credits, use_kind::taken});
    }
    for (auto const& r : what.reservations) uses.push_back({r.on, r.id, r.credits, use_kind::reserved});
    std::sort(uses.begin(), uses.end(), [](credit_use const& a, credit_use const& b) {
        // What took place is covered before what only may.
        return std::make_tuple(a.of == use_kind::reserved, a.on, a.id, a.of) <
               std::make_tuple(b.of == use_kind::reserved, b.on, b.id, b.of);
    });
    return uses;
}

// From what ends first; answers what found nothing.
int use(std::vector<grant>& grants, credit_use const& what) {
    int left = what.credits;
    std::vector<grant*> usable;
    for (auto& g : grants) {
        if (g.holds_on(what.on)) usable.push_back(&g);
    }
    auto const ends = [](grant const* g) { return std::make_tuple(!g->until, g->until, g->from); };
    std::sort(usable.begin(), usable.end(),
              [&ends](grant const* a, grant const* b) { return ends(a) < ends(b); });
    for (auto* const g : usable) {
        auto const units = std::min(left, g->credits - g->used);
        g->used += units;
        left -= units;
    }
    return left;
}

bool was_cancelled(booking const& what) { return what.closed_at && what.close_reason == "cancelled"; }

// What a cancellation gave up was never paid.
booking without_its_end(booking what) {
    auto const end = *what.closed_at;
    std::erase_if(what.waivers,
                  [end](waiver const& w) { return w.at == end && w.id.starts_with("cancelled-"); });
    return what;
}

std::vector<grant> sold_grants(booking const& what, std::string const& zone) {
    return what.terms.plan.retainer ? grants_of_retainer(what) : grant_of_package(what, zone);
}

std::vector<grant> grants_of(booking const& what, std::string const& zone) {
    auto grants = was_cancelled(what) ? sold_grants(without_its_end(what), zone) : sold_grants(what, zone);
    add_gifts(grants, what);
    return grants;
}

void add(credit_balance& all, credit_use const& one, int missing) {
    switch (one.of) {
        case use_kind::delivered:
            all.used += one.credits;
            all.uncovered += missing;
            break;
        case use_kind::reserved:
            all.reserved += one.credits;
            all.unsecured += missing;
            break;
        // It was never granted; later it may not be covered any more, when money went back.
        case use_kind::taken: all.granted -= one.credits - missing; break;
    }
}

}  // namespace

int credits_short(booking const& what, std::string const& zone) {
    if (what.terms.credits.granted == 0) return 0;
    auto grants = grants_of(what, zone);
    int missing = 0;
    for (auto const& one : uses_of(what)) missing += use(grants, one);
    return missing;
}

credit_balance credits_of(booking const& what, civil_date today, std::string const& zone) {
    credit_balance all;
    if (what.terms.credits.granted == 0) return all;
    auto grants = grants_of(what, zone);
    for (auto const& one : uses_of(what)) {
        auto const missing = use(grants, one);
        add(all, one, missing);
    }
    bool const ended = was_cancelled(what);  // their time is over with it
    for (auto const& g : grants) {
        auto const rest = g.credits - g.used;
        all.granted += g.credits;
        if (ended || (g.until && today >= *g.until)) all.expired += rest;
        if (!ended && g.holds_on(today)) all.left += rest;
    }
    return all;
}

}  // namespace quittance::domain
