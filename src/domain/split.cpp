#include "split.hpp"

#include <algorithm>

#include "quittance/base/assert.hpp"
#include "share.hpp"

namespace quittance::domain {
namespace {

// `share_ppm` of the price, rounded up to a whole step: the odd unit belongs to the earliest item.
money deposit_of(money price, std::int32_t share_ppm) {
    __extension__ using wide = __int128;
    wide const step = price.unit().smallest_step();
    wide const exact = static_cast<wide>(price.minor_units()) * share_ppm;
    wide const steps = (exact + whole_ppm * step - 1) / (whole_ppm * step);
    auto const rounded = static_cast<std::int64_t>(steps * step);
    return money::minor(std::min(rounded, price.minor_units()), price.unit());
}

bool is_malformed(plan_terms const& plan, money price) {
    auto const& fixed = plan.deposit;
    if (fixed.is_negative() || plan.deposit_ppm < 0) return true;
    if (fixed.is_zero() && plan.deposit_ppm == 0) return false;
    if (!fixed.is_zero() && (plan.deposit_ppm != 0 || fixed.unit() != price.unit())) return true;
    return plan.retainer || !plan.is_plan();
}

}  // namespace

result<money> deposit_of(plan_terms const& plan, money price) {
    if (is_malformed(plan, price)) return plan_errc::deposit_malformed;
    if (plan.deposit_ppm > 1'000'000) return plan_errc::deposit_above_price;
    if (plan.deposit_ppm > 0) return deposit_of(price, plan.deposit_ppm);
    if (plan.deposit.is_zero()) return money::minor(0, price.unit());
    if (plan.deposit.minor_units() > price.minor_units()) return plan_errc::deposit_above_price;
    return plan.deposit;
}

result<std::vector<money>> shares(money whole, std::size_t parts) {
    QUITTANCE_ASSERT(parts > 0 && !whole.is_negative());
    auto const step = whole.unit().smallest_step();
    auto const steps = whole.minor_units() / step;
    auto const count = static_cast<std::int64_t>(parts);
    if (parts > most_items || steps < count) return plan_errc::too_many_items;
    std::vector<money> parted;
    for (std::int64_t k = 0; k < count; ++k) {
        auto const odd = k < steps % count ? 1 : 0;
        auto const rest = k == 0 ? whole.minor_units() % step : 0;
        parted.push_back(money::minor((steps / count + odd) * step + rest, whole.unit()));
    }
    return parted;
}

}  // namespace quittance::domain
