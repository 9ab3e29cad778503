// Promises: accounts are read and written through here; a commit lands whole or not at all.
// Throws store_unavailable when the store cannot be reached or cannot write: nothing was done, or (commit)
// what was done is found by loading again. Every call has a deadline of its own.
#pragma once
#include <boost/asio/awaitable.hpp>
#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "quittance/domain/event.hpp"

namespace quittance::engine {

using boost::asio::awaitable;
using effect_key =
    id<struct effect_tag>;  // `<store epoch>-<client>-<version>-<n>`, also the processor's idempotency key

// Something outside cannot do its part now. Nothing was acknowledged: try again later (HTTP 503).
struct unavailable : std::runtime_error {
    using std::runtime_error::runtime_error;
};
struct store_unavailable : unavailable {
    using unavailable::unavailable;
};
// The store is not the one this gateway knew, or has not got as far: it was restored, emptied or exchanged.
struct store_quarantined : store_unavailable {
    using store_unavailable::store_unavailable;
};
struct processor_unavailable : unavailable {
    using unavailable::unavailable;
};
// A stored document this program cannot read (a newer format, a broken text). Nothing is rewritten.
struct document_unreadable : std::runtime_error {
    using std::runtime_error::runtime_error;
};

struct loaded_account {
    domain::account account;  // version 0 and empty when it does not exist
    std::string chain_head;   // digest of the last ledger entry, opaque here; empty at version 0
    std::string last_commit;  // the id of the last commit
};

// An effect as it is ordered: `body` is exactly what will be sent.
struct ordered_effect {
    effect_key key;
    domain::client_id client;
    domain::booking_id booking;
    int checkout = 0;
    std::string kind;  // as the domain names its effects: "create_checkout", "confirm_intent", …
    std::string body;
    instant ordered_at{};
    instant give_up_at{};  // after this it is no longer repeated
    std::string object{};  // what it acts on at the processor (an intent, a session); may be empty
    int number = 0;        // of the attempt, closing or refund order it carries out; 0: none
    friend bool operator==(ordered_effect const&, ordered_effect const&) = default;
};

// What a booking system is told, as it is ordered: `body` is exactly what is sent and signed. The same fact
// has the same id, so that who receives it twice knows.
using notice_id = id<struct notice_tag>;
struct ordered_notice {
    std::string endpoint;  // its name in the configuration
    notice_id id;
    domain::client_id client;
    domain::booking_id booking;
    std::string kind;  // "booking.confirmed"
    std::string body;
    instant ordered_at{};
    int tries = 0;  // so far
    friend bool operator==(ordered_notice const&, ordered_notice const&) = default;
};

// The dedupe mark of a webhook: the event's id under the day of its own signed `created`.
struct event_mark {
    std::string event_id;
    instant created{};
};

// The score of a booking in one of the sorted indexes; nothing: it is taken out.
struct booking_score {
    domain::booking_id booking;
    std::optional<instant> at;
};
struct attention_change {
    domain::booking_id booking;
    std::string attention;         // attention::id
    std::optional<instant> since;  // nothing: it is gone
};

struct commit_request {
    domain::account const* after = nullptr;  // as evolved; its version is the new one, exactly before + 1
    std::string chain_head;                  // as loaded
    std::string commit_id;                   // unique to this attempt
    instant at{};                            // when decided; stored in the ledger entry
    std::vector<domain::event> const* events = nullptr;
    bool client_changed = false;
    std::vector<domain::booking_id> changed;  // bookings to write
    std::vector<ordered_effect> effects;      // ordered with their lease held until `lease_until`
    instant lease_until{};
    std::string seal;  // of the store as this gateway knows it (registry.hpp); empty: unsealed
    std::optional<effect_key> finished;  // this effect's outcome is what is committed: it goes
    // Of the webhooks that are applied: when one of them was before, nothing of it all is written.
    std::vector<event_mark> marks;
    std::vector<booking_score> wakes;
    std::vector<booking_score> open;  // index of what is owed: score is the earliest open due date
    std::vector<booking_score> held;  // index of held bookings: score is hold_until
    std::vector<attention_change> attention;
    std::vector<ordered_notice> notices;  // due at once
};
enum class commit_outcome {
    committed,
    version_changed,  // somebody else committed, or the ledger got here by another way: load and decide again
    duplicate_event,  // a mark was there already: that webhook has been applied
    store_changed,    // another seal, or fewer commits than were seen here: nothing was written
    unknown,          // the connection was lost: load, and compare last_commit
};
struct commit_result {
    commit_outcome outcome = commit_outcome::unknown;
    std::string chain_head;  // of the new entry, when committed
};

class store {
public:
    store() = default;
    store(store const&) = delete;
    store& operator=(store const&) = delete;
    virtual ~store() = default;

    // The client and these bookings only: the cost does not grow with the account.
    virtual awaitable<loaded_account> load(domain::client_id client,
                                           std::vector<domain::booking_id> bookings) = 0;
    virtual awaitable<loaded_account> load_whole(domain::client_id client) = 0;
    // `request` must outlive the call.
    virtual awaitable<commit_result> commit(commit_request const& request) = 0;
    // Removes account, ledger, indexes, directory entries and what is kept of its letters, if the version is
    // still this one and the store is still the one of this seal. For held bookings whose time is over.
    // Counted as a commit is: a store that was put back to where the account still was is seen to be older.
    virtual awaitable<commit_outcome> erase(loaded_account whole, std::string seal) = 0;

    // Directory: whose is this booking? Sets `proposed` when nobody's, in one step; answers the owner.
    virtual awaitable<domain::client_id> claim_identity(domain::booking_identity identity,
                                                        domain::client_id proposed) = 0;
    virtual awaitable<std::optional<domain::client_id>> find_identity(domain::booking_identity identity) = 0;
    // Takes a claim back, if it is still this client's: nothing came of it.
    virtual awaitable<void> disown_identity(domain::booking_identity identity, domain::client_id owner) = 0;
    // Under which offers the page's reference was claimed, whether the catalogue still holds them or not.
    virtual awaitable<std::vector<domain::offer_id>> offers_under(std::string source,
                                                                  std::string reference) = 0;
};

}  // namespace quittance::engine
