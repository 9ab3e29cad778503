// Promises: what goes wrong on purpose, as values that can be changed while the sandbox runs.
#pragma once
#include <chrono>

namespace quittance::sandbox {

// How often: each time with a chance of `rate`, or the next `count` times for certain.
struct dose {
    double rate = 0;
    unsigned count = 0;
};

struct trouble {
    dose webhook_duplicate, webhook_reorder, webhook_delay, webhook_drop;
    std::chrono::milliseconds webhook_delay_by{5'000};
    dose reply_lost;                    // applied, and the connection closed without a word
    dose cut;                           // closed without a word and without being applied
    dose status_429;                    // rate limit, not stored
    dose lock_timeout;                  // 429 with that code
    dose status_500;                    // before anything was done, stored under the key
    dose status_500_after;              // after it was done, stored under the key
    std::chrono::milliseconds slow{0};  // every API request takes this much longer
};

}  // namespace quittance::sandbox
