// Promises: at most `burst` at once and `per_minute` on the long run, for each key (an address, an API key);
// memory is bounded, the longest untouched key is forgotten first. Time is an input; not for two threads.
#pragma once
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include "quittance/base/time.hpp"

namespace quittance::http {

struct bucket_rate {
    double per_minute = 60;
    double burst = 30;
};

class token_buckets {
public:
    token_buckets(bucket_rate rate, std::size_t most_keys);
    token_buckets(token_buckets&&) noexcept;
    token_buckets& operator=(token_buckets&&) noexcept;
    ~token_buckets();

    // False when `key` has no token left at `now`.
    bool take(std::string_view key, instant now);
    // IPv4 /24 or IPv6 /56 of an address as text, as a key under which a stranger's addresses fall together.
    static std::string network_of(std::string_view address);

private:
    struct state;
    std::unique_ptr<state> state_;
};

}  // namespace quittance::http
