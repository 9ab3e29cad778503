// Promises: the person behind an account is erased in one commit: the ledger's entries without what they said
// of them (domain/erasure.hpp), chained anew, the entry that says so, the account as the fold of it, its
// indexes; what was ordered for the client and has not begun goes with it. Then the bodies of their letters.
// Repeating it finishes what a crash left. Refuses while something is open (obstacles), and says what.
// Not reached from here: what the processor and mail servers keep, copies of the store, folders of mail.
#pragma once
#include <string>
#include <vector>

#include "quittance/base/clock.hpp"
#include "quittance/base/entropy.hpp"
#include "quittance/domain/erasure.hpp"
#include "quittance/engine/kept_letters.hpp"
#include "quittance/engine/processor.hpp"
#include "quittance/engine/registry.hpp"
#include "quittance/engine/settings.hpp"
#include "quittance/engine/store.hpp"

namespace quittance::engine {

struct ledger_part {
    instant at{};
    std::string commit;
    std::vector<domain::event> events;
};
// An account and its ledger, read in one moment.
struct whole_record {
    loaded_account loaded;
    std::vector<ledger_part> ledger;
};

class ledgers {
public:
    ledgers() = default;
    ledgers(ledgers const&) = delete;
    ledgers& operator=(ledgers const&) = delete;
    virtual ~ledgers() = default;

    // Version 0: there is none.
    virtual awaitable<whole_record> record_of(domain::client_id client) = 0;
    // In place of the whole ledger: `former` (one for each entry there is), chained from the first on, and
    // after them `last`, whose chain_head is the ledger's as it was loaded. Every effect that was ordered for
    // the client goes. All of it or nothing; counted as one commit. `last` and `former` outlive the call.
    virtual awaitable<commit_result> replace_ledger(std::vector<ledger_part> const& former,
                                                    commit_request const& last) = 0;
};

struct erasure_view {
    bool exists = false;
    std::optional<domain::erasure> done;
    std::vector<domain::erasure_obstacle> obstacles;
    std::vector<std::string> parked;  // events that no account took and that name this client
    domain::account account;
    std::size_t entries = 0;
    std::size_t entries_with_person = 0;
    int letters_kept = 0;  // whose bodies are there
    bool refused() const { return !obstacles.empty() || !parked.empty(); }
};

class eraser {
public:
    eraser(ledgers& records, kept_letters& letters, registry& lists, processor const& forms,
           settings const& current, clock const& time, entropy& randomness);

    // What erasing would do, or what stands against it. Changes nothing.
    awaitable<erasure_view> look(domain::client_id client);
    // The view before; erased if nothing stood against it. Of one that was erased only what is left goes.
    // Throws store_unavailable; then it may be asked again.
    awaitable<erasure_view> erase(domain::client_id client, std::string author);

private:
    awaitable<std::vector<std::string>> parked_of(domain::account const& all,
                                                  std::vector<std::string> const& words);
    awaitable<bool> commit(whole_record before, std::string author);
    awaitable<void> forget_letters(domain::client_id client, int letters);

    ledgers& records_;
    kept_letters& letters_;
    registry& lists_;
    processor const& forms_;
    settings const& current_;
    clock const& time_;
    entropy& randomness_;
};

}  // namespace quittance::engine
