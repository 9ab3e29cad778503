#include "refusal_text.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace quittance::app {
namespace {

using domain::refusal_reason;

constexpr auto sentences = std::to_array<std::pair<refusal_reason, char const*>>({
    {refusal_reason::booking_is_closed, "the booking is closed"},
    {refusal_reason::booking_has_moved, "the booking was moved to another reference; use that one"},
    {refusal_reason::already_paid, "nothing of this item is open any more, or part of it is paid"},
    {refusal_reason::amount_not_positive, "the amount must be above zero"},
    {refusal_reason::reference_missing, "a reference or id is missing"},
    {refusal_reason::author_missing, "say who decided it: --by"},
    {refusal_reason::reason_missing, "say why: --reason"},
    {refusal_reason::payment_unknown, "the booking has no such payment; `quittance show` lists what it has"},
    {refusal_reason::item_unknown, "the booking has no such item; `quittance show` lists what it has"},
    {refusal_reason::amount_too_large, "that is more than there is; `quittance show` tells what is left"},
    {refusal_reason::reference_used, "this reference or id stands for something else already; use a new one"},
    {refusal_reason::currency_differs, "the booking is in another currency"},
    {refusal_reason::paid_by_hand,
     "the processor never had this money: hand it back yourself, then `quittance correct --handed-back`"},
    {refusal_reason::sum_differs, "the parts must add up to what they replace"},
    {refusal_reason::plan_differs,
     "the first open item is not due on that day any more; `quittance show` tells the days"},
    {refusal_reason::plan_impossible,
     "these days or parts cannot be: at most 60 parts, none after the year 9999"},
    {refusal_reason::payment_under_way,
     "money is being taken this moment; try again when the payment has come to its end"},
    {refusal_reason::no_credit_left,
     "no credit is left on that day; `quittance show` tells which are kept for sessions to come"},
    {refusal_reason::client_erased,
     "the client was erased on request: nothing can be noted about them or sent to them any more"},
    {refusal_reason::fee_is_whole, "a fee is moved or waived as a whole; it is not split"},
    {refusal_reason::amount_too_small,
     "a card cannot pay so little; it can be paid together with something else, or by hand, or be waived"},
    {refusal_reason::amount_not_in_steps,
     "an amount so fine cannot be charged in its currency; round it (with three decimals the last one is 0)"},
    {refusal_reason::no_credits_sold, "the booking is of an offer without credits"},
    {refusal_reason::delivery_unknown, "the booking has no such delivery"},
    {refusal_reason::no_client_credit,
     "the booking holds no credit of the client: money by hand that fits nothing agreed"},
    {refusal_reason::came_as_credit,
     "this came as credit of another booking: `--handed-back` if the client has it again; if the money never "
     "came, correct the payment of that booking, and it is taken back here, too"},
    {refusal_reason::attention_unknown,
     "the booking has no such entry, or it is dealt with; `quittance attention` lists what waits"},
    {refusal_reason::reservation_unknown, "no session to come has this id; `quittance show` tells them"},
});

}  // namespace

std::string sentence_for(domain::refusal const& why) {
    auto const found = std::find_if(sentences.begin(), sentences.end(),
                                    [&why](auto const& row) { return row.first == why.reason; });
    if (found != sentences.end()) return found->second;
    return std::string{domain::name_of(why.reason)};
}

}  // namespace quittance::app
