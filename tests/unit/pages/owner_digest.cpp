// What the owner reads in the morning.
#include "quittance/pages/owner_digest.hpp"

#include <doctest/doctest.h>

namespace quittance::pages {
namespace {

business const studio{"Ana's Studio", "", "", "", "", "", "en-GB", "Europe/Berlin"};

booking_line of_rita() {
    booking_line line;
    line.client = "rita-the-client";
    line.person = "Rita";
    line.title = "Coaching, 60 minutes";
    line.reference = "B-17";
    line.price = domain::money::minor(120'00, *domain::currency::parse("EUR"));
    line.open = line.price;
    line.state = "open";
    line.due = parse_iso_date("2026-11-20");
    line.reason = "The card was declined to the end";
    return line;
}

digest_view a_day() {
    digest_view view;
    view.day = *parse_iso_date("2026-11-23");
    view.desk = "http://127.0.0.1:8081";
    view.attention = view.open = 12;
    view.needing = view.late = view.booked = {of_rita()};
    return view;
}

}  // namespace

TEST_CASE("the digest says what needs a person, what is late and what is new, and where to look") {
    auto const made = digest_of(studio, a_day());
    CHECK(made.subject == "Ana's Studio: 12 entries need you, 1 late, 1 new (23 November 2026)");
    CHECK(made.text ==
          "23 November 2026\n"
          "\nNeeds a person: 12 entries in all\n"
          "- Rita, Coaching, 60 minutes (B-17)\n  The card was declined to the end\n"
          "  http://127.0.0.1:8081/account/rita-the-client\n"
          "  All of them: http://127.0.0.1:8081/attention\n"
          "\nOpen since before today\n"
          "- Rita, Coaching, 60 minutes (B-17), €120.00 open since Fri, 20 Nov 2026\n"
          "  http://127.0.0.1:8081/account/rita-the-client\n"
          "  12 bookings with something open, due or not: http://127.0.0.1:8081/open\n"
          "\nNewly booked\n"
          "- Rita, Coaching, 60 minutes (B-17), €120.00: open\n"
          "\nYou have this once a day, when there is something to say. Where it goes and when is said under "
          "[mail] in\nquittance.toml (owner, digest_hour); digest = false ends it.\n");
}

TEST_CASE("what there is nothing of is not in the digest") {
    auto view = a_day();
    view.attention = 0;
    view.needing = view.late = {};
    view.more_booked = true;
    auto const made = digest_of(studio, view);
    CHECK(made.subject == "Ana's Studio: 1 or more new (23 November 2026)");
    CHECK(made.text.find("Needs a person") == std::string::npos);
    CHECK(made.text.find("Open since") == std::string::npos);
    CHECK(made.text.find("and more") != std::string::npos);
}

TEST_CASE("a digest that could not look at all that was held says so") {
    digest_view view;
    view.day = a_day().day;
    view.more_booked = true;
    auto const made = digest_of(studio, view);
    CHECK(made.subject == "Ana's Studio: perhaps new bookings (23 November 2026)");
    CHECK(made.text.find("Newly booked\n  More was held than this mail can look through.\n") !=
          std::string::npos);
}

TEST_CASE("no name or title becomes another line of the digest") {
    auto view = a_day();
    auto& line = view.needing[0];
    line.person = "Rita\nNeeds a person: 0 entries";
    line.title = "A\r\nB";
    line.reason = "C\nD";
    auto const made = digest_of(studio, view);
    CHECK(made.text.find("\nNeeds a person: 0") == std::string::npos);
    CHECK(made.text.find("- Rita Needs a person: 0 entries, A B (B-17)\n  C D\n") != std::string::npos);
}

}  // namespace quittance::pages
