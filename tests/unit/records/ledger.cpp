#include "quittance/records/ledger.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include "generated.hpp"

using namespace quittance;
using namespace quittance::records;

namespace {

struct chain {
    std::vector<std::string> entries;
    std::string head;

    void append(std::vector<domain::event> const& events) {
        entries.push_back(
            encode_entry(entries.size() + 1, from_unix_millis(1'795'262'400'000), "commit", head, events));
        head = digest_of(entries.back());
    }
};

domain::booking small_booking() {
    domain::booking made;
    made.identity = {"website", domain::offer_id{"coaching"}, "r1"};
    made.id = domain::booking_id_of(made.identity);
    made.terms.price = domain::money::minor(12'000, domain::currency::parse("EUR").value());
    made.items.push_back({1, made.terms.price, std::chrono::year{2026} / 11 / 21});
    return made;
}

chain small_chain() {
    chain made;
    made.append({domain::client_registered{{"Zoë", "zoe@example.org", "", ""}, from_unix_millis(1)},
                 domain::booked{small_booking()}});
    made.append({domain::attention_acknowledged{small_booking().id, "amount_differs:pi_1"}});
    made.append({domain::booking_closed{small_booking().id, "cancelled", from_unix_millis(5)}});
    return made;
}

bool is_found_out(std::vector<std::string> const& entries, std::string const& head) {
    try {
        return verify_chain(entries, head).has_value();
    } catch (unreadable const&) {
        return true;
    }
}

}  // namespace

TEST_CASE("a ledger entry is read as it was written, whatever happened in it") {
    CHECK(rc::check("every event", [] {
        std::vector<domain::event> events;
        for (int i = *rc::gen::inRange(0, 4); i > 0; --i) events.push_back(generated::event());
        auto const commit = generated::text();
        auto const text = encode_entry(7, from_unix_millis(1234), commit, "prev", events);
        auto const entry = decode_entry(text);
        RC_ASSERT(entry.version == 7U);
        RC_ASSERT(entry.at == from_unix_millis(1234));
        RC_ASSERT(entry.commit == commit);
        RC_ASSERT(entry.prev == "prev");
        RC_ASSERT(entry.events.size() == events.size());
        for (std::size_t i = 0; i < events.size(); ++i) {
            RC_ASSERT(generated::same(entry.events[i], events[i]));
        }
        RC_ASSERT(encode_entry(7, from_unix_millis(1234), commit, "prev", entry.events) == text);
    }));
}

TEST_CASE("an event this program does not know is refused: a fold without it would be a wrong balance") {
    CHECK_THROWS_AS(decode_entry(R"({"f":1,"n":1,"events":[{"teleported":{}}]})"), unreadable);
}

TEST_CASE("a whole chain is verified, and a chain with any byte changed is not") {
    auto const whole = small_chain();
    CHECK(!verify_chain(whole.entries, whole.head));
    for (std::size_t entry = 0; entry < whole.entries.size(); ++entry) {
        for (std::size_t byte = 0; byte < whole.entries[entry].size(); ++byte) {
            auto changed = whole.entries;
            changed[entry][byte] = static_cast<char>(changed[entry][byte] ^ 1);
            CAPTURE(entry);
            CAPTURE(byte);
            CHECK(is_found_out(changed, whole.head));
        }
    }
}

TEST_CASE("a chain that lost, doubled or swapped an entry is found out") {
    auto const whole = small_chain();
    auto const& e = whole.entries;
    CHECK(is_found_out({e[0], e[1]}, whole.head));
    CHECK(is_found_out({e[1], e[2]}, whole.head));
    CHECK(is_found_out({e[0], e[2]}, whole.head));
    CHECK(is_found_out({e[0], e[1], e[1], e[2]}, whole.head));
    CHECK(is_found_out({e[1], e[0], e[2]}, whole.head));
    CHECK(!verify_chain({}, ""));
    CHECK(is_found_out({}, whole.head));
}

TEST_CASE("an account is the fold of its ledger") {
    auto const whole = small_chain();
    auto const account = fold(domain::client_id{"anna"}, whole.entries);
    CHECK(account.id.text() == "anna");
    CHECK(account.version == 3);
    CHECK(account.client.who.name == "Zoë");
    auto const* const booking = account.find(small_booking().id);
    REQUIRE(booking != nullptr);
    CHECK(booking->close_reason == "cancelled");
    CHECK(booking->terms.price == small_booking().terms.price);
}

TEST_CASE("what became of a letter is read from ledgers of the time before hashes were kept") {
    auto const entry = decode_entry(
        R"({"f":1,"n":3,"at":1795262470000,"events":[{"letter_recorded":{"booking":"b","letter":2,)"
        R"("state":"accepted","reply":"250 2.0.0","at":1795262470000}}]})");
    REQUIRE(entry.events.size() == 1);
    auto const& said = std::get<domain::letter_recorded>(entry.events.front());
    CHECK(said.state == domain::letter_state::accepted);
    CHECK(said.hash.empty());
    auto const again = encode_entry(3, entry.at, "", "", entry.events);
    CHECK(again.find("hash") == std::string::npos);
}

TEST_CASE("an event is told in words, with every field that says something") {
    domain::letter_ordered ordered;
    ordered.booking = domain::booking_id{"b1"};
    ordered.what.kind = domain::letter_kind::reminder_due;
    ordered.what.to = "zoe@example.org";
    ordered.what.about = {{domain::booking_id{"b1"}, 2, 1}};
    ordered.what.amount = domain::money::minor(12'000, domain::currency::parse("EUR").value());
    auto const told = text_of(ordered);
    for (auto const* const part :
         {"letter_ordered\n", "  booking: b1\n", "  what.kind: reminder_due\n",
          "  what.to: zoe@example.org\n", "  what.about 1.item: 2\n", "  what.amount: 120.00 EUR\n"}) {
        CAPTURE(part);
        CHECK(told.find(part) != std::string::npos);
    }
    CHECK(told.find("subject") == std::string::npos);
    domain::agreed agreement;
    agreement.what.text = "Two lines.\nThis is one.";
    agreement.at = from_unix_millis(1'795'262'400'000);
    auto const shown = text_of(agreement);
    CHECK(shown.find("  what.text:\n    | Two lines.\n    | This is one.\n") != std::string::npos);
    CHECK(shown.find("  at: 2026-11-21T12:00:00.000Z\n") != std::string::npos);
}

TEST_CASE("every event can be told, and is named first") {
    CHECK(rc::check("every event", [] {
        auto const told = text_of(generated::event());
        RC_ASSERT(told.find('\n') != std::string::npos);
        RC_ASSERT(told.back() == '\n');
    }));
}
