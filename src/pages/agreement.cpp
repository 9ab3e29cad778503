#include "agreement.hpp"

#include <algorithm>

#include "parts.hpp"
#include "quittance/pages/format.hpp"

namespace quittance::pages {
namespace {

using domain::collection;

std::string hour_text(std::chrono::minutes since_midnight) {
    auto const two = [](auto number) { return (number < 10 ? "0" : "") + std::to_string(number); };
    return two(since_midnight.count() / 60) + ":" + two(since_midnight.count() % 60);
}

bool has(terms_view const& view, collection how) {
    return std::ranges::any_of(view.items, [how](auto const& one) { return one.how == how; });
}

std::string price_text(terms_view const& view, words const& say) {
    auto price = money_text(view.terms.price, say.locale());
    auto const& plan = view.terms.plan;
    if (!plan.retainer) return price;
    return say("price.each", {{"amount", std::move(price)}, {"period", period_words(plan, say)}});
}

std::vector<term_line> facts_of(business const& who, terms_view const& view, words const& say) {
    auto const& terms = view.terms;
    std::vector<term_line> facts{{say("fact.with"), business_line(who, say)},
                                 {say("fact.for"), one_line(terms.title)}};
    auto const add = [&](std::string_view term, std::string said) {
        facts.push_back({say(term), std::move(said)});
    };
    if (!terms.description.empty()) add("fact.about", one_line(terms.description));
    add("fact.booking", one_line(view.reference));
    add("fact.price", price_text(view, say));
    if (!terms.tax.name.empty()) add("fact.tax", tax_line(terms.price, terms.tax, say));
    add("fact.agreed_on", day_text(view.made.agreed, say.locale()));
    if (view.made.service) add("fact.service_on", day_text(*view.made.service, say.locale()));
    add("fact.zone", view.made.zone);
    if (!who.terms_url.empty()) add("fact.terms", who.terms_url);
    return facts;
}

agreed_amount amount_of(domain::scheduled_item const& one, words const& say) {
    auto amount = money_text(one.what.amount, say.locale());
    if (one.how == collection::at_milestone)
        return {say("when.reached", {{"milestone", one_line(one.what.milestone)}}), say("agreed.by_card"),
                std::move(amount)};
    auto day = day_text(one.what.due, say.locale());
    auto how = say(one.how == collection::by_card ? "agreed.by_card" : "agreed.now");
    return {std::move(day), std::move(how), std::move(amount)};
}

std::string sum_of(terms_view const& view, words const& say) {
    auto const& plan = view.terms.plan;
    if (!plan.retainer) return say("agreed.sum", {{"amount", money_text(view.terms.price, say.locale())}});
    if (plan.count == 0) return say("agreed.until_ended", {{"period", period_words(plan, say)}});
    if (static_cast<std::size_t>(plan.count) > view.items.size())
        return say("goes_on.counted", {{"period", period_words(plan, say)}, {"count", plan.count}});
    return say("agreed.counted", {{"count", plan.count}});
}

std::string retry_text(std::vector<int> const& days, words const& say) {
    if (days.empty()) return say("collect.once");
    std::vector<std::string> each;
    each.reserve(days.size());
    for (int const day : days) each.push_back(std::to_string(day));
    return say("collect.again", {{"days", list_text(each, say.locale())}, {"last", days.back()}});
}

agreement_section collecting(business const& who, terms_view const& view, words const& say) {
    agreement_section made{say("collect.title"), {}};
    auto& all = made.sentences;
    if (has(view, collection::by_card) || view.terms.plan.retainer)
        all.push_back(say("collect.days", {{"hour", hour_text(view.collect_at)}, {"zone", view.made.zone}}));
    if (has(view, collection::at_milestone))
        all.push_back(say("collect.milestone", {{"business", who.name}}));
    all.push_back(retry_text(view.retry_days, say));
    all.push_back(say("collect.confirm"));
    all.push_back(say("collect.earlier"));
    return made;
}

agreement_section keeping(business const& who, terms_view const& view, words const& say) {
    agreement_section made{say("keep.title"), {}};
    if (collects_later(view)) made.sentences = {say("keep.card", {{"business", who.name}}), say("keep.ends")};
    made.sentences.push_back(say("keep.text"));
    return made;
}

agreement_section changing(business const& who, words const& say) {
    auto how = who.contact.empty() ? say("change.contact", {{"business", who.name}})
                                   : say("change.reach", {{"business", who.name}, {"contact", who.contact}});
    return {say("change.title"), {std::move(how), say("change.again")}};
}

std::string step_text(domain::cancellation_step const& step, words const& say) {
    auto share = percent_text(step.refund_ppm, say.locale());
    auto const hours = step.hours_before;
    if (hours % 24 == 0 && hours > 48)
        return say("cancel.days", {{"days", hours / 24}, {"share", std::move(share)}});
    return say("cancel.hours", {{"hours", hours}, {"share", std::move(share)}});
}

agreement_section cancelling(domain::cancellation_terms const& terms, words const& say) {
    agreement_section made{say("cancel.title"), {}};
    for (auto const& step : terms.steps) made.sentences.push_back(step_text(step, say));
    if (!terms.steps.empty()) made.sentences.push_back(say("cancel.later"));
    if (!terms.no_show_fee.is_zero())
        made.sentences.push_back(
            say("cancel.missed", {{"amount", money_text(terms.no_show_fee, say.locale())}}));
    return made;
}

agreement_section paying_later(domain::late_fee_terms const& terms, words const& say) {
    agreement_section made{say("late.title"), {}};
    if (!terms.is_charged()) return made;
    made.sentences.push_back(terms.fixed.is_zero()
                                 ? say("late.share", {{"days", terms.after_days},
                                                      {"share", percent_text(terms.share_ppm, say.locale())}})
                                 : say("late.fixed", {{"days", terms.after_days},
                                                      {"amount", money_text(terms.fixed, say.locale())}}));
    made.sentences.push_back(say("late.how"));
    made.sentences.push_back(say("late.rests"));
    return made;
}

agreement_section granting(domain::credit_terms const& credits, bool retainer, words const& say) {
    agreement_section made{say("grant.title"), {}};
    if (credits.granted == 0) return made;
    made.sentences.push_back(say(retainer ? "grant.each" : "grant.once",
                                 {{"count", credits.granted}, {"days", credits.valid_days}}));
    if (retainer) made.sentences.push_back(say(credits.carry_over ? "grant.carried" : "grant.ended"));
    return made;
}

std::vector<agreement_section> sections_of(business const& who, terms_view const& view, words const& say) {
    std::vector<agreement_section> all;
    if (collects_later(view)) all.push_back(collecting(who, view, say));
    all.push_back(granting(view.terms.credits, view.terms.plan.retainer, say));
    all.push_back(cancelling(view.terms.cancellation, say));
    all.push_back(paying_later(view.terms.late_fee, say));
    all.push_back(changing(who, say));
    all.push_back(keeping(who, view, say));
    std::erase_if(all, [](auto const& one) { return one.sentences.empty(); });
    return all;
}

}  // namespace

std::string one_line(std::string text) {
    std::ranges::replace_if(text, [](char c) { return c >= 0 && c < ' '; }, ' ');
    return text;
}

std::string business_line(business const& who, words const& say) {
    auto line = who.name;
    for (auto const& part : {who.address, who.contact}) {
        auto text = part;
        std::ranges::replace(text, '\n', ',');
        for (auto at = text.find(','); at != text.npos; at = text.find(',', at + 1))
            if (at + 1 < text.size() && text[at + 1] != ' ') text.insert(at + 1, " ");
        if (!text.empty()) line += ", " + text;
    }
    return who.vat_id.empty() ? line : line + ", " + say("fact.vat_id", {{"number", who.vat_id}});
}

bool collects_later(terms_view const& view) {
    auto const& plan = view.terms.plan;
    bool const goes_on = plan.retainer && (plan.count == 0 || plan.count > 1);
    return goes_on || has(view, collection::by_card) || has(view, collection::at_milestone);
}

std::string period_words(domain::plan_terms const& plan, words const& say) {
    switch (plan.every) {
        case domain::rhythm::weekly: return say("period.weekly");
        case domain::rhythm::fortnightly: return say("period.fortnightly");
        case domain::rhythm::monthly: return say("period.monthly");
        case domain::rhythm::every_days: return say("period.days", {{"days", plan.days}});
        default: return say("period.other");
    }
}

agreement_words agreement_of(business const& who, terms_view const& view, words const& say) {
    agreement_words made;
    made.facts = facts_of(who, view, say);
    for (auto const& one : view.items) made.amounts.push_back(amount_of(one, say));
    made.sum = sum_of(view, say);
    made.sections = sections_of(who, view, say);
    return made;
}

domain::money paid_now(terms_view const& view) {
    std::int64_t sum = 0;
    for (auto const& one : view.items)
        if (one.how == collection::at_checkout) sum += one.what.amount.minor_units();
    return domain::money::minor(sum, view.terms.price.unit());
}

std::string agreement_text(business const& who, terms_view const& view) {
    auto const say = words_for(who, view.locale);
    auto const agreed = agreement_of(who, view, say);
    auto text = say("agreed.title") + "\n\n";
    for (auto const& [term, said] : agreed.facts)
        text += say("agreed.fact", {{"term", term}, {"said", said}}) + "\n";
    text += "\n" + say("label.what_is_paid") + "\n";
    int number = 0;
    for (auto const& one : agreed.amounts)
        text += say("agreed.amount", {{"number", std::to_string(++number)},
                                      {"when", one.when},
                                      {"amount", one.amount},
                                      {"how", one.how}}) +
                "\n";
    text += agreed.sum + "\n";
    for (auto const& section : agreed.sections) {
        text += "\n" + section.heading + "\n";
        for (auto const& sentence : section.sentences) text += sentence + "\n";
    }
    return text;
}

}  // namespace quittance::pages
