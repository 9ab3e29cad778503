#include "agreement.hpp"
#include "quittance/pages/format.hpp"

namespace quittance::pages {
namespace {

using domain::collection;

struct later_amounts {
    std::vector<domain::scheduled_item const*> all;
    std::int64_t units = 0;
};

later_amounts later_of(terms_view const& view) {
    later_amounts later;
    for (auto const& one : view.items) {
        if (one.how == collection::at_checkout) continue;
        later.all.push_back(&one);
        later.units += one.what.amount.minor_units();
    }
    return later;
}

std::string moment_of(domain::scheduled_item const& one, std::string_view locale) {
    return one.how == collection::at_milestone ? "once reached: " + one.what.milestone
                                               : "on " + date_text(one.what.due, locale);
}

std::string each_of(later_amounts const& later, std::string_view locale) {
    std::string text;
    for (auto const* one : later.all) {
        if (!text.empty()) text += ", ";
        text += money_text(one->what.amount, locale) + " " + moment_of(*one, locale);
    }
    return text;
}

std::string in_short(later_amounts const& later, domain::currency unit, std::string_view locale) {
    return std::to_string(later.all.size()) + " amounts, " +
           money_text(domain::money::minor(later.units, unit), locale) + " in all, the first " +
           moment_of(*later.all.front(), locale) + ", the last " + moment_of(*later.all.back(), locale);
}

std::string period_note(terms_view const& view, later_amounts const& later, std::string_view locale) {
    auto const& plan = view.terms.plan;
    auto text = money_text(view.terms.price, locale) + " " + period_words(plan);
    if (!later.all.empty()) text += ", next " + moment_of(*later.all.front(), locale);
    return text + (plan.count == 0 ? std::string{", until the agreement is ended"}
                                   : ", " + std::to_string(plan.count) + " payments in all");
}

}  // namespace

std::string short_hash(std::string_view hash) { return std::string{hash.substr(0, 10)}; }

std::string terms_note(business const& who, terms_view const& view, std::string_view hash) {
    auto const locale = locale_of(who, view);
    auto const later = later_of(view);
    auto const head = "Paid now: " + money_text(paid_now(view), locale) + ". ";
    auto const tail = "Agreement " + short_hash(hash) + " with " + who.name + ".";
    if (!collects_later(view)) return head + tail;
    std::string const then = "Charged to this card later: ";
    auto said = view.terms.plan.retainer ? period_note(view, later, locale) : each_of(later, locale);
    auto whole = head + then + said + ". " + tail;
    if (whole.size() <= most_note) return whole;
    whole = head + then + in_short(later, view.terms.price.unit(), locale) + ". " + tail;
    return whole.size() <= most_note ? whole : head + "Agreement " + short_hash(hash) + ".";
}

}  // namespace quittance::pages
