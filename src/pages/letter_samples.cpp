#include "letter_samples.hpp"

#include "letter_rules.hpp"
#include "quittance/pages/client.hpp"

namespace quittance::pages {
namespace {

using std::chrono::day;
using std::chrono::month;
using std::chrono::year;

civil_date of_2027(unsigned in_month, unsigned on_day) { return year{2027} / month{in_month} / day{on_day}; }

domain::money amount(char const* text, char const* code) {
    return domain::parse_amount(text, domain::currency::parse(code).value()).value();
}

letter_line line(char const* title, int number, domain::money of, civil_date due) {
    return {title, "course-2027-14", number, of, due, std::nullopt};
}

void add_kind_facts(letter_view& to, letter_kind kind) {
    if (tells_of_payment(kind)) to.payment = letter_payment{to.lines.front().amount, of_2027(6, 1)};
    if (needs_card(kind)) to.card = letter_card{"Visa", "4242", {}};
    if (kind == letter_kind::card_expiring) to.card->expires = year{2027} / month{7};
    if (kind == letter_kind::notice_before_charge) to.charge_on = of_2027(6, 4);
    if (kind == letter_kind::reminder_final) to.next = letter_next_step{of_2027(7, 2), "Ana Sommer"};
    if (holds_agreement(kind)) {
        to.agreement = "Agreement\n\nFor: Six-part course\n1. Fri, 4 Jun 2027: €200.00\n\nIn all: €1,200.00";
        to.agreement_hash = "7Yk2-vQ9";
    }
}

letter_view plain(letter_kind kind) {
    letter_view made;
    made.from = {"Ana Coaching", "", "", "", "", "", "en-GB", "Europe/Berlin"};
    made.reference = "course-2027-14";
    made.title = "Six-part course";
    made.person = {"Ana Sommer", "hello@ana-coaching.example"};
    made.lines = {line("Six-part course", 0, amount("200", "EUR"), of_2027(6, 4))};
    if (asks_for_open(kind)) made.open = {amount("200", "EUR")};
    if (kind != letter_kind::hold_expired) made.links.page = "https://pay.example.com/a/sample";
    add_kind_facts(made, kind);
    return made;
}

letter_links every_link() {
    std::string const page = "https://pay.example.com/a/sample";
    auto const at = [&page](std::string_view part) { return page + '#' + std::string{part}; };
    return {page,
            page + "/pay",
            at(page_part::more_time),
            at(page_part::split),
            at(page_part::something_wrong),
            at(page_part::already_paid)};
}

// What none of them says is not in their views.
letter_view about_address(letter_view made, letter_kind kind, bool former) {
    made.lines.clear();
    made.open.clear();
    made.received.clear();
    made.card.reset();
    made.other_ways.clear();
    bool const leads = kind == letter_kind::address_changed && !former;
    made.links = {};
    if (leads) made.links.page = "https://pay.example.com/a/sample";
    if (kind != letter_kind::address_confirm) return made;
    made.client.clear();
    made.links.confirm = "https://pay.example.com/c/sample";
    made.confirm_until = of_2027(6, 3);
    return made;
}

letter_view settled(letter_view made, letter_kind kind, bool former = false) {
    return is_about_address(kind) ? about_address(std::move(made), kind, former) : made;
}

}  // namespace

letter_view bare_sample(letter_kind kind) {
    auto made = plain(kind);
    if (kind == letter_kind::payment_received) made.lines.clear();
    if (kind == letter_kind::card_expiring) made.card->ended = true;
    return settled(std::move(made), kind, true);
}

letter_view full_sample(letter_kind kind) {
    auto made = plain(kind);
    made.from.address = "Example Street 1\n10115 Berlin";
    made.from.contact = "+49 30 5550100";
    made.from.vat_id = "DE123456789";
    made.client = "Maria Lang";
    made.links = every_link();
    made.lines.front().number = 3;
    made.lines.front().service = of_2027(6, 11);
    made.received = {{amount("200", "EUR"), of_2027(4, 4)}, {amount("200", "EUR"), of_2027(5, 4)}};
    made.other_ways =
        "Bank transfer to Ana Coaching\nIBAN DE02 1203 0000 0000 2020 51\nIn the text: course-2027-14";
    if (!asks_for_open(kind)) made.open = {amount("600", "EUR")};
    if (!made.card) made.card = letter_card{"Visa", "4242", {}};
    if (kind == letter_kind::charge_declined) made.charge_on = of_2027(6, 7);
    return settled(std::move(made), kind);
}

letter_view edge_sample(letter_kind kind) {
    auto made = full_sample(kind);
    made.from.name = "Müller & Söhne \"Tennis\" <Court> GmbH";
    made.client = "<b>&\"' Łukasz\r\nBcc: x@example.com";
    made.reference = "r<1>&\"2\"";
    if (made.links.page.empty()) made.links.page = "https://pay.example.com/a/sample";
    made.links.pay = made.links.page + "?a=1&b=<2>";
    made.links.split.clear();  // a business that splits nothing
    made.lines = {
        line("Platz 3 – TENNIS COURT! & <script>", 1, amount("1234567.89", "EUR"), of_2027(2, 28)),
        line("Stunde\r\nSubject: urgent, a title that goes on and on until nobody can remember how it began",
             12, amount("0.50", "EUR"), of_2027(6, 30)),
        line("セッション", 0, amount("5000", "JPY"), of_2027(6, 4)),
        line("دورة تدريبية", 0, amount("1.250", "BHD"), of_2027(12, 31))};
    made.lines[2].service = of_2027(6, 11);
    made.open = {amount("1234568.39", "EUR"), amount("5000", "JPY"), amount("1.250", "BHD")};
    made.received = {{amount("5000", "JPY"), of_2027(1, 1)}, {amount("0.01", "EUR"), of_2027(2, 28)}};
    if (made.payment) made.payment->amount = amount("1.250", "BHD");
    return settled(std::move(made), kind);
}

}  // namespace quittance::pages
