// When a notice that was not taken is tried again, and what an answer means.
#pragma once
#include <optional>

#include "quittance/base/entropy.hpp"
#include "quittance/base/time.hpp"

namespace quittance::notify {

inline constexpr int most_tries = 8;
// For an endpoint that is disabled: what waits longer is given up. Beyond the last try of any schedule.
inline constexpr std::chrono::hours longest_wait{36};

// After so many tries; nothing: it is given up. Up to a fifth longer by chance, so that what failed together
// does not come back together.
std::optional<milliseconds> pause_after(int tries, entropy& randomness);

enum class verdict { taken, failed, gone };
verdict judge(unsigned status);

}  // namespace quittance::notify
