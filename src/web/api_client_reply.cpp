#include "api_client_reply.hpp"

#include <boost/json/array.hpp>
#include <map>

#include "api_reply.hpp"
#include "plan_view.hpp"
#include "quittance/domain/calendar.hpp"

namespace quittance::web {
namespace {

namespace json = boost::json;

struct sums {
    std::int64_t booked = 0;
    std::int64_t fees = 0;
    std::int64_t due = 0;
    std::int64_t open = 0;
    std::int64_t received = 0;
    std::int64_t went_back = 0;
    std::int64_t waived = 0;
    std::int64_t credit = 0;
    std::int64_t unallocated = 0;
};

struct coming_charge {
    domain::booking const* what = nullptr;
    pages::plan_amount amount;
};

struct client_view {
    std::map<std::string, sums> by_currency;
    domain::credit_balance credits;
    std::optional<coming_charge> next;
    std::int64_t bookings = 0;
    std::int64_t attention = 0;
};

void add_sums(sums& all, domain::booking const& what, civil_date today) {
    auto const one = domain::balance_of(what);
    all.booked += one.price.minor_units();
    all.fees += one.fees.minor_units();
    all.open += one.open.minor_units();
    all.received += one.received.minor_units();
    all.went_back += one.went_back.minor_units();
    all.waived += one.waived.minor_units();
    all.credit += one.credit.minor_units();
    all.unallocated += one.unallocated.minor_units();
    if (!what.closed_at) all.due += domain::open_of(what, domain::items_due(what, today)).minor_units();
}

void add_credits(domain::credit_balance& all, domain::credit_balance const& one) {
    all.granted += one.granted;
    all.used += one.used;
    all.expired += one.expired;
    all.left += one.left;
    all.uncovered += one.uncovered;
}

bool is_charged(pages::amount_state state) {
    return state == pages::amount_state::later || state == pages::amount_state::due ||
           state == pages::amount_state::retrying;
}

// What would be charged to a kept card next, unless something rests the booking.
void note_next_charge(std::optional<coming_charge>& next, domain::booking const& what, civil_date today,
                      domain::policy const& rules) {
    bool const collects = is_agreed(what) && what.kept && !what.closed_at && !domain::is_contested(what) &&
                          !domain::holds_unallocated_money(what);
    if (!collects || domain::balance_of(what).received.is_zero()) return;
    for (auto const& one : plan_view_of(what, today, "").amounts) {
        if (one.fee || !is_charged(one.state) || !one.milestone.empty() || one.open.is_zero()) continue;
        if (one.open != one.amount && domain::is_too_small(one.open, rules)) continue;  // of itself never
        if (!next || one.day < next->amount.day) next = coming_charge{&what, one};
    }
}

// A held booking is a stranger's word so far, and one that moved is counted where it lives now.
bool counts(domain::booking const& what) {
    return what.moved_to.empty() && domain::state_of(what) != domain::booking_state::held;
}

client_view view_of(site const& at, domain::account const& whole) {
    client_view all;
    for (auto const& [id, what] : whole.bookings) {
        if (!counts(what)) continue;
        auto const& zone = domain::zone_of(what.who, at.settings.policy);
        auto const today = domain::date_in(zone, at.time.now());
        add_sums(all.by_currency[std::string{what.terms.price.unit().code()}], what, today);
        if (what.terms.credits.granted > 0) add_credits(all.credits, domain::credits_of(what, today, zone));
        note_next_charge(all.next, what, today, at.settings.policy);
        all.attention += static_cast<std::int64_t>(domain::attention_of(what).size());
        ++all.bookings;
    }
    return all;
}

json::array totals_json(std::map<std::string, sums> const& by_currency) {
    json::array all;
    for (auto const& [code, one] : by_currency) {
        all.push_back(json::object{{"currency", code},
                                   {"booked", one.booked},
                                   {"fees", one.fees},
                                   {"due", one.due},
                                   {"open", one.open},
                                   {"received", one.received},
                                   {"went_back", one.went_back},
                                   {"waived", one.waived},
                                   {"credit", one.credit},
                                   {"unallocated", one.unallocated}});
    }
    return all;
}

json::value charge_json(site const& at, std::optional<coming_charge> const& next) {
    if (!next) return nullptr;
    auto const& zone = domain::zone_of(next->what->who, at.settings.policy);
    auto const moment = domain::at_hour(zone, next->amount.day, at.settings.policy.collect_at);
    json::object told;
    told["booking"] = next->what->id.text();
    told["reference"] = next->what->identity.reference;
    told["item"] = next->amount.number;
    told["amount"] = next->amount.open.minor_units();
    told["currency"] = next->amount.open.unit().code();
    told["due"] = iso_date(next->amount.day);
    told["at"] = nullptr;
    if (moment > at.time.now()) told["at"] = rfc3339(moment);
    return told;
}

}  // namespace

json::object client_json(site const& at, domain::account const& whole) {
    auto const view = view_of(at, whole);
    json::object told;
    told["client"] = whole.id.text();
    told["name"] = whole.client.who.name;
    told["email"] = whole.client.who.email;
    told["since"] = rfc3339(whole.client.since);
    told["bookings"] = view.bookings;
    told["attention"] = view.attention;
    told["totals"] = totals_json(view.by_currency);
    told["credits"] = counted_json(view.credits);
    told["next_charge"] = charge_json(at, view.next);
    return told;
}

}  // namespace quittance::web
