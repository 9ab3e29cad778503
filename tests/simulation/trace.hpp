// Promises: one number for everything that happened, in order: the same plan gives the same number. On
// request every step is also written down, a line each.
#pragma once
#include <cstdint>
#include <string_view>

#include "quittance/base/time.hpp"

namespace quittance::simulation {

class trace {
public:
    explicit trace(bool aloud) : aloud_(aloud) {}
    // `who` is a gateway's number, or -1 for the world around.
    void add(instant at, int who, std::string_view what, std::string_view detail);
    std::uint64_t hash() const { return hash_; }

private:
    bool aloud_;
    std::uint64_t hash_ = 0xCBF29CE484222325ULL;
};

}  // namespace quittance::simulation
