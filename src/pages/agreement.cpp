#include "agreement.hpp"

#include <algorithm>

#include "parts.hpp"
#include "quittance/pages/format.hpp"

namespace quittance::pages {
namespace {

using domain::collection;
using sentences = std::vector<std::string>;

// What comes from outside is one line of the text, whatever it holds.
std::string one_line(std::string text) {
    std::ranges::replace_if(text, [](char c) { return c >= 0 && c < ' '; }, ' ');
    return text;
}

std::string hour_text(std::chrono::minutes since_midnight) {
    auto const two = [](auto number) { return (number < 10 ? "0" : "") + std::to_string(number); };
    return two(since_midnight.count() / 60) + ":" + two(since_midnight.count() % 60);
}

bool has(terms_view const& view, collection how) {
    return std::ranges::any_of(view.items, [how](auto const& one) { return one.how == how; });
}

std::string each_period(terms_view const& view) {
    return view.terms.plan.retainer ? " " + period_words(view.terms.plan) : "";
}

std::string business_line(business const& who) {
    auto line = who.name;
    for (auto const& part : {who.address, who.contact}) {
        auto text = part;
        std::ranges::replace(text, '\n', ',');
        for (auto at = text.find(','); at != text.npos; at = text.find(',', at + 1))
            if (at + 1 < text.size() && text[at + 1] != ' ') text.insert(at + 1, " ");
        if (!text.empty()) line += ", " + text;
    }
    return who.vat_id.empty() ? line : line + ", VAT id " + who.vat_id;
}

std::vector<term_line> facts_of(business const& who, terms_view const& view) {
    auto const locale = locale_of(who, view);
    auto const& terms = view.terms;
    std::vector<term_line> facts{{"With", business_line(who)}, {"For", one_line(terms.title)}};
    if (!terms.description.empty()) facts.push_back({"About", one_line(terms.description)});
    facts.push_back({"Booking", one_line(view.reference)});
    facts.push_back({"Price", money_text(terms.price, locale) + each_period(view)});
    if (!terms.tax.name.empty()) facts.push_back({"Tax", tax_line(terms.price, terms.tax, locale)});
    facts.push_back({"Agreed on", day_text(view.made.agreed, locale)});
    if (view.made.service) facts.push_back({"Service on", day_text(*view.made.service, locale)});
    facts.push_back({"Time zone", view.made.zone});
    if (!who.terms_url.empty()) facts.push_back({"General terms", who.terms_url});
    return facts;
}

agreed_amount amount_of(domain::scheduled_item const& one, std::string_view locale) {
    auto amount = money_text(one.what.amount, locale);
    if (one.how == collection::at_milestone)
        return {"Once reached: " + one_line(one.what.milestone), "charged to the kept card",
                std::move(amount)};
    auto day = day_text(one.what.due, locale);
    if (one.how == collection::by_card)
        return {std::move(day), "charged to the kept card", std::move(amount)};
    return {std::move(day), "paid now, on the page of the card processor", std::move(amount)};
}

std::string sum_of(terms_view const& view, std::string_view locale) {
    auto const& plan = view.terms.plan;
    if (!plan.retainer) return "In all: " + money_text(view.terms.price, locale);
    if (plan.count == 0) return "And so on, " + period_words(plan) + ", until this agreement is ended";
    auto const all = std::to_string(plan.count) + " payments in all";
    return static_cast<std::size_t>(plan.count) > view.items.size()
               ? "And so on, " + period_words(plan) + ", " + all
               : "These are " + all;
}

std::string joined_days(std::vector<int> const& days) {
    std::string text;
    for (std::size_t at = 0; at < days.size(); ++at) {
        if (at > 0) text += at + 1 == days.size() ? " and " : ", ";
        text += std::to_string(days[at]);
    }
    return text + (days == std::vector{1} ? " day" : " days");
}

agreement_section collecting(business const& who, terms_view const& view) {
    agreement_section made{"How the later amounts are paid", {}};
    auto& say = made.sentences;
    if (has(view, collection::by_card) || view.terms.plan.retainer)
        say.push_back("The card you pay with now is charged on each of these days, from " +
                      hour_text(view.collect_at) + " on (" + view.made.zone +
                      "). There is nothing you need to do.");
    if (has(view, collection::at_milestone))
        say.push_back("An amount without a day is charged to this card once " + who.name +
                      " has marked its milestone as reached.");
    say.push_back(
        view.retry_days.empty()
            ? "If the card is declined, it is not tried again: you can pay the amount on the page of "
              "your booking."
            : "If the card is declined, it is tried again " + joined_days(view.retry_days) +
                  " after the first try. You can pay the amount on the page of your booking.");
    say.push_back(
        "Your bank may ask you to confirm a payment. The page of your booking then has a button for it.");
    say.push_back(
        "Each amount can be paid earlier on the page of your booking, also with another card. The card you "
        "pay with there is charged for the rest.");
    return made;
}

agreement_section keeping(business const& who, terms_view const& view) {
    agreement_section made{"What is kept", {}};
    if (collects_later(view)) {
        made.sentences = {
            "The card processor keeps the card, for the amounts of this agreement and for nothing else. " +
                who.name + " does not see its number.",
            "The permission to charge it ends with the last amount, or when this agreement is ended."};
    }
    made.sentences.push_back(
        "The text of this agreement and the time of your agreeing are kept with your booking.");
    return made;
}

agreement_section changing(business const& who) {
    return {"How to change or end it",
            {"To change or end this agreement, contact " + who.name +
                 (who.contact.empty() ? "." : ": " + who.contact),
             "Other amounts or other days need your agreement again."}};
}

std::string notice_text(int hours) {
    if (hours % 24 == 0 && hours > 48) return std::to_string(hours / 24) + " days";
    return std::to_string(hours) + (hours == 1 ? " hour" : " hours");
}

agreement_section cancelling(domain::cancellation_terms const& terms, std::string_view locale) {
    agreement_section made{"When a service is cancelled", {}};
    for (auto const& step : terms.steps)
        made.sentences.push_back("At least " + notice_text(step.hours_before) + " before it: " +
                                 percent_text(step.refund_ppm, locale) + " of what was paid is given back.");
    if (!terms.steps.empty()) made.sentences.emplace_back("Later than that: nothing is given back.");
    if (!terms.no_show_fee.is_zero())
        made.sentences.push_back("An appointment missed without notice costs " +
                                 money_text(terms.no_show_fee, locale) + ".");
    return made;
}

agreement_section granting(domain::credit_terms const& credits, bool retainer) {
    agreement_section made{"What it grants", {}};
    if (credits.granted == 0) return made;
    auto said = std::string{retainer ? "Each payment grants " : "The payment of the price grants "} +
                std::to_string(credits.granted) + (credits.granted == 1 ? " credit" : " credits");
    said += credits.valid_days == 0 ? ", without an end."
                                    : ", for " + std::to_string(credits.valid_days) + " days.";
    made.sentences.push_back(std::move(said));
    if (retainer)
        made.sentences.emplace_back(credits.carry_over ? "Unused ones pass into the next period."
                                                       : "Unused ones end with their period.");
    return made;
}

std::vector<agreement_section> sections_of(business const& who, terms_view const& view) {
    auto const locale = locale_of(who, view);
    std::vector<agreement_section> all;
    if (collects_later(view)) all.push_back(collecting(who, view));
    all.push_back(granting(view.terms.credits, view.terms.plan.retainer));
    all.push_back(cancelling(view.terms.cancellation, locale));
    all.push_back(changing(who));
    all.push_back(keeping(who, view));
    std::erase_if(all, [](auto const& one) { return one.sentences.empty(); });
    return all;
}

}  // namespace

std::string_view locale_of(business const& who, terms_view const& view) {
    return view.locale.empty() ? who.locale : view.locale;
}

bool collects_later(terms_view const& view) {
    auto const& plan = view.terms.plan;
    bool const goes_on = plan.retainer && (plan.count == 0 || plan.count > 1);
    return goes_on || has(view, collection::by_card) || has(view, collection::at_milestone);
}

std::string period_words(domain::plan_terms const& plan) {
    switch (plan.every) {
        case domain::rhythm::weekly: return "each week";
        case domain::rhythm::fortnightly: return "every two weeks";
        case domain::rhythm::monthly: return "each month";
        case domain::rhythm::every_days:
            return plan.days == 1 ? "each day" : "every " + std::to_string(plan.days) + " days";
        default: return "each time";
    }
}

agreement_words words_of(business const& who, terms_view const& view) {
    auto const locale = locale_of(who, view);
    agreement_words made;
    made.facts = facts_of(who, view);
    for (auto const& one : view.items) made.amounts.push_back(amount_of(one, locale));
    made.sum = sum_of(view, locale);
    made.sections = sections_of(who, view);
    return made;
}

domain::money paid_now(terms_view const& view) {
    std::int64_t sum = 0;
    for (auto const& one : view.items)
        if (one.how == collection::at_checkout) sum += one.what.amount.minor_units();
    return domain::money::minor(sum, view.terms.price.unit());
}

std::string agreement_text(business const& who, terms_view const& view) {
    auto const words = words_of(who, view);
    std::string text = "Agreement\n\n";
    for (auto const& [term, said] : words.facts) text += term + ": " + said + "\n";
    text += "\nWhat is paid, and when\n";
    int number = 0;
    for (auto const& one : words.amounts)
        text.append(std::to_string(++number))
            .append(". ")
            .append(one.when)
            .append(": ")
            .append(one.amount)
            .append(", ")
            .append(one.how)
            .append("\n");
    text += words.sum + "\n";
    for (auto const& section : words.sections) {
        text += "\n" + section.heading + "\n";
        for (auto const& sentence : section.sentences) text += sentence + "\n";
    }
    return text;
}

}  // namespace quittance::pages
