// Promises: what an offer splits its price into, and when: the plan as agreed, and the list of items it
// becomes. One integer array that sums exactly to the price; dates computed from the anchor, never from the
// item before. Refuses plans that cannot be: more items than minor units, dates out of order, a deposit above
// the price.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "quittance/base/result.hpp"
#include "quittance/base/time.hpp"
#include "quittance/domain/money.hpp"

namespace quittance::domain {

// How the items after the deposit follow one another.
enum class rhythm {
    none,          // no plan: one item
    weekly,        // every 7 days from the anchor
    fortnightly,   // every 14 days
    monthly,       // the anchor's day of the month, clamped to the month's end
    every_days,    // every `days` days
    dates,         // on `dates`
    from_service,  // `offsets` days from the day of the service; negative: before it
    milestones     // when the owner says that `milestones[k]` is reached
};
std::string_view name_of(rhythm what);

struct plan_terms {
    rhythm every = rhythm::none;
    int days = 0;   // every_days: 1 to 366
    int count = 0;  // items after the deposit, 1 to 60; of a retainer: how many periods, 0: until ended
    money deposit;  // fixed, due at once; zero: none
    std::int32_t deposit_ppm = 0;   // or a share of the price, parts per million; 0: none
    std::vector<civil_date> dates;  // rhythm::dates, ascending
    std::vector<int> offsets;       // rhythm::from_service, ascending
    std::vector<std::string> milestones;
    bool retainer = false;  // the price is one period's: an item every period, added as the period begins
    friend bool operator==(plan_terms const&, plan_terms const&) = default;
    bool is_plan() const { return every != rhythm::none; }
};

// What a package or a retainer's period grants.
struct credit_terms {
    int granted = 0;         // credits by the whole payment; of a retainer: by each period's
    int valid_days = 0;      // from the grant; 0: without end
    bool carry_over = true;  // a retainer's unused credits pass into the next period
    friend bool operator==(credit_terms const&, credit_terms const&) = default;
};

// What a cancellation gives back: the first step whose notice is kept decides; none: nothing.
struct cancellation_step {
    int hours_before = 0;         // at least this long before the service
    std::int32_t refund_ppm = 0;  // of what was received, parts per million
    friend bool operator==(cancellation_step const&, cancellation_step const&) = default;
};
struct cancellation_terms {
    std::vector<cancellation_step> steps;  // longest notice first
    money no_show_fee;                     // zero: a no-show uses a credit, or costs nothing
    bool no_show_free = false;             // it costs nothing, and uses no credit either
    friend bool operator==(cancellation_terms const&, cancellation_terms const&) = default;
};

// What a part of the price costs that is not paid in time; neither said: nothing.
struct late_fee_terms {
    money fixed;
    std::int32_t share_ppm = 0;  // of what is open of it then, parts per million, whole steps rounded down
    int after_days = 0;          // so long after its due day
    friend bool operator==(late_fee_terms const&, late_fee_terms const&) = default;
    bool is_charged() const { return !fixed.is_zero() || share_ppm > 0; }
};

// What makes an item a fee: it is owed beside the price (fees.hpp).
enum class fee_kind { late, no_show };
std::string_view name_of(fee_kind what);
struct fee_mark {
    fee_kind kind = fee_kind::late;
    int item = 0;          // late: what was not paid in time
    std::string delivery;  // no_show: the session that was missed
    civil_date day{};      // on which that was due, or took place
    friend bool operator==(fee_mark const&, fee_mark const&) = default;
};

// An amount due on a civil date.
struct item {
    int number = 1;  // from 1, in the order agreed
    money amount;
    civil_date due{};       // in the client's zone
    std::string milestone;  // not empty: due only once this is reached; `due` says nothing before
    std::optional<fee_mark> fee = std::nullopt;  // nothing: a part of the price
    friend bool operator==(item const&, item const&) = default;
};

// What one item becomes when it is moved or split.
struct item_part {
    money amount;
    civil_date due{};
    friend bool operator==(item_part const&, item_part const&) = default;
};

enum class plan_errc {
    deposit_above_price = 1,
    deposit_malformed,  // negative, in another currency, fixed and a share at once, or of a retainer
    too_many_items,  // more than 60 after the deposit, or more than the rest of the price has smallest steps
    count_missing,   // or not between 1 and 60; a retainer's: not between 0 and 1,200; no such period
    not_periodic,    // a retainer without a period
    days_out_of_range,
    dates_missing,  // or not ascending, or before the anchor
    service_date_missing,
    date_out_of_range,   // a computed date beyond the year 9999
    milestones_missing,  // or one is without a name, or two have the same
};
boost::system::error_code make_error_code(plan_errc code);

// The most items after a deposit, and the most periods a retainer may count to.
constexpr int most_items = 60;
constexpr int most_periods = 1'200;

// What is due at once: the fixed amount, or the share of the price rounded up to the currency's smallest
// step.
result<money> deposit_of(plan_terms const& plan, money price);

// The items of a plan agreed on `anchor` (the client's civil date of the agreement). With a deposit, item 1
// is the deposit, due on the anchor, and item 1 + k is due k periods after it; without one, item 1 is the
// first share, due on the anchor (rhythm::dates, from_service, milestones: on their own dates). Floor shares
// in the currency's smallest step, odd units to the earliest. A retainer gives its first item only. `service`
// is needed by from_service alone; offsets that fall before the anchor are due on the anchor, and so says,
// meaninglessly, a milestone's date.
result<std::vector<item>> items_of(plan_terms const& plan, money price, civil_date anchor,
                                   std::optional<civil_date> service);
// Item `number` of a retainer: the price, `number` − 1 periods after the anchor.
result<item> period_of(plan_terms const& plan, money price, civil_date anchor, int number);

// The day `periods` after `first` in the plan's rhythm; not_periodic where it has none.
result<civil_date> day_in_rhythm(plan_terms const& plan, civil_date first, int periods);

// Whether the client pays it on the processor's page when the plan is agreed: the first item, and whatever is
// already due on that day. The rest is collected later.
bool paid_at_checkout(item const& what, civil_date anchor);

// What the client agreed to on a page that showed exactly this text.
struct consent {
    std::string text;
    std::string hash;     // SHA-256 of `text`, base64url
    std::string note;     // for the processor's page, at most 1,200 characters
    civil_date anchor{};  // the day of the agreement as the text says it
    friend bool operator==(consent const&, consent const&) = default;
};

}  // namespace quittance::domain

template <>
struct boost::system::is_error_code_enum<quittance::domain::plan_errc> : std::true_type {};
