#include "letter_sheet.hpp"

#include <algorithm>

#include "letter_rules.hpp"
#include "plain_text.hpp"
#include "quittance/pages/format.hpp"
#include "words.hpp"

namespace quittance::pages {
namespace {

constexpr std::size_t most_topic = 70;

std::string total_of(std::vector<domain::money> const& amounts, std::string_view locale) {
    std::vector<std::string> parts;
    parts.reserve(amounts.size());
    for (auto const& one : amounts) parts.push_back(money_text(one, locale));
    return list_text(parts, locale);
}

std::string topic_of(letter_view const& view, std::string_view locale) {
    std::vector<std::string> titles;
    if (view.lines.empty()) titles.push_back(plain_line(view.title, most_topic));
    for (auto const& one : view.lines) {
        auto title = plain_line(one.title, most_topic);
        if (std::ranges::find(titles, title) == titles.end()) titles.push_back(std::move(title));
    }
    return plain_line(list_text(titles, locale), most_topic);
}

void add_lines(sheet& to, std::string_view name, std::vector<std::string> const& lines) {
    for (auto const& one : lines) to.add(name).set(name, one);
}

void add_sender(sheet& to, letter_view const& view) {
    to.set("BUSINESS", plain_line(view.from.name));
    add_lines(to, "ADDRESS", plain_lines(view.from.address));
    to.add_if("CONTACT", plain_line(view.from.contact));
    to.add_if("VAT_ID", plain_line(view.from.vat_id));
    to.set("PERSON", plain_line(view.person.name)).set("PERSON_ADDRESS", plain_line(view.person.address));
}

void add_client(sheet& to, letter_view const& view) {
    auto const name = plain_line(view.client);
    if (name.empty())
        to.add("UNNAMED");
    else
        to.add("NAMED").set("CLIENT", name);
}

// A fee is called one, whatever words the templates choose.
std::string what_for(letter_line const& one, letter_view const& view, std::string_view locale) {
    auto title = plain_line(one.title);
    if (!one.fee) return title;
    auto const say = words_for(view.from, view.locale);
    bool const late = one.fee->kind == domain::fee_kind::late;
    return say(late ? "line.late_fee" : "line.missed_fee",
               {{"title", std::move(title)}, {"day", weekday_text(one.fee->day, locale)}});
}

void add_items(sheet& to, letter_view const& view, std::string_view locale) {
    for (auto const& one : view.lines) {
        auto& item = to.add("ITEM");
        item.set("WHAT", what_for(one, view, locale)).set("BOOKING", plain_line(one.booking));
        item.set("AMOUNT", money_text(one.amount, locale)).set("DUE", weekday_text(one.due, locale));
        if (one.number > 0) item.add("NUMBERED").set("NUMBER", std::to_string(one.number));
        if (one.service) item.add("ON").set("SERVICE", weekday_text(*one.service, locale));
    }
}

void add_days(sheet& to, letter_view const& view, std::string_view locale) {
    if (view.lines.empty()) {
        to.set("DAY", "");
        return;
    }
    auto const first = std::ranges::min(view.lines, {}, &letter_line::due).due;
    bool const one_day = std::ranges::all_of(view.lines, [&](auto const& one) { return one.due == first; });
    to.set("DAY", weekday_text(first, locale));
    to.add(one_day ? "ONE_DAY" : "SEVERAL_DAYS");
}

void add_purpose(sheet& to, letter_kind kind, letter_view const& view, std::string_view locale) {
    if (kind != letter_kind::payment_received) return;
    if (view.lines.empty())
        to.add("CREDIT");
    else
        add_items(to.add("PAYS"), view, locale);
}

void add_money(sheet& to, letter_kind kind, letter_view const& view, std::string_view locale) {
    if (view.open.empty())
        to.add("NOTHING_OPEN");
    else if (asks_for_open(kind))
        to.set("TOTAL", total_of(view.open, locale));
    else
        to.add("STILL_OPEN").set("TOTAL", total_of(view.open, locale));
    if (!view.received.empty()) {
        auto& so_far = to.add("RECEIVED_SO_FAR");
        for (auto const& one : view.received)
            so_far.add("RECEIVED")
                .set("RECEIVED", money_text(one.amount, locale))
                .set("RECEIVED_ON", day_text(one.on, locale));
    }
    if (view.payment)
        to.set("PAID", money_text(view.payment->amount, locale))
            .set("PAID_ON", weekday_text(view.payment->on, locale));
}

void add_links(sheet& to, letter_links const& links) {
    if (links.page.empty()) return;
    auto const set = [&](std::string_view name, std::string const& link) {
        to.set(name, link.empty() ? links.page : link);
    };
    set("PAGE", links.page);
    set("PAY", links.pay);
    set("MORE_TIME", links.more_time);
    set("SPLIT", links.split);
    set("SOMETHING_WRONG", links.something_wrong);
    set("ALREADY_PAID", links.already_paid);
    if (!links.more_time.empty()) to.add("MAY_MOVE");
    if (!links.split.empty()) to.add("MAY_SPLIT");
}

void add_other_ways(sheet& to, letter_view const& view) {
    auto const lines = plain_lines(view.other_ways);
    if (!lines.empty()) add_lines(to.add("OTHER"), "WAY", lines);
}

// In a section where the kind can do without.
void add_card(sheet& to, letter_kind kind, letter_view const& view, std::string_view locale) {
    if (!view.card && kind == letter_kind::notice_before_charge) to.add("NO_CARD");
    if (!view.card) return;
    auto& card = needs_card(kind) ? to : to.add("CARD");
    card.set("CARD_BRAND", plain_line(view.card->brand)).set("CARD_LAST4", plain_line(view.card->last4));
    if (!view.card->expires || kind != letter_kind::card_expiring) return;
    card.set("CARD_EXPIRES", month_text(*view.card->expires, locale));
    card.add(view.card->ended ? "HAS_ENDED" : "ENDS");
}

void add_dates(sheet& to, letter_kind kind, letter_view const& view, std::string_view locale) {
    if (view.charge_on && kind == letter_kind::notice_before_charge)
        to.set("CHARGE_ON", weekday_text(*view.charge_on, locale));
    if (view.charge_on && kind == letter_kind::charge_declined)
        to.add("RETRY").set("RETRY_ON", weekday_text(*view.charge_on, locale));
    if (!view.charge_on && kind == letter_kind::charge_declined) to.add("NO_RETRY");
    if (view.next && kind == letter_kind::reminder_final)
        to.set("NEXT_ON", weekday_text(view.next->on, locale))
            .set("NEXT_PERSON", plain_line(view.next->person));
}

void add_agreement(sheet& to, letter_view const& view) {
    if (view.agreement.empty()) return;
    to.set("AGREEMENT", std::string{agreement_mark});
    to.set("AGREEMENT_HASH", plain_line(view.agreement_hash));
    add_lines(to, "AGREEMENT_LINE", plain_lines(view.agreement));
}

void add_address(sheet& to, letter_kind kind, letter_view const& view, std::string_view locale) {
    if (kind == letter_kind::address_confirm && view.confirm_until)
        to.set("CONFIRM", view.links.confirm).set("CONFIRM_UNTIL", weekday_text(*view.confirm_until, locale));
    if (kind != letter_kind::address_changed) return;
    if (view.links.page.empty())
        to.add("ELSEWHERE");
    else
        to.add("HERE").set("PAGE", view.links.page);
}

}  // namespace

sheet letter_sheet(letter_kind kind, letter_view const& view, std::string_view language,
                   std::string_view locale) {
    sheet made;
    made.set("LANG", std::string{language}).set("REFERENCE", plain_line(view.reference));
    made.set("SUBJECT", "");
    made.add("WHY");
    add_sender(made, view);
    add_client(made, view);
    if (is_about_address(kind)) {
        add_address(made, kind, view, locale);
        return made;
    }
    made.set("TOPIC", topic_of(view, locale));
    add_items(made, view, locale);
    add_days(made, view, locale);
    add_purpose(made, kind, view, locale);
    add_money(made, kind, view, locale);
    add_links(made, view.links);
    add_other_ways(made, view);
    add_card(made, kind, view, locale);
    add_dates(made, kind, view, locale);
    if (holds_agreement(kind)) add_agreement(made, view);
    return made;
}

}  // namespace quittance::pages
