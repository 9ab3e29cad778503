#include <doctest/doctest.h>

#include "contract/store/places.hpp"
#include "contract/store/samples.hpp"
#include "quittance/records/ledger.hpp"

using namespace quittance;
using namespace quittance::contract;

namespace {

auto const anna = client_named("anna");
auto const first = booking_of("r1");

// A store with one account that owes, as the engine would write it.
void write_one(redis_side& at) {
    at(at.accounts().claim_identity(first.identity, anna));
    draft made(at(at.accounts().load_whole(anna)), "commit-1");
    auto booking = first;
    booking.origin = domain::origin::api;
    made.with(booking);
    // The account is what the fold makes of its events.
    for (auto const& event : made.events) domain::evolve(made.account, event);
    made.account.client = {};
    domain::account folded{anna, 1, {}, {}};
    for (auto const& event : made.events) domain::evolve(folded, event);
    folded.version = 1;
    made.account = folded;
    made.request.client_changed = true;
    made.request.open = {{first.id, noon}};
    made.request.notices = {notice_of(anna, first.id, "1")};
    REQUIRE(at(at.accounts().commit(made.ready())).outcome == engine::commit_outcome::committed);
    at(at.outbox().know_endpoints({"calendar"}));
    engine::delivery_note told{
        notice_of(anna, first.id, "0"), engine::delivery_state::delivered, 204, "", noon, std::nullopt};
    at(at.outbox().settle_notice(told));
}

// The stored booking, with a balance that nothing in the ledger says.
domain::booking dearer() {
    auto booking = first;
    booking.origin = domain::origin::api;
    booking.items.at(0).amount = euros(13'000);
    return booking;
}

domain::booking late_twice() {
    auto booking = first;
    booking.origin = domain::origin::api;
    auto const due = booking.items.front().due;
    domain::fee_mark const late{domain::fee_kind::late, 1, {}, due};
    booking.items.push_back({2, euros(500), due, {}, late});
    booking.items.push_back({3, euros(500), due, {}, late});
    return booking;
}

std::string findings(redis_side& at) {
    std::string all;
    for (auto const& each : at(at.database().fsck(noon, {})))
        all += each.client.text() + " " + each.what + "\n";
    return all;
}

// `command` on the key of that kind, in the account's shard, whichever it is.
std::string key_of(std::string const& kind) {
    auto const keys = shared_server().command("KEYS q:{s*}:" + kind);
    auto const at = keys.find("q:{");
    REQUIRE(at != std::string::npos);
    return keys.substr(at, keys.find("\r\n", at) - at);
}

}  // namespace

TEST_CASE("fsck finds nothing in a store that is whole") {
    redis_place at;
    CHECK(findings(at) == "");
    write_one(at);
    CHECK(findings(at) == "");
}

TEST_CASE("a booking stored before there was a list of all comes into it when anything happens to it") {
    redis_place at;
    write_one(at);
    auto const list = [&at] {
        return at(at.registry().page_of(engine::booking_list::all, std::nullopt, 10));
    };
    shared_server().command("DEL " + key_of("made"));
    REQUIRE(list().empty());
    draft later(at(at.accounts().load_whole(anna)), "commit-2");
    later.request.changed = {first.id};
    domain::attention_acknowledged const happened{first.id, "x"};
    later.events.emplace_back(happened);
    domain::evolve(later.account, happened);
    REQUIRE(at(at.accounts().commit(later.ready())).outcome == engine::commit_outcome::committed);
    REQUIRE(list().size() == 1);
    CHECK(list()[0].at == first.booked_at);
    CHECK(findings(at) == "");
}

TEST_CASE("a list of all that was never written is filled once, and fsck finds nothing any more") {
    redis_place at;
    write_one(at);
    auto const before = at(at.registry().page_of(engine::booking_list::all, std::nullopt, 10));
    REQUIRE(before.size() == 1);
    CHECK(at(at.database().fill_list_of_all()) == 0);
    shared_server().command("DEL " + key_of("made"));
    REQUIRE(findings(at).find("missing in the index of all bookings") != std::string::npos);
    CHECK(at(at.database().fill_list_of_all()) == 1);
    auto const after = at(at.registry().page_of(engine::booking_list::all, std::nullopt, 10));
    REQUIRE(after.size() == 1);
    CHECK(after[0].booking == first.id);
    CHECK(after[0].at == before[0].at);
    CHECK(findings(at) == "");
    CHECK(at(at.database().fill_list_of_all()) == 0);
}

TEST_CASE("references that an older program did not write down are filled in with the list of all") {
    redis_place at;
    write_one(at);
    shared_server().command("DEL " + key_of("x:ref:*"));
    auto const& called = first.identity;
    REQUIRE(at(at.accounts().offers_under(called.source, called.reference)).empty());
    at(at.database().fill_list_of_all());
    CHECK(at(at.accounts().offers_under(called.source, called.reference)) == std::vector{called.offer});
    CHECK(findings(at) == "");
}

TEST_CASE("what an older program did not call a person's task is told with the list of all") {
    redis_place at;
    at(at.accounts().claim_identity(first.identity, anna));
    draft made(at(at.accounts().load_whole(anna)), "commit-1");
    auto asks = first;
    asks.handovers.push_back({1, "question", 0, "which day?", noon});
    made.with(asks);
    REQUIRE(at(at.accounts().commit(made.ready())).outcome == engine::commit_outcome::committed);
    CHECK(findings(at).find("missing in the index of attention") != std::string::npos);
    at(at.database().fill_list_of_all());
    CHECK(findings(at).find("attention") == std::string::npos);
    CHECK(at(at.registry().attention_count()) == 1);
    at(at.database().fill_list_of_all());
    CHECK(at(at.registry().attention_count()) == 1);
}

TEST_CASE("a booking that moved is not filled in") {
    redis_place at;
    at(at.accounts().claim_identity(first.identity, anna));
    draft made(at(at.accounts().load_whole(anna)), "commit-1");
    auto booking = first;
    booking.moved_to = booking_of("r2").id;
    made.with(booking);
    REQUIRE(at(at.accounts().commit(made.ready())).outcome == engine::commit_outcome::committed);
    CHECK(at(at.database().fill_list_of_all()) == 0);
    CHECK(at(at.registry().page_of(engine::booking_list::all, std::nullopt, 10)).empty());
}

TEST_CASE("fsck says what is wrong") {
    redis_place at;
    write_one(at);
    auto const member = anna.text() + "/" + first.id.text();
    auto const notice = anna.text() + "/msg_1";
    struct damage {
        std::string command;
        std::string found;
    };
    damage const damages[] = {
        {"HSET " + key_of("a:*") + " b:" + first.id.text() + " '{\"f\":1}'", "is not what the ledger says"},
        {"HSET " + key_of("a:*") + " b:" + first.id.text() + " '{'", "broken"},
        {"HDEL " + key_of("a:*") + " b:" + first.id.text(), "in the ledger and not in the account"},
        {"HSET " + key_of("a:*") + " v 2", "at version 2, and its ledger has 1 entries"},
        {"RPUSH " + key_of("l:*") + " {}", "has 2 entries"},
        {"HSET " + key_of("a:*") + " head x", "not the one the account was committed with"},
        {"HSET " + key_of("a:*") + " b:" + first.id.text() + " '" + records::encode(dearer()) + "'",
         "have 120.00 EUR in 'receivable', and the account says 130.00 EUR"},
        {"HSET " + key_of("a:*") + " b:" + first.id.text() + " '" + records::encode(dearer()) + "'",
         "its items that are no fees come to 130.00 EUR, and its price is 120.00 EUR"},
        {"HSET " + key_of("a:*") + " b:" + first.id.text() + " '" + records::encode(late_twice()) + "'",
         "its fee 3 is for what has a fee already"},
        {"DEL " + key_of("x:booking:*"), "belongs to nobody"},
        {"SET " + key_of("x:booking:*") + " somebody", "belongs to account somebody"},
        {"DEL " + key_of("x:ref:*"), "is not found by its reference"},
        {"SET q:{s00}:x:booking:left " + anna.text(),
         "has booking left as this account's, which has no such"},
        {"ZREM " + key_of("open") + " " + member, "missing in the index of what is owed"},
        {"ZREM " + key_of("made") + " " + member, "missing in the index of all bookings"},
        {"ZADD q:{s00}:made 1 nobody/nothing", "is in the index of all bookings, and no account"},
        {"ZADD " + key_of("open") + " 1 nobody/nothing", "no account has such a booking"},
        {"ZADD q:{s00}:t 1 nobody/nothing", "index of wake-ups"},
        {"ZADD q:{s00}:held 1 nobody/nothing", "index of held bookings"},
        {"ZADD q:{s00}:attention 1 nobody/nothing/x", "index of attention"},
        {"HSET q:{s00}:ex k body", "of no account"},
        {"ZADD q:{s00}:e 1 k", "has a lease and no body"},
        {"DEL " + key_of("n:*"), "msg_1 for calendar will never be told"},
        {"DEL " + key_of("nx:*"), "msg_1 for calendar has no body"},
        {"HSET " + key_of("nx:*") + " " + notice + " {", "msg_1 cannot be read"},
        {"HSET " + key_of("nx:*") + " " + notice + " '{\"f\":1}'", "msg_1 holds another notice"},
        {"DEL " + key_of("nl:*"), "msg_0 in the deliveries of calendar has no time"},
        {"DEL " + key_of("nlx:*"), "msg_0 in the deliveries of calendar has no body"},
        {"ZADD q:{s00}:n:calendar 1 nobody/x", "nobody/x for calendar has no body"},
        {"HSET q:{s00}:nx:calendar nobody/x {", "nobody/x for calendar is of no account"},
    };
    for (auto const& each : damages) {
        CAPTURE(each.command);
        shared_server().command("FLUSHALL");
        at.database().forget_what_was_seen();
        write_one(at);
        shared_server().command(each.command);
        auto const said = findings(at);
        CAPTURE(said);
        CHECK(said.find(each.found) != std::string::npos);
    }
}
