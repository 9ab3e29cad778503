#include "quittance/base/entropy.hpp"

#include <openssl/rand.h>

#include <array>
#include <stdexcept>

#include "quittance/base/assert.hpp"
#include "quittance/base/digest.hpp"

namespace quittance {
namespace {

class system_entropy final : public entropy {
public:
    void fill(std::span<std::byte> bytes) override {
        if (RAND_bytes(reinterpret_cast<unsigned char*>(bytes.data()), static_cast<int>(bytes.size())) != 1) {
            throw std::runtime_error("the system's random generator failed");
        }
    }
};

}  // namespace

std::string random_token(entropy& source) {
    std::array<std::byte, 16> bytes;
    source.fill(bytes);
    return to_base64url({reinterpret_cast<char const*>(bytes.data()), bytes.size()});
}

std::uint64_t random_below(entropy& source, std::uint64_t bound) {
    QUITTANCE_ASSERT(bound > 0);
    // Values above the last whole multiple of `bound` would favour small results, so they are drawn again.
    std::uint64_t const unfair = (~std::uint64_t{0} - bound + 1) % bound;
    for (;;) {
        std::array<std::byte, 8> bytes;
        source.fill(bytes);
        std::uint64_t value = 0;
        for (std::byte const b : bytes) value = value << 8U | static_cast<std::uint64_t>(b);
        if (value >= unfair) return value % bound;
    }
}

std::unique_ptr<entropy> make_system_entropy() { return std::make_unique<system_entropy>(); }

}  // namespace quittance
