// What a released program left in a Redis is read by this one; what a later program left is refused and stays
// byte for byte. The documents are files (tests/contract/formats, tests/unit/records/golden): never changed,
// what is new gets a new one.
#include <doctest/doctest.h>

#include <algorithm>
#include <fstream>
#include <sstream>

#include "contract/store/places.hpp"
#include "contract/store/samples.hpp"

using namespace quittance;
using namespace quittance::contract;

namespace {

auto const anna = client_named("anna");
domain::booking_id const stored_booking{"Zm9vYmFyYmF6cXV4"};

std::string kept(std::string const& file) {
    std::ifstream from(file, std::ios::binary);
    REQUIRE(from.good());
    std::stringstream bytes;
    bytes << from.rdbuf();
    auto text = bytes.str();
    while (!text.empty() && text.back() == '\n') text.pop_back();
    return text;
}
std::string format(std::string const& name) { return kept("tests/contract/formats/" + name); }
std::string golden(std::string const& name) { return kept("tests/unit/records/golden/" + name); }

// As an inline command takes it.
std::string quoted(std::string const& text) {
    std::string out = "\"";
    for (char const letter : text) {
        if (letter == '\n') {
            out += "\\n";
            continue;
        }
        if (letter == '"' || letter == '\\') out += '\\';
        out += letter;
    }
    return out + '"';
}

std::string key_like(std::string const& pattern) {
    auto const found = shared_server().command("KEYS " + pattern);
    auto const from = found.find("q:{");
    REQUIRE(from != std::string::npos);
    return found.substr(from, found.find('\r', from) - from);
}

// An account with one field written by hand.
std::string account_with(redis_place& at, std::string const& field, std::string const& document) {
    draft first(at(at.accounts().load_whole(anna)), "commit-1");
    first.with(booking_of("r1"));
    REQUIRE(at(at.accounts().commit(first.ready())).outcome == engine::commit_outcome::committed);
    auto const key = key_like("q:{s*}:a:*");
    shared_server().command("HSET " + key + " " + field + " " + quoted(document));
    return key;
}

std::string effect_with(redis_place& at, std::string const& document) {
    draft first(at(at.accounts().load_whole(anna)), "commit-1");
    first.with(booking_of("r1"));
    auto effect = effect_of(anna, stored_booking, 1);
    first.request.effects = {effect};
    REQUIRE(at(at.accounts().commit(first.ready())).outcome == engine::commit_outcome::committed);
    auto const bodies = key_like("q:{s*}:ex");
    shared_server().command("HSET " + bodies + " " + effect.key.text() + " " + quoted(document));
    return bodies;
}

// In an order of its own: Redis moves a hash about while it grows.
std::vector<std::string> content(std::string const& key) {
    std::istringstream answer(shared_server().command("HGETALL " + key));
    std::vector<std::string> lines;
    for (std::string line; std::getline(answer, line);) lines.push_back(line);
    std::sort(lines.begin(), lines.end());
    return lines;
}

}  // namespace

TEST_CASE("client and booking of format 1 are read from a store") {
    redis_place at;
    account_with(at, "client", golden("client-1.json"));
    account_with(at, "b:" + stored_booking.text(), golden("booking-1.json"));
    auto const loaded = at(at.accounts().load(anna, {stored_booking}));
    CHECK(loaded.account.client.who.email == "zoe@example.org");
    auto const* const booking = loaded.account.find(stored_booking);
    REQUIRE(booking != nullptr);
    CHECK(booking->payments.at(0).captured == euros(12'000));
}

TEST_CASE("an account of a later format is refused, not guessed, and stays as it is") {
    redis_place at;
    std::string field;
    SUBCASE("its client") { field = "client"; }
    SUBCASE("its booking") { field = "b:" + stored_booking.text(); }
    auto const key = account_with(at, field, format("newer.json"));
    auto const before = content(key);
    CHECK_THROWS_AS(at(at.accounts().load(anna, {stored_booking})), engine::document_unreadable);
    CHECK_THROWS_AS(at(at.accounts().load_whole(anna)), engine::document_unreadable);
    auto const found = at(at.database().fsck(noon, domain::policy{}));
    CHECK(!found.empty());
    CHECK(content(key) == before);
}

TEST_CASE("a ledger entry of a later format is a finding, and stays as it is") {
    redis_place at;
    account_with(at, "note", "x");
    auto const ledger = key_like("q:{s*}:l:*");
    shared_server().command("LSET " + ledger + " 0 " + quoted(format("newer.json")));
    auto const before = shared_server().command("LRANGE " + ledger + " 0 -1");
    CHECK(!at(at.database().fsck(noon, domain::policy{})).empty());
    CHECK(shared_server().command("LRANGE " + ledger + " 0 -1") == before);
}

TEST_CASE("an effect of format 1 is read from a store") {
    redis_place at;
    effect_with(at, format("effect-1.json"));
    auto const due = at(at.queues().claim_effects(noon + minutes(5), milliseconds{30'000}, 10));
    REQUIRE(due.size() == 1);
    CHECK(due[0].body == "mode=payment&line_items[0][quantity]=1&name=%C3%85");
    CHECK(due[0].client == anna);
    CHECK(due[0].checkout == 1);
    CHECK(due[0].give_up_at == noon + minutes(60));
}

TEST_CASE("an effect of a later format is not sent, stays as it is, and keeps nobody else's waiting") {
    redis_place at;
    auto const bodies = effect_with(at, format("newer.json"));
    auto const before = content(bodies);
    CHECK_THROWS_AS(at(at.queues().claim_effects(noon + minutes(5), milliseconds{30'000}, 10)),
                    engine::document_unreadable);
    CHECK(content(bodies) == before);
    auto const ben = client_named("ben");
    draft other(at(at.accounts().load_whole(ben)), "commit-2");
    other.with(booking_of("r2"));
    other.request.effects = {effect_of(ben, booking_of("r2").id, 1)};
    REQUIRE(at(at.accounts().commit(other.ready())).outcome == engine::commit_outcome::committed);
    auto const due = at(at.queues().claim_effects(noon + minutes(10), milliseconds{30'000}, 10));
    REQUIRE(due.size() == 1);
    CHECK(due[0].client == ben);
}

TEST_CASE("a notice and a delivery of format 1 are read from a store") {
    redis_place at;
    draft made(at(at.accounts().load_whole(anna)), "commit-1");
    made.with(booking_of("r1"));
    made.request.notices = {notice_of(anna, booking_of("r1").id, "1")};
    REQUIRE(at(at.accounts().commit(made.ready())).outcome == engine::commit_outcome::committed);
    auto const waiting = key_like("q:{s*}:nx:calendar");
    auto const member = " " + anna.text() + "/msg_1 ";
    shared_server().command("HSET " + waiting + member + quoted(format("notice-1.json")));
    auto const due = at(at.outbox().claim_notices("calendar", noon, milliseconds{1}, 10));
    REQUIRE(due.size() == 1);
    CHECK(due[0].id.text() == "msg_1");
    CHECK(due[0].kind == "item.paid");
    CHECK(due[0].body == R"({"type":"item.paid","data":{}})");
    CHECK(due[0].tries == 2);

    at(at.outbox().settle_notice({due[0], engine::delivery_state::waiting, 0, "", noon, noon}));
    auto const told = key_like("q:{s*}:nlx:calendar");
    shared_server().command("HSET " + told + member + quoted(format("delivery-1.json")));
    auto const log = at(at.outbox().deliveries("calendar", 10));
    REQUIRE(log.size() == 1);
    CHECK(log[0].state == engine::delivery_state::given_up);
    CHECK(log[0].status == 503);
    CHECK(log[0].at == noon);
    SUBCASE("and of a later one are refused, and stay as they are") {
        for (auto const& key : {waiting, told}) {
            shared_server().command("HSET " + key + member + quoted(format("newer.json")));
            auto const before = content(key);
            if (key == waiting) {
                CHECK_THROWS_AS(at(at.outbox().claim_notices("calendar", noon, milliseconds{1}, 10)),
                                engine::document_unreadable);
            } else {
                CHECK_THROWS_AS(at(at.outbox().deliveries("calendar", 10)), engine::document_unreadable);
            }
            CHECK(content(key) == before);
        }
    }
}

TEST_CASE("an event parked by a released program is listed, whole") {
    redis_place at;
    shared_server().command("XADD q:{s00}:parked * event evt_1 type charge.refunded body " +
                            quoted(format("parked-1.json")) + " reason lost at 1795262400000 later x");
    auto const all = at(at.registry().parked(10));
    REQUIRE(all.size() == 1);
    CHECK(all[0].body == format("parked-1.json"));
    CHECK(all[0].at == noon);
}

TEST_CASE("an API reply kept by a released program is given again; a broken one is refused and stays") {
    redis_place at;
    REQUIRE(!at(at.registry().begin_idempotent("key-1", "hash")));
    auto const key = key_like("q:{s*}:idem:*");
    shared_server().command("SET " + key + " " + quoted(format("idempotency-1.txt")));
    auto const reply = at(at.registry().begin_idempotent("key-1", "hash"));
    REQUIRE(reply);
    CHECK(reply->status == 201);
    CHECK(reply->body_hash == "5d41402abc4b2a76b9719d911017c592");
    CHECK(reply->body == R"({"booking":"Zm9vYmFyYmF6cXV4","amount":12000})");
    shared_server().command("SET " + key + " " + quoted(format("newer.json")));
    CHECK_THROWS_AS(at(at.registry().begin_idempotent("key-1", "hash")), engine::document_unreadable);
    CHECK(shared_server().command("GET " + key).find("of_the_future") != std::string::npos);
}
