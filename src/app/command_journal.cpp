// `quittance journal`: the double-entry books of an account or of one booking, derived from the ledger.
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "finding.hpp"
#include "journal_text.hpp"
#include "store_link.hpp"

namespace quittance::app {
namespace {

struct asked_books {
    domain::client_id client;
    std::set<domain::booking_id> only;  // none: all of the client's
};

// Where a booking came from by moves, too: its books begin there.
std::set<domain::booking_id> with_former(domain::account const& whole, domain::booking_id which) {
    std::set<domain::booking_id> all;
    while (!which.empty() && all.insert(which).second) {
        auto const* const what = whole.find(which);
        if (what == nullptr) break;
        which = what->moved_from;
    }
    return all;
}

booking_names names_of(domain::account const& whole) {
    booking_names names;
    for (auto const& [id, what] : whole.bookings) names.emplace(id, what.identity.reference);
    return names;
}

struct bookkeeper {
    explicit bookkeeper(common_options const& how)
        : base(how, foundation::voice::warnings),
          store(make_store(base)),
          reading(store->accounts(), store->registry()) {}

    boost::asio::awaitable<void> print(asked_books asked, bool csv) {
        auto const ledger = co_await store->ledger(asked.client);
        auto const whole = co_await reading.whole(asked.client);
        auto journal = domain::journal_of(ledger, base.time.now(), base.settings.policy);
        if (!asked.only.empty())
            std::erase_if(journal, [&](auto const& entry) { return !asked.only.contains(entry.booking); });
        auto const names = names_of(whole.account);
        fmt::print("{}", csv ? journal_csv(journal, names) : journal_text(journal, names));
    }

    foundation base;
    std::unique_ptr<redis::database> store;
    engine::bookings reading;
};

boost::asio::awaitable<int> print_books(bookkeeper& from, journal_options what) {
    co_await reach_store(*from.store, false);
    booking_name called{what.who, what.offer, what.source};
    auto const found = co_await find_by_reference(from.reading, from.base.settings, std::move(called));
    std::vector<asked_books> asked;
    for (auto const& one : found) {
        auto const whole = co_await from.reading.whole(one.client);
        asked.push_back({one.client, with_former(whole.account, one.booking.id)});
    }
    if (asked.empty()) {
        domain::client_id const client{what.who};
        auto const whole = co_await from.reading.whole(client);
        if (whole.account.version > 0) asked.push_back({client, {}});
    }
    for (auto const& one : asked) co_await from.print(one, what.csv);
    from.store->close();
    if (asked.empty()) fmt::print(stderr, "quittance: no account and no booking is called '{}'\n", what.who);
    co_return asked.empty() ? 1 : 0;
}

}  // namespace

int print_journal(common_options const& how, journal_options const& what) {
    bookkeeper from{how};
    return run_on(from.base.loop, print_books(from, what));
}

}  // namespace quittance::app
