// Words that depend on what is so when the letter is written, in each language.
#include <doctest/doctest.h>

#include <chrono>

#include "letter_folder.hpp"
#include "letter_samples.hpp"
#include "samples.hpp"

using namespace quittance::pages;
using quittance::pages_test::day;
using quittance::pages_test::eur;
using quittance::pages_test::has;
using quittance::pages_test::shipped_letters;
using quittance::pages_test::without_tags;

namespace {

letter written_in(char const* locale, letter_kind kind, letter_view view) {
    view.locale = locale;
    return shipped_letters().write(kind, view);
}

void check_both(letter const& made, std::string const& part) {
    CAPTURE(part);
    CHECK(has(made.text, part));
    CHECK(has(without_tags(made.html), part));
}

void check_neither(letter const& made, std::string const& part) {
    CAPTURE(part);
    CHECK_FALSE(has(made.text, part));
    CHECK_FALSE(has(without_tags(made.html), part));
}

}  // namespace

TEST_CASE("a card whose month is over was valid, and one whose month is not over is") {
    struct said {
        char const* locale;
        char const* ends;
        char const* until;
        char const* ended;
        char const* was;
    };
    auto view = full_sample(letter_kind::card_expiring);
    view.card->expires = std::chrono::year{2026} / 12;
    for (auto const& one :
         {said{"en", "expires in December 2026", "is valid until the end of December 2026",
               "expired at the end of December 2026", "was valid until the end of December 2026"},
          said{"de", "läuft im Dezember 2026 ab", "ist bis Ende Dezember 2026 gültig",
               "ist Ende Dezember 2026 abgelaufen", "war bis Ende Dezember 2026 gültig"},
          said{"fr", "expire en décembre 2026", "est valable jusqu’à fin décembre 2026",
               "a expiré fin décembre 2026", "était valable jusqu’à fin décembre 2026"},
          said{"es", "caduca en diciembre de 2026", "es válida hasta finales de diciembre de 2026",
               "caducó a finales de diciembre de 2026", "era válida hasta finales de diciembre de 2026"},
          said{"pt", "expira em dezembro de 2026", "é válido até ao fim de dezembro de 2026",
               "expirou no fim de dezembro de 2026", "era válido até ao fim de dezembro de 2026"}}) {
        CAPTURE(one.locale);
        view.card->ended = false;
        auto const before = written_in(one.locale, letter_kind::card_expiring, view);
        CHECK(has(before.subject, one.ends));
        check_both(before, one.until);
        check_neither(before, one.was);
        view.card->ended = true;
        auto const after = written_in(one.locale, letter_kind::card_expiring, view);
        CHECK(has(after.subject, one.ended));
        CHECK(has(without_tags(after.html), one.ended));
        check_both(after, one.was);
        check_neither(after, one.until);
    }
}

TEST_CASE("money that pays nothing is called the client's credit, and is not said to be for anything") {
    struct said {
        char const* locale;
        char const* credit;
        char const* purpose;
    };
    auto paying = full_sample(letter_kind::payment_received);
    auto spare = paying;
    spare.lines.clear();
    spare.open.clear();
    for (auto const& one : {said{"en", "This amount is kept as your credit.", "What it is for"},
                            said{"de", "Diesen Betrag haben wir Ihnen gutgeschrieben.", "Worum es geht"},
                            said{"fr", "Cette somme est conservée à votre crédit.", "De quoi il s’agit"},
                            said{"es", "Este importe queda como saldo a su favor.", "De qué se trata"},
                            said{"pt", "Este valor fica como saldo a seu favor.", "De que se trata"}}) {
        CAPTURE(one.locale);
        auto const credit = written_in(one.locale, letter_kind::payment_received, spare);
        check_both(credit, one.credit);
        check_neither(credit, one.purpose);
        check_neither(credit, "Six-part course");
        CHECK_FALSE(has(credit.subject, "Six-part course"));
        CHECK_FALSE(has(credit.text, "\n\n\n"));
        auto const paid = written_in(one.locale, letter_kind::payment_received, paying);
        check_neither(paid, one.credit);
        check_both(paid, one.purpose);
        CHECK(has(paid.subject, "Six-part course"));
    }
}

TEST_CASE(
    "money that pays nothing of a booking nobody can name is refused, and so is a receipt for nothing") {
    auto view = full_sample(letter_kind::payment_received);
    view.lines.clear();
    CHECK_NOTHROW(shipped_letters().write(letter_kind::payment_received, view));
    CHECK_THROWS_AS(shipped_letters().write(letter_kind::receipt, view), letter_refused);
    view.title.clear();
    CHECK_THROWS_AS(shipped_letters().write(letter_kind::payment_received, view), letter_refused);
}

TEST_CASE(
    "whoever hears that a hold has ended is told that their address was entered, not that they booked") {
    struct said {
        char const* locale;
        char const* why;
        char const* booked;
    };
    auto const view = full_sample(letter_kind::hold_expired);
    for (auto const& one :
         {said{"en", "because this address was entered for a booking with", "because you have a booking"},
          said{"de", "weil diese Adresse für eine Buchung bei", "gebucht haben"},
          said{"fr", "car cette adresse a été indiquée pour une réservation chez", "vous avez réservé"},
          said{"es", "porque esta dirección se indicó para una reserva con", "tiene una reserva"},
          said{"pt", "porque este endereço foi indicado para uma reserva com", "tem uma reserva"}}) {
        CAPTURE(one.locale);
        auto const made = written_in(one.locale, letter_kind::hold_expired, view);
        check_both(made, one.why);
        check_neither(made, one.booked);
        check_both(written_in(one.locale, letter_kind::receipt, full_sample(letter_kind::receipt)),
                   one.booked);
    }
}

TEST_CASE("the subject of the first reminder after the day names it only where it is the day of all") {
    auto view = full_sample(letter_kind::reminder_gentle);
    view.lines.push_back(view.lines.front());
    view.lines.back().due = day("2027-06-11");
    view.open = {eur(40'000)};
    for (auto const& [locale, words] :
         {std::pair{"en", "due on several days"}, std::pair{"de", "fällig an mehreren Tagen"},
          std::pair{"fr", "plusieurs échéances"}, std::pair{"es", "varios vencimientos"},
          std::pair{"pt", "vários vencimentos"}}) {
        CAPTURE(locale);
        auto const several = written_in(locale, letter_kind::reminder_gentle, view);
        CHECK(has(several.subject, words));
        CHECK_FALSE(has(several.subject, "2027"));
        auto const one =
            written_in(locale, letter_kind::reminder_gentle, full_sample(letter_kind::reminder_gentle));
        CHECK_FALSE(has(one.subject, words));
        CHECK(has(one.subject, "2027"));
    }
}
