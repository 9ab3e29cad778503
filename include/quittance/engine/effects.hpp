// Promises: what was ordered is done, by this process at once or by any process after the lease ran out; the
// outcome is a command whose commit deletes the effect. Nothing is sent that was not committed first.
#pragma once
#include <boost/asio/any_io_executor.hpp>
#include <memory>

#include "quittance/engine/accounts.hpp"
#include "quittance/engine/letters.hpp"
#include "quittance/engine/queues.hpp"

namespace quittance::engine {

effect_key checkout_key(std::uint64_t epoch, domain::client_id const& client,
                        domain::booking_id const& booking, int checkout);
// Of the customer that the checkout of this number waits for.
effect_key customer_key(std::uint64_t epoch, domain::client_id const& client,
                        domain::booking_id const& booking, int checkout);
// Of telling the processor the address that the client's `change`-th ask brought.
effect_key customer_change_key(std::uint64_t epoch, domain::client_id const& client,
                               domain::booking_id const& booking, int change);
// Of the `closing`-th order of a payer's death.
effect_key closing_key(std::uint64_t epoch, domain::client_id const& client,
                       domain::booking_id const& booking, int checkout, int closing);
// Of the client's letter of this number.
effect_key letter_key(std::uint64_t epoch, domain::client_id const& client, domain::booking_id const& booking,
                      int letter);
// Of the booking's page of this number that takes a card.
effect_key card_page_key(std::uint64_t epoch, domain::client_id const& client,
                         domain::booking_id const& booking, int page);
effect_key refund_key(std::uint64_t epoch, domain::client_id const& client, domain::booking_id const& booking,
                      int order);

class effects {
public:
    // `executor`: where effects run, apart from the request that ordered them.
    effects(boost::asio::any_io_executor executor, accounts& books, queues& waiting, processor& outside,
            clock& time, entropy& randomness, settings const& current, log& journal, metrics& figures);
    effects(effects const&) = delete;
    effects& operator=(effects const&) = delete;
    ~effects();

    // Letters go out this way from now on; without it they wait. `post` outlives this.
    void use(post_office& post);

    // Starts each, detached; their leases are held by this process. `as_committed`: the account they were
    // ordered in.
    void start(std::vector<ordered_effect> fresh, loaded_account const& as_committed);
    // Waits until the order of this key does not run in this process (any more), or until `until`. Answers
    // the booking as the order's outcome left it, when that was committed here.
    awaitable<std::optional<domain::booking>> settle_down(effect_key key, instant until);
    // Runs it here and now, if nobody holds its lease, and waits for it until `until`; then it goes on by
    // itself. False: somebody does, or it is gone.
    awaitable<bool> run_if_free(effect_key key, instant until);
    // Claims and runs what others left behind. Answers how many it took. Letters are only set going: what
    // else is due does not wait for a mail server.
    awaitable<std::size_t> run_due();
    std::size_t running() const;
    std::size_t letters() const;  // that wait for their turn or are on their way

private:
    struct state;
    std::shared_ptr<state> state_;
};

}  // namespace quittance::engine
