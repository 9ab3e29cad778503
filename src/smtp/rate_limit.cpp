#include "rate_limit.hpp"

#include <algorithm>

#include "quittance/base/assert.hpp"

namespace quittance::smtp {

constexpr milliseconds minute{60'000};

rate_limit::rate_limit(unsigned per_minute) : interval_(minute / std::max(per_minute, 1U)) {
    QUITTANCE_ASSERT(per_minute > 0);
    if (interval_ * per_minute < minute) interval_ += milliseconds{1};
}

instant rate_limit::reserve(instant now) {
    if (next_ && now < seen_) next_ = now + interval_;
    seen_ = now;
    auto const place = std::max(now, next_.value_or(now));
    next_ = place + interval_;
    return place;
}

}  // namespace quittance::smtp
