// The store in memory and Redis, given the same 100,000 random operations, answer the same; a fifth of them
// unless the run is a full one (QUITTANCE_FULL).
// QUITTANCE_SEED replays a run.
#include <doctest/doctest.h>

#include <cstdlib>
#include <iostream>
#include <random>
#include <sstream>

#include "contract/store/places.hpp"
#include "contract/store/samples.hpp"

using namespace quittance;
using namespace quittance::contract;

namespace {

constexpr milliseconds lease{30'000};
constexpr std::size_t many = 10'000;

int operations() { return std::getenv("QUITTANCE_FULL") ? 100'000 : 20'000; }

std::uint64_t chosen_seed() {
    if (char const* const told = std::getenv("QUITTANCE_SEED")) return std::strtoull(told, nullptr, 10);
    return std::random_device{}();
}

class world {
public:
    world(std::uint64_t seed, memory_place& twin, redis_side& real) : dice_(seed), twin_(twin), real_(real) {}
    void step();

private:
    std::uint64_t below(std::uint64_t bound) { return dice_() % bound; }
    bool one_in(std::uint64_t n) { return below(n) == 0; }
    domain::client_id client() { return client_named("c" + std::to_string(below(12))); }
    domain::booking booking() { return booking_of("r" + std::to_string(below(6))); }
    engine::effect_key effect() { return effect_of(client(), booking().id, static_cast<int>(below(3))).key; }
    std::optional<instant> score() {
        return one_in(3) ? std::nullopt : std::optional{now_ + seconds(static_cast<int>(below(120)) - 60)};
    }

    // The same question to both; the answers as text.
    template <class Ask>
    void both(std::string const& what, Ask ask) {
        CAPTURE(what);
        auto const mine = ask(twin_);
        auto const real = ask(real_);
        REQUIRE(mine == real);
    }

    void commit();
    void erase();
    void claim();
    void move();
    void look();
    void lists();
    void reply();

    std::mt19937_64 dice_;
    memory_place& twin_;
    redis_side& real_;
    instant now_ = noon;
    int commits_ = 0;
};

bool same(engine::loaded_account const& left, engine::loaded_account const& right) {
    return left.account == right.account && left.chain_head == right.chain_head &&
           left.last_commit == right.last_commit;
}

struct told_account {
    engine::loaded_account what;
    friend bool operator==(told_account const& left, told_account const& right) {
        return same(left.what, right.what);
    }
};

std::string text_of(std::vector<engine::wake> const& wakes) {
    std::ostringstream text;
    for (auto const& each : wakes) {
        text << each.client.text() << '/' << each.booking.text() << '@' << unix_millis(each.due) << '\n';
    }
    return text.str();
}

std::string text_of(std::vector<engine::listed_booking> const& list) {
    std::ostringstream text;
    for (auto const& each : list) {
        text << each.client.text() << '/' << each.booking.text() << '/' << each.attention << '@'
             << unix_millis(each.at) << '\n';
    }
    return text.str();
}

std::string text_of(std::vector<engine::ordered_effect> const& effects) {
    std::set<std::string> keys;
    for (auto const& each : effects)
        keys.insert(each.key.text() + each.body + each.object + std::to_string(each.number));
    std::string text;
    for (auto const& each : keys) text += each + "\n";
    return text;
}

std::string text_of(std::optional<engine::idempotent_reply> const& reply) {
    return reply ? std::to_string(reply->status) + " " + reply->body_hash + " " + reply->body : "-";
}

void world::commit() {
    auto const who = client();
    draft made(twin_(twin_.accounts().load_whole(who)), "commit-" + std::to_string(++commits_));
    for (auto left = below(3); left > 0; --left) {
        auto changed = booking();
        if (made.account.bookings.size() > 4) break;
        changed.close_reason = std::to_string(below(1000));
        made.with(changed);
        if (one_in(2)) made.request.wakes.push_back({changed.id, score()});
        if (one_in(2)) made.request.open.push_back({changed.id, score()});
        if (one_in(2)) made.request.held.push_back({changed.id, score()});
        if (one_in(2))
            made.request.attention.push_back({changed.id, "a:" + std::to_string(below(3)), score()});
        if (one_in(3)) made.request.effects.push_back(effect_of(who, changed.id, static_cast<int>(below(3))));
    }
    if (one_in(3)) {
        made.account.client.bookings = static_cast<std::int64_t>(below(100));
        made.request.client_changed = true;
    }
    if (one_in(3)) made.request.finished = effect_of(who, booking().id, static_cast<int>(below(3))).key;
    // An event is of one account: whether two accounts could take it is nothing a store promises.
    for (auto left = below(4); left > 0; --left) {
        auto const created = now_ - std::chrono::days{below(2)};
        made.request.marks.push_back({who.text() + std::to_string(below(500)), created});
    }
    if (one_in(6)) made.account.version += below(3);
    made.request.lease_until = now_ + lease;
    auto const& request = made.ready();
    both("commit", [&](auto& at) {
        auto const result = at(at.accounts().commit(request));
        return std::pair(result.outcome, result.chain_head);
    });
}

void world::erase() {
    auto whole = twin_(twin_.accounts().load_whole(client()));
    if (one_in(3)) ++whole.account.version;
    both("erase", [&](auto& at) { return at(at.accounts().erase(whole, "")); });
}

void world::claim() {
    both("claim wakes", [&](auto& at) { return text_of(at(at.queues().claim_wakes(now_, lease, many))); });
    both("claim effects",
         [&](auto& at) { return text_of(at(at.queues().claim_effects(now_, lease, many))); });
    auto const key = effect();
    both("claim effect", [&](auto& at) { return at(at.queues().claim_effect(key, now_ + lease, lease)); });
}

void world::move() {
    auto const who = client();
    auto const loaded = twin_(twin_.accounts().load_whole(who));
    if (!loaded.account.bookings.empty()) {
        auto const which = loaded.account.bookings.begin()->first;
        auto const version = loaded.account.version + below(2);
        auto const next = score();
        twin_(twin_.queues().move_wake(who, which, version, next));
        real_(real_.queues().move_wake(who, which, version, next));
    }
    auto const key = effect();
    auto const done = one_in(2);
    twin_(done ? twin_.queues().finish_effect(key) : twin_.queues().postpone_effect(key, now_));
    real_(done ? real_.queues().finish_effect(key) : real_.queues().postpone_effect(key, now_));
}

void world::look() {
    auto const who = client();
    std::vector<domain::booking_id> const which{booking().id, booking().id};
    both("load", [&](auto& at) { return told_account{at(at.accounts().load(who, which))}; });
    both("load whole", [&](auto& at) { return told_account{at(at.accounts().load_whole(who))}; });
    auto const identity = booking().identity;
    both("claim identity", [&](auto& at) { return at(at.accounts().claim_identity(identity, who)); });
    both("find identity", [&](auto& at) { return at(at.accounts().find_identity(identity)); });
    both("offers under", [&](auto& at) {
        return at(at.accounts().offers_under(identity.source, identity.reference)).size();
    });
    if (!one_in(4)) return;
    twin_(twin_.accounts().disown_identity(identity, who));
    real_(real_.accounts().disown_identity(identity, who));
}

void world::lists() {
    both("open", [](auto& at) { return text_of(at(at.registry().open_list(many))); });
    both("attention", [](auto& at) { return text_of(at(at.registry().attention_list(many))); });
    auto const after = engine::listed_booking{client(), booking().id, {}, now_ - seconds{30}};
    for (auto const which :
         {engine::booking_list::all, engine::booking_list::owed, engine::booking_list::held}) {
        auto const start = one_in(2) ? std::nullopt : std::optional{after};
        both("page", [&](auto& at) { return text_of(at(at.registry().page_of(which, start, 9))); });
    }
    both("held", [](auto& at) { return at(at.registry().held_count()); });
    both("open count", [](auto& at) { return at(at.registry().open_count()); });
    both("attention count", [](auto& at) { return at(at.registry().attention_count()); });
    both("oldest wake", [](auto& at) { return at(at.queues().oldest_wake()); });
    both("oldest effect", [](auto& at) { return at(at.queues().oldest_effect()); });
}

void world::reply() {
    auto const key = "key-" + std::to_string(below(20));
    if (one_in(3)) {
        twin_(twin_.registry().forget_reply(key));
        real_(real_.registry().forget_reply(key));
    } else if (one_in(2)) {
        engine::idempotent_reply const kept{"hash", 201, std::to_string(below(9))};
        twin_(twin_.registry().keep_reply(key, kept));
        real_(real_.registry().keep_reply(key, kept));
    }
    both("begin", [&](auto& at) { return text_of(at(at.registry().begin_idempotent(key, "h"))); });
    auto const most = static_cast<std::uint64_t>(below(30));
    both("admit held", [&](auto& at) {
        return static_cast<int>(at(at.registry().admit_held(domain::booking_id{key}, "a-network", most)));
    });
}

void world::step() {
    now_ += milliseconds{static_cast<std::int64_t>(below(2000))};
    switch (below(20)) {
        case 0: erase(); break;
        case 1: claim(); break;
        case 2:
        case 3: move(); break;
        case 4:
        case 5:
        case 6: look(); break;
        case 7: lists(); break;
        case 8: reply(); break;
        default: commit(); break;
    }
}

}  // namespace

TEST_CASE("the store in memory and Redis answer 100,000 random operations the same") {
    auto const seed = chosen_seed();
    std::cout << "QUITTANCE_SEED=" << seed << std::endl;
    CAPTURE(seed);
    tests::redis_server server({"--appendfsync", "no"});
    redis_side real(server, 1);
    memory_place twin;
    world both(seed, twin, real);
    for (int i = 0, most = operations(); i < most; ++i) {
        CAPTURE(i);
        both.step();
    }
}
