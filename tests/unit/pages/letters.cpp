#include "quittance/pages/letters.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <set>
#include <utility>

#include "letter_folder.hpp"
#include "letter_rules.hpp"
#include "letter_samples.hpp"
#include "quittance/pages/format.hpp"
#include "samples.hpp"

using namespace quittance::pages;
using quittance::pages_test::day;
using quittance::pages_test::eur;
using quittance::pages_test::has;
using quittance::pages_test::shipped_letters;
namespace domain = quittance::domain;

namespace {

domain::money amount(char const* text, char const* code) {
    return domain::parse_amount(text, domain::currency::parse(code).value()).value();
}

letter_view in(std::string const& locale, letter_view view) {
    view.locale = locale;
    return view;
}

// What a text and an HTML page both say.
void check_said(letter const& made, std::string const& part) {
    CAPTURE(part);
    CHECK(has(made.text, part));
    CHECK(has(quittance::pages_test::without_tags(made.html), part));
}

void check_links(letter const& made, letter_links const& links) {
    for (auto const* link :
         {&links.pay, &links.more_time, &links.split, &links.something_wrong, &links.already_paid}) {
        CAPTURE(*link);
        CHECK(has(made.text, *link));
        CHECK(has(made.html, "href=\"" + *link + "\""));
    }
}

}  // namespace

TEST_CASE("a letter's kind is known by its name, and no two share one") {
    std::set<std::string_view> names;
    for (auto const kind : all_letter_kinds()) {
        CHECK(letter_kind_named(name_of(kind)) == kind);
        names.insert(name_of(kind));
    }
    CHECK(names.size() == 18);
    CHECK_FALSE(letter_kind_named("reminder"));
}

TEST_CASE("the shipped words are English, German, French, Spanish and Portuguese") {
    CHECK(shipped_letters().languages() == std::vector<std::string>{"de", "en", "es", "fr", "pt"});
}

TEST_CASE("every letter of every language says who, to whom, what for, who answers, and leaves no marker") {
    for (auto const& language : shipped_letters().languages()) {
        for (auto const kind : all_letter_kinds()) {
            if (is_about_address(kind)) continue;
            CAPTURE(language);
            CAPTURE(name_of(kind));
            auto const made = shipped_letters().write(kind, in(language, full_sample(kind)));
            CHECK(made.language == language);
            CHECK(made.subject.starts_with("Ana Coaching"));
            CHECK(has(made.subject, "Six-part course"));
            for (auto const* part : {"Ana Coaching", "Maria Lang", "Six-part course", "course-2027-14",
                                     "Ana Sommer", "hello@ana-coaching.example"})
                check_said(made, part);
            for (auto const* text : {&made.subject, &made.text, &made.html}) {
                CHECK_FALSE(has(*text, "{{"));
                CHECK_FALSE(has(*text, "}}"));
            }
            CHECK(has(made.html, "<html lang=\"" + language + "\">"));
            CHECK(has(made.html, "<h1>"));
            CHECK_FALSE(has(made.text, "\n\n\n"));
        }
    }
}

TEST_CASE("the least and the strangest view of every kind can be written in every language") {
    for (auto const& language : shipped_letters().languages())
        for (auto const kind : all_letter_kinds()) {
            CHECK_NOTHROW(shipped_letters().write(kind, in(language, bare_sample(kind))));
            CHECK_NOTHROW(shipped_letters().write(kind, in(language, edge_sample(kind))));
        }
}

TEST_CASE("every reminder carries each field, in text and HTML, in every language") {
    for (auto const& language : shipped_letters().languages()) {
        for (auto const kind : all_letter_kinds()) {
            if (!reminds(kind) && kind != letter_kind::notice_before_charge) continue;
            CAPTURE(language);
            CAPTURE(name_of(kind));
            auto const view = in(language, full_sample(kind));
            auto const locale = language == "en" ? "en-GB" : language == "pt" ? "pt-PT" : language;
            auto const made = shipped_letters().write(kind, view);
            check_said(made, money_text(view.open.front(), locale));
            check_said(made, weekday_text(view.lines.front().due, locale));
            check_said(made, weekday_text(*view.lines.front().service, locale));
            for (auto const& one : view.received) check_said(made, day_text(one.on, locale));
            check_said(made, "IBAN DE02 1203 0000 0000 2020 51");
            check_links(made, view.links);
        }
    }
}

TEST_CASE("more time and two parts are offered only where the page can take them, in every language") {
    for (auto const& language : shipped_letters().languages()) {
        for (auto const kind : {letter_kind::notice_before_charge, letter_kind::reminder_clear}) {
            auto view = in(language, full_sample(kind));
            auto const split = std::exchange(view.links.split, {});
            auto made = shipped_letters().write(kind, view);
            CHECK_FALSE(has(made.text, split));
            CHECK_FALSE(has(made.html, split));
            CHECK(has(made.text, view.links.more_time));
            auto const both = made.text.size();
            auto const time = std::exchange(view.links.more_time, {});
            made = shipped_letters().write(kind, view);
            CHECK_FALSE(has(made.text, time));
            CHECK(made.text.size() < both);
            CHECK(has(made.text, view.links.something_wrong));
            CHECK(has(made.html, "href=\"" + view.links.already_paid + "\""));
        }
    }
}

TEST_CASE("the pay link is the first of a reminder, and the only button") {
    for (auto const& language : shipped_letters().languages()) {
        auto const view = in(language, full_sample(letter_kind::reminder_due));
        auto const made = shipped_letters().write(letter_kind::reminder_due, view);
        CHECK(made.text.find("https://") == made.text.find(view.links.pay));
        CHECK(made.html.find("https://") == made.html.find(view.links.pay));
        CHECK(made.html.find("class=\"primary\"") == made.html.rfind("class=\"primary\""));
    }
}

TEST_CASE("of a part payment, what is open and what was received are both said") {
    auto view = full_sample(letter_kind::reminder_gentle);
    view.lines.front().amount = eur(12'050);
    view.open = {eur(12'050)};
    view.received = {{eur(7'950), day("2027-06-05")}};
    auto const made = shipped_letters().write(letter_kind::reminder_gentle, view);
    check_said(made, "€120.50");
    check_said(made, "€79.50 on Sat, 5 Jun 2027");
    CHECK_FALSE(has(made.text, "€200.00"));
}

TEST_CASE("a fee is called one in every language, with the day of what it is for") {
    auto view = full_sample(letter_kind::reminder_gentle);
    view.lines.push_back(view.lines.front());
    view.lines.back().amount = eur(500);
    view.lines.back().number = 0;
    view.lines.back().fee = domain::fee_mark{domain::fee_kind::late, 3, {}, day("2027-06-04")};
    view.open = {eur(20'500)};
    for (auto const& [locale, words] :
         {std::pair{"en", "Six-part course: late fee for the amount of Friday, 4 June 2027"},
          std::pair{"de", "Six-part course: Gebühr für spätere Zahlung des Betrags vom"},
          std::pair{"fr", "frais de paiement ultérieur du montant du"},
          std::pair{"es", "Six-part course: cargo por pago posterior del importe del"},
          std::pair{"pt", "Six-part course: taxa por pagamento posterior do valor de"}}) {
        CAPTURE(locale);
        check_said(shipped_letters().write(letter_kind::reminder_gentle, in(locale, view)), words);
    }
    view.lines.back().fee = domain::fee_mark{domain::fee_kind::no_show, 0, "s-1", day("2027-06-04")};
    check_said(shipped_letters().write(letter_kind::reminder_gentle, in("en", view)),
               "Six-part course: fee for the appointment missed on Friday, 4 June 2027");
}

TEST_CASE("amounts of two currencies stand side by side and are never added") {
    auto view = full_sample(letter_kind::reminder_clear);
    view.lines.push_back(view.lines.front());
    view.lines.back().amount = amount("5000", "JPY");
    view.lines.push_back(view.lines.front());
    view.lines.back().amount = amount("1.250", "BHD");
    view.open = {eur(20'000), amount("5000", "JPY"), amount("1.250", "BHD")};
    auto const made = shipped_letters().write(letter_kind::reminder_clear, in("de-DE", view));
    check_said(made,
               "200,00\xC2\xA0€, 5.000\xC2\xA0¥ und 1,250\xC2\xA0"
               "BHD");
}

TEST_CASE(
    "a German client gets German, an Austrian too, and never the words of one with the dates of another") {
    auto const kind = letter_kind::reminder_before;
    auto const write = [&](std::string const& client, std::string const& business) {
        auto view = in(client, full_sample(kind));
        view.from.locale = business;
        return shipped_letters().write(kind, view);
    };
    for (auto const* tag : {"de", "de-DE", "de-AT", "de-CH-1996", "DE_de"}) {
        CAPTURE(tag);
        auto const made = write(tag, "en-GB");
        CHECK(made.language == "de");
        CHECK(has(made.text, "Guten Tag Maria Lang"));
        CHECK(has(made.text, "Freitag, 4. Juni 2027"));
    }
    CHECK(write("nl-NL", "de-DE").language == "de");
    CHECK(has(write("nl-NL", "de-DE").text, "Freitag, 4. Juni 2027"));
    CHECK(write("nl-NL", "sv-SE").language == "en");
    CHECK(has(write("nl-NL", "sv-SE").text, "Friday, 4 June 2027"));
    CHECK(write("", "fr-FR").language == "fr");
    CHECK(write("x\xFF!", "").language == "en");
    CHECK(has(write("en", "en-US").text, "June 4, 2027"));
    CHECK(has(write("en", "de-DE").text, "4 June 2027"));
}

TEST_CASE("what a client is called cannot become markup, nor a line or a header of its own") {
    auto view = full_sample(letter_kind::reminder_due);
    view.client = "<b>&\"'";
    view.lines.front().title = "Tennis\r\nBcc: everyone@example.com\r\n\r\n<script>";
    auto const made = shipped_letters().write(letter_kind::reminder_due, view);
    CHECK(has(made.html, "Hello &lt;b&gt;&amp;&quot;&#39;,"));
    CHECK_FALSE(has(made.html, "<b>"));
    CHECK_FALSE(has(made.html, "<script"));
    CHECK(has(made.text, "Hello <b>&\"',"));
    CHECK(has(made.subject, "Tennis Bcc: everyone@example.com <script>"));
    for (auto const kind : all_letter_kinds()) {
        auto const edge = shipped_letters().write(kind, edge_sample(kind));
        CHECK(std::ranges::none_of(edge.subject, [](char c) { return c >= 0 && c < ' '; }));
        CHECK_FALSE(has(edge.text, "\nBcc:"));
        CHECK_FALSE(has(edge.html, "<script"));
    }
}

TEST_CASE("writing that turns around, and bytes that are no text, do not pass") {
    auto view = full_sample(letter_kind::receipt);
    view.client =
        "a\xE2\x80\xAE"
        "b\xFF"
        "c";
    auto const made = shipped_letters().write(letter_kind::receipt, view);
    CHECK(has(made.text,
              "Hello ab\xEF\xBF\xBD"
              "c,"));
}

TEST_CASE("a receipt speaks of its own booking: that another one is open it does not deny") {
    auto view = full_sample(letter_kind::receipt);
    view.open.clear();
    for (auto const& [locale, sentence] :
         {std::pair{"en", "For this booking nothing is open."},
          std::pair{"de", "Für diese Buchung ist nichts offen."},
          std::pair{"fr", "Il ne reste rien à régler pour cette réservation."},
          std::pair{"es", "De esta reserva no queda nada pendiente."},
          std::pair{"pt", "Nesta reserva não há nada em aberto."}}) {
        CAPTURE(locale);
        check_said(shipped_letters().write(letter_kind::receipt, in(locale, view)), sentence);
    }
}

TEST_CASE("an agreement is sent word for word, its empty lines too") {
    auto view = full_sample(letter_kind::plan_agreed);
    view.agreement = "One\n\n\nTwo  and <three>\n";
    auto const made = shipped_letters().write(letter_kind::plan_agreed, view);
    CHECK(has(made.text, "\n\n" + view.agreement));
    CHECK(has(made.html, "&lt;three&gt;"));
    check_said(made, view.agreement_hash);
}

TEST_CASE("the last automatic letter says who does what next, and when") {
    for (auto const& language : shipped_letters().languages()) {
        auto const view = in(language, full_sample(letter_kind::reminder_final));
        auto const made = shipped_letters().write(letter_kind::reminder_final, view);
        auto const locale = language == "en" ? "en-GB" : language == "pt" ? "pt-PT" : language;
        check_said(made, weekday_text(view.next->on, locale));
    }
}

TEST_CASE("a view that lacks what its kind needs, or contradicts itself, is refused") {
    struct spoiling {
        letter_kind kind;
        void (*spoil)(letter_view&);
        char const* said;
    };
    using enum letter_kind;
    for (auto const& one : {
             spoiling{reminder_due, [](letter_view& v) { v.open = {eur(1)}; }, "do not add up"},
             spoiling{reminder_due, [](letter_view& v) { v.open.clear(); }, "nothing is open"},
             spoiling{reminder_due, [](letter_view& v) { v.open = {eur(10'000), eur(10'000)}; },
                      "each currency"},
             spoiling{reminder_due, [](letter_view& v) { v.lines.clear(); }, "about nothing"},
             spoiling{reminder_due, [](letter_view& v) { v.lines[0].title = " \r\n"; }, "no title"},
             spoiling{reminder_due, [](letter_view& v) { v.links.page.clear(); }, "no page"},
             spoiling{reminder_due, [](letter_view& v) { v.links.page = "javascript:alert(1)"; }, "no page"},
             spoiling{reminder_due, [](letter_view& v) { v.links.pay = "https://evil.example/"; },
                      "leads away"},
             spoiling{reminder_due, [](letter_view& v) { v.links.split = v.links.page + ".evil.example"; },
                      "leads away"},
             spoiling{reminder_due, [](letter_view& v) { v.person.address.clear(); }, "no person"},
             spoiling{reminder_due, [](letter_view& v) { v.from.name.clear(); }, "no name"},
             spoiling{reminder_due, [](letter_view& v) { v.reference.clear(); }, "no reference"},
             spoiling{reminder_final, [](letter_view& v) { v.next.reset(); }, "who does what next"},
             spoiling{notice_before_charge, [](letter_view& v) { v.charge_on.reset(); }, "day of the charge"},
             spoiling{card_expiring, [](letter_view& v) { v.card.reset(); }, "no card"},
             spoiling{card_expiring, [](letter_view& v) { v.card->expires.reset(); }, "month is missing"},
             spoiling{receipt, [](letter_view& v) { v.payment.reset(); }, "no payment"},
             spoiling{plan_agreed, [](letter_view& v) { v.agreement.clear(); }, "agreed text"},
         }) {
        CAPTURE(one.said);
        auto view = full_sample(one.kind);
        CHECK_NOTHROW(shipped_letters().write(one.kind, view));
        one.spoil(view);
        CHECK_THROWS_WITH_AS(shipped_letters().write(one.kind, view), doctest::Contains(one.said),
                             letter_refused);
    }
}

TEST_CASE("a charge is announced with the card where it is known, and without one where it is not") {
    auto const kind = letter_kind::notice_before_charge;
    for (auto const& language : shipped_letters().languages()) {
        CAPTURE(language);
        auto view = in(language, full_sample(kind));
        auto const with = shipped_letters().write(kind, view);
        check_said(with, "4242");
        view.card.reset();
        auto const without = shipped_letters().write(kind, view);
        CHECK_FALSE(has(without.text, "4242"));
        CHECK_FALSE(has(without.html, "Visa"));
        CHECK_FALSE(has(without.text, "  "));
        check_said(without, weekday_text(*view.charge_on, language == "en"   ? "en-GB"
                                                          : language == "pt" ? "pt-PT"
                                                                             : language));
    }
}

TEST_CASE("a letter loads nothing and sends nothing by itself") {
    for (auto const kind : all_letter_kinds()) {
        auto const made = shipped_letters().write(kind, full_sample(kind));
        for (auto const* part : {"<img", "<script", "<link", "<form", "src=", "url(", "http-equiv"})
            CHECK_FALSE(has(made.html, part));
    }
}

TEST_CASE("the preview holds every kind in every language, three ways, and an index that lists them") {
    auto const pages = preview_letters(shipped_letters());
    CHECK(pages.size() == 18 * 5 * 3 * 2 + 1);
    CHECK(pages.back().name == "index.html");
    CHECK(has(pages.back().content, "href=\"de/reminder_gentle.edge.html\""));
    CHECK_FALSE(has(pages.back().content, "<Court>"));
}

TEST_CASE(
    "the letter to an address that nobody has confirmed says who asks and until when, and nothing of the "
    "client") {
    for (auto const& language : shipped_letters().languages()) {
        CAPTURE(language);
        auto const view = in(language, full_sample(letter_kind::address_confirm));
        auto const made = shipped_letters().write(letter_kind::address_confirm, view);
        CHECK(made.subject.starts_with("Ana Coaching"));
        for (auto const* part : {"Ana Coaching", "Ana Sommer", "hello@ana-coaching.example"})
            check_said(made, part);
        CHECK(has(made.text, "https://pay.example.com/c/sample"));
        CHECK(has(made.html, "href=\"https://pay.example.com/c/sample\""));
        check_said(made, weekday_text(*view.confirm_until, language == "en"   ? "en-GB"
                                                           : language == "pt" ? "pt-PT"
                                                                              : language));
        for (auto const* part : {"Maria", "course", "/a/sample", "{{", "}}"}) {
            CHECK_FALSE(has(made.text, part));
            CHECK_FALSE(has(made.html, part));
        }
    }
}

TEST_CASE(
    "what tells of an address says who answers; the page's link goes to the one that is used, and to no "
    "other") {
    for (auto const& language : shipped_letters().languages()) {
        CAPTURE(language);
        for (auto const kind : {letter_kind::address_asked, letter_kind::address_changed}) {
            CAPTURE(name_of(kind));
            auto const former = shipped_letters().write(kind, in(language, bare_sample(kind)));
            for (auto const* part : {"Ana Coaching", "Ana Sommer", "hello@ana-coaching.example"})
                check_said(former, part);
            CHECK_FALSE(has(former.text, "http"));
            CHECK_FALSE(has(former.html, "href"));
        }
        auto const used = full_sample(letter_kind::address_changed);
        auto const made = shipped_letters().write(letter_kind::address_changed, in(language, used));
        CHECK(has(made.text, used.links.page));
        CHECK(has(made.html, "href=\"" + used.links.page + "\""));
    }
}

TEST_CASE("a letter about an address that says more than it may is refused") {
    auto asked = full_sample(letter_kind::address_asked);
    asked.links.page = "https://pay.example.com/a/sample";
    CHECK_THROWS_AS(shipped_letters().write(letter_kind::address_asked, asked), letter_refused);
    auto named = full_sample(letter_kind::address_confirm);
    named.client = "Maria Lang";
    CHECK_THROWS_AS(shipped_letters().write(letter_kind::address_confirm, named), letter_refused);
    auto endless = full_sample(letter_kind::address_confirm);
    endless.confirm_until.reset();
    CHECK_THROWS_AS(shipped_letters().write(letter_kind::address_confirm, endless), letter_refused);
}
