#include "trace.hpp"

#include <cstdio>
#include <string>

namespace quittance::simulation {
namespace {

constexpr std::size_t most_shown = 400;

std::uint64_t stir(std::uint64_t hash, std::uint64_t word) {
    hash = (hash ^ word) * 0x9E3779B97F4A7C15ULL;
    return hash ^ (hash >> 29U);
}

std::uint64_t stir(std::uint64_t hash, std::string_view text) {
    for (char const c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3ULL;
    return hash;
}

}  // namespace

void trace::add(instant at, int who, std::string_view what, std::string_view detail) {
    hash_ =
        stir(hash_, static_cast<std::uint64_t>(unix_millis(at)) * 32 + static_cast<std::uint64_t>(who + 1));
    hash_ = stir(stir(hash_, what), detail);
    if (!aloud_) return;
    auto const when = rfc3339(at);
    std::printf("%s %2d %-10.*s %.*s\n", when.c_str(), who, static_cast<int>(what.size()), what.data(),
                static_cast<int>(std::min(detail.size(), most_shown)), detail.data());
}

}  // namespace quittance::simulation
