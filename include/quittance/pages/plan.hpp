// Promises: the client's page of a plan: each amount with what has become of it, and buttons for what can be
// paid. It says what happened and what can be done, and blames nobody.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "quittance/pages/public.hpp"

namespace quittance::pages {

enum class amount_state {
    paid,
    paying,        // a payer finished on the processor's page; the money is on its way
    charging,      // the kept card is being charged
    retrying,      // it was declined and is tried again
    confirm,       // the bank wants the client to confirm
    declined,      // it is not tried again with this card
    no_card,       // there is no card it could be charged to
    due,           // its day has come
    later,         // its day comes
    at_milestone,  // it has no day yet
    ended          // the booking is closed
};

std::string_view name_of(amount_state state);  // as the API tells it

struct plan_amount {
    int number = 1;
    domain::money amount;
    domain::money open;
    civil_date day{};
    std::string milestone;
    amount_state state = amount_state::later;
    std::optional<instant> paid_at;
    std::optional<civil_date> paid_on;  // that day, or the one that money by hand came on
    bool payable = false;
    domain::money waived;                 // of `amount`: nobody asks for it any more
    bool as_asked = false;                // the client asked for this day, or for these parts, and has them
    std::optional<domain::fee_mark> fee;  // nothing: a part of the price
    bool small_rest = false;              // what is open of it is less than a card can pay
};

struct plan_view {
    purchase_view what;
    payment_state state = payment_state::open;
    std::string reference;
    std::vector<plan_amount> amounts;
    std::optional<domain::plan_terms> goes_on;  // of a retainer whose next period is among the amounts
    domain::money received;
    domain::money went_back;
    domain::money open;
    bool card_kept = false;
    bool looked_at = false;  // money that fits nothing waits for a person, and no more is taken meanwhile
    std::string agreement;   // its short hash; empty: nothing was agreed
    std::optional<instant> agreed_at;
    domain::money least;     // that a card can pay; zero: any amount
    std::string pay_action;  // where the buttons lead, a path of ours; the items go along as `item`
};
std::string plan_page(business const& who, plan_view const& view);

}  // namespace quittance::pages
