// Bytes that programs of the past left in stores. They are never changed: what is new gets a new file.
#include <doctest/doctest.h>

#include <fstream>
#include <sstream>

#include "quittance/records/ledger.hpp"

using namespace quittance;
using namespace quittance::records;

namespace {

std::string golden(std::string const& name) {
    std::ifstream file("tests/unit/records/golden/" + name, std::ios::binary);
    REQUIRE(file.good());
    std::stringstream bytes;
    bytes << file.rdbuf();
    auto text = bytes.str();
    while (!text.empty() && text.back() == '\n') text.pop_back();
    return text;
}

}  // namespace

TEST_CASE("a booking stored in format 1 is still read") {
    auto const booking = decode_booking(golden("booking-1.json"));
    CHECK(booking.identity.reference == "cal-8f21");
    CHECK(booking.origin == domain::origin::signed_link);
    CHECK(booking.terms.price.minor_units() == 12'000);
    CHECK(booking.terms.price.unit().code() == "EUR");
    CHECK(booking.terms.tax.rate_ppm == 190'000);
    CHECK(booking.who.name == "Zoë \"Zo\" Ångström");
    CHECK(booking.items.at(0).due == std::chrono::year{2026} / 11 / 21);
    CHECK(booking.checkouts.at(0).status == domain::session_status::complete);
    CHECK(booking.checkouts.at(0).declines == std::vector<std::string>{"card_declined"});
    CHECK(booking.payments.at(0).captured.minor_units() == 12'000);
    CHECK(booking.payments.at(0).refunds.at(0).status == domain::refund_status::succeeded);
    CHECK(booking.payments.at(0).disputes.at(0).withdrawn);
    CHECK(encode(booking) == golden("booking-1.json"));
}

TEST_CASE("a client stored in format 1 is still read") {
    auto const client = decode_client(golden("client-1.json"));
    CHECK(client.who.email == "zoe@example.org");
    CHECK(client.bookings == 3);
    CHECK(encode(client) == golden("client-1.json"));
}

TEST_CASE("a ledger entry stored in format 1 is still read, and its digest is what the next one carries") {
    auto const text = golden("entry-1.json");
    auto const entry = decode_entry(text);
    CHECK(entry.version == 2);
    REQUIRE(entry.events.size() == 2);
    CHECK(std::get<domain::session_recorded>(entry.events[0]).fact.payment == domain::payment_status::paid);
    CHECK(std::get<domain::intent_recorded>(entry.events[1]).fact.received.minor_units() == 12'000);
    CHECK(encode_entry(entry.version, entry.at, entry.commit, entry.prev, entry.events) == text);
    CHECK(digest_of(text) == golden("entry-1.sha256"));
}

TEST_CASE("a ledger entry about what a person decided is still read") {
    auto const text = golden("entry-money.json");
    auto const entry = decode_entry(text);
    REQUIRE(entry.events.size() == 10);
    auto const& order = std::get<domain::refund_ordered>(entry.events[0]).what;
    CHECK(order.items == std::vector<int>{3, 1});
    CHECK(order.reopens);
    auto const& taken = std::get<domain::taken_by_hand>(entry.events[3]);
    CHECK(taken.what.kind == domain::hand_kind::cash);
    CHECK(taken.what.on == std::chrono::year{2026} / 11 / 23);
    CHECK(std::get<domain::waived>(entry.events[5]).what.written_off);
    CHECK(std::get<domain::delivered>(entry.events[7]).what.credits == 2);
    CHECK(std::get<domain::booking_closed>(entry.events[9]).note == "ill");
    CHECK(encode_entry(entry.version, entry.at, entry.commit, entry.prev, entry.events) == text);
}

TEST_CASE("a ledger entry about a changed agreement is read, with who asked for it and why") {
    auto const text = golden("entry-agreement.json");
    auto const entry = decode_entry(text);
    REQUIRE(entry.events.size() == 3);
    CHECK(std::get<domain::items_changed>(entry.events[0]).items.at(0).due ==
          std::chrono::year{2026} / 12 / 15);
    auto const& renewed = std::get<domain::agreement_renewed>(entry.events[1]).what;
    CHECK(renewed.version == 2);
    CHECK(renewed.hash == "47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU");
    CHECK(renewed.text == "Agreement, version 2\n");
    CHECK(renewed.reason == "asked for by the client");
    CHECK(renewed.author == "client");
    auto const& ordered = std::get<domain::letter_ordered>(entry.events[2]).what;
    CHECK(ordered.kind == domain::letter_kind::agreement_changed);
    CHECK(ordered.cc == std::vector<std::string>{"desk@studio.example"});
    CHECK(encode_entry(entry.version, entry.at, entry.commit, entry.prev, entry.events) == text);
}

TEST_CASE("a ledger entry about a changed address is read, with what the processor said of it") {
    auto const text = golden("entry-address.json");
    auto const entry = decode_entry(text);
    REQUIRE(entry.events.size() == 2);
    CHECK(std::get<domain::address_changed>(entry.events[0]).customer_change == 2);
    auto const& said = std::get<domain::customer_change_recorded>(entry.events[1]);
    CHECK(said.change == 2);
    CHECK(said.code == "email_invalid");
    CHECK(encode_entry(entry.version, entry.at, entry.commit, entry.prev, entry.events) == text);
}

TEST_CASE(
    "a ledger entry about a copy that was put off is read, with the letter it is of and its one reader") {
    auto const text = golden("entry-copy.json");
    auto const entry = decode_entry(text);
    REQUIRE(entry.events.size() == 1);
    auto const& copy = std::get<domain::letter_ordered>(entry.events[0]).what;
    CHECK(copy.copy_of == 3);
    CHECK(copy.cc == std::vector<std::string>{"office@example.org"});
    CHECK(encode_entry(entry.version, entry.at, entry.commit, entry.prev, entry.events) == text);
}

TEST_CASE(
    "a ledger entry about mail that did not arrive is read, with whom it was about and that a person was "
    "told") {
    auto const text = golden("entry-undelivered.json");
    auto const entry = decode_entry(text);
    REQUIRE(entry.events.size() == 3);
    CHECK(std::get<domain::letter_ordered>(entry.events[0]).what.keeps_since);
    auto const& said = std::get<domain::letter_recorded>(entry.events[1]);
    CHECK(said.told);
    CHECK(said.refused == std::vector<std::string>{"office@example.org"});
    auto const& back = std::get<domain::letter_bounced>(entry.events[2]);
    CHECK(back.stopped.empty());
    CHECK(back.copies == std::vector<std::string>{"office@example.org"});
    CHECK(encode_entry(entry.version, entry.at, entry.commit, entry.prev, entry.events) == text);
}

TEST_CASE("a ledger entry about fees is read, with what each of them is for") {
    auto const text = golden("entry-fees.json");
    auto const entry = decode_entry(text);
    REQUIRE(entry.events.size() == 2);
    auto const& late = *std::get<domain::fee_added>(entry.events[0]).what.fee;
    CHECK(late.kind == domain::fee_kind::late);
    CHECK(late.item == 2);
    auto const& missed = *std::get<domain::fee_added>(entry.events[1]).what.fee;
    CHECK(missed.kind == domain::fee_kind::no_show);
    CHECK(missed.delivery == "s-1");
    CHECK(encode_entry(entry.version, entry.at, entry.commit, entry.prev, entry.events) == text);
}

TEST_CASE("a ledger entry about a service that moved is read, with its day and the items as they are then") {
    auto const text = golden("entry-service.json");
    auto const entry = decode_entry(text);
    REQUIRE(entry.events.size() == 1);
    auto const& moved = std::get<domain::service_moved>(entry.events[0]);
    CHECK(moved.service_at == "2027-07-03T14:00:00Z");
    CHECK(moved.service == std::chrono::year{2027} / 7 / 3);
    CHECK_FALSE(moved.items.at(0).fee);
    CHECK(encode_entry(entry.version, entry.at, entry.commit, entry.prev, entry.events) == text);
}

TEST_CASE("a ledger entry about credits kept for a session is read, and one about a session taken off") {
    auto const text = golden("entry-reservations.json");
    auto const entry = decode_entry(text);
    REQUIRE(entry.events.size() == 2);
    auto const& kept = std::get<domain::credits_reserved>(entry.events[0]).what;
    CHECK(kept.id == "s-1");
    CHECK(kept.on == std::chrono::year{2026} / 12 / 1);
    CHECK(kept.credits == 2);
    CHECK(std::get<domain::credits_released>(entry.events[1]).reason == "ill");
    CHECK(encode_entry(entry.version, entry.at, entry.commit, entry.prev, entry.events) == text);
}

TEST_CASE("a ledger entry about credits that a person changed is read, each with its reason and its end") {
    auto const text = golden("entry-credits.json");
    auto const entry = decode_entry(text);
    REQUIRE(entry.events.size() == 2);
    auto const& gift = std::get<domain::credits_changed>(entry.events[0]).what;
    CHECK(gift.credits == 2);
    CHECK(*gift.until == std::chrono::year{2027} / 6 / 30);
    CHECK(gift.reason == "a class was cancelled");
    CHECK(std::get<domain::credits_changed>(entry.events[1]).what.credits == -1);
    CHECK(encode_entry(entry.version, entry.at, entry.commit, entry.prev, entry.events) == text);
}
