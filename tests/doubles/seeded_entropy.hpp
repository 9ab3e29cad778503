// Randomness from a seed: the same seed replays the same run.
#pragma once
#include <random>

#include "quittance/base/entropy.hpp"

namespace quittance::doubles {

class seeded_entropy final : public entropy {
public:
    explicit seeded_entropy(std::uint64_t seed) : engine_(seed) {}
    void fill(std::span<std::byte> bytes) override {
        for (auto& b : bytes) b = static_cast<std::byte>(engine_() & 0xffU);
    }

private:
    std::mt19937_64 engine_;
};

}  // namespace quittance::doubles
