#include <doctest/doctest.h>

#include <algorithm>
#include <functional>
#include <numeric>

#include "contract/store/places.hpp"
#include "contract/store/samples.hpp"
#include "quittance/domain/decide.hpp"

using namespace quittance;
using namespace quittance::contract;

namespace {

std::uint64_t commits_of(engine::store_look const& seen) {
    return std::accumulate(seen.commits.begin(), seen.commits.end(), std::uint64_t{0});
}

}  // namespace

TEST_CASE_TEMPLATE("a store keeps the identity it was given first", Place, memory_place, redis_place) {
    Place at;
    auto const first = at(at.registry().identify({"store-1", 3, "acct_1", true}));
    CHECK(first.store_id == "store-1");
    auto const second = at(at.registry().identify({"store-2", 1, "", false}));
    CHECK(second.store_id == "store-1");
    CHECK(second.epoch == 3);
    CHECK(second.account == "acct_1");
    CHECK(second.livemode);
}

TEST_CASE_TEMPLATE("a store opened before its account was known takes the first of its mode, and no other",
                   Place, memory_place, redis_place) {
    Place at;
    CHECK(at(at.registry().identify({"store-1", 1, "", false})).account.empty());
    CHECK(at(at.registry().identify({"store-2", 1, "acct_live", true})).account.empty());
    CHECK(at(at.registry().identify({"store-2", 1, "acct_1", false})).account == "acct_1");
    CHECK(at(at.registry().identify({"store-2", 1, "acct_2", false})).account == "acct_1");
}

TEST_CASE_TEMPLATE("API keys are listed by their hash; the same hash again replaces its name", Place,
                   memory_place, redis_place) {
    Place at;
    CHECK(at(at.registry().api_keys()).empty());
    at(at.registry().add_api_key({"bbbb", "second key", noon}));
    at(at.registry().add_api_key({"aaaa", "first", noon + minutes(1)}));
    at(at.registry().add_api_key({"bbbb", "renamed one", noon}));
    auto const keys = at(at.registry().api_keys());
    REQUIRE(keys.size() == 2);
    CHECK(keys[0].hash == "aaaa");
    CHECK(keys[0].created == noon + minutes(1));
    CHECK(keys[1].name == "renamed one");
}

TEST_CASE_TEMPLATE("an API key that was ended opens nothing, and stays known as ended", Place, memory_place,
                   redis_place) {
    Place at;
    at(at.registry().add_api_key({"aaaa", "first", noon}));
    at(at.registry().add_api_key({"bbbb", "second", noon}));
    CHECK(at(at.registry().ended_api_keys()).empty());
    at(at.registry().end_api_key({"aaaa", "first", noon}));
    at(at.registry().end_api_key({"aaaa", "first", noon}));
    auto const left = at(at.registry().api_keys());
    REQUIRE(left.size() == 1);
    CHECK(left[0].hash == "bbbb");
    auto const ended = at(at.registry().ended_api_keys());
    REQUIRE(ended.size() == 1);
    CHECK(ended[0].hash == "aaaa");
    CHECK(ended[0].name == "first");
    CHECK(ended[0].created == noon);
}

TEST_CASE_TEMPLATE("an idempotency key is claimed once", Place, memory_place, redis_place) {
    Place at;
    CHECK(!at(at.registry().begin_idempotent("key-1", "hash-1")));
    auto const under_way = at(at.registry().begin_idempotent("key-1", "hash-2"));
    REQUIRE(under_way);
    CHECK(under_way->status == 0);
    CHECK(under_way->body_hash == "hash-1");
    SUBCASE("and answered with the reply that was kept, every byte of it") {
        auto const body = std::string{"{\"a\":\n\"b c\"}\r\n"} + '\0' + "end";
        at(at.registry().keep_reply("key-1", {"hash-1", 201, body}));
        auto const kept = at(at.registry().begin_idempotent("key-1", "hash-1"));
        REQUIRE(kept);
        CHECK(kept->status == 201);
        CHECK(kept->body_hash == "hash-1");
        CHECK(kept->body == body);
    }
    SUBCASE("unless it was forgotten") {
        at(at.registry().forget_reply("key-1"));
        CHECK(!at(at.registry().begin_idempotent("key-1", "hash-3")));
    }
}

TEST_CASE_TEMPLATE("a parked event is kept whole until it is taken out", Place, memory_place, redis_place) {
    Place at;
    std::string const body("{\"id\":\"evt_1\"}\0\xff", 16);
    at(at.registry().park({"", "evt_1", "checkout.session.completed", body, "no such account", noon}));
    at(at.registry().park({"", "evt_2", "charge.refunded", "{}", "no such account", noon}));
    CHECK(at(at.registry().parked_count()) == 2);
    auto const all = at(at.registry().parked(10));
    REQUIRE(all.size() == 2);
    CHECK(at(at.registry().parked(1)).size() == 1);
    auto const& first = all[0].event_id == "evt_1" ? all[0] : all[1];
    CHECK(first.body == body);
    CHECK(first.type == "checkout.session.completed");
    CHECK(first.reason == "no such account");
    CHECK(first.at == noon);
    at(at.registry().unpark("nonsense"));
    at(at.registry().unpark(first.id));
    at(at.registry().unpark(first.id));
    CHECK(at(at.registry().parked_count()) == 1);
    CHECK(at(at.registry().parked(10)).at(0).event_id == "evt_2");
}

TEST_CASE_TEMPLATE("a redelivered event that is parked is not parked twice", Place, memory_place,
                   redis_place) {
    Place at;
    at(at.registry().park({"", "evt_1", "charge.refunded", "{}", "first", noon}));
    at(at.registry().park({"", "evt_1", "charge.refunded", "{}", "second", noon + minutes(1)}));
    CHECK(at(at.registry().parked_count()) == 1);
    auto const kept = at(at.registry().parked(10)).at(0);
    CHECK(kept.reason == "first");
    at(at.registry().unpark(kept.id));
    at(at.registry().park({"", "evt_1", "charge.refunded", "{}", "third", noon}));
    CHECK(at(at.registry().parked_count()) == 1);
}

TEST_CASE_TEMPLATE("the event cursor is where it was moved to", Place, memory_place, redis_place) {
    Place at;
    CHECK(!at(at.registry().event_cursor()));
    at(at.registry().move_event_cursor({"evt_1", noon}));
    at(at.registry().move_event_cursor({"evt_2", noon + minutes(1)}));
    auto const cursor = at(at.registry().event_cursor());
    REQUIRE(cursor);
    CHECK(cursor->event_id == "evt_2");
    CHECK(cursor->created == noon + minutes(1));
}

TEST_CASE_TEMPLATE("up to when the owner was told is kept beside the event cursor", Place, memory_place,
                   redis_place) {
    Place at;
    CHECK(!at(at.registry().digest_cursor()));
    at(at.registry().move_digest_cursor(noon));
    CHECK(!at(at.registry().event_cursor()));
    at(at.registry().move_event_cursor({"evt_1", noon}));
    at(at.registry().move_digest_cursor(noon + minutes(1)));
    CHECK(at(at.registry().digest_cursor()) == noon + minutes(1));
    CHECK(at(at.registry().event_cursor())->event_id == "evt_1");
}

TEST_CASE_TEMPLATE("the desk's lists are in order of time over all accounts", Place, memory_place,
                   redis_place) {
    Place at;
    for (int i = 0; i < 20; ++i) {
        auto const client = client_named("c" + std::to_string(i));
        draft made(at(at.accounts().load_whole(client)), "commit");
        made.with(booking_of("r1"));
        made.request.open = {{booking_of("r1").id, noon - minutes(i)}};
        made.request.held = {{booking_of("r1").id, noon}};
        made.request.attention = {
            {booking_of("r1").id, "refund_failed:re_" + std::to_string(i), noon - minutes(i)}};
        REQUIRE(at(at.accounts().commit(made.ready())).outcome == engine::commit_outcome::committed);
    }
    CHECK(at(at.registry().open_count()) == 20);
    CHECK(at(at.registry().held_count()) == 20);
    CHECK(at(at.registry().attention_count()) == 20);
    auto const open = at(at.registry().open_list(5));
    REQUIRE(open.size() == 5);
    CHECK(open[0].client == client_named("c19"));
    CHECK(open[4].at == noon - minutes(15));
    auto const attention = at(at.registry().attention_list(1));
    REQUIRE(attention.size() == 1);
    CHECK(attention[0].attention == "refund_failed:re_19");
    CHECK(attention[0].booking == booking_of("r1").id);
    CHECK(at(at.registry().open_list(0)).empty());
}

namespace {

// All of a list, page by page; `between` runs after each page.
template <class Place>
std::vector<engine::listed_booking> by_pages(
    Place& at, engine::booking_list which, std::size_t most, std::function<void()> const& between = [] {}) {
    std::vector<engine::listed_booking> all;
    for (;;) {
        auto const after = all.empty() ? std::nullopt : std::optional{all.back()};
        auto const page = at(at.registry().page_of(which, after, most));
        CHECK(page.size() <= most);
        all.insert(all.end(), page.begin(), page.end());
        if (page.size() < most) return all;
        between();
    }
}

std::vector<std::string> texts_of(std::vector<engine::listed_booking> const& list) {
    std::vector<std::string> all;
    all.reserve(list.size());
    for (auto const& one : list) all.push_back(one.client.text() + "/" + one.booking.text());
    return all;
}

// Many bookings made and due in the same instant, of few and of many clients.
void write_many(auto& at, int clients, int each) {
    for (int i = 0; i < clients; ++i) {
        auto const client = client_named("c" + std::to_string(i));
        draft made(at(at.accounts().load_whole(client)), "commit");
        for (int k = 0; k < each; ++k) {
            auto booking = booking_of(std::to_string(i) + "-" + std::to_string(k));
            booking.booked_at = noon + minutes(k / 7);
            made.with(booking);
            made.request.open.push_back({booking.id, noon});
            if (k % 2 == 0) made.request.held.push_back({booking.id, noon - minutes(k)});
        }
        REQUIRE(at(at.accounts().commit(made.ready())).outcome == engine::commit_outcome::committed);
    }
}

}  // namespace

TEST_CASE_TEMPLATE("pages of a list hold every booking once and in order, however many share an instant",
                   Place, memory_place, redis_place) {
    using engine::booking_list;
    for (auto const& [clients, each] : {std::pair{3, 41}, std::pair{90, 2}}) {
        Place at;
        write_many(at, clients, each);
        for (auto const which : {booking_list::all, booking_list::owed, booking_list::held}) {
            auto const whole = texts_of(at(at.registry().page_of(which, std::nullopt, 10'000)));
            auto const held = which == booking_list::held;
            CHECK(static_cast<int>(whole.size()) == clients * (held ? (each + 1) / 2 : each));
            for (std::size_t const most : {1U, 7U, 100U}) CHECK(texts_of(by_pages(at, which, most)) == whole);
        }
        auto const all = at(at.registry().page_of(booking_list::all, std::nullopt, 10'000));
        CHECK(std::ranges::is_sorted(all, {}, &engine::listed_booking::at));
        CHECK(at(at.registry().page_of(booking_list::all, std::nullopt, 0)).empty());
    }
}

TEST_CASE_TEMPLATE("what is booked, paid or erased while a list is read changes nothing about the rest",
                   Place, memory_place, redis_place) {
    Place at;
    write_many(at, 12, 5);
    auto const before = texts_of(at(at.registry().page_of(engine::booking_list::all, std::nullopt, 1'000)));
    int turn = 0;
    auto const meanwhile = [&] {
        auto const who = client_named("new" + std::to_string(++turn));
        draft made(at(at.accounts().load_whole(who)), "commit");
        auto booking = booking_of("new-" + std::to_string(turn));
        booking.booked_at = noon - minutes(turn);  // a slow clock somewhere
        made.with(booking);
        REQUIRE(at(at.accounts().commit(made.ready())).outcome == engine::commit_outcome::committed);
        // The mark itself may go, too.
        if (turn == 2) at(at.accounts().erase(at(at.accounts().load_whole(client_named("c0"))), ""));
    };
    auto const seen = texts_of(by_pages(at, engine::booking_list::all, 6, meanwhile));
    for (auto const& one : before) {
        if (one.starts_with("c0x")) continue;
        CHECK(std::ranges::count(seen, one) == 1);
    }
}

TEST_CASE_TEMPLATE("a booking that moved is listed once, where it is now", Place, memory_place, redis_place) {
    Place at;
    write_many(at, 1, 1);
    auto const who = client_named("c0");
    draft made(at(at.accounts().load_whole(who)), "commit-2");
    auto const from = booking_of("0-0");
    auto const to = booking_of("later");
    domain::booking_moved const moved{from.id, to.id, to.identity, "token", noon + minutes(9)};
    made.events.emplace_back(moved);
    domain::evolve(made.account, moved);
    made.request.changed = {from.id, to.id};
    REQUIRE(at(at.accounts().commit(made.ready())).outcome == engine::commit_outcome::committed);
    auto const all = at(at.registry().page_of(engine::booking_list::all, std::nullopt, 10));
    REQUIRE(all.size() == 1);
    CHECK(all[0].booking == to.id);
    CHECK(all[0].at == noon);
}

TEST_CASE_TEMPLATE("held bookings are counted by network", Place, memory_place, redis_place) {
    Place at;
    auto const admitted = [&at](char const* reference, char const* network, std::uint64_t most) {
        auto const booking = domain::booking_id_of({"site", domain::offer_id{"hour"}, reference});
        return at(at.registry().admit_held(booking, network, most));
    };
    using enum engine::held_admission;
    CHECK(admitted("ref-1", "net-1", 2) == counted);
    CHECK(admitted("ref-2", "net-1", 2) == counted);
    CHECK(admitted("ref-3", "net-1", 2) == full);
    CHECK(admitted("ref-3", "net-1", 2) == full);
    CHECK(admitted("ref-3", "net-2", 2) == counted);
    // What was not let in was not counted.
    CHECK(admitted("ref-3", "net-1", 3) == counted);
    CHECK(admitted("ref-4", "net-1", 3) == full);
    domain::booking_identity const claimed{"site", domain::offer_id{"hour"}, "ref-4"};
    at(at.accounts().claim_identity(claimed, domain::client_id{"client-1"}));
    CHECK(admitted("ref-4", "net-1", 3) == known);
    CHECK(admitted("ref-4", "net-1", 3) == known);
}

TEST_CASE_TEMPLATE("a store that can write says so", Place, memory_place, redis_place) {
    Place at;
    auto const condition = at(at.registry().condition());
    CHECK(condition.writable);
    CHECK(condition.reason.empty());
}

TEST_CASE_TEMPLATE("a store nobody used says so, and being looked at leaves no trace", Place, memory_place,
                   redis_place) {
    Place at;
    auto const seen = at(at.registry().look());
    CHECK(!seen.identity);
    CHECK(seen.sealed == 0);
    CHECK(commits_of(seen) == 0);
    at(at.registry().close("nothing to close"));
    CHECK(!at(at.registry().look()).identity);
    CHECK(at(at.registry().look()).closed.empty());
}

TEST_CASE_TEMPLATE("a sealed store says whose it is, in which epoch, and why it is closed", Place,
                   memory_place, redis_place) {
    Place at;
    at(at.registry().seal({"store-1", 4, "acct_1", true}, "store-0", "it was restored", "by hand"));
    auto const seen = at(at.registry().look());
    REQUIRE(seen.identity);
    CHECK(seen.identity->store_id == "store-1");
    CHECK(seen.identity->epoch == 4);
    CHECK(seen.identity->account == "acct_1");
    CHECK(seen.identity->livemode);
    CHECK(seen.sealed == 4);
    CHECK(seen.replaces == "store-0");
    CHECK(seen.closed == "it was restored");
    at(at.registry().seal({"store-1", 5, "acct_1", true}, "", "", "looked through"));
    CHECK(at(at.registry().look()).closed.empty());
    at(at.registry().close("again"));
    CHECK(at(at.registry().look()).closed == "again");
}
