#include <doctest/doctest.h>

#include <algorithm>

#include "contract/store/places.hpp"
#include "contract/store/samples.hpp"

using namespace quittance;
using namespace quittance::contract;
using engine::commit_outcome;
using engine::delivery_note;
using engine::delivery_state;
using engine::ordered_notice;

namespace {

auto const anna = client_named("anna");
auto const ben = client_named("ben");
constexpr milliseconds lease{30'000};

template <class Place>
commit_outcome order(Place& at, domain::client_id const& client, std::vector<ordered_notice> notices,
                     std::string const& reference = "r1") {
    draft made(at(at.accounts().load_whole(client)), "commit-" + reference + client.text());
    made.with(booking_of(reference));
    made.request.notices = std::move(notices);
    return at(at.accounts().commit(made.ready())).outcome;
}

ordered_notice first(std::string endpoint = "calendar") {
    return notice_of(anna, booking_of("r1").id, "1", std::move(endpoint));
}

delivery_note told(ordered_notice what, instant at, delivery_state state = delivery_state::delivered) {
    ++what.tries;
    return {std::move(what), state, 200, "", at, std::nullopt};
}
delivery_note failed(ordered_notice what, instant at, instant next) {
    ++what.tries;
    return {std::move(what), delivery_state::waiting, 500, "", at, next};
}

template <class Place>
std::vector<ordered_notice> claim(Place& at, instant now, std::size_t most = 10,
                                  std::string const& endpoint = "calendar") {
    return at(at.outbox().claim_notices(endpoint, now, lease, most));
}

template <class Place>
std::uint64_t waiting_for(Place& at, std::string const& endpoint) {
    for (auto const& one : at(at.outbox().endpoints())) {
        if (one.name == endpoint) return one.waiting;
    }
    return 0;
}

}  // namespace

TEST_CASE_TEMPLATE("a notice is ordered with the commit, and due at once", Place, memory_place, redis_place) {
    Place at;
    REQUIRE(order(at, anna, {first()}) == commit_outcome::committed);
    CHECK(claim(at, noon - milliseconds{1}).empty());
    auto const claimed = claim(at, noon);
    REQUIRE(claimed.size() == 1);
    CHECK(claimed[0] == first());
    SUBCASE("and is one worker's until the lease ends") {
        CHECK(claim(at, noon + lease - milliseconds{1}).empty());
        CHECK(claim(at, noon + lease) == claimed);
    }
}

TEST_CASE_TEMPLATE("a commit that loses orders nothing", Place, memory_place, redis_place) {
    Place at;
    draft one(at(at.accounts().load_whole(anna)), "commit-1");
    draft other(at(at.accounts().load_whole(anna)), "commit-2");
    one.with(booking_of("r1"));
    other.with(booking_of("r1"));
    other.request.notices = {first()};
    REQUIRE(at(at.accounts().commit(one.ready())).outcome == commit_outcome::committed);
    REQUIRE(at(at.accounts().commit(other.ready())).outcome == commit_outcome::version_changed);
    CHECK(claim(at, noon).empty());
}

TEST_CASE_TEMPLATE("a webhook applied twice orders once, with its mark and its effects", Place, memory_place,
                   redis_place) {
    Place at;
    auto const commit_marked = [&at](std::string const& id) {
        draft made(at(at.accounts().load_whole(anna)), id);
        made.with(booking_of("r1"));
        made.request.marks = {engine::event_mark{"evt_1", noon}};
        made.request.effects = {effect_of(anna, booking_of("r1").id, 1)};
        made.request.wakes = {{booking_of("r1").id, noon}};
        made.request.notices = {first(), first("crm"), notice_of(anna, booking_of("r1").id, "2", "calendar")};
        return at(at.accounts().commit(made.ready())).outcome;
    };
    REQUIRE(commit_marked("commit-1") == commit_outcome::committed);
    CHECK(claim(at, noon).size() == 2);
    CHECK(claim(at, noon, 10, "crm").size() == 1);
    CHECK(at(at.queues().oldest_effect()) == noon + seconds(30));
    CHECK(at(at.queues().oldest_wake()) == noon);
    CHECK(commit_marked("commit-2") == commit_outcome::duplicate_event);
    CHECK(claim(at, noon).empty());
}

TEST_CASE_TEMPLATE("the same fact decided again stays one notice", Place, memory_place, redis_place) {
    Place at;
    REQUIRE(order(at, anna, {first()}) == commit_outcome::committed);
    REQUIRE(order(at, anna, {first()}, "r2") == commit_outcome::committed);
    CHECK(claim(at, noon).size() == 1);
}

TEST_CASE_TEMPLATE("endpoints wait apart, and each sees its own", Place, memory_place, redis_place) {
    Place at;
    at(at.outbox().know_endpoints({"crm", "calendar", "idle"}));
    REQUIRE(order(at, anna, {first(), first("crm")}) == commit_outcome::committed);
    REQUIRE(order(at, ben, {notice_of(ben, booking_of("r2").id, "2")}, "r2") == commit_outcome::committed);
    CHECK(waiting_for(at, "calendar") == 2);
    CHECK(waiting_for(at, "crm") == 1);
    CHECK(claim(at, noon, 10, "crm") == std::vector{first("crm")});
    CHECK(claim(at, noon, 10, "idle").empty());
    CHECK(claim(at, noon).size() == 2);
    auto const all = at(at.outbox().endpoints());
    REQUIRE(all.size() == 3);
    CHECK(all[0].name == "calendar");
    CHECK(all[0].oldest == noon + lease);
    CHECK(!all[0].disabled_at);
    CHECK(all[2] == engine::endpoint_standing{"idle", std::nullopt, 0, std::nullopt});
}

TEST_CASE_TEMPLATE("no more are claimed than asked for, and none is forgotten", Place, memory_place,
                   redis_place) {
    Place at;
    std::vector<ordered_notice> many;
    for (int i = 0; i < 130; ++i) many.push_back(notice_of(anna, booking_of("r1").id, std::to_string(i)));
    REQUIRE(order(at, anna, many) == commit_outcome::committed);
    CHECK(claim(at, noon, 7).size() == 7);
    CHECK(claim(at, noon, 1000).size() == 123);
    CHECK(claim(at, noon, 1000).empty());
}

TEST_CASE_TEMPLATE("what was told is in the log and waits no longer", Place, memory_place, redis_place) {
    Place at;
    REQUIRE(order(at, anna, {first()}) == commit_outcome::committed);
    auto const note = told(claim(at, noon).at(0), noon + seconds(1));
    at(at.outbox().settle_notice(note));
    CHECK(claim(at, noon + std::chrono::hours{24}).empty());
    CHECK(at(at.outbox().deliveries("calendar", 10)) == std::vector{note});
    CHECK(at(at.outbox().deliveries("crm", 10)).empty());
    CHECK(at(at.outbox().deliveries("calendar", 0)).empty());
}

TEST_CASE_TEMPLATE("a try that failed waits for its next one, counted", Place, memory_place, redis_place) {
    Place at;
    REQUIRE(order(at, anna, {first()}) == commit_outcome::committed);
    auto const note = failed(claim(at, noon).at(0), noon, noon + minutes(5));
    at(at.outbox().settle_notice(note));
    CHECK(claim(at, noon + minutes(5) - milliseconds{1}).empty());
    auto const again = claim(at, noon + minutes(5));
    REQUIRE(again.size() == 1);
    CHECK(again[0].tries == 1);
    CHECK(again[0].body == first().body);
    auto const later = told(again[0], noon + minutes(6));
    at(at.outbox().settle_notice(later));
    CHECK(at(at.outbox().deliveries("calendar", 10)) == std::vector{later});
}

TEST_CASE_TEMPLATE("who comes late with a failure brings nothing back", Place, memory_place, redis_place) {
    Place at;
    REQUIRE(order(at, anna, {first()}) == commit_outcome::committed);
    auto const slow = claim(at, noon).at(0);
    auto const quick = claim(at, noon + lease).at(0);
    at(at.outbox().settle_notice(told(quick, noon + lease)));
    at(at.outbox().settle_notice(failed(slow, noon + lease, noon + lease)));
    CHECK(claim(at, noon + std::chrono::hours{24}).empty());
}

TEST_CASE_TEMPLATE("the log keeps the last thousand, the latest first", Place, memory_place, redis_place) {
    Place at;
    for (int i = 0; i < 1'005; ++i) {
        auto const one = notice_of(anna, booking_of("r1").id, std::to_string(i));
        at(at.outbox().settle_notice(told(one, noon + seconds(i))));
    }
    auto const all = at(at.outbox().deliveries("calendar", 5'000));
    REQUIRE(all.size() == engine::deliveries_kept);
    CHECK(all.front().notice.id.text() == "msg_1004");
    CHECK(all.back().notice.id.text() == "msg_5");
    auto const few = at(at.outbox().deliveries("calendar", 3));
    REQUIRE(few.size() == 3);
    CHECK(few[2].notice.id.text() == "msg_1002");
}

TEST_CASE_TEMPLATE("what is replayed has the same id and body, and starts anew", Place, memory_place,
                   redis_place) {
    Place at;
    for (int i = 0; i < 4; ++i) {
        auto one = notice_of(i % 2 == 0 ? anna : ben, booking_of("r1").id, std::to_string(i));
        one.tries = 7;
        at(at.outbox().settle_notice(told(one, noon + minutes(i), delivery_state::given_up)));
    }
    auto const later = noon + std::chrono::hours{48};
    SUBCASE("one of them") {
        engine::replay_choice which;
        which.id = engine::notice_id{"msg_2"};
        CHECK(at(at.outbox().replay_notices("calendar", which, later)) == 1);
        auto const claimed = claim(at, later);
        REQUIRE(claimed.size() == 1);
        CHECK(claimed[0] == notice_of(anna, booking_of("r1").id, "2"));
        CHECK(claimed[0].tries == 0);
    }
    SUBCASE("those since a time") {
        engine::replay_choice which;
        which.since = noon + minutes(1);
        CHECK(at(at.outbox().replay_notices("calendar", which, later)) == 3);
        CHECK(claim(at, later).size() == 3);
    }
    SUBCASE("all") {
        CHECK(at(at.outbox().replay_notices("calendar", {}, later)) == 4);
        CHECK(claim(at, later).size() == 4);
    }
    SUBCASE("none that is not there, and none of another endpoint") {
        engine::replay_choice which;
        which.id = engine::notice_id{"msg_9"};
        CHECK(at(at.outbox().replay_notices("calendar", which, later)) == 0);
        CHECK(at(at.outbox().replay_notices("crm", {}, later)) == 0);
    }
}

TEST_CASE_TEMPLATE("a disabled endpoint stays so until it is enabled; then what waits is due", Place,
                   memory_place, redis_place) {
    Place at;
    at(at.outbox().know_endpoints({"calendar"}));
    REQUIRE(order(at, anna, {first()}) == commit_outcome::committed);
    at(at.outbox().settle_notice(failed(claim(at, noon).at(0), noon, noon + std::chrono::hours{36})));
    at(at.outbox().disable_endpoint("calendar", noon));
    CHECK(at(at.outbox().endpoints()).at(0).disabled_at == noon);
    CHECK(at(at.outbox().is_disabled("calendar")));
    CHECK(!at(at.outbox().is_disabled("crm")));
    at(at.outbox().know_endpoints({"calendar"}));
    CHECK(at(at.outbox().endpoints()).at(0).disabled_at == noon);
    at(at.outbox().enable_endpoint("calendar", noon + minutes(1)));
    CHECK(!at(at.outbox().endpoints()).at(0).disabled_at);
    CHECK(!at(at.outbox().is_disabled("calendar")));
    CHECK(claim(at, noon + minutes(1)).size() == 1);
}

TEST_CASE_TEMPLATE("enabling hastens more than one step moves", Place, memory_place, redis_place) {
    Place at;
    std::vector<ordered_notice> many;
    for (int i = 0; i < 250; ++i) {
        many.push_back(notice_of(anna, booking_of("r1").id, std::to_string(i)));
        many.back().ordered_at = noon + minutes(60);
    }
    REQUIRE(order(at, anna, many) == commit_outcome::committed);
    at(at.outbox().enable_endpoint("calendar", noon));
    CHECK(claim(at, noon, 1000).size() == 250);
}

TEST_CASE_TEMPLATE("a forgotten endpoint leaves nothing", Place, memory_place, redis_place) {
    Place at;
    at(at.outbox().know_endpoints({"calendar", "crm"}));
    REQUIRE(order(at, anna, {first(), first("crm")}) == commit_outcome::committed);
    at(at.outbox().settle_notice(told(first(), noon)));
    at(at.outbox().forget_endpoint("calendar"));
    CHECK(claim(at, noon).empty());
    CHECK(at(at.outbox().deliveries("calendar", 10)).empty());
    CHECK(at(at.outbox().endpoints()).size() == 1);
    CHECK(claim(at, noon, 10, "crm").size() == 1);
}

TEST_CASE_TEMPLATE("an erased account leaves no notice and no delivery; others keep theirs", Place,
                   memory_place, redis_place) {
    Place at;
    at(at.outbox().know_endpoints({"calendar", "crm"}));
    REQUIRE(order(at, anna, {first(), first("crm")}) == commit_outcome::committed);
    REQUIRE(order(at, ben, {notice_of(ben, booking_of("r2").id, "2")}, "r2") == commit_outcome::committed);
    at(at.outbox().settle_notice(told(notice_of(anna, booking_of("r1").id, "3"), noon)));
    at(at.outbox().settle_notice(told(notice_of(ben, booking_of("r2").id, "4"), noon)));
    auto whole = at(at.accounts().load_whole(anna));
    REQUIRE(at(at.accounts().erase(std::move(whole), {})) == commit_outcome::committed);
    CHECK(claim(at, noon) == std::vector{notice_of(ben, booking_of("r2").id, "2")});
    CHECK(claim(at, noon, 10, "crm").empty());
    auto const log = at(at.outbox().deliveries("calendar", 10));
    REQUIRE(log.size() == 1);
    CHECK(log[0].notice.client == ben);
}
