#include "history.hpp"

#include "quittance/records/ledger.hpp"

namespace quittance::simulation {
namespace {

void replace(std::string& in, std::string_view what, std::string_view by) {
    auto const at = in.find(what);
    REQUIRE(at != std::string::npos);
    in.replace(at, what.size(), by);
}

domain::checkout second_checkout(domain::booking const& what) {
    auto made = what.checkouts.front();
    made.number = 2;
    return made;
}

}  // namespace

TEST_CASE("1: a price that the items do not sum to is seen") {
    history told;
    told.happens(domain::book{{"website", domain::offer_id{"coaching"}, "ref-1"},
                              domain::origin::api,
                              {domain::offer_id{"coaching"}, "Coaching", "", euros(12'000), {}}},
                 {}, [&](stored_account& shown, commit_seen&) {
                     auto& text = shown.bookings.begin()->second;
                     replace(text, R"("price":{"n":12000)", R"("price":{"n":12001)");
                 });
    CHECK(told.violations_of(1) == 1);
}

TEST_CASE("1: a fee that is counted in the price is seen, and one that is charged twice for the same") {
    history told;
    told.books_and_orders();
    auto const id = told.now().id;
    domain::fee_mark const late{domain::fee_kind::late, 1, {}, {}};
    domain::item const fee{2, euros(500), told.now().items.front().due, {}, late};
    told.commits({domain::fee_added{id, fee, {}}});
    CHECK(told.violations_of(1) == 0);
    auto again = fee;
    again.number = 3;
    told.commits({domain::fee_added{id, again, {}}});
    CHECK(told.violations_of(1) == 1);
    auto items = told.now().items;
    items.pop_back();
    items.back().fee.reset();
    told.commits({domain::items_changed{id, items, "slip", "ann", {}}});
    CHECK(told.violations_of(1) == 2);
}

TEST_CASE("1: a checkout that asks for another sum than its items is seen") {
    history told;
    told.books_and_orders();
    auto made = second_checkout(told.now());
    made.amount = euros(11'000);
    told.commits({domain::absence_recorded{told.now().id, 1}});
    told.commits({domain::checkout_ordered{told.now().id, made}});
    CHECK(told.violations_of(1) == 1);
}

TEST_CASE("2: an item in another currency is seen") {
    history told;
    domain::booked event;
    event.what.id = domain::booking_id{told.booking()};
    event.what.origin = domain::origin::api;
    event.what.terms.price = euros(12'000);
    event.what.items.push_back({1, domain::money::minor(12'000, *domain::currency::parse("USD")), {}});
    told.commits({event});
    CHECK(told.violations_of(2) == 1);
}

TEST_CASE("3: more going back than came in is seen") {
    history told;
    told.sells();
    told.is_refunded(12'001, domain::refund_status::succeeded);
    CHECK(told.violations_of(3) == 1);
}

TEST_CASE("4: asking again for an item that is paid is seen") {
    history told;
    told.sells();
    told.commits({domain::checkout_ordered{told.now().id, second_checkout(told.now())}});
    CHECK(told.violations_of(4) == 1);
}

TEST_CASE("5: a second checkout while the first may take money is seen") {
    history told;
    told.books_and_orders();
    told.session_is_made();
    auto second = second_checkout(told.now());
    second.session = domain::session_id{};
    told.commits({domain::checkout_ordered{told.now().id, second}});
    CHECK(told.violations_of(5) >= 1);
}

TEST_CASE("5: a booking closed while its payer lives is seen") {
    history told;
    told.books_and_orders(domain::origin::plain_link);
    told.session_is_made();
    told.commits({domain::booking_closed{told.now().id, "hold_expired", told.at}});
    CHECK(told.violations_of(5) == 1);
}

TEST_CASE("7: an order whose body says something else than was agreed is seen") {
    history told;
    told.books_and_orders();
    history other;
    other.happens(domain::book{{"website", domain::offer_id{"coaching"}, "ref-1"},
                               domain::origin::api,
                               {domain::offer_id{"coaching"}, "Coaching", "", euros(12'000), {}}});
    domain::open_checkout const open{other.now().id, "https://pay.example/r/"};
    other.happens(open, {}, [](stored_account&, commit_seen& seen) {
        replace(seen.effects.front().body, "=12000", "=120");
    });
    CHECK(told.violations_of(7) == 0);
    CHECK(other.violations_of(7) == 1);
}

TEST_CASE("9: the same event committed twice is seen, and one that is old news is seen") {
    history told;
    told.sells();
    told.commits({domain::attention_acknowledged{told.now().id, "dispute_open:du_9"}}, "evt_paid");
    CHECK(told.violations_of(9) == 1);
}

TEST_CASE("9: a commit without an event is seen, and an entry that says something twice") {
    history told;
    told.books_and_orders();
    told.commits({});
    CHECK(told.violations_of(9) == 1);
    domain::attention_acknowledged const event{told.now().id, "dispute_open:du_9"};
    told.commits({event, event});
    CHECK(told.violations_of(9) == 2);
}

TEST_CASE("10: a version that does not rise by one is seen") {
    for (std::uint64_t const version : {std::uint64_t{0}, std::uint64_t{1}, std::uint64_t{3}}) {
        CAPTURE(version);
        history told;
        told.books_and_orders();
        domain::attention_acknowledged const event{told.now().id, "x"};
        told.commits({event}, {},
                     [version](stored_account& shown, commit_seen&) { shown.version = version; });
        CHECK(told.violations_of(10) >= 1);
    }
}

TEST_CASE("10: an entry that stands in the ledger twice is seen") {
    history told;
    told.books_and_orders();
    domain::attention_acknowledged const event{told.now().id, "x"};
    told.commits({event}, {},
                 [](stored_account& shown, commit_seen&) { shown.ledger.push_back(shown.ledger.back()); });
    CHECK(told.violations_of(10) == 1);
}

TEST_CASE("11: an entry with a wrong predecessor, and a wrong head, are seen") {
    history told;
    told.books_and_orders();
    told.stored.chain_head = records::digest_of("something else");
    told.commits({domain::attention_acknowledged{told.now().id, "x"}});
    CHECK(told.violations_of(11) == 1);
    told.commits({domain::attention_acknowledged{told.now().id, "y"}}, {},
                 [](stored_account& shown, commit_seen&) { shown.chain_head = "nonsense"; });
    CHECK(told.violations_of(11) == 2);
}

TEST_CASE("12: a document that is not the fold of its ledger is seen") {
    auto const spoilt = [](std::string_view what, std::string_view by) {
        history told;
        told.sells();
        domain::attention_acknowledged const event{told.now().id, "x"};
        told.commits({event}, {}, [&](stored_account& shown, commit_seen&) {
            replace(shown.bookings.begin()->second, what, by);
        });
        return told.violations_of(12);
    };
    CHECK(spoilt(R"("status":"complete")", R"("status":"expired")") == 1);
    CHECK(spoilt(R"("captured":{"n":12000)", R"("captured":{"n":11000)") == 1);
    CHECK(spoilt(R"("acknowledged":["x"])", R"("acknowledged":["y"])") == 1);
    CHECK(spoilt(R"("title":"Coaching")", R"("title":"Coding")") == 1);
}

TEST_CASE("12: an expired session with an intent of unknown state is not dead, whatever the document says") {
    history told;
    told.books_and_orders();
    told.session_is_made();
    domain::session_fact gone{domain::session_id{"cs_1"}, 1, domain::session_status::expired,
                              domain::payment_status::unpaid};
    gone.intent = domain::intent_id{"pi_1"};
    told.happens(
        domain::session_seen{told.now().id, gone, false}, "evt_1", [](stored_account& shown, commit_seen&) {
            replace(shown.bookings.begin()->second, R"("intent":"pi_1")", R"("intent":"pi_1","dead":true)");
        });
    CHECK(told.violations_of(12) == 1);
}

TEST_CASE("12: a client document or a booking that no entry explains is seen") {
    history told;
    told.books_and_orders();
    domain::attention_acknowledged const event{told.now().id, "x"};
    told.commits({event}, {}, [](stored_account& shown, commit_seen&) {
        replace(shown.client_document, R"("bookings":1)", R"("bookings":2)");
        shown.bookings["unknown"] = shown.bookings.begin()->second;
    });
    CHECK(told.violations_of(12) == 2);
}

TEST_CASE("13: a checkout that was agreed on and not ordered is seen") {
    history told;
    told.happens(domain::book{{"website", domain::offer_id{"coaching"}, "ref-1"},
                              domain::origin::api,
                              {domain::offer_id{"coaching"}, "Coaching", "", euros(12'000), {}}});
    domain::open_checkout const open{told.now().id, "https://pay.example/r/"};
    told.happens(open, {}, [](stored_account&, commit_seen& seen) { seen.effects.clear(); });
    CHECK(told.violations_of(13) == 1);
}

TEST_CASE("18: a document that the product would write differently is seen") {
    history told;
    told.books_and_orders();
    domain::attention_acknowledged const event{told.now().id, "x"};
    told.commits({event}, {}, [](stored_account& shown, commit_seen&) {
        auto& text = shown.bookings.begin()->second;
        replace(text, R"({"f":1,)", R"({"f":1, )");
    });
    CHECK(told.violations_of(18) == 1);
    CHECK(told.violations_of(12) == 0);
}

TEST_CASE("18: a document that cannot be read is seen") {
    history told;
    told.books_and_orders();
    domain::attention_acknowledged const event{told.now().id, "x"};
    told.commits({event}, {},
                 [](stored_account& shown, commit_seen&) { shown.bookings.begin()->second = "{"; });
    CHECK(told.violations_of(18) == 1);
}

}  // namespace quittance::simulation
