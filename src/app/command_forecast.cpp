// `quittance forecast`: who would be written to about money or owe a late fee, and when; and what another
// policy would change.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <set>

#include "finding.hpp"
#include "quittance/domain/calendar.hpp"
#include "quittance/domain/forecast.hpp"
#include "store_link.hpp"

namespace quittance::app {
namespace {

constexpr std::size_t most_listed = 100'000;

// One line for each letter: day, client, kind, what it is about. Sorted, so that two policies compare.
using lines = std::set<std::string>;

std::string kind_of(domain::forecast_letter const& one) {
    if (one.fee) return "late fee of " + domain::plain_text(one.fee->amount);
    return std::string{one.hand_over ? "a person takes over" : domain::name_of(one.kind)};
}

std::string line_of(domain::account const& all, domain::forecast_letter const& one,
                    domain::policy const& rules) {
    std::vector<std::string> about;
    for (auto const& each : one.about) {
        auto const& of = all.bookings.at(each.booking);
        about.push_back(of.items.size() > 1 ? fmt::format("{} no. {}", of.identity.reference, each.item)
                                            : of.identity.reference);
    }
    auto const& who = all.client.who.name.empty() ? all.id.text() : all.client.who.name;
    auto const day = domain::date_in(domain::zone_of(all.client.who, rules), one.at);
    auto const& cadence = all.client.correspondence.cadence;
    return fmt::format("{}  {}  {}  {}{}", iso_date(day), who, kind_of(one), fmt::join(about, ", "),
                       cadence.empty() ? "" : "  (cadence " + cadence + ")");
}

void add_lines(lines& to, domain::account const& all, instant now, int days, domain::policy const& rules) {
    auto const until = now + std::chrono::hours{24} * days;
    for (auto const& one : domain::forecast_of(all, now, until, rules)) to.insert(line_of(all, one, rules));
}

void print_difference(lines const& as_it_is, lines const& otherwise) {
    bool any = false;
    for (auto const& one : as_it_is) {
        if (otherwise.contains(one)) continue;
        fmt::print("- {}\n", one);
        any = true;
    }
    for (auto const& one : otherwise) {
        if (as_it_is.contains(one)) continue;
        fmt::print("+ {}\n", one);
        any = true;
    }
    if (!any) fmt::print("The other policy changes nothing.\n");
}

struct looking_ahead {
    foundation base;
    std::unique_ptr<redis::database> store;
    engine::bookings reading;
    explicit looking_ahead(common_options const& how)
        : base(how, foundation::voice::warnings),
          store(make_store(base)),
          reading(store->accounts(), store->registry()) {}
};

boost::asio::awaitable<int> print_forecast(looking_ahead& from, forecast_options what) {
    co_await reach_store(*from.store, false);
    auto const rules = from.base.settings.policy;
    auto other = rules;
    if (!what.against.empty()) other.reminders = reminders_in(what.against, from.base.settings);
    auto const now = from.base.time.now();
    lines as_it_is;
    lines otherwise;
    std::set<domain::client_id> seen;
    auto const owing = co_await from.reading.owing(most_listed);
    for (auto const& one : owing) {
        if (!seen.insert(one.client).second) continue;
        auto const whole = co_await from.reading.whole(one.client);
        add_lines(as_it_is, whole.account, now, what.days, rules);
        if (!what.against.empty()) add_lines(otherwise, whole.account, now, what.days, other);
    }
    from.store->close();
    if (!what.against.empty()) {
        print_difference(as_it_is, otherwise);
        co_return 0;
    }
    for (auto const& one : as_it_is) fmt::print("{}\n", one);
    if (as_it_is.empty()) fmt::print("Nobody would be written to, and no late fee added.\n");
    if (owing.size() == most_listed)
        fmt::print("Only the first {} open bookings were looked at.\n", most_listed);
    co_return 0;
}

}  // namespace

int forecast(common_options const& how, forecast_options const& what) {
    looking_ahead from{how};
    return run_on(from.base.loop, print_forecast(from, what));
}

}  // namespace quittance::app
