#include "client_words.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>

#include "plan_words.hpp"
#include "quittance/pages/format.hpp"

namespace quittance::pages {
namespace {

struct named_notice {
    client_notice what;
    std::string_view code;      // in the address
    std::string_view sentence;  // in the catalogue
};

constexpr std::array notices{
    named_notice{client_notice::granted, "granted", "said.granted"},
    named_notice{client_notice::split, "split", "said.split"},
    named_notice{client_notice::passed_on, "passed-on", "said.passed_on"},
    named_notice{client_notice::question, "question", "said.question"},
    named_notice{client_notice::says_paid, "says-paid", "said.says_paid"},
    named_notice{client_notice::paid, "paid", "said.paid"},
    named_notice{client_notice::under_way, "under-way", "said.under_way"},
    named_notice{client_notice::gone, "gone", "said.gone"},
    named_notice{client_notice::changed, "changed", "said.changed"},
    named_notice{client_notice::closed, "closed", "said.closed"},
    named_notice{client_notice::with_person, "with-person", "said.with_person"},
    named_notice{client_notice::card, "card", "said.card"},
    named_notice{client_notice::no_card_page, "no-card-page", "said.no_card_page"},
    named_notice{client_notice::address, "address", "said.address"},
    named_notice{client_notice::address_same, "address-same", "said.address_same"},
    named_notice{client_notice::address_often, "address-often", "said.address_often"},
    named_notice{client_notice::address_changed, "address-changed", "said.address_changed"},
    named_notice{client_notice::cadence, "cadence", "said.cadence"},
    named_notice{client_notice::unconfirmed, "unconfirmed", "said.unconfirmed"},
};

named_notice const* find(client_notice what) {
    auto const found = std::ranges::find(notices, what, &named_notice::what);
    return found == notices.end() ? nullptr : &*found;
}

std::string next_amount_text(plan_view const& plan, words const& say) {
    plan_amount const* next = nullptr;
    for (auto const& one : plan.amounts)
        if (one.state == amount_state::later && (next == nullptr || one.day < next->day)) next = &one;
    if (next == nullptr) return say("next.milestone");
    bool const by_card = plan.card_kept && !next->fee;
    return say(by_card ? "next.charge" : "next.due", {{"amount", money_text(next->open, say.locale())},
                                                      {"day", weekday_text(next->day, say.locale())}});
}

std::string_view due_sentence(plan_view const& plan) {
    if (has_amount(plan, amount_state::confirm)) return "next.confirm";
    if (has_amount(plan, amount_state::declined) || has_amount(plan, amount_state::no_card))
        return "next.not_charged";
    if (has_amount(plan, amount_state::retrying)) return "next.retrying";
    // The kept card pays no fee: where one is due, the page does.
    bool const any_fee =
        std::ranges::any_of(plan.amounts, [](auto const& one) { return one.fee && is_asked_now(one); });
    return plan.card_kept && !any_fee ? "next.due_by_card" : "next.due_here";
}

std::string due_text(plan_view const& plan, words const& say) {
    chosen_amounts asked;
    for (auto const& one : plan.amounts)
        if (is_asked_now(one)) asked.push_back(&one);
    return say(due_sentence(plan), {{"amount", sum_text(asked, say.locale())}});
}

std::string open_text(business const& who, client_booking const& one, words const& say) {
    auto const& plan = one.plan;
    if (!one.agree_action.empty()) return say("next.agree");
    if (has_amount(plan, amount_state::paying) || has_amount(plan, amount_state::charging))
        return say("next.under_way");
    if (plan.looked_at) return say("looked_at.text", {{"business", who.name}});
    if (only_small_rests(plan))
        return say("next.small_rest", {{"amount", money_text(plan.open, say.locale())}});
    if (std::ranges::any_of(plan.amounts, is_asked_now)) return due_text(plan, say);
    if (plan.open.is_zero() && !plan.goes_on) return say("next.paid");
    return next_amount_text(plan, say);
}

}  // namespace

std::string_view name_of(client_notice what) {
    auto const* const found = find(what);
    return found == nullptr ? std::string_view{} : found->code;
}

client_notice client_notice_named(std::string_view code) {
    auto const found = std::ranges::find(notices, code, &named_notice::code);
    return found == notices.end() ? client_notice::none : found->what;
}

client_field field_of(client_problem why) {
    switch (why) {
        case client_problem::unknown_amount:
        case client_problem::nothing_marked: return client_field::choice;
        case client_problem::choose_amount: return client_field::item;
        case client_problem::no_day:
        case client_problem::day_passed:
        case client_problem::day_far: return client_field::until;
        case client_problem::bad_address: return client_field::address;
        default: return client_field::words;
    }
}

std::string notice_text(business const& who, client_notice what, words const& say) {
    auto const* const found = find(what);
    if (found == nullptr) return {};
    if (what == client_notice::with_person && !who.contact.empty())
        return say("said.with_person_at", {{"business", who.name}, {"contact", who.contact}});
    return say(found->sentence, {{"business", who.name}});
}

std::string trouble_text(client_problem why, words const& say) {
    switch (why) {
        case client_problem::unknown_amount: return say("trouble.unknown_amount");
        case client_problem::nothing_marked: return say("trouble.nothing_marked");
        case client_problem::choose_amount: return say("trouble.choose_amount");
        case client_problem::no_day: return say("trouble.no_day");
        case client_problem::day_passed: return say("trouble.day_passed");
        case client_problem::day_far: return say("trouble.day_far");
        case client_problem::no_words: return say("trouble.no_words");
        case client_problem::long_words:
            return say("trouble.long_words", {{"most", static_cast<std::int64_t>(most_question)}});
        case client_problem::bad_address: return say("trouble.bad_address");
        case client_problem::odd_words: break;
    }
    return say("trouble.odd_words");
}

std::string rest_text(business const& who, client_rest const& rest, words const& say) {
    if (rest.reason == "promise" && rest.until) {
        civil_date const last{std::chrono::sys_days{*rest.until} - std::chrono::days{1}};
        return say("resting.promise", {{"day", weekday_text(last, say.locale())}});
    }
    if (rest.reason == "question") return say("resting.question", {{"business", who.name}});
    if (rest.reason == "says_paid") return say("resting.says_paid", {{"business", who.name}});
    if (rest.reason == "asks_for_time") return say("resting.asks_for_time", {{"business", who.name}});
    if (rest.reason != "pause") return {};
    return rest.until ? say("resting.until", {{"day", weekday_text(*rest.until, say.locale())}})
                      : say("resting.pause");
}

std::string card_text(client_card const& card, words const& say) {
    auto const brand = card_brand_text(card.brand);
    if (!card.until) return say("card.kept", {{"brand", brand}, {"last4", card.last4}});
    return say("card.until",
               {{"brand", brand}, {"last4", card.last4}, {"month", month_text(*card.until, say.locale())}});
}

std::string card_trouble_text(client_card const& card, words const& say) {
    if (card.gone) return say("card.gone");
    if (!card.ends_before) return {};
    return say("card.ends", {{"day", weekday_text(*card.ends_before, say.locale())}});
}

std::string next_text(business const& who, client_booking const& one, words const& say) {
    switch (one.plan.state) {
        case payment_state::returned: return say("next.returned");
        case payment_state::disputed: return say("next.disputed");
        case payment_state::closed: return say("next.closed");
        default: return open_text(who, one, say);
    }
}

constexpr std::size_t most_days_told = 12;

std::string days_text(std::vector<civil_date> const& days, std::string_view locale) {
    std::string text;
    for (std::size_t i = 0; i < std::min(days.size(), most_days_told); ++i)
        text += (i == 0 ? "" : " · ") + date_text(days[i], locale);
    return days.size() > most_days_told ? text + " · …" : text;
}

std::string credits_text(client_credits const& credits, words const& say) {
    auto text =
        say("client.credits", {{"left", credits.left}, {"used", credits.used}, {"expired", credits.expired}});
    if (credits.scheduled.empty()) return text;
    return text + "; " + say("client.scheduled", {{"days", days_text(credits.scheduled, say.locale())}});
}

std::string partly(std::string const& address) {
    auto const at = address.rfind('@');
    if (at == std::string::npos || at == 0) return address;
    std::size_t first = 1;
    while (first < at && (static_cast<unsigned char>(address[first]) & 0xC0U) == 0x80U) ++first;
    return address.substr(0, first) + "…" + address.substr(at);
}

std::string cadence_text(client_cadence const& one, words const& say) {
    std::vector<std::string> steps;
    for (int const days : one.days) {
        auto const* const sentence = days < 0 ? "cadence.before" : "cadence.after";
        steps.push_back(days == 0 ? say("cadence.due") : say(sentence, {{"days", std::abs(days)}}));
    }
    auto const all = steps.empty() ? say("cadence.none") : list_text(steps, say.locale());
    return one.name.empty() ? say("cadence.usual", {{"days", all}}) : all;
}

}  // namespace quittance::pages
