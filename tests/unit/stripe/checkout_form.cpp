#include "checkout_form.hpp"

#include <doctest/doctest.h>

#include "text.hpp"

namespace {

using namespace quittance;
using namespace quittance::stripe;

domain::create_checkout order() {
    domain::create_checkout what;
    what.booking = domain::booking_id{"b4Kq8Zt1n0Xw2LmA"};
    what.checkout = 2;
    what.amount = domain::money::minor(12'050, *domain::currency::parse("EUR"));
    what.title = "Coaching & Gespräch";
    what.description = "60 min";
    what.customer_email = "mara.lind+studio@example.org";
    what.locale = "de-AT";
    what.success_url = "https://pay.example/r/c.b.t";
    what.cancel_url = "https://pay.example/r/c.b.t?cancelled=1";
    what.reference = "R-2026_0042";
    what.expires_at = from_unix_seconds(1'798'768'800);
    return what;
}
engine::route route() {
    return {"st0re", domain::client_id{"cL1ent"}, domain::booking_id{"b4Kq8Zt1n0Xw2LmA"}, 2};
}
std::string form_of(domain::create_checkout const& what) { return checkout_form(what, route(), {"card"}); }
bool holds(std::string const& text, std::string_view part) { return text.find(part) != std::string::npos; }

TEST_CASE("an order is the same body, byte for byte, each time") {
    CHECK(form_of(order()) ==
          "mode=payment"
          "&line_items[0][price_data][currency]=eur"
          "&line_items[0][price_data][unit_amount]=12050"
          "&line_items[0][price_data][product_data][name]=Coaching%20%26%20Gespr%C3%A4ch"
          "&line_items[0][price_data][product_data][description]=60%20min"
          "&line_items[0][quantity]=1"
          "&allowed_payment_method_types[0]=card"
          "&adaptive_pricing[enabled]=false"
          "&customer_email=mara.lind%2Bstudio%40example.org"
          "&client_reference_id=R-2026_0042"
          "&locale=de"
          "&metadata[q_store]=st0re&metadata[q_client]=cL1ent&metadata[q_booking]=b4Kq8Zt1n0Xw2LmA"
          "&metadata[q_checkout]=2"
          "&payment_intent_data[metadata][q_store]=st0re&payment_intent_data[metadata][q_client]=cL1ent"
          "&payment_intent_data[metadata][q_booking]=b4Kq8Zt1n0Xw2LmA"
          "&payment_intent_data[metadata][q_checkout]=2"
          "&expires_at=1798768800"
          "&success_url=https%3A%2F%2Fpay.example%2Fr%2Fc.b.t"
          "&cancel_url=https%3A%2F%2Fpay.example%2Fr%2Fc.b.t%3Fcancelled%3D1");
}

TEST_CASE("hints that Stripe would refuse are left out instead of losing the checkout") {
    auto what = order();
    what.customer_email = "not an address";
    what.reference = "has spaces";
    what.locale = "tlh";
    what.description.clear();
    auto const body = form_of(what);
    for (auto const* const part : {"customer_email", "client_reference_id", "locale", "description"}) {
        CAPTURE(part);
        CHECK_FALSE(holds(body, part));
    }
    what.reference = std::string(201, 'a');
    CHECK_FALSE(holds(form_of(what), "client_reference_id"));
}

TEST_CASE("no payment methods listed leaves the choice to the Dashboard") {
    CHECK_FALSE(holds(checkout_form(order(), route(), {}), "payment_method_types"));
    CHECK(holds(checkout_form(order(), route(), {"card", "sepa_debit"}), "types[1]=sepa_debit"));
}

TEST_CASE("a title longer than Stripe takes is cut between characters") {
    auto what = order();
    what.title.clear();
    for (int i = 0; i < 6000; ++i) what.title += "é";
    auto const body = form_of(what);
    auto const begin = body.find("[name]=") + 7;
    CHECK(body.find('&', begin) - begin == 5000 * 6);
    what.title.clear();
    CHECK(holds(form_of(what), "[name]=b4Kq8Zt1n0Xw2LmA"));
}

TEST_CASE("an amount Stripe cannot express is our caller's mistake") {
    auto what = order();
    what.amount = domain::money::minor(5'121, *domain::currency::parse("KWD"));
    CHECK_THROWS_AS(form_of(what), std::invalid_argument);
}

TEST_CASE("texts become valid UTF-8 without control characters") {
    CHECK(clean_text("a\xFF\xC0\x80z", 10) == "a???z");
    CHECK(clean_text("line\r\nbreak\x7F", 20) == "line  break ");
    CHECK(clean_text("\xED\xA0\x80", 10) == "???");  // a surrogate
    CHECK(clean_text("\xE2\x82", 10) == "??");       // cut off
    CHECK(clean_text("\xF0\x9F\x92\xB6x", 1) == "\xF0\x9F\x92\xB6");
    CHECK(clean_text(std::string{"a\0b", 3}, 10) == "a b");
    CHECK(clean_text("abc", 0).empty());
}

TEST_CASE("only an address Stripe certainly accepts is passed on") {
    for (auto const* const good : {"a@b.co", "first.last@sub.example.com", "x_y-z+1@ex-ample.io"}) {
        CAPTURE(good);
        CHECK(is_plain_email(good));
    }
    for (auto const* const bad :
         {"", "a", "@b.co", "a@", "a@b", "a@b.c", "a@@b.co", "a b@c.de", "a@b..co", ".a@b.co", "a.@b.co",
          "a@-b.co", "a@b-.co", "ä@b.co", "a@b.co\n", "a@b.co,c@d.ee", "\"a\"@b.co"}) {
        CAPTURE(bad);
        CHECK_FALSE(is_plain_email(bad));
    }
    CHECK_FALSE(is_plain_email("a@" + std::string(510, 'b') + ".co"));
    CHECK_FALSE(is_plain_email(std::string(65, 'a') + "@b.co"));
}

TEST_CASE("languages become the names Stripe has for them") {
    struct {
        char const* from;
        char const* to;
    } const table[] = {{"de", "de"},      {"de-AT", "de"},     {"DE_ch", "de"},    {"en-gb", "en-GB"},
                       {"en-US", "en"},   {"nn-NO", "nb"},     {"no", "nb"},       {"pt-BR", "pt-BR"},
                       {"pt-AO", "pt"},   {"es-MX", "es-419"}, {"fr-CA", "fr-CA"}, {"zh-Hant-TW", "zh-TW"},
                       {"zh-Hans", "zh"}, {"hi", "hi-IN"},     {"tlh", ""},        {"", ""},
                       {"-", ""},         {"de-", "de"}};
    for (auto const& row : table) {
        CAPTURE(row.from);
        CHECK(stripe_locale(row.from) == row.to);
    }
}

}  // namespace
