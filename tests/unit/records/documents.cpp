#include "quittance/records/documents.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include "generated.hpp"

using namespace quittance;
using namespace quittance::records;

TEST_CASE("a booking is read as it was written, and written the same again") {
    CHECK(rc::check("every booking", [] {
        auto const booking = generated::some<domain::booking>();
        auto const text = encode(booking);
        RC_ASSERT(decode_booking(text) == booking);
        RC_ASSERT(encode(decode_booking(text)) == text);
    }));
}

TEST_CASE("a client and an effect are read as they were written") {
    CHECK(rc::check("every client", [] {
        auto const client = generated::some<domain::client>();
        RC_ASSERT(decode_client(encode(client)) == client);
    }));
    CHECK(rc::check("every effect", [] {
        auto const effect = generated::some<effect_record>();
        RC_ASSERT(decode_effect(encode(effect)) == effect);
    }));
}

TEST_CASE("what equals its default takes no room") {
    CHECK(encode(domain::booking{}) == R"({"f":1})");
    CHECK(encode(domain::client{}) == R"({"f":1})");
}

TEST_CASE("a field nobody knows is passed over, at any depth") {
    auto const read = decode_booking(
        R"({"f":1,"later":[1,{"x":null}],"id":"b1","who":{"name":"Zoë","pronoun":"they"},"zz":{}})");
    CHECK(read.id.text() == "b1");
    CHECK(read.who.name == "Zoë");
}

TEST_CASE("a missing field has its default") {
    auto const read = decode_booking(R"({"f":1,"items":[{"amount":{"n":5,"c":"EUR"}}],"checkouts":[{}]})");
    REQUIRE(read.items.size() == 1);
    CHECK(read.items[0].number == 1);
    CHECK(read.checkouts.at(0).status == domain::session_status::unknown);
    CHECK(read.terms.tax.included);
}

TEST_CASE("a newer format is read while its writer says older readers may") {
    CHECK(decode_booking(R"({"f":9,"r":1,"id":"b1"})").id.text() == "b1");
    CHECK_THROWS_AS(decode_booking(R"({"f":9,"id":"b1"})"), unreadable);
    CHECK_THROWS_AS(decode_booking(R"({"f":9,"r":2})"), unreadable);
}

TEST_CASE("a document that is broken is refused, not guessed") {
    for (auto const* const text :
         {"", "{", "[]", "null", "{}", R"({"id":"b1"})", R"({"f":1,"id":5})", R"({"f":1,"items":{}})",
          R"({"f":1} x)", R"({"f":1,"origin":"telepathy"})", R"({"f":1,"items":[{"number":99999999999}]})",
          R"({"f":1,"items":[{"due":"2026-02-30"}]})", R"({"f":1,"terms":{"price":{"n":1,"c":"ZZZ"}}})",
          "{\"f\":1,\"id\":\"\xff\"}"}) {
        CAPTURE(text);
        CHECK_THROWS_AS(decode_booking(text), unreadable);
    }
}

TEST_CASE("a status this program does not know is unknown, which decides nothing") {
    auto const read = decode_booking(R"({"f":1,"checkouts":[{"status":"teleported","payment":"paid"}]})");
    CHECK(read.checkouts.at(0).status == domain::session_status::unknown);
    CHECK(read.checkouts.at(0).payment == domain::payment_status::paid);
}

TEST_CASE("bytes that are no text do not make a booking unreadable") {
    domain::booking booking;
    booking.who.name = "Zo\xeb \xf0\x9f\x98\x80 \xed\xa0\x80 \xc3";
    auto const read = decode_booking(encode(booking));
    CHECK(read.who.name ==
          "Zo\xEF\xBF\xBD \xf0\x9f\x98\x80 \xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD \xEF\xBF\xBD");
}
