// Promises: all chance of a simulated world, from one seed. Each part draws from a stream of its own, named
// by a word and a number, so that taking one client or one fault away leaves what the others draw as it was:
// that is what lets a failed seed shrink.
#pragma once
#include <array>
#include <cmath>
#include <cstdint>
#include <span>
#include <string_view>

#include "quittance/base/entropy.hpp"
#include "quittance/base/time.hpp"

namespace quittance::simulation {

class chance {
public:
    explicit chance(std::uint64_t seed) : state_(seed) {}
    chance(std::uint64_t seed, std::string_view part, std::uint64_t number = 0)
        : state_(mix(seed ^ mix(number + 0x51ED270B9F3C1D21ULL)) ^ of_text(part)) {}

    std::uint64_t next() {
        state_ += 0x9E3779B97F4A7C15ULL;
        return mix(state_);
    }
    std::uint64_t below(std::uint64_t bound) { return next() % bound; }
    double part() { return static_cast<double>(next() >> 11U) * 0x1.0p-53; }
    bool odds(double of_one) { return of_one > 0 && part() < of_one; }
    milliseconds between(milliseconds least, milliseconds most) {
        auto const span = static_cast<std::uint64_t>((most - least).count()) + 1;
        return least + milliseconds{static_cast<milliseconds::rep>(below(span))};
    }
    // Every order of magnitude is as likely as the next: a fault of 10 ms and one of a day.
    milliseconds about(milliseconds least, milliseconds most) {
        auto const low = std::log(static_cast<double>(least.count()));
        auto const high = std::log(static_cast<double>(most.count()));
        return milliseconds{static_cast<milliseconds::rep>(std::exp(low + (high - low) * part()))};
    }
    template <class Choice, std::size_t Count>
    Choice const& one_of(std::array<Choice, Count> const& all) {
        return all[below(Count)];
    }

private:
    static std::uint64_t mix(std::uint64_t x) {
        x = (x ^ (x >> 30U)) * 0xBF58476D1CE4E5B9ULL;
        x = (x ^ (x >> 27U)) * 0x94D049BB133111EBULL;
        return x ^ (x >> 31U);
    }
    static std::uint64_t of_text(std::string_view text) {
        std::uint64_t hash = 0xCBF29CE484222325ULL;
        for (char const c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3ULL;
        return mix(hash);
    }

    std::uint64_t state_;
};

// The product's randomness, from the same seed.
class simulated_entropy final : public entropy {
public:
    explicit simulated_entropy(chance luck) : luck_(luck) {}
    void fill(std::span<std::byte> bytes) override {
        for (auto& b : bytes) b = static_cast<std::byte>(luck_.next() & 0xFFU);
    }

private:
    chance luck_;
};

}  // namespace quittance::simulation
