// `quittance show`, `attention`, `open`, `parked`: the store read, nothing changed.
#include <fmt/format.h>

#include "account_text.hpp"
#include "finding.hpp"
#include "letters_text.hpp"
#include "quittance/domain/balance.hpp"
#include "quittance/records/ledger.hpp"
#include "store_link.hpp"

namespace quittance::app {
namespace {

constexpr std::size_t most_listed = 1'000;

struct reader {
    explicit reader(common_options const& how)
        : base(how, foundation::voice::warnings),
          store(make_store(base)),
          reading(store->accounts(), store->registry()) {}
    foundation base;
    std::unique_ptr<redis::database> store;
    engine::bookings reading;
};

// What cannot be read is for `quittance fsck` to tell; the rest is shown all the same.
std::vector<domain::event> events_of(std::vector<std::string> const& ledger) {
    std::vector<domain::event> all;
    for (auto const& text : ledger) {
        try {
            auto entry = records::decode_entry(text);
            std::move(entry.events.begin(), entry.events.end(), std::back_inserter(all));
        } catch (records::unreadable const&) {
            continue;
        }
    }
    return all;
}

boost::asio::awaitable<int> print_account(reader& from, domain::client_id client) {
    auto const whole = co_await from.reading.whole(client);
    if (whole.account.version == 0) {
        fmt::print(stderr, "quittance: no account and no booking is called '{}'\n", client.text());
        co_return 1;
    }
    auto const& rules = from.base.settings.policy;
    auto const now = from.base.time.now();
    fmt::print("{}", account_text(whole.account, rules, now));
    auto const stored = co_await from.store->stored(client);
    fmt::print("{}", letters_text(whole.account, events_of(stored.ledger), rules, now));
    co_return 0;
}

boost::asio::awaitable<int> show_them(reader& from, booking_name who) {
    co_await reach_store(*from.store, false);
    auto const found = co_await find_by_reference(from.reading, from.base.settings, who);
    int code = 0;
    if (found.empty()) code = co_await print_account(from, domain::client_id{who.reference});
    for (auto const& one : found) {
        auto const printed = co_await print_account(from, one.client);
        code = std::max(code, printed);
    }
    from.store->close();
    co_return code;
}

boost::asio::awaitable<int> show_attention(reader& from) {
    co_await reach_store(*from.store, false);
    auto const found = co_await from.reading.needing_attention(most_listed);
    for (auto const& one : found) {
        fmt::print("{}\n", booking_line(one.client, one.booking));
        fmt::print("{}", attention_text(one.booking, from.base.settings.policy.zone));
    }
    if (found.empty()) fmt::print("Nothing needs a person.\n");
    from.store->close();
    co_return 0;
}

boost::asio::awaitable<int> show_open(reader& from) {
    co_await reach_store(*from.store, false);
    auto const found = co_await from.reading.owing(most_listed);
    for (auto const& one : found) fmt::print("{}\n", booking_line(one.client, one.booking));
    if (found.empty()) fmt::print("Nobody owes anything.\n");
    from.store->close();
    co_return 0;
}

boost::asio::awaitable<int> show_parked(reader& from) {
    co_await reach_store(*from.store, false);
    auto const events = co_await from.store->registry().parked(most_listed);
    for (auto const& one : events) {
        fmt::print("{}  {}  {}  {}  {}\n", one.id, rfc3339(one.at), one.event_id, one.type, one.reason);
    }
    if (events.empty()) fmt::print("Nothing is parked.\n");
    from.store->close();
    co_return 0;
}

}  // namespace

int show(common_options const& how, show_options const& what) {
    reader from{how};
    return run_on(from.base.loop, show_them(from, {what.who, what.offer, what.source}));
}
int list_attention(common_options const& how) {
    reader from{how};
    return run_on(from.base.loop, show_attention(from));
}
int list_open(common_options const& how) {
    reader from{how};
    return run_on(from.base.loop, show_open(from));
}
int list_parked(common_options const& how) {
    reader from{how};
    return run_on(from.base.loop, show_parked(from));
}

}  // namespace quittance::app
