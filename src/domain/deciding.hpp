// A decision made step by step: what one step decided, the next one sees. And the steps that several files
// make.
#pragma once
#include "quittance/domain/decide.hpp"

namespace quittance::domain {

using decided = result<decision, refusal>;
using verdict = result<void, refusal>;

class deciding {
public:
    explicit deciding(account const& current) : account_(current) {}

    account const& seen() const { return account_; }
    booking const& seen(booking_id const& which) const { return account_.bookings.at(which); }
    void happens(event e) {
        evolve(account_, e);
        made_.events.push_back(std::move(e));
    }
    void orders(effect e) { made_.effects.push_back(std::move(e)); }
    decision done() { return std::move(made_); }

private:
    account account_;
    decision made_;
};

template <class Step>
decided deciding_by(account const& current, Step step) {
    deciding so_far{current};
    if (auto const outcome = step(so_far); !outcome) return outcome.error();
    return so_far.done();
}

// --- Paying on the processor's page (decide_payer.cpp)

verdict do_created(deciding& so_far, checkout_created const& asked);
verdict do_open(deciding& so_far, open_checkout const& asked, instant now, policy const& rules);
verdict do_agree(deciding& so_far, agree const& asked, instant now, policy const& rules);
verdict do_customer(deciding& so_far, customer_created const& asked, instant now, policy const& rules);
verdict do_customer(deciding& so_far, customer_refused const& asked, instant now, policy const& rules);
verdict do_customer(deciding& so_far, customer_changed const& asked, instant now);

// Its customer of the client has the address that was changed, once there is one.
void tell_processor(deciding& so_far, booking_id const& which);

// The death of this payer; nothing when it is ordered already.
void close_payer(deciding& so_far, booking_id const& which, checkout const& payer);

// --- Charging the kept card (decide_collect.cpp)

verdict do_collect(deciding& so_far, collect const& asked, instant now, policy const& rules);
verdict do_refused_charge(deciding& so_far, checkout_refused const& asked, instant now);
verdict do_intent(deciding& so_far, intent_created const& asked, instant now, policy const& rules);
verdict do_attempt(deciding& so_far, attempt_answered const& asked, instant now, policy const& rules);
verdict do_attempt(deciding& so_far, attempt_refused const& asked, instant now);
verdict do_attempt(deciding& so_far, attempt_unanswered const& asked);
verdict do_look_up(deciding& so_far, intent_looked_up const& asked, instant now, policy const& rules);
verdict do_closing(deciding& so_far, closing_answered const& asked, instant now, policy const& rules);

// --- The kept card itself (decide_cards.cpp)

verdict do_order_card_page(deciding& so_far, order_card_page const& asked, instant now, policy const& rules);
verdict do_card_page(deciding& so_far, card_page_refused const& asked);
verdict do_card_page(deciding& so_far, card_page_seen const& asked, instant now, policy const& rules);
verdict do_card(deciding& so_far, card_seen const& asked, instant now, policy const& rules);
verdict do_check_card(deciding& so_far, check_card const& asked, instant now, policy const& rules);

}  // namespace quittance::domain
