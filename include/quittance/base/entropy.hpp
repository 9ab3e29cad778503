// Promises: randomness as an input, so that one seed replays a run.
// Refuses to guess: an implementation that cannot fill the bytes throws.
#pragma once
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>

namespace quittance {

class entropy {
public:
    entropy() = default;
    entropy(entropy const&) = delete;
    entropy& operator=(entropy const&) = delete;
    virtual ~entropy() = default;

    virtual void fill(std::span<std::byte> bytes) = 0;
};

// 128 random bits as 22 characters of base64url: unguessable, safe in an address and in a Redis key.
std::string random_token(entropy& source);
// Uniform in [0, bound); bound > 0.
std::uint64_t random_below(entropy& source, std::uint64_t bound);

// The operating system's generator (OpenSSL's, seeded by the kernel). Only `app` and tests call this.
std::unique_ptr<entropy> make_system_entropy();

}  // namespace quittance
