// Promises: what was given to a mail server stays on record as it was given, beside its account and not in
// it: one message is one thing that a single call removes. Durable when `keep` returns. A report that comes
// back finds its letter by the token of its return path. Refuses to hold what opens a client's page: whoever
// writes a letter masks it before (posted_mail::kept). Throws store_unavailable.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "quittance/engine/store.hpp"

namespace quittance::engine {

struct letter_place {
    domain::client_id client;
    domain::booking_id booking;  // it was ordered for; it may have moved since
    int number = 0;              // of the client's letters
    friend bool operator==(letter_place const&, letter_place const&) = default;
};

struct kept_letter {
    std::string hash;  // of `bytes` (letter_hash); the ledger says the same
    instant at{};      // when it was about to go out
    std::string message_id;
    std::vector<std::string> recipients;
    std::string bytes;
    std::string reply;  // the mail server's words, or ours about the line; empty: none yet
    friend bool operator==(kept_letter const&, kept_letter const&) = default;
};

// SHA-256, hexadecimal: what `sha256sum` prints.
std::string letter_hash(std::string_view bytes);

// How long a report may take to come back. Complaints take weeks, and nobody's take a year.
inline constexpr std::chrono::hours token_lifetime{24 * 400};

class kept_letters {
public:
    kept_letters() = default;
    kept_letters(kept_letters const&) = delete;
    kept_letters& operator=(kept_letters const&) = delete;
    virtual ~kept_letters() = default;

    // Under its hash: a letter that is tried again has other bytes, and both may have arrived. `token`:
    // of its return path, the same for every try.
    virtual awaitable<void> keep(letter_place where, std::string token, kept_letter what) = 0;
    virtual awaitable<void> note_reply(letter_place where, std::string hash, std::string reply) = 0;
    // These bytes arrived nowhere, and others will go out in their place.
    virtual awaitable<void> drop(letter_place where, std::string hash) = 0;
    // All tries, the first one first; none: it was never sent, or it was forgotten.
    virtual awaitable<std::vector<kept_letter>> kept(domain::client_id client, int number) = 0;
    virtual awaitable<void> forget(domain::client_id client, int number) = 0;
    // Nothing: no letter has it, or it is too long ago.
    virtual awaitable<std::optional<letter_place>> find_token(std::string token) = 0;
};

}  // namespace quittance::engine
