// Leads a payer to the one page that may take the money: makes it, waits for whoever makes it, ends what
// stands in its way.
#pragma once
#include "quittance/engine/checkouts.hpp"

namespace quittance::engine {

class payer_page {
public:
    payer_page(accounts& books, effects& work, settlement& settle, store& where, clock& time,
               settings const& current)
        : books_(books), work_(work), settle_(settle), where_(where), time_(time), current_(current) {}

    std::string return_base() const { return current_.public_base + "/r/"; }

    // Follows a booking to where it lives now; nothing: it is gone, or never was.
    awaitable<std::optional<domain::booking>> find(domain::client_id client, domain::booking_id id);
    awaitable<domain::booking> reread(domain::client_id client, domain::booking_id id);

    // Asks for a page for these items (none named: what is due). Answers whether anything changed.
    awaitable<boost::system::result<bool, domain::refusal>> open(domain::client_id client,
                                                                 domain::booking_id booking,
                                                                 std::vector<int> items);
    awaitable<purchase_result> see_through(domain::client_id client, domain::booking what,
                                           std::vector<int> items);

private:
    // What the facts alone say; nothing while there is something to wait for.
    std::optional<purchase_outcome> outcome_of(domain::booking const& what, std::vector<int> const& items,
                                               std::chrono::seconds life) const;
    std::optional<purchase_outcome> without_payer(domain::booking const& what) const;
    bool is_paid(domain::booking const& what, std::vector<int> const& items) const;

    std::vector<effect_key> keys_of(domain::client_id const& client, domain::booking const& what) const;
    awaitable<bool> run_or_pause(std::vector<effect_key> keys, instant until);
    awaitable<bool> wait_for_orders(domain::client_id const& client, domain::booking& what,
                                    std::vector<int> const& items, instant until);
    awaitable<bool> ask_again(domain::client_id const& client, domain::booking& what,
                              std::vector<int> const& items);
    awaitable<bool> one_step(domain::client_id const& client, domain::booking& what,
                             std::vector<int> const& items, instant until);

    accounts& books_;
    effects& work_;
    settlement& settle_;
    store& where_;
    clock& time_;
    settings const& current_;
};

}  // namespace quittance::engine
