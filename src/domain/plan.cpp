#include "quittance/domain/plan.hpp"

#include <algorithm>
#include <boost/system/error_category.hpp>
#include <set>

#include "quittance/domain/calendar.hpp"
#include "split.hpp"

namespace quittance::domain {
namespace {

class plan_category final : public boost::system::error_category {
public:
    char const* name() const noexcept override { return "plan"; }
    std::string message(int code) const override {
        switch (static_cast<plan_errc>(code)) {
            case plan_errc::deposit_above_price: return "the deposit is more than the price";
            case plan_errc::deposit_malformed:
                return "the deposit must be one amount in the price's currency or one share of the price, "
                       "and "
                       "a retainer has none";
            case plan_errc::too_many_items:
                return "the rest of the price cannot be split into so many items; at most 60, each of at "
                       "least "
                       "the smallest amount of the currency";
            case plan_errc::count_missing:
                return "the number of items must be from 1 to 60 (of a retainer: from 0, which means until "
                       "ended, to 1200)";
            case plan_errc::not_periodic:
                return "a retainer needs a period: weekly, fortnightly, monthly or a number of days";
            case plan_errc::days_out_of_range:
                return "the days are out of range: a period has 1 to 366, an offset from the service is less "
                       "than ten years";
            case plan_errc::dates_missing:
                return "the dates of the items are missing, not ascending, or before the day of the "
                       "agreement";
            case plan_errc::service_date_missing:
                return "the plan is counted from the day of the service, which is not known";
            case plan_errc::date_out_of_range: return "an item would be due after the year 9999";
            case plan_errc::milestones_missing:
                return "the milestones are missing, or one has no name or another's";
        }
        return "unknown plan error";
    }
};

constexpr int most_offset = 3'660;

using outcome = boost::system::error_code;  // no error: nothing is wrong

result<civil_date> in_range(civil_date day) {
    if (!day.ok() || static_cast<int>(day.year()) > 9'999) return plan_errc::date_out_of_range;
    return day;
}

result<civil_date> days_after(civil_date from, std::int64_t days) {
    constexpr std::int64_t ten_thousand_years = 3'660'000;
    if (days > ten_thousand_years) return plan_errc::date_out_of_range;
    return in_range(civil_date{std::chrono::sys_days{from} + std::chrono::days{days}});
}

int days_of(plan_terms const& plan) {
    if (plan.every == rhythm::weekly) return 7;
    return plan.every == rhythm::fortnightly ? 14 : plan.days;
}

// `periods` after the anchor, never from the item before.
result<civil_date> periods_after(plan_terms const& plan, civil_date anchor, int periods) {
    if (plan.every != rhythm::monthly) return days_after(anchor, std::int64_t{days_of(plan)} * periods);
    if (static_cast<int>(anchor.year()) + periods / 12 > 9'999) return plan_errc::date_out_of_range;
    return in_range(months_after(anchor, periods));
}

bool is_periodic(rhythm every) {
    return every == rhythm::weekly || every == rhythm::fortnightly || every == rhythm::monthly ||
           every == rhythm::every_days;
}

template <class T>
bool ascends(std::vector<T> const& list) {
    return std::adjacent_find(list.begin(), list.end(), [](T const& a, T const& b) { return !(a < b); }) ==
           list.end();
}

outcome wrong_dates(std::vector<civil_date> const& dates, civil_date anchor) {
    if (dates.empty() || !ascends(dates)) return plan_errc::dates_missing;
    if (!std::all_of(dates.begin(), dates.end(), [](civil_date day) { return day.ok(); }))
        return plan_errc::dates_missing;
    return dates.front() < anchor ? plan_errc::dates_missing : outcome{};
}

outcome wrong_offsets(std::vector<int> const& offsets) {
    if (offsets.empty() || !ascends(offsets)) return plan_errc::dates_missing;
    bool const near = offsets.front() >= -most_offset && offsets.back() <= most_offset;
    return near ? outcome{} : plan_errc::days_out_of_range;
}

outcome wrong_milestones(std::vector<std::string> const& names) {
    std::set<std::string> const different{names.begin(), names.end()};
    bool const good = !names.empty() && different.size() == names.size() && !different.contains("");
    return good ? outcome{} : plan_errc::milestones_missing;
}

outcome wrong_period(plan_terms const& plan) {
    if (plan.every == rhythm::every_days && (plan.days < 1 || plan.days > 366))
        return plan_errc::days_out_of_range;
    int const least = plan.retainer ? 0 : 1;
    int const most = plan.retainer ? most_periods : most_items;
    return plan.count < least || plan.count > most ? plan_errc::count_missing : outcome{};
}

// What cannot be, whatever the price.
outcome wrong_terms(plan_terms const& plan, civil_date anchor) {
    if (plan.retainer && !is_periodic(plan.every)) return plan_errc::not_periodic;
    switch (plan.every) {
        case rhythm::none: return outcome{};
        case rhythm::dates: return wrong_dates(plan.dates, anchor);
        case rhythm::from_service: return wrong_offsets(plan.offsets);
        case rhythm::milestones: return wrong_milestones(plan.milestones);
        case rhythm::weekly:
        case rhythm::fortnightly:
        case rhythm::monthly:
        case rhythm::every_days: return wrong_period(plan);
    }
    return plan_errc::not_periodic;
}

std::size_t shares_of(plan_terms const& plan) {
    switch (plan.every) {
        case rhythm::none: return 1;
        case rhythm::dates: return plan.dates.size();
        case rhythm::from_service: return plan.offsets.size();
        case rhythm::milestones: return plan.milestones.size();
        default: return static_cast<std::size_t>(plan.count);
    }
}

// The day share `k` (from 0) is due on; `skipped` periods stand before the first.
result<civil_date> due_of(plan_terms const& plan, std::size_t k, civil_date anchor,
                          std::optional<civil_date> service, int skipped) {
    switch (plan.every) {
        case rhythm::none:
        case rhythm::milestones: return anchor;
        case rhythm::dates: return in_range(plan.dates[k]);
        case rhythm::from_service: {
            auto const day = days_after(*service, plan.offsets[k]);
            return day && *day < anchor ? anchor : day;
        }
        default: return periods_after(plan, anchor, static_cast<int>(k) + skipped);
    }
}

outcome wrong_days(plan_terms const& plan, civil_date anchor, std::optional<civil_date> service) {
    if (!in_range(anchor)) return plan_errc::date_out_of_range;
    if (plan.every != rhythm::from_service) return outcome{};
    return service && service->ok() ? outcome{} : plan_errc::service_date_missing;
}

}  // namespace

boost::system::error_code make_error_code(plan_errc code) {
    static plan_category const category;
    return {static_cast<int>(code), category};
}

std::string_view name_of(rhythm what) {
    switch (what) {
        case rhythm::none: return "none";
        case rhythm::weekly: return "weekly";
        case rhythm::fortnightly: return "fortnightly";
        case rhythm::monthly: return "monthly";
        case rhythm::every_days: return "every_days";
        case rhythm::dates: return "dates";
        case rhythm::from_service: return "from_service";
        case rhythm::milestones: return "milestones";
    }
    return "unknown";
}

std::string_view name_of(fee_kind what) { return what == fee_kind::late ? "late" : "no_show"; }

result<std::vector<item>> items_of(plan_terms const& plan, money price, civil_date anchor,
                                   std::optional<civil_date> service) {
    if (auto const wrong = wrong_terms(plan, anchor)) return wrong;
    if (auto const wrong = wrong_days(plan, anchor, service)) return wrong;
    auto const deposit = deposit_of(plan, price);
    if (!deposit) return deposit.error();
    if (plan.retainer || !plan.is_plan()) return std::vector{item{1, price, anchor, {}}};
    bool const at_once = !deposit->is_zero();
    auto const amounts = shares(*price.minus(*deposit), shares_of(plan));
    if (!amounts) return amounts.error();
    std::vector<item> items;
    if (at_once) items.push_back({1, *deposit, anchor, {}});
    for (std::size_t k = 0; k < amounts->size(); ++k) {
        auto const due = due_of(plan, k, anchor, service, at_once ? 1 : 0);
        if (!due) return due.error();
        auto const& milestone = plan.every == rhythm::milestones ? plan.milestones[k] : std::string{};
        items.push_back({static_cast<int>(items.size()) + 1, (*amounts)[k], *due, milestone});
    }
    return items;
}

result<item> period_of(plan_terms const& plan, money price, civil_date anchor, int number) {
    if (!plan.retainer) return plan_errc::not_periodic;
    if (auto const wrong = wrong_terms(plan, anchor)) return wrong;
    if (number < 1 || (plan.count > 0 && number > plan.count)) return plan_errc::count_missing;
    auto const due = periods_after(plan, anchor, number - 1);
    if (!due) return due.error();
    return item{number, price, *due, {}};
}

result<civil_date> day_in_rhythm(plan_terms const& plan, civil_date first, int periods) {
    if (!is_periodic(plan.every)) return plan_errc::not_periodic;
    return periods_after(plan, first, periods);
}

bool paid_at_checkout(item const& what, civil_date anchor) {
    return what.number == 1 || (what.milestone.empty() && what.due <= anchor);
}

}  // namespace quittance::domain
