// The receipts that a client downloads from their page.
#include "client_world.hpp"

using namespace quittance;
using namespace quittance::web_test;

namespace {

bool receipt_says(http::response const& reply, std::string_view text) {
    return reply.body.find(text) != std::string::npos;
}

std::string first_receipt_of(http::response const& page) {
    auto const at = page.body.find("/receipt/");
    REQUIRE(at != std::string::npos);
    auto const from = page.body.rfind("href=\"", at) + 6;
    return page.body.substr(from, page.body.find('"', from) - from);
}

}  // namespace

TEST_CASE("no payment, no receipt") {
    client_world w;
    CHECK_FALSE(receipt_says(w.page(), "/receipt/"));
    CHECK(w.get(w.path() + "/receipt/" + w.first.text() + "/hand%3Abank-1").status == 404);
}

TEST_CASE("each payment has a receipt to keep, complete by itself") {
    client_world w;
    w.pay_by_hand(w.first, 5'000);
    auto const page = w.page();
    CHECK(receipt_says(page, "Receipt for €50.00 of 18 November 2026, to keep"));
    auto const reply = w.get(first_receipt_of(page));
    REQUIRE(reply.status == 200);
    CHECK(header_of(reply, "Content-Disposition").starts_with("attachment; filename=\"receipt-2026-11-18-"));
    CHECK(header_of(reply, "Content-Type") == "text/plain; charset=utf-8");
    CHECK(header_of(reply, "Content-Security-Policy") == "default-src 'none'; sandbox");
    for (auto const* part :
         {"Receipt for a payment\n", "From: Ana's Studio\nMain Street 1\n1010 Vienna\nana@studio.example\n",
          "VAT id: ATU00000000\n", "For: Coaching, 60 minutes\nOne hour, online\n", "Booking: B-1\n",
          "Paid: €50.00 on 18 November 2026\n", "Tax: €8.33 VAT at 20% is included\n",
          "Payment reference: bank-1\n", "Price: €120.50\nOpen: €70.50\n"}) {
        CAPTURE(part);
        CAPTURE(reply.body);
        CHECK(receipt_says(reply, part));
    }
}

TEST_CASE("a receipt is found under its own payment, booking and page alone") {
    client_world w;
    w.pay_by_hand(w.first, 5'000);
    auto const address = first_receipt_of(w.page());
    auto const other = w.owes("B-2", coaching(), "2026-12-01");
    CHECK(w.get(w.path() + "/receipt/" + other.text() + "/hand%3Abank-1").status == 404);
    CHECK(w.get(w.path() + "/receipt/" + w.first.text() + "/hand%3Abank-2").status == 404);
    w.tell(domain::renew_page_link{w.first, "Ana"});
    CHECK(w.get(address).status == 404);
}

TEST_CASE("a reference that reads like a path leads to its receipt all the same") {
    client_world w;
    domain::take_by_hand taken;
    taken.booking = w.first;
    taken.reference = "2026/11 <No. 4>?";
    taken.amount = eur(5'000);
    taken.on = *parse_iso_date("2026-11-18");
    taken.author = "Ana";
    w.tell(taken);
    auto const reply = w.get(first_receipt_of(w.page()));
    CHECK(reply.status == 200);
    CHECK(receipt_says(reply, "Payment reference: 2026/11 <No. 4>?\n"));
}

TEST_CASE("a receipt names who pays, not who attends") {
    client_world w;
    w.pay_by_hand(w.first, 5'000);
    w.whole.client.who.name = "Kim's parents";
    w.whole.bookings.at(w.first).who.name = "Kim";
    auto const reply = w.get(first_receipt_of(w.page()));
    CHECK(receipt_says(reply, "Receipt for a payment\nKim's parents\n"));
    CHECK_FALSE(receipt_says(reply, "Kim\n"));
    w.whole.client.who.name.clear();
    CHECK(receipt_says(w.get(first_receipt_of(w.page())), "Receipt for a payment\nKim\n"));
}

TEST_CASE("what went back since stands on the receipt") {
    client_world w;
    w.pay_by_hand(w.first, 5'000);
    w.tell(domain::correct_by_hand{w.first, "bank-1", eur(2'000), true, "ill", "Ana", "c-1"});
    auto const reply = w.get(first_receipt_of(w.page()));
    CHECK(receipt_says(reply, "Returned: €20.00\n"));
}

TEST_CASE("a receipt still says what came when its credit pays another booking") {
    client_world w;
    w.pay_by_hand(w.first, 16'050);  // 40.00 too much
    auto const other = w.owes("B-2", coaching(), "2026-12-01");
    auto const before = first_receipt_of(w.page());
    w.tell(domain::use_credit{w.first, other, {}, "Ana", "desk-4711-1"});
    CHECK(receipt_says(w.page(), "Receipt for €160.50 of 18 November 2026, to keep"));
    auto const reply = w.get(before);
    CHECK(receipt_says(reply, "Paid: €160.50 on 18 November 2026\n"));
    CHECK(receipt_says(reply, "Used for another booking: €40.00\n"));
    auto const there = w.get(w.path() + "/receipt/" + other.text() + '/' +
                             http::percent_encode(w.whole.find(other)->payments.at(0).intent.text()));
    REQUIRE(there.status == 200);
    CHECK(receipt_says(there, "Paid: €40.00"));
    CHECK(receipt_says(there, "Payment reference: Credit of the booking B-1\n"));
    CHECK_FALSE(receipt_says(there, "4711"));
}

TEST_CASE("a receipt for what was all too much stays once all of it pays another booking") {
    client_world w;
    w.pay_by_hand(w.first, 12'050);
    auto const other = w.owes("B-2", coaching(), "2026-12-01");
    domain::take_by_hand again{w.first, "bank-2", eur(5'000), {}, *parse_iso_date("2026-11-18"), "Ana"};
    w.tell(again);
    w.tell(domain::use_credit{w.first, other, {}, "Ana", "c-1"});
    REQUIRE(w.booking().payments.back().captured.is_zero());
    CHECK(receipt_says(w.page(), "/hand%3Abank-2\""));
    auto const reply = w.get(w.path() + "/receipt/" + w.first.text() + "/hand%3Abank-2");
    CHECK(reply.status == 200);
    CHECK(receipt_says(reply, "Used for another booking: €50.00\n"));
}

TEST_CASE("money that never came has no receipt") {
    client_world w;
    w.pay_by_hand(w.first, 5'000);
    auto const address = first_receipt_of(w.page());
    w.tell(domain::correct_by_hand{w.first, "bank-1", {}, false, "a slip", "Ana", "c-1"});
    CHECK_FALSE(receipt_says(w.page(), "/receipt/"));
    CHECK(w.get(address).status == 404);
}

TEST_CASE("the day money by hand came is the same on the page and on its receipt") {
    client_world w;
    domain::take_by_hand taken{w.first, "bank-1", eur(12'050), {}, *parse_iso_date("2026-11-12"), "Ana"};
    w.tell(taken);
    auto const page = w.page();
    CHECK(receipt_says(page, "paid on 12 November 2026"));
    CHECK_FALSE(receipt_says(page, "paid on 18 November 2026"));
    CHECK(receipt_says(w.get(first_receipt_of(page)), "on 12 November 2026\n"));
    w.pages.emplace("any", made_booking{w.whole.id, w.whole});
    CHECK(receipt_says(w.get("/r/any"), "on 12 November 2026"));
}
