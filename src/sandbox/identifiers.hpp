// Ids that look like the processor's, from a seed.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

namespace quittance::sandbox {

struct random_source {
    std::uint64_t state = 1;
    std::uint64_t next();
    void stir(std::string_view text);
};

// `prefix` and letters and digits up to `length` in all.
std::string identifier(random_source& from, std::string_view prefix, std::size_t length);
std::string hex_identifier(random_source& from, std::string_view prefix, std::size_t digits);

}  // namespace quittance::sandbox
