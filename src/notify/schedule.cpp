#include "schedule.hpp"

#include <array>

namespace quittance::notify {

using namespace std::chrono_literals;

std::optional<milliseconds> pause_after(int tries, entropy& randomness) {
    constexpr std::array<milliseconds, most_tries - 1> pauses{5s, 5min, 30min, 2h, 5h, 10h, 10h};
    if (tries < 1 || tries >= most_tries) return std::nullopt;
    auto const base = pauses[static_cast<std::size_t>(tries - 1)];
    auto const spread = static_cast<std::uint64_t>(base.count()) / 5;
    return base + milliseconds{static_cast<milliseconds::rep>(random_below(randomness, spread + 1))};
}

verdict judge(unsigned status) {
    constexpr unsigned gone = 410;
    if (status >= 200 && status < 300) return verdict::taken;
    return status == gone ? verdict::gone : verdict::failed;
}

}  // namespace quittance::notify
