#include "history.hpp"

namespace quittance::simulation {
namespace {

void replace(std::string& in, std::string_view what, std::string_view by) {
    auto const at = in.find(what);
    REQUIRE(at != std::string::npos);
    in.replace(at, what.size(), by);
}

struct books_of_one {
    history told;
    processor_books books;
    books_of_one() {
        told.sells();
        books = told.books();
    }
    void look() { told.judge.look(told.view(), books, told.at); }
    void rest() { told.judge.at_rest(told.view(), books, told.at); }
    std::string second(std::string text, std::string_view id, std::string_view by) const {
        replace(text, id, by);
        return text;
    }
};

}  // namespace

TEST_CASE("3: a processor that returned more than it took is seen") {
    books_of_one here;
    here.told.refunded = 13'000;
    here.books = here.told.books();
    here.look();
    CHECK(here.told.violations_of(3) == 1);
}

TEST_CASE("4: two successful charges for one item are seen") {
    books_of_one here;
    here.books.intents.push_back(here.second(here.books.intents.front(), "pi_1", "pi_2"));
    auto charge = here.second(here.books.charges.front(), "ch_1", "ch_2");
    replace(charge, "pi_1", "pi_2");
    here.books.charges.push_back(charge);
    here.look();
    CHECK(here.told.violations_of(4) == 1);
}

TEST_CASE("4: a second charge after all of the first went back is not one too many") {
    books_of_one here;
    here.told.is_refunded(12'000, domain::refund_status::succeeded);
    here.books = here.told.books();
    here.books.intents.push_back(here.second(here.books.intents.front(), "pi_1", "pi_2"));
    auto charge = here.second(here.books.charges.front(), "ch_1", "ch_2");
    replace(charge, "pi_1", "pi_2");
    replace(charge, R"("created":)", R"("created":1)");
    here.books.charges.push_back(charge);
    here.look();
    CHECK(here.told.violations_of(4) == 0);
}

TEST_CASE("4: two charges that are parts of one item are not one too many, a cent more is seen") {
    for (auto const* const rest : {"4000", "4001"}) {
        books_of_one here;
        here.books.intents.push_back(here.second(here.books.intents.front(), "pi_1", "pi_2"));
        auto charge = here.second(here.books.charges.front(), "ch_1", "ch_2");
        replace(charge, "pi_1", "pi_2");
        replace(charge, R"("amount_captured":12000)", std::string{R"("amount_captured":)"} + rest);
        here.books.charges.push_back(charge);
        replace(here.books.charges.front(), R"("amount_captured":12000)", R"("amount_captured":8000)");
        here.look();
        CHECK(here.told.violations_of(4) == (std::string_view{rest} == "4000" ? 0 : 1));
    }
}

TEST_CASE("5: two pages of one booking that can be paid are seen") {
    history told;
    told.books_and_orders();
    told.session_is_made();
    auto books = told.books();
    auto another = books.sessions.front();
    replace(another, "cs_1", "cs_2");
    books.sessions.push_back(another);
    told.judge.look(told.view(), books, told.at);
    CHECK(told.violations_of(5) == 1);
}

TEST_CASE("5: a page that is complete while its money is under way is a payer too") {
    history told;
    told.books_and_orders();
    told.session_is_made();
    auto books = told.books();
    auto another = books.sessions.front();
    replace(another, R"("id":"cs_1")", R"("id":"cs_2","payment_intent":"pi_2")");
    replace(another, R"("open")", R"("complete")");
    books.sessions.push_back(another);
    books.intents.push_back(
        R"({"id":"pi_2","object":"payment_intent","status":"processing","metadata":{"q_store":"store-1"}})");
    told.judge.look(told.view(), books, told.at);
    CHECK(told.violations_of(5) == 1);
}

TEST_CASE("5: taking a page that exists for one that never was is seen") {
    history told;
    told.books_and_orders();
    told.commits({domain::absence_recorded{told.now().id, 1}});
    told.session_open = true;
    told.judge.look(told.view(), told.books(), told.at);
    CHECK(told.violations_of(5) >= 1);
}

TEST_CASE("19: money that the processor never took is seen at once") {
    books_of_one here;
    here.books.charges.clear();
    here.look();
    CHECK(here.told.violations_of(19) == 1);
    books_of_one less;
    replace(less.books.charges.front(), "12000", "11000");
    less.look();
    CHECK(less.told.violations_of(19) == 1);
}

TEST_CASE("19: money, refunds and disputes that we do not know of are seen at rest") {
    books_of_one here;
    replace(here.books.charges.front(), "12000", "12500");
    here.look();
    CHECK(here.told.violations_of(19) == 0);
    here.rest();
    CHECK(here.told.violations_of(19) == 2);  // this payment, and the sum of all

    books_of_one refunded;
    refunded.told.refunded = 2'000;
    refunded.books = refunded.told.books();
    refunded.rest();
    CHECK(refunded.told.violations_of(19) == 2);

    books_of_one disputed;
    disputed.told.disputed = 12'000;
    disputed.books = disputed.told.books();
    disputed.rest();
    CHECK(disputed.told.violations_of(19) == 2);
}

TEST_CASE("19: a refund of ours that failed there is seen at rest") {
    books_of_one here;
    here.told.is_refunded(2'000, domain::refund_status::succeeded);
    here.told.refunded = 0;
    here.books = here.told.books();
    here.rest();
    CHECK(here.told.violations_of(19) == 2);
}

TEST_CASE("19: money for a booking that is not there is seen at rest, unless its event is parked") {
    books_of_one here;
    for (auto* const list : {&here.books.intents, &here.books.sessions}) {
        replace(list->front(), here.told.booking(), "elsewhere");
    }
    here.told.judge.store_lost({}, here.told.at);
    here.told.judge.reconciled(here.told.at);
    here.told.judge.at_rest({}, here.books, here.told.at);
    CHECK(here.told.violations_of(19) == 1);
    here.books.events.push_back(R"({"id":"evt_1","data":{"object":{"id":"pi_1"}}})");
    store_view parked;
    parked.parked_event_ids.push_back("evt_1");
    here.told.judge.at_rest(parked, here.books, here.told.at);
    CHECK(here.told.violations_of(19) == 1);
}

}  // namespace quittance::simulation
