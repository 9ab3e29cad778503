// Promises: what was ordered to be told waits here, for each endpoint apart, until it was told or given up;
// who crashes loses his lease to the next one. Keeps, for each endpoint, a log of the last thousand
// deliveries with what was sent, so that they can be sent again under the same id, and whether the endpoint
// wants any more. Throws store_unavailable.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "quittance/engine/store.hpp"

namespace quittance::engine {

inline constexpr std::size_t deliveries_kept = 1'000;  // of each endpoint

enum class delivery_state { waiting, delivered, given_up };
std::string_view name_of(delivery_state state);

// What became of a notice so far: its latest try.
struct delivery_note {
    ordered_notice notice;
    delivery_state state = delivery_state::waiting;
    unsigned status = 0;          // the receiver's; 0: none came
    std::string reason;           // why no status came: "no_connection", …; empty where one came
    instant at{};                 // of the try
    std::optional<instant> next;  // of the next one
    friend bool operator==(delivery_note const&, delivery_note const&) = default;
};

struct endpoint_standing {
    std::string name;
    std::optional<instant> disabled_at;  // it said that it is gone; a person enables it again
    std::uint64_t waiting = 0;
    std::optional<instant> oldest;  // when the first of those is due
    friend bool operator==(endpoint_standing const&, endpoint_standing const&) = default;
};

// Which deliveries of an endpoint to send again; none of them: all that are kept.
struct replay_choice {
    std::optional<notice_id> id;
    std::optional<instant> since;  // whose latest try was not before
};

class outbox {
public:
    outbox() = default;
    outbox(outbox const&) = delete;
    outbox& operator=(outbox const&) = delete;
    virtual ~outbox() = default;

    // At most `most` that are due at `now`, the oldest first; they are due again at `now + lease`.
    virtual awaitable<std::vector<ordered_notice>> claim_notices(std::string endpoint, instant now,
                                                                 milliseconds lease, std::size_t most) = 0;
    // Keeps the note, then moves the notice to its next try or takes it out. One that is gone stays gone.
    virtual awaitable<void> settle_notice(delivery_note told) = 0;

    // The latest first.
    virtual awaitable<std::vector<delivery_note>> deliveries(std::string endpoint, std::size_t most) = 0;
    // Due at `now`, as if never tried. Answers how many.
    virtual awaitable<std::size_t> replay_notices(std::string endpoint, replay_choice which, instant now) = 0;

    // Known from now on; those that were stay as they are. Notices are ordered for known ones only.
    virtual awaitable<void> know_endpoints(std::vector<std::string> names) = 0;
    virtual awaitable<std::vector<endpoint_standing>> endpoints() = 0;  // by name
    virtual awaitable<bool> is_disabled(std::string endpoint) = 0;
    virtual awaitable<void> disable_endpoint(std::string endpoint, instant at) = 0;
    // What waits is due at `now`.
    virtual awaitable<void> enable_endpoint(std::string endpoint, instant now) = 0;
    // All that is kept of it.
    virtual awaitable<void> forget_endpoint(std::string endpoint) = 0;
};

}  // namespace quittance::engine
