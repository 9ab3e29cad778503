#include "quittance/pages/client.hpp"

#include <algorithm>
#include <utility>

#include "client_settings.hpp"
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
    return trouble != nullptr && std::ranges::find(fields, field_of(trouble->why)) != fields.end();
}

bool is_marked(client_trouble const* trouble, int number) {
    return trouble != nullptr && std::ranges::find(trouble->items, number) != trouble->items.end();
}

void add_sums(sheet& page, client_sums const& one, words const& say) {
    auto const& locale = say.locale();
    auto& sums = page.add("SUMS");
    sums.set("DUE", money_text(one.due, locale))
        .set("OPEN", money_text(one.open, locale))
        .set("PAID", money_text(one.paid, locale))
        .set("BOOKED", money_text(one.booked, locale))
        .set("RECEIVED", money_text(one.received, locale));
    if (!one.fees.is_zero()) sums.add_if("FEES_LINE", money_text(one.fees, locale));
    if (!one.went_back.is_zero()) sums.add_if("RETURNED_LINE", money_text(one.went_back, locale));
}

void add_rows(sheet& to, plan_view const& plan, words const& say) {
    for (auto const& one : plan.amounts)
        to.add("ROW")
            .set("WHEN", when_of(one, say))
            .set("HOW", how_of(plan, one, say))
            .set("AMOUNT", money_text(one.amount, say.locale()));
    to.add_if("GOES_ON", goes_on_text(plan, say));
    to.set("CAPTION", say("amounts.of", {{"offer", plan.what.title}}));
}

void add_receipts(sheet& to, std::vector<client_receipt> const& receipts, words const& say) {
    if (receipts.empty()) return;
    auto& list = to.add("RECEIPTS");
    for (auto const& one : receipts)
        list.add("RECEIPT")
            .set("RECEIPT_AT", one.action)
            .set("RECEIPT_LABEL", say("client.receipt", {{"amount", money_text(one.amount, say.locale())},
                                                         {"date", date_text(one.on, say.locale())}}));
}

void add_facts(sheet& to, business const& who, client_booking const& one, words const& say) {
    auto const& plan = one.plan;
    to.set("REFERENCE", plan.reference).set("RECEIVED", money_text(plan.received, say.locale()));
    if (!plan.went_back.is_zero()) to.add_if("RETURNED_LINE", money_text(plan.went_back, say.locale()));
    if (one.card && !one.card->last4.empty()) to.add_if("CARD", card_text(*one.card, say));
    if (one.credits) to.add_if("CREDITS", credits_text(*one.credits, say));
    add_receipts(to, one.receipts, say);
    if (one.agreement.empty()) return;
    auto link = plan.agreed_at ? say("client.agreement_of",
                                     {{"date", date_text(*plan.agreed_at, who.zone, say.locale())}})
                               : say("client.agreement");
    to.add("AGREED")
        .set("AGREEMENT_AT", one.agreement_action)
        .set("AGREEMENT", std::move(link))
        .set("AGREED_TEXT", one.agreement);
    for (auto const& version : one.former)
        to.add("FORMER")
            .set("FORMER_LABEL", say("client.former", {{"number", version.number},
                                                       {"date", day_text(version.until, say.locale())}}))
            .set("FORMER_KEEP", say("client.former_keep", {{"number", version.number}}))
            .set("FORMER_AT", version.action)
            .set("FORMER_TEXT", version.text);
}

void add_payment(sheet& to, std::string label, chosen_amounts const& which, bool quiet) {
    auto& pay = to.add("PAY");
    pay.set("LABEL", std::move(label));
    if (quiet) pay.add("QUIET");
    for (auto const* one : which) pay.add_if("PAYS", std::to_string(one->number));
}

void add_choice(sheet& to, chosen_amounts const& payable, client_trouble const* trouble, words const& say) {
    auto& choice = to.add("CHOICE");
    bool const wrong = is_at(trouble, {client_field::choice});
    if (wrong) choice.add("OPENED");
    if (wrong) choice.add_if("WRONG", trouble_text(trouble->why, say));
    for (auto const* one : payable) {
        auto& chosen = choice.add("CHOSEN");
        chosen.set("NUMBER", std::to_string(one->number)).set("LABEL", label_of(*one, say));
        if (wrong && is_marked(trouble, one->number)) chosen.add("MARKED");
    }
}

void add_payments(sheet& to, client_booking const& one, client_trouble const* trouble, words const& say) {
    auto const payable = payable_of(one.plan);
    if (payable.empty() || !one.agree_action.empty()) return;
    auto const now = first_to_pay(one.plan, payable);
    bool const early = !is_asked_now(*now.front());
    auto const sum = [&](auto const& which) { return sum_text(which, say.locale()); };
    add_payment(to, say(early ? "pay.early" : "pay.now", {{"amount", sum(now)}}), now, early);
    if (now.size() < payable.size())
        add_payment(to, say("pay.rest", {{"amount", sum(payable)}}), payable, true);
    if (payable.size() > 2 || is_at(trouble, {client_field::choice})) add_choice(to, payable, trouble, say);
}

void add_card(sheet& to, client_booking const& one, words const& say) {
    if (one.card) to.add_if("CARD_TROUBLE", card_trouble_text(*one.card, say));
    if (one.takes_card) to.add("CHANGE_CARD");
}

// Which parts of the page no booking has had yet.
struct landmarks {
    bool move = true;
    bool ask = true;
    bool paid = true;
};

void mark(sheet& part, bool& is_first) {
    if (std::exchange(is_first, false)) part.add("LANDMARK");
}

void add_moving(sheet& to, client_booking const& one, bool parts, client_trouble const* trouble,
                landmarks& left, words const& say) {
    if (one.movable.empty()) return;
    auto& move = to.add("MOVE");
    mark(move, left.move);
    move.add(parts ? "PARTS" : "DAYS_ALONE");
    bool const typed = is_at(trouble, {client_field::item, client_field::until});
    if (typed) move.add("OPENED");
    move.set("UNTIL", typed ? trouble->until : std::string{});
    if (is_at(trouble, {client_field::item})) move.add_if("WRONG_ITEM", trouble_text(trouble->why, say));
    if (is_at(trouble, {client_field::until})) move.add_if("WRONG_DAY", trouble_text(trouble->why, say));
    for (auto const& amount : one.plan.amounts) {
        if (std::ranges::find(one.movable, amount.number) == one.movable.end()) continue;
        auto& chosen = move.add("CHOSEN");
        chosen.set("MARK", seen_mark(amount)).set("LABEL", label_of(amount, say));
        if (typed && is_marked(trouble, amount.number)) chosen.add("MARKED");
    }
}

void add_asking(sheet& to, business const& who, client_booking const& one, client_trouble const* trouble,
                landmarks& left, words const& say) {
    if (!one.takes_questions) return;
    auto& ask = to.add("ASK");
    mark(ask, left.ask);
    bool const typed = is_at(trouble, {client_field::words});
    if (typed) ask.add("OPENED");
    if (typed) ask.add_if("WRONG", trouble_text(trouble->why, say));
    ask.set("WORDS", typed ? trouble->words : std::string{});
    ask.set("SEND", say("ask.send", {{"business", who.name}}));
    if (!one.plan.open.is_zero() && one.agree_action.empty()) mark(to.add("PAID_ALREADY"), left.paid);
}

void add_booking(sheet& page, business const& who, client_view const& view, client_booking const& one,
                 std::size_t place, landmarks& left, words const& say) {
    auto const* const trouble = trouble_of(view, one);
    auto& to = page.add("BOOKING");
    to.set("PLACE", std::to_string(place)).set("BOOKING_ID", one.id).set("OFFER", one.plan.what.title);
    to.set("NEXT", next_text(who, one, say));
    to.add_if("AGREE_AT", one.agree_action);
    add_rows(to, one.plan, say);
    add_facts(to, who, one, say);
    add_payments(to, one, trouble, say);
    add_card(to, one, say);
    add_moving(to, one, view.grants_parts, trouble, left, say);
    add_asking(to, who, one, trouble, left, say);
}

}  // namespace

std::string seen_mark(plan_amount const& one) {
    return std::to_string(one.number) + '@' + iso_date(one.day) + '@' +
           std::to_string(one.open.minor_units());
}

std::string client_page(business const& who, client_view const& view) {
    auto const say = words_for(who, view.locale);
    auto page = titled(who, say("client.title", {{"business", who.name}}));
    page.set("ACTION", view.action).set("PROOF", view.proof);
    page.add_if("NOTICE", notice_text(who, view.notice, say));
    if (view.trouble)
        page.add_if("ALERT", say("client.trouble", {{"what", trouble_text(view.trouble->why, say)}}));
    if (view.rest) add_paragraph(page, rest_text(who, *view.rest, say));
    if (view.bookings.empty()) add_paragraph(page, say("client.nothing"));
    for (auto const& one : view.sums) add_sums(page, one, say);
    std::size_t place = 0;
    landmarks left;
    for (auto const& one : view.bookings) add_booking(page, who, view, one, ++place, left, say);
    add_settings(page, who, view, say);
    return render("client_page", std::move(page), say);
}

}  // namespace quittance::pages
