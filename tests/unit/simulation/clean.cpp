#include "history.hpp"

namespace quittance::simulation {
namespace {

// An order as it was committed reaches the processor.
void the_order_is_sent(history& told) {
    told.judge.called(
        {0, told.at, "POST", "/v1/checkout/sessions", told.order_key(), told.order_body(), 200, "{}"});
}

}  // namespace

TEST_CASE("a booking that is made, ordered, paid and looked at breaks no rule") {
    history told;
    told.books_and_orders();
    told.judge.look(told.view(), told.books(), told.at);
    the_order_is_sent(told);
    told.session_is_made();
    told.judge.look(told.view(), told.books(), told.at);
    told.is_paid();
    told.judge.look(told.view(), told.books(), told.at);
    told.judge.at_rest(told.view(), told.books(), told.at + std::chrono::hours{24 * 14});
    INFO(told.told());
    CHECK(told.judge.violation_count() == 0);
}

TEST_CASE("a stranger's held booking that nobody pays breaks no rule until it is erased") {
    history told;
    told.books_and_orders(domain::origin::plain_link);
    told.session_is_made();
    domain::session_fact gone{domain::session_id{"cs_1"}, 1, domain::session_status::expired,
                              domain::payment_status::unpaid};
    told.session_open = false;
    told.happens(domain::session_seen{told.now().id, gone, false}, "evt_expired");
    told.judge.look(told.view(), told.books(), told.at);
    told.at += std::chrono::hours{25};
    told.happens(domain::close_held{told.now().id});
    told.judge.at_rest(told.view(), told.books(), told.at);
    told.judge.erased(told.client(), told.at);
    INFO(told.told());
    CHECK(told.judge.violation_count() == 0);
}

TEST_CASE("money that went back, by refund and by dispute, agrees with the processor's books") {
    history told;
    told.sells();
    told.is_refunded(2'000, domain::refund_status::succeeded);
    told.judge.at_rest(told.view(), told.books(), told.at);
    told.is_disputed(domain::dispute_status::lost, true);
    told.judge.at_rest(told.view(), told.books(), told.at);
    INFO(told.told());
    CHECK(told.judge.violation_count() == 0);
}

TEST_CASE("money of another amount stays unallocated, and a person is asked") {
    history told;
    told.sells(11'000);
    told.judge.at_rest(told.view(), told.books(), told.at);
    INFO(told.told());
    CHECK(told.judge.violation_count() == 0);
}

TEST_CASE("a booking that moved to another reference breaks no rule") {
    history told;
    told.books_and_orders();
    told.session_is_made();
    auto const from = told.now().id;
    told.happens(domain::move_booking{
        from, {"website", domain::offer_id{"coaching"}, "ref-2"}, "CCCCCCCCCCCCCCCCCCCCCC"});
    told.judge.look(told.view(), told.books(), told.at);
    INFO(told.told());
    CHECK(told.judge.violation_count() == 0);
}

}  // namespace quittance::simulation
