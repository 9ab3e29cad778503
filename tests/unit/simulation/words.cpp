#include "history.hpp"

namespace quittance::simulation {

TEST_CASE("21: a key, a secret, an e-mail, a page's token or a card number in a log line is seen") {
    for (std::string const line : {
             "event=call key=sk_test_abc",
             "event=call secret=whsec_abc",
             "event=start with=very-secret",
             "event=booked who=zoe@example.org",
             "event=effect_sent body=\"customer_email=zoe%40example.org&mode=payment\"",
             "event=page token=BBBBBBBBBBBBBBBBBBBBBB",
             "event=card number=4242424242424242",
             "event=card number=378282246310005",
         }) {
        CAPTURE(line);
        history told;
        told.books_and_orders();
        told.judge.logged(line, told.at);
        CHECK(told.violations_of(21) == 1);
    }
}

TEST_CASE("21: ids, times, digests and addresses without a person are not taken for secrets") {
    history told;
    told.books_and_orders();
    for (std::string const line : {
             "ts=2026-11-22T08:00:00.000Z level=info event=webhook event_id=evt_1 outcome=nothing_new",
             "event=effect key=1-AAAAAAAAAAAAAAAAAAAAAA-Zm9vYmFyYmF6cXV4-c1 at=1795262400000",
             "event=call reason=\"Bearer token missing\" url=https://api.stripe.com/v1/charges",
             "event=odd text=\"a @ b, me@host, x@.\"",
         }) {
        CAPTURE(line);
        told.judge.logged(line, told.at);
    }
    INFO(told.told());
    CHECK(told.judge.violation_count() == 0);
}

TEST_CASE("21: a page may show the payer's own address, and no key") {
    history told;
    told.judge.page_sent("<p>Sent to zoe@example.org</p>", told.at);
    CHECK(told.judge.violation_count() == 0);
    told.judge.page_sent("<!-- sk_test_abc -->", told.at);
    CHECK(told.violations_of(21) == 1);
}

}  // namespace quittance::simulation
