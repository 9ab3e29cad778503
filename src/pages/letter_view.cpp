// Whether a letter can be written from a view.
#include <algorithm>
#include <map>

#include "letter_rules.hpp"
#include "letter_sheet.hpp"
#include "plain_text.hpp"

namespace quittance::pages {
namespace {

struct checked_view {
    letter_kind kind;
    letter_view const& view;

    void demand(bool fine, char const* what) const {
        if (!fine) throw letter_refused{"letter " + std::string{name_of(kind)} + ": " + what};
    }
};

bool says(std::string_view text) { return !plain_line(text).empty(); }

// Nothing may hide behind what only looks like the page's address.
bool leads_into(std::string_view link, std::string_view page) {
    if (link.empty()) return true;
    if (!link.starts_with(page)) return false;
    auto const rest = link.substr(page.size());
    bool const plain = std::ranges::all_of(rest, [](char c) { return c > ' ' && c < 0x7f; });
    return plain && (rest.empty() || std::string_view{"/?#&"}.find(rest.front()) != std::string_view::npos);
}

bool is_address(std::string_view page) {
    bool const plain = std::ranges::all_of(page, [](char c) { return c > ' ' && c < 0x7f; });
    return plain && (page.starts_with("https://") || page.starts_with("http://"));
}

bool adds_up(letter_view const& view) {
    std::map<std::string, domain::money, std::less<>> sums;
    for (auto const& one : view.lines) {
        auto const [sum, fresh] = sums.try_emplace(std::string{one.amount.unit().code()}, one.amount);
        if (fresh) continue;
        auto const more = sum->second.plus(one.amount);
        if (!more) return false;
        sum->second = *more;
    }
    return sums.size() == view.open.size() && std::ranges::all_of(view.open, [&](auto const& total) {
               auto const sum = sums.find(total.unit().code());
               return sum != sums.end() && sum->second == total;
           });
}

bool each_currency_once(std::vector<domain::money> const& open) {
    for (auto one = open.begin(); one != open.end(); ++one) {
        auto const same = [&](domain::money const& other) { return other.unit() == one->unit(); };
        if (one->minor_units() <= 0 || std::find_if(std::next(one), open.end(), same) != open.end())
            return false;
    }
    return true;
}

void check_people(checked_view const& of) {
    of.demand(says(of.view.from.name), "the business has no name");
    of.demand(says(of.view.person.name) && says(of.view.person.address), "no person answers");
    of.demand(says(of.view.reference), "it has no reference");
}

void check_lines(checked_view const& of) {
    auto const& lines = of.view.lines;
    bool const is_credit = of.kind == letter_kind::payment_received && says(of.view.title);
    of.demand(!lines.empty() || is_credit, "it is about nothing");
    of.demand(std::ranges::all_of(lines, [](auto const& one) { return says(one.title) && one.due.ok(); }),
              "a line has no title or no day");
    of.demand(each_currency_once(of.view.open), "what is open is not one positive amount for each currency");
    if (!asks_for_open(of.kind)) return;
    of.demand(!of.view.open.empty(), "nothing is open");
    of.demand(adds_up(of.view), "its lines do not add up to what is open");
}

void check_links(checked_view const& of) {
    auto const& links = of.view.links;
    if (of.kind == letter_kind::hold_expired && links.page.empty()) return;
    of.demand(is_address(links.page), "it has no page to lead to");
    for (auto const* one :
         {&links.pay, &links.more_time, &links.split, &links.something_wrong, &links.already_paid})
        of.demand(leads_into(*one, links.page), "a link leads away from the client's page");
}

// The page's link goes to the address that is used, and to no other.
void check_about_address(checked_view const& of) {
    auto const& view = of.view;
    of.demand(view.lines.empty() && view.open.empty(), "it is about no booking");
    of.demand(of.kind == letter_kind::address_changed ? view.links.page.empty() || is_address(view.links.page)
                                                      : view.links.page.empty(),
              "it leads to the client's page");
    if (of.kind != letter_kind::address_confirm) return;
    of.demand(is_address(view.links.confirm), "it has no link that confirms");
    of.demand(view.confirm_until.has_value(), "it does not say until when");
    of.demand(view.client.empty(), "it names the client to whom nobody has confirmed to be");
}

void check_kind(checked_view const& of) {
    auto const& view = of.view;
    if (tells_of_payment(of.kind)) of.demand(view.payment.has_value(), "it tells of no payment");
    if (needs_card(of.kind)) of.demand(view.card && says(view.card->last4), "it names no card");
    if (of.kind == letter_kind::card_expiring)
        of.demand(view.card->expires.has_value(), "the card's month is missing");
    if (of.kind == letter_kind::notice_before_charge)
        of.demand(view.charge_on.has_value(), "the day of the charge is missing");
    if (of.kind == letter_kind::reminder_final)
        of.demand(view.next && says(view.next->person), "it does not say who does what next");
    if (holds_agreement(of.kind))
        of.demand(!view.agreement.empty() && says(view.agreement_hash), "the agreed text is missing");
}

}  // namespace

void check_view(letter_kind kind, letter_view const& view) {
    checked_view const of{kind, view};
    check_people(of);
    if (is_about_address(kind)) return check_about_address(of);
    check_lines(of);
    check_links(of);
    check_kind(of);
}

}  // namespace quittance::pages
