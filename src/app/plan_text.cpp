#include "plan_text.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "quittance/domain/calendar.hpp"
#include "quittance/domain/plan_messages.hpp"

namespace quittance::app {
namespace {

using domain::collection;

constexpr char const* weekdays[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};

std::string day_text(civil_date date) {
    auto const weekday = std::chrono::weekday{std::chrono::sys_days{date}};
    return fmt::format("{} {}", weekdays[weekday.c_encoding()], iso_date(date));
}

std::string hour_text(std::chrono::minutes since_midnight) {
    return fmt::format("{:02}:{:02}", since_midnight.count() / 60, since_midnight.count() % 60);
}

std::string percent(std::int32_t ppm) {
    auto const text = fmt::format("{}.{:04}", ppm / 10'000, ppm % 10'000);
    auto const last = text.find_last_not_of('0');
    return text.substr(0, text[last] == '.' ? last : last + 1) + "%";
}

std::string charge_text(instant when, std::string const& zone) {
    auto said = fmt::format("charged to the kept card, {} {}", hour_text(domain::time_in(zone, when)), zone);
    if (zone == "UTC") return said;
    return fmt::format("{} ({} UTC)", said, hour_text(domain::time_in("UTC", when)));
}

std::string what_happens(domain::scheduled_item const& one, std::string const& zone, bool keeps_card) {
    if (one.charged_at) return charge_text(*one.charged_at, zone);
    if (one.how == collection::at_milestone)
        return fmt::format("charged to the kept card when '{}' is reached", one.what.milestone);
    return keeps_card ? "paid at checkout, which keeps the card" : "paid at checkout";
}

std::string item_line(domain::scheduled_item const& one, domain::agreement const& made, bool keeps_card) {
    auto const day = one.how == collection::at_milestone ? "" : day_text(one.what.due);
    return fmt::format("  {:>4}  {:14}  {:>16}  {}\n", one.what.number, day,
                       domain::plain_text(one.what.amount), what_happens(one, made.zone, keeps_card));
}

std::string sum_line(domain::sale_terms const& terms, std::vector<domain::scheduled_item> const& items) {
    if (terms.plan.retainer) {
        auto const end = terms.plan.count == 0 ? std::string{"and so on, until ended"}
                                               : fmt::format("{} periods in all", terms.plan.count);
        return fmt::format("  {:>4}  {}\n", "", end);
    }
    std::int64_t sum = 0;
    for (auto const& one : items) sum += one.what.amount.minor_units();
    auto const total = domain::money::minor(sum, terms.price.unit());
    return fmt::format("  {:>4}  {:14}  {:>16}\n", "", "sum", domain::plain_text(total));
}

std::string retry_line(domain::policy const& rules) {
    if (rules.retry_days.empty()) return "A declined charge is not tried again: a person is asked.\n";
    return fmt::format(
        "A declined charge is tried again {} days after the first try; then a person is asked.\n",
        fmt::join(rules.retry_days, ", "));
}

std::string credits_line(domain::credit_terms const& credits, bool retainer) {
    if (credits.granted == 0) return "";
    auto const until = credits.valid_days == 0 ? std::string{"without end"}
                                               : fmt::format("valid for {} days", credits.valid_days);
    auto const carried = !retainer            ? ""
                         : credits.carry_over ? "; unused ones are carried over"
                                              : "; unused ones end with the period";
    return fmt::format("{} {} credits, {}{}.\n", retainer ? "Each period grants" : "Grants", credits.granted,
                       until, carried);
}

std::string notice_text(int hours) {
    bool const days = hours >= 72 && hours % 24 == 0;
    return days ? fmt::format("{} days", hours / 24) : fmt::format("{} hours", hours);
}

std::string cancellation_lines(domain::cancellation_terms const& terms) {
    std::string text;
    for (auto const& step : terms.steps) {
        text += fmt::format("Cancelled at least {} before the service: {} is given back.\n",
                            notice_text(step.hours_before), percent(step.refund_ppm));
    }
    if (!terms.steps.empty()) text += "Cancelled later: nothing is given back.\n";
    if (!terms.no_show_fee.is_zero())
        text += fmt::format("A no-show costs {}.\n", domain::plain_text(terms.no_show_fee));
    if (terms.no_show_free) text += "A no-show costs nothing and uses no credit.\n";
    return text;
}

std::string late_fee_line(domain::late_fee_terms const& terms) {
    if (!terms.is_charged()) return "";
    auto const what = terms.fixed.is_zero() ? percent(terms.share_ppm) + " of what is open of it"
                                            : domain::plain_text(terms.fixed);
    return fmt::format("A part that is not paid {} day{} after its day costs {} more, once.\n",
                       terms.after_days, terms.after_days == 1 ? "" : "s", what);
}

std::string head(domain::sale_terms const& terms, domain::agreement const& made) {
    auto const each = terms.plan.retainer ? " each period" : "";
    return fmt::format("{} ({}): {}{}, agreed on {} in {}\n", terms.title, terms.offer.text(),
                       domain::plain_text(terms.price), each, day_text(made.agreed), made.zone);
}

std::string words_for(domain::planned_message const& one) {
    if (one.person) return "a person takes over";
    std::string said{domain::name_of(one.kind)};
    std::ranges::replace(said, '_', ' ');
    return said;
}

std::string message_line(domain::planned_message const& one, std::string const& zone) {
    auto line =
        fmt::format("  {:>4}  {:14}  {}", "", day_text(domain::date_in(zone, one.at)), words_for(one));
    if (!one.items.empty()) line += fmt::format(", no. {}", fmt::join(one.items, ", "));
    if (!one.amount.unit().code().empty()) line += ", " + domain::plain_text(one.amount);
    return line + '\n';
}

domain::cadence const& cadence_for(domain::offer_id const& offer, domain::reminder_policy const& rules) {
    auto const chosen = rules.offers.find(offer);
    auto const named = chosen == rules.offers.end() ? rules.named.end() : rules.named.find(chosen->second);
    return named == rules.named.end() ? rules.usual : named->second;
}

std::string days_text(std::vector<int> const& days) {
    bool const is_one = days.size() == 1 && days.front() == 1;
    auto last = fmt::format("{} {}", days.back(), is_one ? "day" : "days");
    if (days.size() == 1) return last;
    return fmt::format("{} and {}", fmt::join(days.begin(), days.end() - 1, ", "), last);
}

// "7 days before, on the day, 3, 10 and 21 days after"
std::string steps_text(std::vector<domain::reminder_step> const& steps) {
    std::vector<int> before;
    std::vector<int> after;
    std::vector<std::string> parts;
    for (auto const& step : steps) {
        if (step.days < 0) before.push_back(-step.days);
        if (step.days > 0) after.push_back(step.days);
    }
    if (!before.empty()) parts.push_back(days_text(before) + " before");
    if (before.size() + after.size() < steps.size()) parts.emplace_back("on the day");
    if (!after.empty()) parts.push_back(days_text(after) + " after");
    return fmt::format("{}", fmt::join(parts, ", "));
}

std::string reminder_line(domain::offer_id const& offer, domain::reminder_policy const& rules) {
    auto const& said = cadence_for(offer, rules);
    if (!rules.on || said.steps.empty()) return "What stays unpaid is not reminded: a person sees to it.\n";
    return fmt::format("What stays unpaid is reminded {}; {} after its day a person takes over.\n",
                       steps_text(said.steps), days_text({said.person_after}));
}

std::string messages_text(domain::sale_terms const& terms, domain::agreement const& made,
                          std::vector<domain::scheduled_item> const& items, domain::policy const& rules) {
    if (!rules.reminders.letters) return "No messages are sent: [mail] transport is off.\n";
    std::string text = "Messages, if every part is paid as planned:\n";
    for (auto const& one : domain::messages_of_plan(terms, made, items, rules))
        text += message_line(one, made.zone);
    if (items.size() > domain::most_parts_foreseen)
        text += fmt::format("        and so on: only those of the first {} parts are foreseen\n",
                            domain::most_parts_foreseen);
    return text + reminder_line(terms.offer, rules.reminders);
}

std::string everything_but_messages(domain::sale_terms const& terms, domain::agreement const& made,
                                    std::vector<domain::scheduled_item> const& items,
                                    domain::policy const& rules) {
    bool const collects = terms.plan.retainer || std::any_of(items.begin(), items.end(), [](auto const& one) {
                              return one.how != collection::at_checkout;
                          });
    auto text = head(terms, made);
    for (auto const& one : items) text += item_line(one, made, collects);
    text += sum_line(terms, items);
    if (collects) text += retry_line(rules);
    return text + credits_line(terms.credits, terms.plan.retainer) + cancellation_lines(terms.cancellation) +
           late_fee_line(terms.late_fee);
}

}  // namespace

std::string plan_text(domain::sale_terms const& terms, domain::agreement const& made,
                      std::vector<domain::scheduled_item> const& items, domain::policy const& rules) {
    return everything_but_messages(terms, made, items, rules) + messages_text(terms, made, items, rules);
}

}  // namespace quittance::app
