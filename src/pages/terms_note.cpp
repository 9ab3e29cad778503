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

std::string moment_of(domain::scheduled_item const& one, words const& say) {
    if (one.how == collection::at_milestone) return say("note.reached", {{"milestone", one.what.milestone}});
    return say("note.on", {{"date", date_text(one.what.due, say.locale())}});
}

std::string each_of(later_amounts const& later, words const& say) {
    std::string text;
    for (auto const* one : later.all)
        text += (text.empty() ? "" : ", ") +
                say("note.amount", {{"amount", money_text(one->what.amount, say.locale())},
                                    {"moment", moment_of(*one, say)}});
    return text;
}

std::string in_short(later_amounts const& later, domain::currency unit, words const& say) {
    return say("note.in_short",
               {{"count", static_cast<std::int64_t>(later.all.size())},
                {"amount", money_text(domain::money::minor(later.units, unit), say.locale())},
                {"first", moment_of(*later.all.front(), say)},
                {"last", moment_of(*later.all.back(), say)}});
}

std::string period_note(terms_view const& view, later_amounts const& later, words const& say) {
    auto const& plan = view.terms.plan;
    auto text = say("price.each", {{"amount", money_text(view.terms.price, say.locale())},
                                   {"period", period_words(plan, say)}});
    if (!later.all.empty()) text += ", " + say("note.next", {{"moment", moment_of(*later.all.front(), say)}});
    return text + ", " +
           (plan.count == 0 ? say("note.until_ended") : say("note.counted", {{"count", plan.count}}));
}

std::string joined(std::initializer_list<std::string> sentences) {
    std::string all;
    for (auto const& one : sentences) all.append(all.empty() ? "" : " ").append(one);
    return all;
}

}  // namespace

std::string short_hash(std::string_view hash) { return std::string{hash.substr(0, 10)}; }

std::string terms_note(business const& who, terms_view const& view, std::string_view hash) {
    auto const say = words_for(who, view.locale);
    auto const later = later_of(view);
    auto const now = say("note.now", {{"amount", money_text(paid_now(view), say.locale())}});
    auto const tail = say("note.agreement", {{"hash", short_hash(hash)}, {"business", who.name}});
    if (!collects_later(view)) return joined({now, tail});
    auto const whole = [&](std::string what) {
        return joined({now, say("note.later", {{"what", std::move(what)}}), tail});
    };
    auto note = whole(view.terms.plan.retainer ? period_note(view, later, say) : each_of(later, say));
    if (note.size() <= most_note) return note;
    note = whole(in_short(later, view.terms.price.unit(), say));
    if (note.size() <= most_note) return note;
    return joined({now, say("note.agreement_short", {{"hash", short_hash(hash)}})});
}

}  // namespace quittance::pages
