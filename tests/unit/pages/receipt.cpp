#include "quittance/pages/receipt.hpp"

#include <doctest/doctest.h>

using namespace quittance;

namespace {

pages::business const seller{
    "Ana's\nStudio", "Main Street 1\n1010 Vienna", "", "ATU1", "", "", "en-GB", "UTC"};

domain::money euros(std::int64_t units) {
    return domain::money::minor(units, *domain::currency::parse("EUR"));
}

pages::receipt_view a_receipt(std::string locale) {
    pages::receipt_view view;
    view.locale = std::move(locale);
    view.title = "Coaching\nPaid: 0";
    view.booking = "B-1";
    view.payment = "pi_1";
    view.amount = view.taxed = euros(12'000);
    view.tax = {"VAT", 200'000, true};
    view.on = *parse_iso_date("2026-11-18");
    view.went_back = euros(0);
    view.price = euros(24'000);
    view.open = euros(12'000);
    return view;
}

bool holds(std::string const& text, std::string_view part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("a receipt reads in the client's language, and no title writes a line of its own") {
    auto const english = pages::receipt_text(seller, a_receipt(""));
    CHECK(holds(english, "From: Ana's Studio\nMain Street 1\n1010 Vienna\nVAT id: ATU1\n"));
    CHECK(holds(english, "For: Coaching Paid: 0\n"));
    CHECK(holds(english, "Tax: €20.00 VAT at 20% is included\n"));
    CHECK_FALSE(holds(english, "Returned"));
    struct row {
        char const* locale;
        char const* title;
        char const* paid;
    };
    for (auto const& one : {row{"de-AT", "Beleg über eine Zahlung", "am 18. November 2026"},
                            row{"fr-FR", "Reçu d’un paiement", "le 18 novembre 2026"},
                            row{"es-ES", "Recibo de un pago", "el 18 de noviembre de 2026"},
                            row{"pt-PT", "Recibo de um pagamento", "em 18 de novembro de 2026"}}) {
        auto const text = pages::receipt_text(seller, a_receipt(one.locale));
        CAPTURE(text);
        CHECK(text.starts_with("\xEF\xBB\xBF" + std::string{one.title} + '\n'));
        CHECK(holds(text, one.paid));
    }
}

TEST_CASE("a receipt of what carries no tax says nothing of tax") {
    auto view = a_receipt("");
    view.taxed = euros(0);
    CHECK_FALSE(holds(pages::receipt_text(seller, view), "Tax"));
    view = a_receipt("");
    view.tax = {};
    CHECK_FALSE(holds(pages::receipt_text(seller, view), "Tax"));
}

TEST_CASE("credit that paid, and what pays another booking, is named in the client's language") {
    struct row {
        char const* locale;
        char const* credit;
        char const* used;
    };
    for (auto const& one :
         {row{"en-GB", "Payment reference: Credit of the booking B-2\n",
              "Used for another booking: €40.00\n"},
          row{"de-AT", ": Guthaben aus der Buchung B-2\n", "Für eine andere Buchung verwendet: "},
          row{"fr-FR", "Avoir de la réservation B-2\n", "Utilisé pour une autre réservation"},
          row{"es-ES", ": Saldo a favor de la reserva B-2\n", "Usado para otra reserva: "},
          row{"pt-PT", ": Saldo a favor da reserva B-2\n", "Usado para outra reserva: "}}) {
        auto view = a_receipt(one.locale);
        view.credit_of = "B-2";
        view.used_elsewhere = euros(4'000);
        auto const text = pages::receipt_text(seller, view);
        CAPTURE(text);
        CHECK(holds(text, one.credit));
        CHECK(holds(text, one.used));
        CHECK_FALSE(holds(text, "pi_1"));
    }
}
