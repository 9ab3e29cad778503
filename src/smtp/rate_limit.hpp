// So many in a minute, evenly spread: no sixty seconds, wherever they begin, hold more. A clock that was put
// back costs one interval, not the time it was put back by.
#pragma once
#include <optional>

#include "quittance/base/time.hpp"

namespace quittance::smtp {

class rate_limit {
public:
    explicit rate_limit(unsigned per_minute);
    // When the next one may go; its place is taken.
    instant reserve(instant now);

private:
    milliseconds interval_;
    std::optional<instant> next_;
    instant seen_{};
};

}  // namespace quittance::smtp
