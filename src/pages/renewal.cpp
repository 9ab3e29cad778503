#include "quittance/pages/renewal.hpp"

#include "agreement.hpp"
#include "parts.hpp"
#include "plan_words.hpp"
#include "quittance/pages/format.hpp"

namespace quittance::pages {
namespace {

std::string when_of(domain::item const& what, words const& say) {
    if (what.fee) return fee_moment(*what.fee, what.due, say);
    if (what.milestone.empty()) return day_text(what.due, say.locale());
    return say("when.reached", {{"milestone", one_line(what.milestone)}});
}

std::string state_of(domain::item_standing const& one, words const& say) {
    if (one.open == one.what.amount) return say("renewed.open");
    if (!one.open.is_zero()) return say("renewed.part", {{"amount", money_text(one.open, say.locale())}});
    return say(one.paid.is_zero() ? "renewed.waived" : "renewed.paid");
}

std::vector<term_line> facts_of(business const& who, renewal_view const& view, words const& say) {
    auto const changed = day_text(view.changed, say.locale());
    auto const by = view.by_client ? say("renewed.asked", {{"date", changed}})
                                   : say("renewed.by", {{"date", changed}, {"business", one_line(who.name)}});
    std::vector<term_line> facts{{say("fact.with"), business_line(who, say)},
                                 {say("fact.for"), one_line(view.terms.title)},
                                 {say("fact.booking"), one_line(view.reference)}};
    if (view.former) facts.push_back({say("fact.agreed_on"), day_text(view.former->agreed, say.locale())});
    facts.push_back({say("renewed.changed"), by});
    if (view.service) facts.push_back({say("fact.service_on"), day_text(*view.service, say.locale())});
    facts.push_back({say("fact.zone"), view.zone});
    return facts;
}

std::string sums_of(renewal_view const& view, words const& say) {
    std::int64_t paid = 0;
    std::int64_t open = 0;
    for (auto const& one : view.items) {
        paid += one.paid.minor_units();
        open += one.open.minor_units();
    }
    auto const unit = view.terms.price.unit();
    auto const text = [&](std::int64_t units) {
        return money_text(domain::money::minor(units, unit), say.locale());
    };
    return say("renewed.sums", {{"paid", text(paid)}, {"open", text(open)}});
}

std::string rest_of(renewal_view const& view, words const& say) {
    if (!view.former) return say("renewed.rest");
    return say("renewed.rest_of",
               {{"number", view.former->number}, {"hash", std::string{short_hash(view.former->hash)}}});
}

}  // namespace

std::string renewal_text(business const& who, renewal_view const& view) {
    auto const say = words_for(who, view.locale);
    auto text = say("renewed.title", {{"number", view.version}}) + "\n\n";
    for (auto const& [term, said] : facts_of(who, view, say))
        text += say("agreed.fact", {{"term", term}, {"said", said}}) + "\n";
    text += "\n" + say("label.what_is_paid") + "\n";
    int number = 0;
    for (auto const& one : view.items)
        text += say("agreed.amount", {{"number", std::to_string(++number)},
                                      {"when", when_of(one.what, say)},
                                      {"amount", money_text(one.what.amount, say.locale())},
                                      {"how", state_of(one, say)}}) +
                "\n";
    return text + sums_of(view, say) + "\n\n" + rest_of(view, say) + "\n";
}

std::string renewal_note(business const& who, std::string_view locale, std::string_view hash) {
    auto const say = words_for(who, locale);
    return say("note.agreement", {{"hash", short_hash(hash)}, {"business", who.name}});
}

}  // namespace quittance::pages
