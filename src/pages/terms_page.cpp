#include "agreement.hpp"
#include "parts.hpp"
#include "quittance/pages/format.hpp"

namespace quittance::pages {
namespace {

void add_words(sheet& page, agreement_words const& words) {
    for (auto const& [term, said] : words.facts) page.add("FACT").set("TERM", term).set("SAID", said);
    for (auto const& one : words.amounts)
        page.add("ROW").set("WHEN", one.when).set("HOW", one.how).set("AMOUNT", one.amount);
    page.set("SUM", words.sum);
    for (auto const& section : words.sections) {
        auto& shown = page.add("SECTION");
        shown.set("HEADING", section.heading);
        for (auto const& sentence : section.sentences) shown.add_if("SENTENCE", sentence);
    }
}

std::string below_button(business const& who, terms_view const& view) {
    auto const now = money_text(paid_now(view), locale_of(who, view));
    auto const text =
        "By pressing this button you agree to what this page says. It leads to the page of the card "
        "processor, where " +
        now + " is paid now";
    return collects_later(view) ? text + " and the card is kept." : text + ".";
}

}  // namespace

std::string terms_page(business const& who, terms_view const& view, button const& agree, terms_news news) {
    auto page = titled(who, "What you agree to");
    if (news == terms_news::renewed)
        add_paragraph(
            page,
            "These terms were renewed after the page you came from was opened: the day or the offer "
            "is another one. Nothing was charged. Please look at them again.");
    add_words(page, words_of(who, view));
    auto press = agree;
    press.label = "Agree and pay " + money_text(paid_now(view), locale_of(who, view));
    add_button(page, press);
    page.set("BELOW", below_button(who, view));
    return render("terms", page);
}

std::string plan_not_possible(business const& who, purchase_view const& what, plan_obstacle why) {
    auto page = titled(who, why == plan_obstacle::service_day_missing ? "The day of the service is needed"
                                                                      : "This plan cannot be booked now");
    auto const ask = " Please contact " + who.name + ".";
    switch (why) {
        case plan_obstacle::service_day_missing:
            add_paragraph(page,
                          "The amounts of this plan are due by the day of the service, and the link "
                          "names no day. Please open the link from your booking again, or contact " +
                              who.name + ".");
            break;
        case plan_obstacle::day_passed: add_paragraph(page, "One of its days has passed." + ask); break;
        case plan_obstacle::other:
            add_paragraph(page, "Its amounts or days cannot be set up as they are." + ask);
            break;
    }
    add_paragraph(page, "Nothing was booked and nothing was charged.");
    describe(page.add("PURCHASE"), who, what);
    return render("notice", page);
}

}  // namespace quittance::pages
