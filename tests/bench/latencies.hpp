// Promises: every latency that was measured, and exact percentiles of them.
#pragma once
#include <algorithm>
#include <chrono>
#include <cstdint>
#include <vector>

namespace quittance::bench {

class latencies {
public:
    latencies() { taken_.reserve(1'000'000); }

    void add(std::chrono::nanoseconds took) {
        taken_.push_back(static_cast<std::uint32_t>(std::min<std::int64_t>(took.count(), UINT32_MAX)));
    }
    std::size_t count() const { return taken_.size(); }
    // In microseconds; `share` from 0 to 1.
    double at(double share) {
        if (taken_.empty()) return 0;
        auto const place = static_cast<std::size_t>(share * static_cast<double>(taken_.size() - 1));
        auto const where = taken_.begin() + static_cast<std::ptrdiff_t>(place);
        std::nth_element(taken_.begin(), where, taken_.end());
        return static_cast<double>(*where) / 1000.0;
    }

private:
    std::vector<std::uint32_t> taken_;  // nanoseconds
};

}  // namespace quittance::bench
