#include <doctest/doctest.h>

#include <stdexcept>

#include "commands.hpp"
#include "folder.hpp"
#include "letter_view.hpp"
#include "letters_folder.hpp"

using namespace quittance;
using namespace quittance::app;
namespace fs = std::filesystem;

namespace {

void place(test_folder const& in, std::string const& name, std::string const& text) {
    fs::create_directories((in.where() / name).parent_path());
    in.write(name, text);
}

}  // namespace

TEST_CASE("templates lie beside the configuration, else where the shipped ones are") {
    test_folder const folder;
    CHECK(find_letters(folder.where().string()).folder == "config/templates");
    CHECK(find_letters(folder.where().string()).overrides.empty());
    place(folder, "templates/en/receipt.txt", "x");
    place(folder, "own-templates/en/receipt.txt", "x");
    auto const found = find_letters(folder.where().string());
    CHECK(found.folder == (folder.where() / "templates").string());
    CHECK(found.overrides == (folder.where() / "own-templates").string());
}

TEST_CASE("a template that cannot be used stops the program with file and line") {
    test_folder const folder;
    place(folder, "own-templates/en/state.txt", "{{PRICE}}\n");
    CHECK_THROWS_WITH_AS(read_letters(folder.where().string()),
                         doctest::Contains("own-templates/en/state.txt:1: {{PRICE}} has no value here"),
                         std::runtime_error);
}

TEST_CASE("the preview is a folder of pages with an index") {
    test_folder const folder;
    common_options how;
    how.config = "config/quittance.toml";
    CHECK(preview(how, (folder.where() / "pages").string()) == 0);
    for (auto const* name : {"index.html", "de/reminder_final.edge.html", "pt/receipt.sample.txt"})
        CHECK(fs::file_size(folder.where() / "pages" / name) > 100);
}

TEST_CASE("a letter of what was agreed that comes late holds the version of its day, not the newest") {
    domain::account all;
    domain::booking one;
    one.id = domain::booking_id{"b-1"};
    auto const noon = *parse_rfc3339("2026-11-22T12:00:00Z");
    for (auto const* words : {"as agreed", "as changed"}) {
        auto& version = one.agreements.emplace_back();
        version.text = words;
        version.at = noon + std::chrono::hours{24} * static_cast<int>(one.agreements.size() - 1);
    }
    all.bookings.emplace(one.id, one);
    domain::letter what;
    what.kind = domain::letter_kind::plan_agreed;
    domain::policy rules;
    rules.zone = "Europe/Berlin";
    auto const words_of_one_ordered = [&](instant at) {
        what.at = at;
        pages::letter_view view;
        paint(view, all, one.id, what, rules, noon + std::chrono::hours{48});
        return view.agreement;
    };
    CHECK(words_of_one_ordered(noon) == "as agreed");
    CHECK(words_of_one_ordered(noon + std::chrono::hours{23}) == "as agreed");
    CHECK(words_of_one_ordered(noon + std::chrono::hours{24}) == "as changed");
}

TEST_CASE("a letter that names no item is about the booking it was ordered for, wherever that was moved to") {
    domain::account all;
    for (auto const* reference : {"a-another", "b-own", "c-moved-to"}) {
        domain::booking one;
        one.id = domain::booking_id{reference};
        one.identity.reference = reference;
        one.agreements.emplace_back().text = std::string{"the words of "} + reference;
        all.bookings.emplace(one.id, one);
    }
    domain::letter what;
    what.kind = domain::letter_kind::plan_agreed;
    domain::policy rules;
    rules.zone = "Europe/Berlin";
    auto const painted = [&](char const* own) {
        pages::letter_view view;
        paint(view, all, domain::booking_id{own}, what, rules, *parse_rfc3339("2026-11-22T12:00:00Z"));
        return view;
    };
    CHECK(painted("b-own").reference == "b-own");
    CHECK(painted("b-own").agreement == "the words of b-own");
    all.bookings.at(domain::booking_id{"b-own"}).moved_to = domain::booking_id{"c-moved-to"};
    CHECK(painted("b-own").reference == "c-moved-to");
    CHECK_THROWS_AS(painted("d-not-loaded"), std::logic_error);
    what.about = {{domain::booking_id{"a-another"}, 1}};
    CHECK(painted("b-own").reference == "a-another");
}

TEST_CASE("whoever left a held booking is told nothing that whoever typed the address may have typed") {
    domain::account all;
    domain::booking held;
    held.id = domain::booking_id{"b-1"};
    held.identity.reference = "ref-1";
    held.terms.title = "Course";
    held.terms.price = domain::money::minor(90'00, *domain::currency::parse("EUR"));
    held.who.name = "Win a prize at https://evil.example";
    held.items = {{1, held.terms.price, *parse_iso_date("2026-12-01"), ""}};
    all.bookings.emplace(held.id, held);
    domain::letter what;
    what.kind = domain::letter_kind::hold_expired;
    domain::policy rules;
    rules.zone = "Europe/Berlin";
    pages::letter_view view;
    paint(view, all, held.id, what, rules, *parse_rfc3339("2026-11-22T12:00:00Z"));
    CHECK(view.client.empty());
    CHECK(view.reference == "ref-1");
    REQUIRE(view.lines.size() == 1);
    CHECK(view.lines[0].title == "Course");
    std::string const longest(40, 'x');
    for (auto const& typed :
         std::vector<std::string>{"Claim it at https://evil.example", "evil.example", "a b", longest + 'x'}) {
        CAPTURE(typed);
        all.bookings.begin()->second.identity.reference = typed;
        pages::letter_view shown;
        paint(shown, all, held.id, what, rules, *parse_rfc3339("2026-11-22T12:00:00Z"));
        CHECK(shown.reference == "b-1");
        CHECK(shown.lines.at(0).booking == "b-1");
    }
    all.bookings.begin()->second.identity.reference = longest;
    pages::letter_view shown;
    paint(shown, all, held.id, what, rules, *parse_rfc3339("2026-11-22T12:00:00Z"));
    CHECK(shown.reference == longest);
}

TEST_CASE("money by hand is told with the day that was said, not the day somebody typed it") {
    domain::account all;
    domain::booking one;
    one.id = domain::booking_id{"b-1"};
    one.identity.reference = "ref-1";
    one.terms.title = "Course";
    one.terms.price = domain::money::minor(90'00, *domain::currency::parse("EUR"));
    one.items = {{1, one.terms.price, *parse_iso_date("2026-12-01"), ""}};
    domain::payment slip;
    slip.intent = domain::intent_id{"hand:slip"};
    slip.captured = one.terms.price;
    slip.at = *parse_rfc3339("2026-11-25T12:00:00Z");
    slip.by_hand = domain::by_hand{domain::hand_kind::cash, "slip", *parse_iso_date("2026-11-20"), "Ana", {}};
    one.payments.push_back(slip);
    all.bookings.emplace(one.id, one);
    domain::letter what;
    what.kind = domain::letter_kind::payment_received;
    what.payment = slip.intent;
    what.amount = slip.captured;
    domain::policy rules;
    rules.zone = "Europe/Berlin";
    pages::letter_view view;
    paint(view, all, one.id, what, rules, slip.at);
    REQUIRE(view.payment.has_value());
    CHECK(view.payment->on == *parse_iso_date("2026-11-20"));
    CHECK(view.received.at(0).on == *parse_iso_date("2026-11-20"));
}

TEST_CASE("a letter about a card says what it will not live to pay, and leads to where another is named") {
    domain::account all;
    domain::booking plan;
    plan.id = domain::booking_id{"b-1"};
    plan.identity.reference = "ref-1";
    plan.terms.title = "Course";
    plan.terms.price = domain::money::minor(90'00, *domain::currency::parse("EUR"));
    plan.terms.plan.every = domain::rhythm::monthly;
    plan.terms.plan.count = 3;
    plan.agreements.emplace_back();
    auto const part = domain::money::minor(30'00, plan.terms.price.unit());
    int number = 0;
    for (auto const* day : {"2026-11-22", "2026-12-22", "2027-01-22"})
        plan.items.push_back({++number, part, *parse_iso_date(day), {}});
    plan.checkouts.emplace_back();
    plan.checkouts[0].items = {1};
    plan.checkouts[0].amount = part;
    plan.checkouts[0].payment = domain::payment_status::paid;
    plan.payments.emplace_back();
    plan.payments[0].checkout = 1;
    plan.payments[0].intent = domain::intent_id{"pi_1"};
    plan.payments[0].captured = part;
    plan.kept.emplace();
    plan.kept->method = domain::method_id{"pm_1"};
    plan.kept->brand = "visa";
    plan.kept->last4 = "4242";
    plan.kept->expires_year = 2026;
    plan.kept->expires_month = 12;
    all.bookings.emplace(plan.id, plan);
    domain::letter what;
    what.kind = domain::letter_kind::card_expiring;
    what.about = {{plan.id, 3}};
    pages::letter_view view;
    view.links.page = "https://pay.example/a/token";
    paint(view, all, plan.id, what, domain::policy{}, *parse_rfc3339("2027-01-09T12:00:00Z"));
    REQUIRE(view.lines.size() == 1);
    CHECK(view.lines.at(0).number == 3);
    CHECK(view.lines.at(0).amount == part);
    REQUIRE(view.card);
    CHECK(view.card->brand == "Visa");
    CHECK(view.card->expires == std::chrono::year{2026} / 12);
    CHECK(view.links.page == "https://pay.example/a/token#card-b-1");
    CHECK(view.card->ended);
    pages::letter_view in_time;
    paint(in_time, all, plan.id, what, domain::policy{}, *parse_rfc3339("2026-12-31T12:00:00Z"));
    REQUIRE(in_time.card);
    CHECK_FALSE(in_time.card->ended);
    view.from.name = view.person.name = view.person.address = "Ana Coaching";
    test_folder const folder;
    auto const book = read_letters(folder.where().string());
    for (auto const& [locale, words] :
         {std::pair{"en", "was valid until the end of December 2026"}, std::pair{"de", "war bis Ende"},
          std::pair{"fr", "était valable"}, std::pair{"es", "era válida"}, std::pair{"pt", "era válido"}}) {
        view.locale = locale;
        CHECK(book.write(pages::letter_kind::card_expiring, view).text.find(words) != std::string::npos);
    }
}

TEST_CASE("a reminder offers another day and two parts where the page has its form, and as the policy says") {
    domain::account all;
    domain::booking one;
    one.id = domain::booking_id{"b-1"};
    one.terms.price = domain::money::minor(20'000, domain::currency::parse("EUR").value());
    one.items.push_back({1, one.terms.price, *parse_iso_date("2026-12-01")});
    all.bookings.emplace(one.id, one);
    domain::letter what;
    what.kind = domain::letter_kind::reminder_due;
    what.about = {{one.id, 1, 1}};
    domain::policy rules;
    auto const links = [&] {
        pages::letter_view view;
        view.links.page = "https://pay.example/a/t";
        paint(view, all, one.id, what, rules, *parse_rfc3339("2026-12-01T12:00:00Z"));
        return view.links;
    };
    CHECK(links().more_time == "https://pay.example/a/t#more-time");
    CHECK(links().split == "https://pay.example/a/t#split");
    CHECK(links().something_wrong == "https://pay.example/a/t#something-wrong");
    CHECK(links().already_paid == "https://pay.example/a/t#already-paid");
    SUBCASE("also of an amount that is paid in part: a person decides about that") {
        domain::payment half;
        half.intent = domain::intent_id{"hand:1"};
        half.captured = domain::money::minor(100'00, one.terms.price.unit());
        half.by_hand.emplace();
        all.bookings.at(one.id).payments = {half};
        CHECK(links().more_time == "https://pay.example/a/t#more-time");
        CHECK(links().split == "https://pay.example/a/t#split");
    }
    rules.reminders.client_may_split = 0;
    CHECK(links().split.empty());
    all.bookings.at(one.id).items.front().milestone = "handing over";
    CHECK(links().more_time.empty());
    CHECK_FALSE(links().already_paid.empty());
}

TEST_CASE("the statement says of each booking in the letter what is due, paid, booked and received") {
    auto const euros = [](std::int64_t units) {
        return domain::money::minor(units, domain::currency::parse("EUR").value());
    };
    domain::account all;
    for (auto const* reference : {"b-1", "b-2"}) {
        domain::booking one;
        one.id = domain::booking_id{reference};
        one.identity.reference = reference;
        one.terms.title = "Course";
        one.terms.price = euros(30'000);
        one.items = {{1, euros(20'000), *parse_iso_date("2026-12-01")},
                     {2, euros(10'000), *parse_iso_date("2027-12-01")}};
        domain::payment part;
        part.intent = domain::intent_id{"hand:1"};
        part.captured = euros(5'000);
        part.by_hand.emplace();
        one.payments = {part};
        all.bookings.emplace(one.id, one);
    }
    domain::letter what;
    what.about = {{domain::booking_id{"b-1"}, 1, 4}};
    auto const view = statement_of(all, what, "de-DE", {}, *parse_rfc3339("2026-12-22T12:00:00Z"));
    REQUIRE(view.bookings.size() == 1);
    pages::business who;
    who.name = "Ana Coaching";
    who.locale = "en-GB";
    CHECK(statement_text(who, view) ==
          "\xEF\xBB\xBFIhre Buchungen bei Ana Coaching\n22. Dezember 2026\n\nCourse (b-1)\n"
          "  Jetzt fällig: 150,00\u00A0€\n  Bezahlt: 50,00\u00A0€\n  Gebucht: 300,00\u00A0€\n"
          "  Eingegangen: 50,00\u00A0€\n  Insgesamt offen: 250,00\u00A0€\n");
}

TEST_CASE(
    "the link to a client's page goes to the address in force; a letter claimed for another one has a dead "
    "one") {
    domain::account all;
    domain::booking one;
    one.id = domain::booking_id{"b-1"};
    one.who.email = "hint@example.org";
    all.bookings.emplace(one.id, one);
    domain::letter what;
    what.to = "hint@example.org";
    CHECK(link_generation(all, one.id, what) == 0);
    domain::evolve(all, domain::address_changed{one.id, what.to, "ana@new.example", {}});
    CHECK(all.client.correspondence.page_generation == 1);
    CHECK(link_generation(all, one.id, what) == 0);
    what.to = "ana@new.example";
    CHECK(link_generation(all, one.id, what) == 1);
}

TEST_CASE("the letter that asks an address to confirm says no name and no booking, and until when") {
    domain::account all;
    all.client.who = {"Maria Lang", "maria@example.org", "de-DE", "Europe/Berlin"};
    auto const until = *parse_rfc3339("2026-11-24T22:30:00Z");
    domain::booking one;
    one.id = domain::booking_id{"b-1"};
    one.identity.reference = "ref-1";
    one.terms.title = "Course";
    all.bookings.emplace(one.id, one);
    domain::letter what;
    what.kind = domain::letter_kind::address_confirm;
    what.to = "maria@new.example";
    what.at = until - std::chrono::hours{48};
    pages::letter_view view;
    paint(view, all, one.id, what, domain::policy{}, what.at);
    CHECK(view.client.empty());
    CHECK(view.lines.empty());
    CHECK(view.locale == "de-DE");
    CHECK(view.confirm_until == *parse_iso_date("2026-11-24"));
}

TEST_CASE(
    "wrong language: the client's own goes before what a page said of a booking, and before another's") {
    domain::account all;
    for (auto const* reference : {"a-first", "b-lead"}) {
        domain::booking one;
        one.id = domain::booking_id{reference};
        one.who.locale = reference[0] == 'a' ? "fr-FR" : "es-ES";
        all.bookings.emplace(one.id, one);
    }
    domain::letter what;
    what.kind = domain::letter_kind::reminder_due;
    what.about = {{domain::booking_id{"b-lead"}, 1}};
    auto const language = [&] {
        pages::letter_view view;
        paint(view, all, domain::booking_id{"a-first"}, what, {}, *parse_rfc3339("2026-12-01T12:00:00Z"));
        return view.locale;
    };
    CHECK(language() == "es-ES");
    all.client.who.locale = "de-DE";
    CHECK(language() == "de-DE");
}

TEST_CASE("a fee stands in letters and statements as what it is") {
    auto const euros = [](std::int64_t units) {
        return domain::money::minor(units, domain::currency::parse("EUR").value());
    };
    domain::booking one;
    one.id = domain::booking_id{"b-1"};
    one.identity.reference = "b-1";
    one.origin = domain::origin::api;
    one.terms.title = "Course";
    one.terms.price = euros(20'000);
    domain::fee_mark const late{domain::fee_kind::late, 1, {}, *parse_iso_date("2026-12-01")};
    one.items = {{1, euros(20'000), *parse_iso_date("2026-12-01")},
                 {2, euros(500), *parse_iso_date("2026-12-15"), {}, late}};
    domain::account all;
    all.bookings.emplace(one.id, one);
    domain::letter what;
    what.kind = domain::letter_kind::reminder_clear;
    what.about = {{one.id, 1, 3}, {one.id, 2, -1}};
    pages::letter_view view;
    paint(view, all, one.id, what, {}, *parse_rfc3339("2026-12-22T12:00:00Z"));
    REQUIRE(view.lines.size() == 2);
    CHECK_FALSE(view.lines.front().fee);
    CHECK(view.lines.back().fee == late);
    CHECK(view.lines.back().number == 0);
    CHECK(view.open == std::vector{euros(20'500)});
    auto const sums =
        statement_of(all, what, "en-GB", {}, *parse_rfc3339("2026-12-22T12:00:00Z")).bookings.front().sums;
    CHECK(sums.booked == euros(20'500));
    CHECK(sums.fees == euros(500));
}
