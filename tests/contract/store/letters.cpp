// What was sent, on record: under its hash, found by its token, gone with one call.
#include <doctest/doctest.h>

#include "contract/store/places.hpp"
#include "contract/store/samples.hpp"

using namespace quittance;
using namespace quittance::contract;
using engine::kept_letter;
using engine::letter_place;

namespace {

auto const anna = client_named("anna");
auto const ben = client_named("ben");

letter_place place_of(domain::client_id const& client, int number) {
    return {client, booking_of("r1").id, number};
}

kept_letter letter_saying(std::string text, std::int64_t at = 1'000) {
    auto hash = engine::letter_hash(text);
    return {std::move(hash),         instant{milliseconds{at}}, "id@mail.example",
            {"anna@client.example"}, std::move(text),           ""};
}

}  // namespace

TEST_CASE_TEMPLATE("a letter is kept as it was sent, and the server's words with it", Place, memory_place,
                   redis_place) {
    Place at;
    auto what = letter_saying("From: us\r\n\r\nDear \"Anna\"\t\\ =C3=A9\r\n");
    at(at.letters().keep(place_of(anna, 1), "token1", what));
    CHECK(at(at.letters().kept(anna, 1)) == std::vector{what});
    at(at.letters().note_reply(place_of(anna, 1), what.hash, "250 2.0.0 taken"));
    what.reply = "250 2.0.0 taken";
    CHECK(at(at.letters().kept(anna, 1)) == std::vector{what});
    CHECK(engine::letter_hash(at(at.letters().kept(anna, 1)).at(0).bytes) == what.hash);
    CHECK(at(at.letters().kept(anna, 2)).empty());
    CHECK(at(at.letters().kept(ben, 1)).empty());
}

TEST_CASE_TEMPLATE("a try that may have arrived stays beside the next one, and one that did not goes", Place,
                   memory_place, redis_place) {
    Place at;
    auto const first = letter_saying("zzz first", 1'000);
    auto const second = letter_saying("aaa second", 2'000);
    at(at.letters().keep(place_of(anna, 1), "token1", second));
    at(at.letters().keep(place_of(anna, 1), "token1", first));
    at(at.letters().keep(place_of(anna, 1), "token1", first));
    CHECK(at(at.letters().kept(anna, 1)) == std::vector{first, second});
    at(at.letters().drop(place_of(anna, 1), first.hash));
    at(at.letters().drop(place_of(anna, 1), first.hash));
    CHECK(at(at.letters().kept(anna, 1)) == std::vector{second});
}

TEST_CASE_TEMPLATE("the same bytes kept again keep what the server said", Place, memory_place, redis_place) {
    Place at;
    auto what = letter_saying("once");
    at(at.letters().keep(place_of(anna, 1), "token1", what));
    at(at.letters().note_reply(place_of(anna, 1), what.hash, "250 taken"));
    at(at.letters().keep(place_of(anna, 1), "token1", what));
    CHECK(at(at.letters().kept(anna, 1)).at(0).reply == "250 taken");
}

TEST_CASE_TEMPLATE("a report finds its letter by the token, and a strange one finds nothing", Place,
                   memory_place, redis_place) {
    Place at;
    at(at.letters().keep(place_of(anna, 7), "token7", letter_saying("seven")));
    at(at.letters().keep(place_of(ben, 1), "token1", letter_saying("one")));
    CHECK(at(at.letters().find_token("token7")) == place_of(anna, 7));
    CHECK(at(at.letters().find_token("token1")) == place_of(ben, 1));
    CHECK_FALSE(at(at.letters().find_token("token2")));
    CHECK_FALSE(at(at.letters().find_token("")));
}

TEST_CASE_TEMPLATE("a letter forgotten is gone, words that come late do not bring it back", Place,
                   memory_place, redis_place) {
    Place at;
    auto const what = letter_saying("private");
    at(at.letters().keep(place_of(anna, 1), "token1", what));
    at(at.letters().keep(place_of(anna, 2), "token2", what));
    at(at.letters().forget(anna, 1));
    at(at.letters().forget(anna, 1));
    at(at.letters().note_reply(place_of(anna, 1), what.hash, "250 taken"));
    CHECK(at(at.letters().kept(anna, 1)).empty());
    CHECK(at(at.letters().kept(anna, 2)).size() == 1);
}

TEST_CASE("one message is one key, and a token does not stay for ever") {
    redis_place at;
    at(at.letters().keep(place_of(anna, 3), "token3", letter_saying("three")));
    auto const keys = shared_server().command("KEYS *:m:*");
    CHECK(keys.find(":m:" + anna.text() + ":3") != std::string::npos);
    auto const directory = shared_server().command("KEYS *:x:mail:token3");
    auto const name = directory.substr(directory.find("q:{"));
    auto const left = shared_server().command("TTL " + name.substr(0, name.find('\r')));
    CHECK(left.starts_with(":345"));
}

namespace {

std::string const repetitive = [] {
    std::string text = "Subject: Receipt\r\n\r\n";
    for (int line = 0; line < 60; ++line) text += "Coaching, 60 minutes: 120.00 EUR, with thanks\r\n";
    return text;
}();

// The one key of a message, as an inline command names it.
std::string only_letter_key() {
    auto const listed = shared_server().command("KEYS *:m:*");
    auto const from = listed.find("q:{");
    REQUIRE(from != std::string::npos);
    return listed.substr(from, listed.find('\r', from) - from);
}

long length_of(std::string const& key, std::string const& field) {
    return std::stol(shared_server().command("HSTRLEN " + key + " " + field).substr(1));
}

}  // namespace

TEST_CASE("a letter takes less than half of its length, and comes back byte for byte") {
    redis_place at;
    auto const what = letter_saying(repetitive);
    at(at.letters().keep(place_of(anna, 1), "token1", what));
    CHECK(length_of(only_letter_key(), "b:" + what.hash) * 2 < static_cast<long>(repetitive.size()));
    CHECK(at(at.letters().kept(anna, 1)) == std::vector{what});
}

TEST_CASE("a letter that an older program kept as text is read as it stands, and kept again it stays") {
    redis_place at;
    auto const what = letter_saying("as it was sent");
    at(at.letters().keep(place_of(anna, 1), "", letter_saying("another")));
    auto const key = only_letter_key();
    shared_server().command("DEL " + key);
    shared_server().command(
        "HSET " + key + " b:" + what.hash +
        R"x( '{"f":1,"at":1000,"message_id":"id@mail.example","recipients":["anna@client.example"],)x"
        R"x("bytes":"as it was sent"}')x");
    REQUIRE(at(at.letters().kept(anna, 1)) == std::vector{what});
    at(at.letters().keep(place_of(anna, 1), "", what));
    CHECK(at(at.letters().kept(anna, 1)) == std::vector{what});
}

TEST_CASE("a letter that was damaged is told as one that cannot be read") {
    redis_place at;
    auto const what = letter_saying(repetitive);
    at(at.letters().keep(place_of(anna, 1), "", what));
    shared_server().command("HSET " + only_letter_key() + " b:" + what.hash + " 1damaged");
    CHECK_THROWS_AS(at(at.letters().kept(anna, 1)), engine::document_unreadable);
}

TEST_CASE("fsck names letters that are not what the ledger knows, and misses none that was forgotten") {
    redis_place at;
    auto const what = letter_saying("as it was sent");
    draft made(at(at.accounts().load_whole(anna)), "commit-1");
    made.with(booking_of("r1"));
    domain::letter ordered;
    ordered.to = "anna@client.example";
    made.events.emplace_back(domain::letter_ordered{booking_of("r1").id, ordered, {}});
    made.events.emplace_back(domain::letter_begun{booking_of("r1").id, 1, noon});
    made.events.emplace_back(domain::letter_recorded{booking_of("r1").id, 1, domain::letter_state::accepted,
                                                     false, "250", noon, what.hash});
    REQUIRE(at(at.accounts().commit(made.ready())).outcome == engine::commit_outcome::committed);
    auto const about_letters = [&at] {
        std::string all;
        for (auto const& each : at(at.database().fsck(noon, {}))) {
            if (each.what.find("letter 1") != std::string::npos) all += each.what;
        }
        return all;
    };
    CHECK(about_letters().empty());
    at(at.letters().keep(place_of(anna, 1), "token1", what));
    CHECK(about_letters().empty());
    at(at.letters().keep(place_of(anna, 1), "token1", letter_saying("another")));
    CHECK(about_letters() == "letter 1 is on record with bytes that the ledger does not know");
    at(at.letters().forget(anna, 1));
    auto forged = letter_saying("not as it was sent");
    forged.hash = what.hash;
    at(at.letters().keep(place_of(anna, 1), "token1", forged));
    CHECK(about_letters() == "the bytes of letter 1 do not agree with their hash");
}
