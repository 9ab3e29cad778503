#include "offer_plan.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "quittance/stripe/amounts.hpp"
#include "suggestion.hpp"
#include "written_values.hpp"

namespace quittance::app {
namespace {

using domain::rhythm;

constexpr std::int32_t all_ppm = 1'000'000;
constexpr std::int64_t most_credits = 10'000;
constexpr std::int64_t most_valid_days = 3'660;

std::vector<std::string> const periods{"weekly", "fortnightly", "monthly"};

std::optional<std::string> read_period(std::string const& text, domain::plan_terms& into) {
    auto const same = [&](rhythm one) { return domain::name_of(one) == text; };
    for (auto const one : {rhythm::weekly, rhythm::fortnightly, rhythm::monthly}) {
        if (same(one)) return into.every = one, std::nullopt;
    }
    auto const days = parse_days(text);
    if (!days || *days < 1 || *days > 366) {
        return fmt::format(
            "is '{}', but may be weekly, fortnightly, monthly or a number of days from 1 to 366, "
            "such as \"10 days\"{}",
            text, did_you_mean(text, periods));
    }
    into.every = rhythm::every_days;
    into.days = *days;
    return std::nullopt;
}

std::optional<std::string> read_deposit(std::string const& text, domain::plan_terms& into) {
    if (!text.ends_with('%')) {
        if (auto wrong = read_price(text, into.deposit)) return *wrong + ", or a share such as \"25%\"";
        return into.deposit.is_zero() ? std::optional<std::string>{"is nothing; leave it out"} : std::nullopt;
    }
    auto const share = parse_percent(text, all_ppm);
    if (!share || *share == 0) {
        return fmt::format("is '{}', but must be more than 0% and at most 100%, with at most four decimals",
                           text);
    }
    into.deposit_ppm = *share;
    return std::nullopt;
}

// `every` with `count`, `dates`, `from_service` or `milestones`: exactly one of them.
void read_rhythm(toml_section& from, domain::plan_terms& into) {
    from.checked("every", [&](std::string const& text) { return read_period(text, into); });
    if (auto const count = from.whole("count", 1, domain::most_items)) into.count = static_cast<int>(*count);
    if (auto dates = from.dates("dates")) {
        into.every = rhythm::dates;
        into.dates = std::move(*dates);
    }
    if (auto const offsets = from.wholes("from_service", -3'660, 3'660)) {
        into.every = rhythm::from_service;
        into.offsets.assign(offsets->begin(), offsets->end());
    }
    if (auto names = from.texts("milestones")) {
        into.every = rhythm::milestones;
        into.milestones = std::move(*names);
    }
    auto const said =
        from.has("every") + from.has("dates") + from.has("from_service") + from.has("milestones");
    if (said != 1) {
        from.complain("every", said == 0
                                   ? "is missing: say every and count, dates, from_service or milestones"
                                   : "is said twice: a plan has every and count, or dates, or from_service, "
                                     "or milestones");
    } else if (from.has("every") != from.has("count")) {
        from.complain("count", from.has("every") ? "is missing: how many items follow, 1 to 60"
                                                 : "goes with every; the items are counted by their list");
    }
}

bool takes_first_at_once(domain::plan_terms const& plan) {
    return plan.every != rhythm::milestones || plan.deposit_ppm > 0 || !plan.deposit.is_zero();
}

// What the processor would not take, of any item.
std::optional<std::string> wrong_amounts(std::vector<domain::item> const& items) {
    for (auto const& one : items) {
        auto const problem = stripe::problem_with_amount(one.amount);
        if (!problem) continue;
        auto const least = stripe::minimum_charge(one.amount.unit());
        auto const why = *problem == stripe::amount_problem::too_small && least
                             ? fmt::format("less than a card can be charged ({})", domain::plain_text(*least))
                             : fmt::format("which a card cannot be charged ({})", stripe::name_of(*problem));
        return fmt::format("cannot be: item {} would be {}, {}", one.number, domain::plain_text(one.amount),
                           why);
    }
    return std::nullopt;
}

// The plan with the offer's own price, agreed on a day that suits it.
void check_plan(toml_section& from, std::string_view key, domain::offer const& what) {
    auto const terms = domain::terms_of(what);
    if (!terms) return;  // told as the price's fault
    auto const& plan = terms->plan;
    civil_date const day{std::chrono::year{2000}, std::chrono::month{1}, std::chrono::day{31}};
    auto const anchor = plan.dates.empty() ? day : plan.dates.front();
    auto const items = domain::items_of(plan, terms->price, anchor, anchor);
    if (!items) return from.complain(key, "cannot be: " + items.error().message());
    if (!takes_first_at_once(plan)) {
        return from.complain(
            key,
            "has milestones but no deposit: what is paid at checkout keeps the card that the "
            "milestones are charged to; add deposit = \"20%\"");
    }
    if (auto const wrong = wrong_amounts(*items)) from.complain(key, *wrong);
}

void read_parts(toml_section& from, domain::offer& into) {
    auto plan = from.section("plan");
    if (!plan) return;
    plan->checked("deposit", [&](std::string const& text) { return read_deposit(text, into.plan); });
    read_rhythm(*plan, into.plan);
    plan->done();
}

void read_retainer(toml_section& from, domain::plan_terms& into) {
    auto retainer = from.section("retainer");
    if (!retainer) return;
    into.retainer = true;
    retainer->checked("every", [&](std::string const& text) { return read_period(text, into); });
    if (!retainer->has("every")) retainer->complain("every", "is missing; such as every = \"monthly\"");
    if (auto const count = retainer->whole("count", 0, domain::most_periods))
        into.count = static_cast<int>(*count);
    retainer->done();
}

void read_step(toml_section& from, domain::cancellation_terms& into) {
    domain::cancellation_step step;
    from.checked("before", [&](std::string const& text) -> std::optional<std::string> {
        auto const hours = parse_notice(text);
        if (!hours)
            return fmt::format("is '{}', but must be hours or days, such as \"48h\" or \"2 days\"", text);
        step.hours_before = *hours;
        return std::nullopt;
    });
    if (!from.has("before")) from.complain("before", "is missing; such as before = \"48h\"");
    from.checked("refund", [&](std::string const& text) -> std::optional<std::string> {
        auto const share = parse_percent(text, all_ppm);
        if (!share) return fmt::format("is '{}', but must be a share from \"0%\" to \"100%\"", text);
        step.refund_ppm = *share;
        return std::nullopt;
    });
    if (!from.has("refund")) from.complain("refund", "is missing; such as refund = \"50%\"");
    from.done();
    auto const& before = into.steps;
    if (!before.empty() && before.back().hours_before <= step.hours_before) {
        from.complain("before", "must be shorter than the step above: the longest notice comes first");
    } else if (!before.empty() && before.back().refund_ppm < step.refund_ppm) {
        from.complain("refund", "is more than the step above gives back for a longer notice");
    }
    into.steps.push_back(step);
}

}  // namespace

void read_plan(toml_section& from, domain::offer& into) {
    auto const before = from.complaints_so_far();
    read_parts(from, into);
    read_retainer(from, into.plan);
    if (from.has("plan") && from.has("retainer")) {
        return from.complain("retainer", "stands beside a plan; an offer has one or the other");
    }
    bool const priced = into.price.unit() != domain::currency{};  // else the price itself was refused
    if (!into.plan.is_plan() || from.complaints_so_far() != before || !priced) return;
    check_plan(from, from.has("plan") ? "plan" : "retainer", into);
}

void read_credits(toml_section& from, domain::offer& into) {
    auto credits = from.section("credits");
    if (!credits) return;
    auto& terms = into.credits;
    if (auto const granted = credits->whole("granted", 1, most_credits))
        terms.granted = static_cast<int>(*granted);
    if (!credits->has("granted")) credits->complain("granted", "is missing: how many credits are granted");
    if (auto const days = credits->whole("valid_days", 0, most_valid_days))
        terms.valid_days = static_cast<int>(*days);
    if (auto const carried = credits->flag("carry_over")) terms.carry_over = *carried;
    if (!terms.carry_over && !into.plan.retainer) {
        credits->complain("carry_over", "is a retainer's: a package's credits end by valid_days");
    }
    credits->done();
}

namespace {

constexpr int most_late_days = 365;

std::optional<std::string> read_late_amount(std::string const& text, domain::offer& into) {
    auto& terms = into.late_fee;
    if (text.ends_with('%')) {
        auto const share = parse_percent(text, all_ppm);
        if (share && *share > 0) return terms.share_ppm = *share, std::nullopt;
        return fmt::format("is '{}', but must be more than 0% and at most 100%", text);
    }
    if (auto wrong = read_price(text, terms.fixed)) return *wrong + ", or a share such as \"2%\"";
    if (terms.fixed.unit() != into.price.unit()) return "must be in the price's currency";
    if (terms.fixed.is_zero()) return "is nothing; leave late_fee out";
    auto const problem = stripe::problem_with_amount(terms.fixed);
    if (!problem) return std::nullopt;
    return fmt::format("is what a card cannot be charged ({})", stripe::name_of(*problem));
}

std::optional<std::string> read_no_show(std::string const& text, domain::offer& into) {
    auto& terms = into.cancellation;
    bool const costs = !terms.no_show_fee.is_zero();
    if (text == "nothing") {
        if (costs) return "is \"nothing\", and no_show_fee says what it costs; leave one of them out";
        return terms.no_show_free = true, std::nullopt;
    }
    if (text == "fee")
        return costs ? std::nullopt : std::optional<std::string>{"is \"fee\"; say how much: no_show_fee"};
    if (text != "credit") return fmt::format("is '{}', but may be \"credit\", \"fee\" or \"nothing\"", text);
    if (costs) return "is \"credit\", and no_show_fee says what it costs; leave one of them out";
    return into.credits.granted > 0 ? std::nullopt
                                    : std::optional<std::string>{"is \"credit\", and the offer grants none"};
}

}  // namespace

void read_late_fee(toml_section& from, domain::offer& into) {
    auto late = from.section("late_fee");
    if (!late) return;
    late->checked("amount", [&](std::string const& text) { return read_late_amount(text, into); });
    if (!late->has("amount")) late->complain("amount", "is missing; such as \"5.00 EUR\" or \"2%\"");
    late->checked("after", [&](std::string const& text) -> std::optional<std::string> {
        auto const days = parse_days(text);
        if (days && *days >= 1 && *days <= most_late_days)
            return into.late_fee.after_days = *days, std::nullopt;
        return fmt::format("is '{}', but must be 1 to {} days, such as \"14 days\"", text, most_late_days);
    });
    if (!late->has("after")) late->complain("after", "is missing; such as after = \"14 days\"");
    late->done();
    if (!into.plan.is_plan())
        from.complain("late_fee",
                      "needs a plan or a retainer: a fee is charged only where the client agreed to terms "
                      "that state it, and nothing else has a page of terms");
}

void read_cancellation(toml_section& from, domain::offer& into) {
    for (auto& step : from.sections("cancellation")) read_step(step, into.cancellation);
    from.checked("no_show_fee", [&](std::string const& text) -> std::optional<std::string> {
        auto& fee = into.cancellation.no_show_fee;
        if (auto wrong = read_price(text, fee)) return wrong;
        if (fee.unit() != into.price.unit()) return "must be in the price's currency";
        if (fee.is_zero()) return "is nothing; leave it out";
        auto const problem = stripe::problem_with_amount(fee);
        if (!problem) return std::nullopt;
        return fmt::format("is what a card cannot be charged ({})", stripe::name_of(*problem));
    });
    from.checked("no_show", [&](std::string const& text) { return read_no_show(text, into); });
}

}  // namespace quittance::app
