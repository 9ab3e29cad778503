#include "quittance/pages/client.hpp"

#include <algorithm>

#include "client_words.hpp"
#include "parts.hpp"
#include "plan_words.hpp"
#include "quittance/pages/format.hpp"

namespace quittance::pages {
namespace {

// What was typed into a form of this booking, if it is the one that could not be taken.
client_trouble const* trouble_of(client_view const& view, client_booking const& one) {
    return view.trouble && view.trouble->booking == one.id ? &*view.trouble : nullptr;
}

bool is_at(client_trouble const* trouble, std::initializer_list<client_field> fields) {
    return trouble != nullptr && std::ranges::find(fields, trouble->field) != fields.end();
}

bool is_marked(client_trouble const* trouble, int number) {
    return trouble != nullptr && std::ranges::find(trouble->items, number) != trouble->items.end();
}

std::string label_of(plan_amount const& one, std::string_view locale) {
    return money_text(one.open, locale) + ", " + when_of(one, locale);
}

void add_sums(sheet& page, client_sums const& one, std::string_view locale) {
    auto& sums = page.add("SUMS");
    sums.set("DUE", money_text(one.due, locale))
        .set("OPEN", money_text(one.open, locale))
        .set("PAID", money_text(one.paid, locale))
        .set("BOOKED", money_text(one.booked, locale))
        .set("RECEIVED", money_text(one.received, locale));
    if (!one.went_back.is_zero()) sums.add_if("RETURNED_LINE", money_text(one.went_back, locale));
}

void add_rows(sheet& to, business const& who, plan_view const& plan, std::string_view locale) {
    for (auto const& one : plan.amounts)
        to.add("ROW")
            .set("WHEN", when_of(one, locale))
            .set("HOW", how_of(who, plan, one))
            .set("AMOUNT", money_text(one.amount, locale));
    to.add_if("GOES_ON", plan.goes_on);
}

void add_facts(sheet& to, business const& who, client_booking const& one, std::string_view locale) {
    auto const& plan = one.plan;
    to.set("REFERENCE", plan.reference).set("RECEIVED", money_text(plan.received, locale));
    if (!plan.went_back.is_zero()) to.add_if("RETURNED_LINE", money_text(plan.went_back, locale));
    if (one.credits) to.add_if("CREDITS", credits_text(*one.credits));
    if (one.agreement.empty()) return;
    auto const on = plan.agreed_at ? " of " + date_text(*plan.agreed_at, who.zone, locale) : std::string{};
    to.add("AGREED")
        .set("AGREEMENT_AT", one.agreement_action)
        .set("AGREEMENT", "The text" + on + ", to keep")
        .set("AGREED_TEXT", one.agreement);
}

void add_payment(sheet& to, std::string label, chosen_amounts const& which, bool quiet) {
    auto& pay = to.add("PAY");
    pay.set("LABEL", std::move(label));
    if (quiet) pay.add("QUIET");
    for (auto const* one : which) pay.add_if("PAYS", std::to_string(one->number));
}

void add_choice(sheet& to, chosen_amounts const& payable, client_trouble const* trouble,
                std::string_view locale) {
    auto& choice = to.add("CHOICE");
    bool const wrong = is_at(trouble, {client_field::choice});
    if (wrong) choice.add("OPENED");
    if (wrong) choice.add_if("WRONG", trouble->sentence);
    for (auto const* one : payable) {
        auto& chosen = choice.add("CHOSEN");
        chosen.set("NUMBER", std::to_string(one->number)).set("LABEL", label_of(*one, locale));
        if (wrong && is_marked(trouble, one->number)) chosen.add("MARKED");
    }
}

void add_payments(sheet& to, client_booking const& one, client_trouble const* trouble,
                  std::string_view locale) {
    auto const payable = payable_of(one.plan);
    if (payable.empty() || !one.agree_action.empty()) return;
    auto const now = first_to_pay(payable);
    bool const early = !is_asked_now(*now.front());
    add_payment(to, "Pay " + sum_text(now, locale) + (early ? " early" : " now"), now, early);
    if (now.size() < payable.size())
        add_payment(to, "Pay all that is left, " + sum_text(payable, locale), payable, true);
    if (payable.size() > 2 || is_at(trouble, {client_field::choice}))
        add_choice(to, payable, trouble, locale);
}

void add_moving(sheet& to, client_booking const& one, client_trouble const* trouble,
                std::string_view locale) {
    if (one.movable.empty()) return;
    auto& move = to.add("MOVE");
    bool const typed = is_at(trouble, {client_field::item, client_field::until});
    if (typed) move.add("OPENED");
    move.set("UNTIL", typed ? trouble->until : std::string{});
    if (is_at(trouble, {client_field::item})) move.add_if("WRONG_ITEM", trouble->sentence);
    if (is_at(trouble, {client_field::until})) move.add_if("WRONG_DAY", trouble->sentence);
    for (auto const& amount : one.plan.amounts) {
        if (std::ranges::find(one.movable, amount.number) == one.movable.end()) continue;
        auto& chosen = move.add("CHOSEN");
        chosen.set("MARK", seen_mark(amount)).set("LABEL", label_of(amount, locale));
        if (typed && is_marked(trouble, amount.number)) chosen.add("MARKED");
    }
}

void add_asking(sheet& to, client_booking const& one, client_trouble const* trouble) {
    if (!one.takes_questions) return;
    auto& ask = to.add("ASK");
    bool const typed = is_at(trouble, {client_field::words});
    if (typed) ask.add("OPENED");
    if (typed) ask.add_if("WRONG", trouble->sentence);
    ask.set("WORDS", typed ? trouble->words : std::string{});
    if (!one.plan.open.is_zero() && one.agree_action.empty()) to.add("PAID_ALREADY");
}

void add_booking(sheet& page, business const& who, client_view const& view, client_booking const& one,
                 std::size_t place) {
    auto const locale = locale_of(who, one.plan.what);
    auto const* const trouble = trouble_of(view, one);
    auto& to = page.add("BOOKING");
    to.set("PLACE", std::to_string(place)).set("BOOKING_ID", one.id).set("OFFER", one.plan.what.title);
    to.set("NEXT", next_text(who, one));
    to.add_if("AGREE_AT", one.agree_action);
    add_rows(to, who, one.plan, locale);
    add_facts(to, who, one, locale);
    add_payments(to, one, trouble, locale);
    add_moving(to, one, trouble, locale);
    add_asking(to, one, trouble);
}

}  // namespace

std::string seen_mark(plan_amount const& one) {
    return std::to_string(one.number) + '@' + iso_date(one.day) + '@' +
           std::to_string(one.open.minor_units());
}

std::string client_page(business const& who, client_view const& view) {
    auto const locale = view.locale.empty() ? std::string_view{who.locale} : std::string_view{view.locale};
    auto page = titled(who, "Your bookings with " + who.name);
    page.set("ACTION", view.action).set("PROOF", view.proof);
    page.add_if("NOTICE", notice_text(who, view.notice));
    if (view.trouble) page.add_if("ALERT", "This could not be taken yet. " + view.trouble->sentence);
    if (view.rest) add_paragraph(page, rest_text(who, *view.rest, locale));
    if (view.bookings.empty()) add_paragraph(page, "There is nothing here at the moment.");
    for (auto const& one : view.sums) add_sums(page, one, locale);
    std::size_t place = 0;
    for (auto const& one : view.bookings) add_booking(page, who, view, one, ++place);
    return render("client_page", page);
}

}  // namespace quittance::pages
