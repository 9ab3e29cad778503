#include "agreement.hpp"
#include "parts.hpp"
#include "quittance/pages/format.hpp"

namespace quittance::pages {
namespace {

void add_agreement(sheet& page, agreement_words const& agreed) {
    for (auto const& [term, said] : agreed.facts) page.add("FACT").set("TERM", term).set("SAID", said);
    for (auto const& one : agreed.amounts)
        page.add("ROW").set("WHEN", one.when).set("HOW", one.how).set("AMOUNT", one.amount);
    page.set("SUM", agreed.sum);
    for (auto const& section : agreed.sections) {
        auto& shown = page.add("SECTION");
        shown.set("HEADING", section.heading);
        for (auto const& sentence : section.sentences) shown.add_if("SENTENCE", sentence);
    }
}

std::string obstacle_text(business const& who, plan_obstacle why, words const& say) {
    switch (why) {
        case plan_obstacle::service_day_missing: return say("obstacle.day", {{"business", who.name}});
        case plan_obstacle::day_passed: return say("obstacle.passed", {{"business", who.name}});
        case plan_obstacle::other: break;
    }
    return say("obstacle.other", {{"business", who.name}});
}

}  // namespace

std::string terms_page(business const& who, terms_view const& view, button const& agree, terms_news news) {
    auto const say = words_for(who, view.locale);
    auto const now = money_text(paid_now(view), say.locale());
    auto page = titled(who, say("terms.title"));
    if (news == terms_news::renewed) add_paragraph(page, say("terms.renewed"));
    add_agreement(page, agreement_of(who, view, say));
    auto press = agree;
    press.label = say("terms.button", {{"amount", now}});
    add_button(page, press);
    page.set("BELOW", say(collects_later(view) ? "terms.below_kept" : "terms.below", {{"amount", now}}));
    return render("terms", std::move(page), say);
}

std::string plan_not_possible(business const& who, purchase_view const& what, plan_obstacle why) {
    auto const say = words_for(who, what.locale);
    bool const day = why == plan_obstacle::service_day_missing;
    auto page = titled(who, say(day ? "obstacle.day.title" : "obstacle.title"));
    add_paragraph(page, obstacle_text(who, why, say));
    add_paragraph(page, say("obstacle.nothing"));
    describe(page.add("PURCHASE"), what, say);
    return render("notice", std::move(page), say);
}

}  // namespace quittance::pages
