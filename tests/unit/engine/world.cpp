#include "world.hpp"

#include <algorithm>

namespace quittance::engine {

world::world() {
    current.public_base = "https://pay.example";
    current.store_id = "store-1";
}

domain::client_id world::only_client() const {
    auto const all = store.clients();
    REQUIRE(all.size() == 1);
    return all.front();
}

domain::booking world::only_booking() const {
    auto const account = store.snapshot(only_client());
    REQUIRE(account.bookings.size() == 1);
    return account.bookings.begin()->second;
}

gateway::gateway(world& w, std::uint64_t seed, engine::store* instead)
    : all(w),
      where(instead ? *instead : w.store),
      time(w.time.now()),
      randomness(seed),
      books(where, w.processor, time, randomness, w.current, journal, *figures),
      work(loop->get_executor(), books, w.store, w.processor, time, randomness, w.current, journal, *figures),
      settle(loop->get_executor(), books, w.store, w.store, where, w.processor, time, w.current, journal,
             *figures),
      sales(books, work, settle, where, w.store, time, randomness, w.current, journal),
      questions(where, w.store) {
    books.on_effects([this](std::vector<ordered_effect> fresh, loaded_account const& as_committed) {
        work.start(std::move(fresh), as_committed);
    });
}

// As a crash: sleepers and parked calls go first, then every frame that is left, then what they used.
gateway::~gateway() {
    time.drop_sleepers();
    loop.reset();
}

void gateway::poll() {
    loop->restart();
    loop->poll();
}

void poll(std::vector<gateway*> const& gateways) {
    bool moved = true;
    while (moved) {
        moved = false;
        for (auto* const g : gateways) {
            g->loop->restart();
            moved = g->loop->poll_one() > 0 || moved;
        }
    }
}

namespace {

void set_all(world& all, std::vector<gateway*> const& gateways, instant when) {
    all.time.set(when);
    for (auto* const g : gateways) g->time.set(when);
}

}  // namespace

void pass(world& all, std::vector<gateway*> const& gateways, milliseconds span) {
    auto const until = all.time.now() + span;
    for (;;) {
        poll(gateways);
        std::optional<instant> next;
        for (auto const* const g : gateways) {
            auto const one = g->time.next_sleeper();
            if (one && (!next || *one < *next)) next = one;
        }
        if (!next || *next > until) break;
        set_all(all, gateways, *next);
    }
    set_all(all, gateways, until);
    poll(gateways);
}

void work_through(world& all, std::vector<gateway*> const& gateways, milliseconds span, milliseconds pace) {
    auto const until = all.time.now() + span;
    while (all.time.now() < until) {
        pass(all, gateways, pace);
        std::vector<outcome<std::size_t>> rounds;
        for (auto* const g : gateways) {
            rounds.push_back(g->start(g->work.run_due()));
            rounds.push_back(g->start(g->settle.run_due()));
        }
        poll(gateways);
        for (auto const& round : rounds) REQUIRE(round->ended());
    }
}

domain::booking_identity identity(std::string reference) {
    return {"page", domain::offer_id{"coaching-60"}, std::move(reference)};
}

purchase a_click(std::string reference) {
    purchase what;
    what.identity = identity(std::move(reference));
    what.terms = {domain::offer_id{"coaching-60"},
                  "Coaching, 60 minutes",
                  "",
                  domain::money::minor(12'000, domain::currency::parse("EUR").value()),
                  {}};
    what.who.email = "someone@example.com";
    return what;
}

purchase_result buy(gateway& at, purchase what) {
    auto const outcome = at.finish(at.sales.start(std::move(what)));
    REQUIRE(outcome.has_value());
    return *outcome;
}

std::string url_of(domain::session_id const& session) {
    return "https://checkout.stripe.com/c/pay/" + session.text();
}

webhook_outcome deliver(gateway& at, webhook_event event) {
    return at.finish(at.settle.receive(std::move(event), "{}"));
}

domain::booking_state state_of_only(world const& all) { return domain::state_of(all.only_booking()); }

}  // namespace quittance::engine
