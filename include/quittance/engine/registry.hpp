// Promises: what belongs to the store as a whole: its identity, API keys, idempotent replies, parked events,
// how far the event list and the owner's digest came, and the lists the desk reads. Throws store_unavailable.
#pragma once
#include <cstdint>

#include "quittance/engine/store.hpp"

namespace quittance::engine {

// Written once, at the first start; a store bound to one processor account and mode refuses another.
struct store_identity {
    std::string store_id;  // random; q_store in the processor's metadata
    std::uint64_t epoch = 1;
    std::string account;  // the processor's acct_…; may be empty when the key cannot read it
    bool livemode = false;
};

// What every part of the store carries: whose it is and in which epoch. A commit under another one fails.
inline std::string seal_of(store_identity const& whose) {
    return whose.store_id + '/' + std::to_string(whose.epoch);
}

// What the store says of itself; reading it changes nothing.
struct store_look {
    std::optional<store_identity> identity;  // nothing: it was never used, or emptied
    std::uint64_t sealed = 0;                // the epoch that all of it carries; 0: none yet
    std::string replaces;                    // the store whose place it took when it was reopened
    std::string closed;                      // why it is in quarantine; empty: it is not
    std::vector<std::uint64_t> commits;      // that it ever took, part by part; they only grow
};

enum class held_admission { known, counted, full };

struct api_key_record {
    std::string hash;  // SHA-256 of the key, hex
    std::string name;
    instant created{};
};

struct idempotent_reply {
    std::string body_hash;  // of the request
    unsigned status = 0;    // 0: under way
    std::string body;       // of the reply
};

struct parked_event {
    std::string id;  // the store's own, for `replay`
    std::string event_id;
    std::string type;
    std::string body;  // the verified bytes, whole
    std::string reason;
    instant at{};
};

struct listed_booking {
    domain::client_id client;
    domain::booking_id booking;
    std::string attention;  // attention id, for the attention list
    instant at{};
};

// What of the bookings is listed: all of them as they were made; what is owed, by the first day it is due;
// those that wait for a first payment, by the end of that time.
enum class booking_list { all, owed, held };

struct store_condition {
    bool writable = false;
    std::string reason;  // why not, as a sentence for the operator
    milliseconds round_trip{};
    std::optional<milliseconds> skew;  // the store's clock minus ours
};

class registry {
public:
    registry() = default;
    registry(registry const&) = delete;
    registry& operator=(registry const&) = delete;
    virtual ~registry() = default;

    // Reads the identity, or writes `fresh` when the store has none. A store that was opened before its
    // processor account could be learned takes the first one of its mode.
    virtual awaitable<store_identity> identify(store_identity fresh) = 0;
    virtual awaitable<store_condition> condition() = 0;

    virtual awaitable<store_look> look() = 0;
    // Says why nothing may be charged on this store until a person sealed it anew. Nothing without an
    // identity.
    virtual awaitable<void> close(std::string why) = 0;
    // Writes the identity and its seal on every part. `closed`: empty opens it. May be repeated.
    virtual awaitable<void> seal(store_identity as, std::string replaces, std::string closed,
                                 std::string reason) = 0;

    // Those that open something; by hash.
    virtual awaitable<std::vector<api_key_record>> api_keys() = 0;
    virtual awaitable<void> add_api_key(api_key_record key) = 0;
    // It opens nothing any more, and is remembered, so that nobody makes it anew by starting with an old
    // configuration. One that is not there is remembered all the same.
    virtual awaitable<void> end_api_key(api_key_record key) = 0;
    virtual awaitable<std::vector<api_key_record>> ended_api_keys() = 0;

    // Claims `key` (a hash) for minutes; replies stay 24 h. Answers what is there; nothing: it is ours.
    virtual awaitable<std::optional<idempotent_reply>> begin_idempotent(std::string key,
                                                                        std::string body_hash) = 0;
    virtual awaitable<void> keep_reply(std::string key, idempotent_reply reply) = 0;
    virtual awaitable<void> forget_reply(std::string key) = 0;

    // Once: an event that is parked already stays as it is.
    virtual awaitable<void> park(parked_event event) = 0;
    virtual awaitable<std::vector<parked_event>> parked(std::size_t most) = 0;
    virtual awaitable<void> unpark(std::string id) = 0;
    virtual awaitable<std::uint64_t> parked_count() = 0;

    // Where the event list was read up to: an event id and its time.
    virtual awaitable<std::optional<event_mark>> event_cursor() = 0;
    virtual awaitable<void> move_event_cursor(event_mark to) = 0;
    // Up to when the owner was told what was booked; nothing: never yet.
    virtual awaitable<std::optional<instant>> digest_cursor() = 0;
    virtual awaitable<void> move_digest_cursor(instant to) = 0;

    virtual awaitable<std::vector<listed_booking>> open_list(std::size_t most) = 0;
    virtual awaitable<std::vector<listed_booking>> attention_list(std::size_t most) = 0;
    // At most `most` of that list, in the order of time, then of client and booking, after `after` (its
    // attention says nothing). What is added, moved or taken out meanwhile changes nothing about the rest,
    // and the cost does not grow with the list.
    virtual awaitable<std::vector<listed_booking>> page_of(booking_list which,
                                                           std::optional<listed_booking> after,
                                                           std::size_t most) = 0;
    virtual awaitable<std::uint64_t> open_count() = 0;
    virtual awaitable<std::uint64_t> attention_count() = 0;
    virtual awaitable<std::uint64_t> held_count() = 0;
    // May one more held booking be made from this network (a keyed hash of it) in the running hour? It is
    // counted in the same step, unless the directory knows the booking: a crowd gets no further than one.
    virtual awaitable<held_admission> admit_held(domain::booking_id booking, std::string network_hash,
                                                 std::uint64_t most) = 0;
};

}  // namespace quittance::engine
