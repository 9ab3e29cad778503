#include "client_words.hpp"

#include <algorithm>
#include <array>

#include "parts.hpp"
#include "plan_words.hpp"
#include "quittance/pages/format.hpp"

namespace quittance::pages {
namespace {

struct named_notice {
    client_notice what;
    char const* name;
    char const* text;  // @ stands for the business
};

constexpr std::array notices{
    named_notice{client_notice::granted, "granted", "The new day is agreed; it is shown below."},
    named_notice{client_notice::split, "split", "It is in two parts now; both days are shown below."},
    named_notice{client_notice::passed_on, "passed-on",
                 "This is for a person at @ to decide. It has been passed on, and no reminder goes out until "
                 "it is answered. Nothing has changed so far."},
    named_notice{client_notice::question, "question",
                 "Your words have been passed on to a person at @. No reminder goes out until they are "
                 "answered."},
    named_notice{client_notice::says_paid, "says-paid",
                 "The payment has not been found yet. A person at @ looks for it, and no reminder goes out "
                 "meanwhile."},
    named_notice{client_notice::paid, "paid", "It is paid, and nothing more is asked for it. Thank you."},
    named_notice{
        client_notice::under_way, "under-way",
        "A payment for it is under way and decides first. Nothing was changed; this page shows it as "
        "paid once the money has arrived."},
    named_notice{client_notice::gone, "gone", "This is no longer open. Nothing was changed."},
    named_notice{client_notice::changed, "changed",
                 "It was changed after this form was opened, and is shown below as it is now. Nothing was "
                 "changed by this form."},
    named_notice{client_notice::closed, "closed", "This booking is closed. Nothing was changed."},
    named_notice{client_notice::unconfirmed, "unconfirmed",
                 "The form did not come from this page, or the page was renewed. Nothing was done; the forms "
                 "below work."},
};

named_notice const* find(client_notice what) {
    auto const found = std::ranges::find(notices, what, &named_notice::what);
    return found == notices.end() ? nullptr : &*found;
}

bool any(plan_view const& plan, amount_state state) {
    return std::ranges::any_of(plan.amounts, [state](auto const& one) { return one.state == state; });
}

std::string next_amount_text(plan_view const& plan, std::string_view locale) {
    plan_amount const* next = nullptr;
    for (auto const& one : plan.amounts)
        if (one.state == amount_state::later && (next == nullptr || one.day < next->day)) next = &one;
    if (next == nullptr) return "The next amount is due once its milestone is reached.";
    auto const amount = money_text(next->open, locale);
    auto const on = weekday_text(next->day, locale);
    if (plan.card_kept)
        return "On " + on + ", " + amount +
               " will be charged to the kept card. There is nothing you need to do.";
    return amount + " is due on " + on + ". It can be paid here earlier, too.";
}

std::string due_text(plan_view const& plan, std::string_view locale) {
    chosen_amounts asked;
    for (auto const& one : plan.amounts)
        if (is_asked_now(one)) asked.push_back(&one);
    auto const sum = sum_text(asked, locale);
    if (any(plan, amount_state::confirm))
        return sum + " is open: the bank wants you to confirm the payment, which the button below leads to.";
    if (any(plan, amount_state::declined) || any(plan, amount_state::no_card))
        return sum + " is open. It could not be charged to the kept card; it can be paid here.";
    if (any(plan, amount_state::retrying))
        return sum + " is open. The card was declined and is tried again; it can be paid here, too.";
    if (plan.card_kept) return sum + " is due and is charged to the kept card.";
    return sum + " is due and can be paid here.";
}

std::string open_text(client_booking const& one, std::string_view locale) {
    auto const& plan = one.plan;
    if (!one.agree_action.empty()) return "It begins once its terms are agreed to.";
    if (any(plan, amount_state::paying) || any(plan, amount_state::charging))
        return "A payment is under way. This page shows it as paid once the money has arrived.";
    if (std::ranges::any_of(plan.amounts, is_asked_now)) return due_text(plan, locale);
    if (plan.open.is_zero() && plan.goes_on.empty()) return "Everything is paid. Thank you.";
    return next_amount_text(plan, locale);
}

}  // namespace

std::string_view name_of(client_notice what) {
    auto const* const found = find(what);
    return found == nullptr ? std::string_view{} : found->name;
}

client_notice client_notice_named(std::string_view code) {
    auto const found = std::ranges::find(notices, code, &named_notice::name);
    return found == notices.end() ? client_notice::none : found->what;
}

std::string notice_text(business const& who, client_notice what) {
    auto const* const found = find(what);
    if (found == nullptr) return {};
    std::string text{found->text};
    if (auto const at = text.find('@'); at != text.npos) text.replace(at, 1, who.name);
    return text;
}

std::string rest_text(business const& who, client_rest const& rest, std::string_view locale) {
    if (rest.reason == "promise" && rest.until) {
        civil_date const last{std::chrono::sys_days{*rest.until} - std::chrono::days{1}};
        return "A payment by " + weekday_text(last, locale) + " was announced. No reminder goes out before.";
    }
    if (rest.reason == "question")
        return "Your question is with a person at " + who.name +
               ". No reminder goes out until it is answered.";
    if (rest.reason == "says_paid")
        return "A person at " + who.name + " looks for your payment. No reminder goes out meanwhile.";
    if (rest.reason == "asks_for_time")
        return "What you asked for is with a person at " + who.name +
               ". No reminder goes out until it is answered.";
    if (rest.reason == "pause" && rest.until)
        return "No reminder goes out before " + weekday_text(*rest.until, locale) + ".";
    return rest.reason == "pause" ? "No reminders go out at the moment." : std::string{};
}

std::string next_text(business const& who, client_booking const& one) {
    switch (one.plan.state) {
        case payment_state::returned: return "The payment was returned. Nothing is asked for it.";
        case payment_state::disputed:
            return "The payment is in dispute: the bank looks at it. Nothing is charged and nothing is asked "
                   "of you here meanwhile.";
        case payment_state::closed: return "This booking is closed. Nothing is charged for it any more.";
        default: return open_text(one, locale_of(who, one.plan.what));
    }
}

std::string credits_text(client_credits const& credits) {
    auto text = std::to_string(credits.left) + " left, " + std::to_string(credits.used) + " used";
    if (credits.expired > 0) text += ", " + std::to_string(credits.expired) + " expired";
    return text;
}

}  // namespace quittance::pages
