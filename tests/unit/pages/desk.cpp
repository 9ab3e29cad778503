#include "quittance/pages/desk.hpp"

#include <doctest/doctest.h>

using namespace quittance;

namespace {

constexpr auto hostile = "<script>\"'&";
pages::business const who{"Studio", "", "", "", "", "", "en-GB", "UTC"};

domain::money eur(std::int64_t units) { return domain::money::minor(units, *domain::currency::parse("EUR")); }

pages::booking_line line_with(std::string text) {
    pages::booking_line line;
    line.client = line.person = line.title = line.reference = line.state = line.reason = text;
    line.price = eur(200);
    line.open = eur(100);
    line.due = parse_iso_date("2027-01-31");
    line.settled = pages::button{text, "/attention/ack", {{"entry", text}}};
    return line;
}

pages::desk_form form_with(std::string const& text) {
    pages::desk_form made;
    made.name = "take";
    made.heading = made.hint = made.trouble = text;
    made.press = {text, "/account/x", {{"form", text}}};
    made.inputs = {{"amount", text, text, "text", true, text, text},
                   {"kind", text, "cash", "text", false, "", "", {{"other", text}, {"cash", text}}}};
    made.opened = true;
    return made;
}

pages::account_view account_with(std::string text) {
    pages::account_booking one;
    one.line = line_with(text);
    one.source = text;
    one.received = eur(100);
    one.went_back = eur(0);
    one.unallocated = eur(7);
    one.because = {text, text};
    one.forms = {form_with(text)};
    return {text, text, from_unix_seconds(1'795'000'000), {one}};
}

}  // namespace

TEST_CASE("what booking systems were told is text, with the account one click away") {
    pages::notices_view view;
    CHECK(pages::notices_page(who, view).find("none is configured") != std::string::npos);
    view.endpoints = {{hostile, hostile, 3}};
    CHECK(pages::notices_page(who, view).find("<table") == std::string::npos);
    view.deliveries = {
        {hostile, hostile, hostile, "client-1", 2, hostile, hostile, from_unix_seconds(1'795'000'000)}};
    auto const page = pages::notices_page(who, view);
    CHECK(page.find("<script") == std::string::npos);
    CHECK(page.find("&lt;script&gt;") != std::string::npos);
    CHECK(page.find("href=\"/account/client-1\"") != std::string::npos);
    CHECK(page.find("3 waiting") != std::string::npos);
}

TEST_CASE("names and reasons are text on the owner's pages") {
    pages::overview_view overview;
    overview.figures = {{hostile, hostile, false, hostile}};
    for (auto const& page :
         {pages::overview_page(who, overview), pages::attention_page(who, {line_with(hostile)}),
          pages::open_page(who, {line_with(hostile)}), pages::account_page(who, account_with(hostile))}) {
        CAPTURE(page);
        CHECK(page.find("<script") == std::string::npos);
        CHECK(page.find("&lt;script&gt;") != std::string::npos);
    }
}

TEST_CASE("advice is shown for what is not good, and only then") {
    pages::overview_view overview;
    overview.figures = {{"A", "1", true, "do this"}, {"B", "2", false, "do that"}};
    auto const page = pages::overview_page(who, overview);
    CHECK(page.find("do this") == std::string::npos);
    CHECK(page.find("do that") != std::string::npos);
}

TEST_CASE("empty lists say so") {
    CHECK(pages::open_page(who, {}).find("Nothing is open") != std::string::npos);
    CHECK(pages::attention_page(who, {}).find("Nothing needs a person") != std::string::npos);
    CHECK(pages::open_page(who, {}).find("<table") == std::string::npos);
}

TEST_CASE("an account shows due, paid, open and why") {
    auto const page = pages::account_page(who, account_with("x"));
    for (auto const* part : {"31 January 2027", "€1.00", "€2.00", "€0.07", "<li>x</li>"}) {
        CAPTURE(part);
        CHECK(page.find(part) != std::string::npos);
    }
}

TEST_CASE("a form of an account holds what was typed, and says at the field what is wrong with it") {
    auto view = account_with("x");
    view.done = "Done and dusted";
    view.bookings[0].forms[0].inputs[0].value = "a\"b";
    auto const page = pages::account_page(who, view);
    for (auto const* part :
         {"<details id=\"take-1\" open>", "action=\"/account/x\"", "value=\"a&quot;b\"",
          "aria-describedby=\"take-amount-1-error\"", "<p class=\"bad\" id=\"take-amount-1-error\">x</p>",
          "<label class=\"above\" for=\"take-kind-1\">", "<option value=\"cash\" selected>", "required",
          "role=\"status\">Done and dusted"}) {
        CAPTURE(part);
        CHECK(page.find(part) != std::string::npos);
    }
    auto quiet = account_with("x");
    quiet.bookings[0].forms[0].trouble = {};
    quiet.bookings[0].forms[0].inputs[0].trouble = {};
    quiet.bookings[0].forms[0].opened = false;
    auto const plain = pages::account_page(who, quiet);
    CHECK(plain.find("aria-invalid=\"true\"") == std::string::npos);
    CHECK(plain.find("role=\"alert\"") == std::string::npos);
    CHECK(plain.find("<details id=\"take-1\">") != std::string::npos);
}
