// A small history as the product would write it: one client, one booking, every commit shown to the auditor.
// What is told to the auditor can be spoiled on the way, so that each of its rules is seen to bite.
#pragma once
#include <doctest/doctest.h>

#include <functional>

#include "quittance/domain/decide.hpp"
#include "simulation/auditor.hpp"

namespace quittance::simulation {

class history {
public:
    using spoil = std::function<void(stored_account&, commit_seen&)>;

    history();

    // Decides, evolves, stores and shows the commit; `spoiled` changes what the store holds after it.
    void happens(domain::command what, std::optional<std::string> event_id = {}, spoil const& spoiled = {});
    // As if the store had taken these events, decided or not.
    void commits(std::vector<domain::event> events, std::optional<std::string> event_id = {},
                 spoil const& spoiled = {});

    // --- The usual course
    void books_and_orders(domain::origin how = domain::origin::signed_link);
    void session_is_made();
    void is_paid(std::int64_t cents = 12'000, std::optional<std::string> event_id = "evt_paid");
    void sells(std::int64_t cents = 12'000) {  // all three
        books_and_orders();
        session_is_made();
        is_paid(cents);
    }
    void is_refunded(std::int64_t cents, domain::refund_status status);
    void is_disputed(domain::dispute_status status, bool withdrawn);

    // --- What the world looks like now
    store_view view() const;        // as it should be
    processor_books books() const;  // the processor's, in agreement with us
    std::string order_body() const;
    std::string order_key() const { return "1-client-c1"; }
    std::string client() const { return "AAAAAAAAAAAAAAAAAAAAAA"; }
    std::string booking() const;
    domain::booking const& now() const { return account.bookings.begin()->second; }

    int violations_of(int rule) const;
    std::string told() const;  // every violation, for the failing test's reader

    auditor judge;
    domain::account account;
    stored_account stored;
    instant at;
    std::int64_t paid = 0;  // in the processor's books
    std::int64_t refunded = 0;
    std::int64_t disputed = 0;
    bool session_open = false;

private:
    std::string route(int checkout) const;
    std::string page_body(domain::checkout const& what) const;
    std::optional<ordered> order_of(domain::event const& happened) const;
    void store(std::vector<domain::event> const& events);
    std::uint64_t commits_ = 0;
    bool effect_waits_ = false;
};

domain::money euros(std::int64_t cents);

}  // namespace quittance::simulation
