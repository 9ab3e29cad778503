// Promises: accounts, queues and registry kept in one Redis (7.0 or later) over a Unix socket, TCP or TLS. A
// commit is one Lua script: it lands whole or not at all. Every wait has a deadline; after a lost connection
// what was in flight is unknown, and said to be so.
// Refuses, in sentences that say what to do (`refusals`), a Redis that would lose acknowledged commits.
// One thread: everything here runs on the executor given.
#pragma once
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "quittance/base/log.hpp"
#include "quittance/base/metrics.hpp"
#include "quittance/base/time.hpp"
#include "quittance/domain/journal.hpp"
#include "quittance/engine/erasure.hpp"
#include "quittance/engine/kept_letters.hpp"
#include "quittance/engine/outbox.hpp"
#include "quittance/engine/queues.hpp"
#include "quittance/engine/registry.hpp"
#include "quittance/engine/store.hpp"
#include "quittance/redis/fsck.hpp"

namespace quittance::redis {

struct options {
    // unix:/path/to/redis.sock[?db=2] | redis://[user[:password]@]host[:port][/db] | rediss://… (TLS).
    std::string url;
    // Redis reads at most 16 KB of one connection per turn: with appendfsync always 4 carry a third more,
    // with everysec 1 is right.
    int connections = 4;
    milliseconds deadline{2000};  // of every command, the wait for a connection included
    std::string ca_file;          // rediss: whom to trust; empty: the system's
    bool accept_power_loss = false;
    std::function<instant()> real_time;  // for condition().skew; empty: not compared
};

// An account as it is stored, for who checks it: its ledger's entries byte for byte, read in one moment.
struct stored_account {
    engine::loaded_account loaded;  // its chain_head is what the last entry has to come to
    std::vector<std::string> ledger;
};

class database {
public:
    database() = default;
    database(database const&) = delete;
    database& operator=(database const&) = delete;
    virtual ~database() = default;

    virtual engine::store& accounts() = 0;
    virtual engine::queues& queues() = 0;
    virtual engine::registry& registry() = 0;
    virtual engine::outbox& outbox() = 0;
    virtual engine::kept_letters& letters() = 0;
    virtual engine::ledgers& ledgers() = 0;

    // Called at once when a connection is lost: behind the next one may be another store, or less of this
    // one.
    virtual void on_connection_lost(std::function<void()> tell) = 0;
    // A commit is refused while its shard took fewer commits than this process saw
    // (commit_outcome::store_changed); from now on only what is seen from here counts.
    virtual void forget_what_was_seen() = 0;
    // By shard, as the replies to this process's commits told them.
    virtual std::vector<std::uint64_t> commits_seen() const = 0;

    // Resumes when Redis answers. Throws store_unavailable, with what to do, when it does not.
    virtual boost::asio::awaitable<void> connect() = 0;
    // Why this Redis must not hold balances; empty: it may.
    virtual boost::asio::awaitable<std::vector<std::string>> refusals() = 0;
    // What is wrong with what is stored (fsck.hpp); empty: nothing. `rules` as the gateway runs them.
    virtual boost::asio::awaitable<std::vector<finding>> fsck(instant now, domain::policy rules) = 0;
    // Puts every booking that did not move on into the list of all; answers how many were missing there:
    // those that nothing has happened to since there is such a list. What a person has to look at by this
    // program's rules, and an older one did not tell, is told as well. May be repeated, also while others
    // commit.
    virtual boost::asio::awaitable<std::size_t> fill_list_of_all() = 0;
    // What was committed to an account, from the first entry on; empty: there is none. Throws
    // document_unreadable for an entry this program does not know.
    virtual boost::asio::awaitable<std::vector<domain::recorded>> ledger(domain::client_id client) = 0;
    // Version 0: there is none.
    virtual boost::asio::awaitable<stored_account> stored(domain::client_id client) = 0;
    // What waits is answered with store_unavailable; nothing reconnects after it.
    virtual void close() = 0;
};

// Throws std::invalid_argument, with what is wrong, for an address it cannot read.
std::unique_ptr<database> make_database(boost::asio::any_io_executor executor, options how, log& lines,
                                        metrics& figures);

}  // namespace quittance::redis
