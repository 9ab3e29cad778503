// `quittance evidence`: one client's record, for who has to be shown it; nothing is changed.
#include <fmt/format.h>

#include "evidence_text.hpp"
#include "store_link.hpp"

namespace quittance::app {
namespace {

constexpr int most_readings = 5;

// One that is damaged must not keep the others from being shown.
boost::asio::awaitable<void> read_letter(redis::database& store, evidence& all, int number) {
    try {
        auto tries = co_await store.letters().kept(all.stored.loaded.account.id, number);
        all.letters.emplace(number, std::move(tries));
    } catch (engine::document_unreadable const& damaged) {
        all.unreadable.emplace(number, damaged.what());
    }
}

// Ledger and letters of one moment: what is committed while they are read makes them be read again.
boost::asio::awaitable<evidence> read_record(redis::database& store, domain::client_id client) {
    evidence all;
    all.stored = co_await store.stored(client);
    for (int readings = 1;; ++readings) {
        all.letters.clear();
        all.unreadable.clear();
        for (int number = 1; number <= all.stored.loaded.account.client.correspondence.letters; ++number) {
            co_await read_letter(store, all, number);
        }
        auto again = co_await store.stored(client);
        bool const still = again.loaded.chain_head == all.stored.loaded.chain_head;
        if (still || readings == most_readings) co_return all;
        all.stored = std::move(again);
    }
}

boost::asio::awaitable<int> gather(foundation& base, redis::database& store, domain::client_id client) {
    co_await reach_store(store, false);
    auto all = co_await read_record(store, client);
    all.business = base.settings.business.name;
    all.now = base.time.now();
    store.close();
    if (all.stored.loaded.account.version == 0) {
        fmt::print(stderr, "quittance: there is no client '{}'; `quittance show` prints ids\n",
                   client.text());
        co_return 1;
    }
    auto const made = evidence_text(all);
    fmt::print("{}", made.text);
    if (!made.verifies) fmt::print(stderr, "quittance: this record does not verify; it says where\n");
    co_return made.verifies ? 0 : 1;
}

}  // namespace

int print_evidence(common_options const& how, std::string const& client) {
    foundation base{how, foundation::voice::warnings};
    auto const store = make_store(base);
    return run_on(base.loop, gather(base, *store, domain::client_id{client}));
}

}  // namespace quittance::app
