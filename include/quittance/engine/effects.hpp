// Promises: what was ordered is done, by this process at once or by any process after the lease ran out; the
// outcome is a command whose commit deletes the effect. Nothing is sent that was not committed first.
#pragma once
#include <boost/asio/any_io_executor.hpp>
#include <memory>

#include "quittance/engine/accounts.hpp"
#include "quittance/engine/queues.hpp"

namespace quittance::engine {

class effects {
public:
    // `executor`: where effects run, apart from the request that ordered them.
    effects(boost::asio::any_io_executor executor, accounts& books, queues& waiting, processor& outside,
            clock& time, entropy& randomness, settings const& current, log& journal, metrics& figures);
    effects(effects const&) = delete;
    effects& operator=(effects const&) = delete;
    ~effects();

    // Starts each, detached; their leases are held by this process.
    void start(std::vector<ordered_effect> fresh);
    // Waits until no effect of this booking runs in this process, or `until` passed (clock port).
    awaitable<void> settle_down(domain::client_id client, domain::booking_id booking, instant until);
    // Claims and runs what others left behind. Answers how many it took.
    awaitable<std::size_t> run_due();
    std::size_t running() const;

private:
    struct state;
    std::shared_ptr<state> state_;
};

}  // namespace quittance::engine
