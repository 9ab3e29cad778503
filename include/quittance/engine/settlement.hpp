// Promises: one function settles. Webhook, return page, look-up and event list all come through here with
// facts. Throws store_unavailable: answer 503, the processor delivers again.
#pragma once
#include <boost/asio/any_io_executor.hpp>
#include "quittance/engine/accounts.hpp"
#include "quittance/engine/queues.hpp"
#include "quittance/engine/registry.hpp"
#include "quittance/engine/webhook.hpp"
#include "quittance/engine/webhook_silence.hpp"

namespace quittance::engine {

class settlement {
public:
    settlement(boost::asio::any_io_executor executor, accounts& books, registry& lists, queues& waiting,
               store& where, processor& outside, clock& time, settings const& current, log& journal,
               metrics& figures);
    settlement(settlement const&) = delete;
    settlement& operator=(settlement const&) = delete;
    ~settlement();

    // A verified webhook. `body` is kept whole only when it is ours and no account can take it.
    awaitable<webhook_outcome> receive(webhook_event event, std::string body);
    // One look at the processor for the live checkout of a booking (return page); nothing is thrown when it
    // does not answer. Nobody waits for it longer than for a page of their own (checkout_patience).
    awaitable<void> look_now(domain::client_id client, domain::booking_id booking);
    // What a due wake-up asks for.
    awaitable<void> wake_up(wake due);
    // Claims due wake-ups and handles them. Answers how many.
    awaitable<std::size_t> run_due();
    // Reads the event list from the cursor; answers how many events it saw.
    awaitable<std::size_t> read_events();
    // What webhooks left to be found. Lives as long as this.
    webhook_silence const& silence() const;

private:
    struct state;
    std::unique_ptr<state> state_;
};

}  // namespace quittance::engine
