#pragma once

#include <cstdint>

namespace quittance::domain {

constexpr std::int64_t whole_ppm = 1'000'000;

// `ppm` millionths of an amount, rounded down to a whole step of its currency. 0 <= units, 0 <= ppm <=
// whole_ppm.
constexpr std::int64_t share_of(std::int64_t units, std::int32_t ppm, std::int64_t step) {
    auto const share = units / whole_ppm * ppm + units % whole_ppm * ppm / whole_ppm;
    return share - share % step;
}

}  // namespace quittance::domain
