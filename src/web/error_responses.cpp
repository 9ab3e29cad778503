#include "error_responses.hpp"

#include "accept_language.hpp"
#include "quittance/engine/store.hpp"
#include "quittance/pages/terms.hpp"

namespace quittance::web {
namespace {

using domain::refusal_reason;

struct row {
    refusal_reason reason;
    unsigned status;
    char const* type;
    char const* title;
    char const* detail;
};

constexpr row refusals[] = {
    {refusal_reason::booking_unknown, 404, "booking-unknown", "There is no such booking.",
     "Check source, offer and reference."},
    {refusal_reason::booking_is_closed, 409, "booking-closed", "The booking is closed.",
     "Make a new booking under a new reference."},
    {refusal_reason::booking_has_moved, 409, "booking-moved", "The booking was moved to another reference.",
     "Use the new reference."},
    {refusal_reason::already_paid, 409, "already-paid", "The booking is already paid.",
     "Nothing is left to pay."},
    {refusal_reason::amount_not_positive, 422, "amount-not-positive", "The amount is zero or negative.",
     "Send more than zero, in minor units; a price alone may be zero."},
    {refusal_reason::currency_missing, 422, "currency-missing", "The amount has no currency.",
     "Send an ISO 4217 code."},
    {refusal_reason::reference_missing, 422, "reference-missing", "The booking has no reference.",
     "Send the booking page's reference."},
    {refusal_reason::terms_differ, 409, "terms-differ", "The reference is booked under other terms.",
     "Use a new reference, or the amount and currency it was booked with."},
    {refusal_reason::target_exists, 409, "target-exists", "The new reference is already booked.",
     "Choose a reference that is not booked."},
    {refusal_reason::attention_unknown, 404, "attention-unknown", "There is no such entry.",
     "Reload the list; it may be dealt with already."},
    {refusal_reason::money_unallocated, 409, "money-unallocated",
     "Money arrived for the booking that fits nothing agreed.",
     "A person of the business has to look at it first; it is on the attention list."},
    {refusal_reason::not_this_account, 409, "other-client", "The booking belongs to another client.",
     "Leave out `client`, or send the one the booking has."},
    {refusal_reason::agreement_missing, 409, "agreement-missing", "Nobody has agreed to the plan.",
     "Send the client to `url`, where they agree and pay."},
    {refusal_reason::plan_impossible, 422, "plan-impossible", "The plan's amounts or days cannot be.",
     "Send `service_at` where the plan counts from it; check that none of its days has passed."},
    {refusal_reason::author_missing, 422, "author-missing", "Nobody is named as who decided this.",
     "Send `author`."},
    {refusal_reason::payment_unknown, 404, "payment-unknown", "The booking has no such payment.",
     "Take one of the payments the booking shows."},
    {refusal_reason::item_unknown, 404, "item-unknown", "The booking has no such item.",
     "Take one of the items the booking shows."},
    {refusal_reason::amount_too_large, 409, "amount-too-large", "The amount is more than there is.",
     "Look at the booking for what is left, and ask for that or less."},
    {refusal_reason::reference_used, 409, "reference-used",
     "The same reference already stands for something else.",
     "Use a new reference, or send what was sent under it before."},
    {refusal_reason::reason_missing, 422, "reason-missing", "No reason is given.", "Send `reason`."},
    {refusal_reason::currency_differs, 422, "currency-differs",
     "The amount is in another currency than the booking.", "Send it in the booking's currency."},
    {refusal_reason::date_missing, 422, "date-missing", "A date is missing.", "Send it as YYYY-MM-DD."},
    {refusal_reason::paid_by_hand, 409, "paid-by-hand", "The processor never had this money.",
     "Hand it back yourself, and correct the payment."},
    {refusal_reason::sum_differs, 422, "sum-differs", "The parts are not the whole.",
     "Send parts whose sum is that of what they replace."},
    {refusal_reason::plan_differs, 409, "plan-differs", "The first open item is due on another day by now.",
     "Look at the booking's items, and send the day as `from`."},
    {refusal_reason::fee_is_whole, 422, "fee-is-whole", "A fee is not split.",
     "Move it to one other day, or waive it."},
    {refusal_reason::payment_under_way, 409, "payment-under-way", "Money is being taken this moment.",
     "Wait until the payment has come to its end, then send the same request again."},
    {refusal_reason::no_credit_left, 409, "no-credit-left", "No credit is left on that day.",
     "Look at the booking's credits: some may be kept for sessions to come."},
    {refusal_reason::letter_unknown, 404, "letter-unknown", "There is no such letter.",
     "Look at what was sent with `quittance show`."},
    {refusal_reason::address_unfit, 422, "address-unfit", "No mail can go to this address.",
     "Send plain addresses such as ana@example.org."},
    {refusal_reason::too_many_addresses, 422, "too-many-addresses", "These are too many addresses.",
     "Send at most three."},
    {refusal_reason::not_granted, 409, "not-granted", "This is more than can be granted without asking.",
     "A person decides; wait for their answer."},
    {refusal_reason::client_erased, 409, "client-erased", "The client was erased on request.",
     "Book without `client`: the person is a new client."},
    {refusal_reason::no_card_kept, 409, "no-card-kept", "Nothing is charged to a kept card.",
     "Only a plan that is still collected takes another card."},
    {refusal_reason::cadence_unknown, 422, "cadence-unknown", "No cadence has this name.",
     "Take one of those in reminders.toml, or none for the usual one."},
    {refusal_reason::asked_too_often, 429, "asked-too-often", "This was asked for too often lately.",
     "Try again a day later."},
    {refusal_reason::change_unknown, 404, "change-unknown", "Nobody waits for this confirmation.",
     "Ask for the address on the client's page again."},
    {refusal_reason::amount_too_small, 409, "amount-too-small", "A card cannot pay so little.",
     "Pay it together with something else, or in another way."},
    {refusal_reason::amount_not_in_steps, 422, "amount-not-in-steps",
     "The amount is finer than a card is charged in its currency.",
     "Round it: with three decimals the last one is 0; the ariary has none."},
    {refusal_reason::no_credits_sold, 409, "no-credits-sold", "The booking is of an offer without credits.",
     "Only offers that grant credits have any to change."},
    {refusal_reason::no_client_credit, 409, "no-client-credit", "The booking holds no credit of the client.",
     "Credit is money by hand that fits nothing agreed; look at the booking's sums."},
    {refusal_reason::came_as_credit, 409, "came-as-credit", "This came as credit of another booking.",
     "Say that it was handed back, or correct the payment of that booking: it is taken back here, too."},
    {refusal_reason::reservation_unknown, 404, "reservation-unknown", "No session to come has this id.",
     "Take one of the reservations the booking shows."},
    {refusal_reason::delivery_unknown, 404, "delivery-unknown", "The booking has no such delivery.",
     "Take one of the deliveries the booking shows."},
};

row const& row_of(refusal_reason reason) {
    for (auto const& one : refusals)
        if (one.reason == reason) return one;
    return refusals[0];
}

struct fault {
    unsigned status = 500;
    char const* event = "request_failed";
    std::string cause;  // for the log
    bool resting = false;
};

fault fault_of(std::exception_ptr thrown) {
    try {
        std::rethrow_exception(std::move(thrown));
    } catch (engine::store_quarantined const& closed) {
        return {503, "store_quarantined", closed.what(), true};
    } catch (engine::store_unavailable const& away) {
        return {503, "store_unavailable", away.what()};
    } catch (engine::unavailable const& away) {
        return {503, "outside_unavailable", away.what()};
    } catch (std::exception const& other) {
        return {500, "request_failed", other.what()};
    } catch (...) {
        return {500, "request_failed", "not a standard exception"};
    }
}

fault logged_fault(http::request const& asked, std::exception_ptr thrown, log& journal) {
    auto found = fault_of(std::move(thrown));
    // The path of a return page or a link is a secret: the request id finds the access line instead.
    journal.error(found.event, {{"request", asked.request_id}, {"cause", found.cause}});
    return found;
}

bool below(http::request const& asked, std::string_view root) { return asked.path.starts_with(root); }

http::response resting_reply(http::request const& asked, public_options const& options) {
    if (below(asked, "/webhooks/")) return text_reply(503, "Try again later.\n");
    if (below(asked, "/v1/"))
        return problem_reply({503,
                              "store-quarantined",
                              "Payments rest: the store of bookings was put back or exchanged.",
                              "Nothing was done. Send the same request again once the operator has looked "
                              "through it; /healthz of the gateway says what is to be done.",
                              {}});
    return page_reply(503, pages::payments_rest(as_read_by(options.business, asked)), options);
}

http::response fault_reply(http::request const& asked, unsigned status, public_options const& options) {
    auto const away = status == 503;
    if (below(asked, "/webhooks/"))
        return text_reply(status, away ? "Try again later.\n" : "Something went wrong.\n");
    if (below(asked, "/v1/"))
        return problem_reply(away ? problem{503,
                                            "store-unavailable",
                                            "The store cannot be used at the moment.",
                                            "Nothing was done. Send the same request again.",
                                            {}}
                                  : problem{500, "internal", "Something went wrong on our side.", "", {}});
    auto const who = as_read_by(options.business, asked);
    return page_reply(
        status, away ? pages::store_away(who) : pages::something_went_wrong(who, asked.request_id), options);
}

}  // namespace

problem problem_of(domain::refusal const& refused) {
    auto const& found = row_of(refused.reason);
    problem said{found.status, found.type, found.title, found.detail, {}};
    if (!refused.field.empty()) said.errors.push_back({refused.field, found.title});
    return said;
}

http::response refusal_page(domain::refusal const& refused, pages::purchase_view const& what,
                            pages::business const& who, public_options const& options) {
    switch (refused.reason) {
        case refusal_reason::already_paid: return page_reply(200, pages::already_paid(who, what), options);
        case refusal_reason::booking_is_closed:
        case refusal_reason::booking_has_moved:
            return page_reply(410, pages::booking_closed(who, what), options);
        case refusal_reason::plan_impossible:
            return page_reply(409, pages::plan_not_possible(who, what, pages::plan_obstacle::other), options);
        case refusal_reason::money_unallocated:
        case refusal_reason::amount_too_small:  // what came left it, and a person has it
            return page_reply(409, pages::person_looks(who, what), options);
        default: return page_reply(404, pages::booking_not_found(who), options);
    }
}

http::response thrown_reply(http::request const& asked, std::exception_ptr thrown,
                            public_options const& options, log& journal) {
    auto const found = logged_fault(asked, std::move(thrown), journal);
    auto reply = found.resting ? resting_reply(asked, options) : fault_reply(asked, found.status, options);
    if (found.status == 503) retry_after(reply, found.resting ? 300 : 5);
    return reply;
}

http::response thrown_desk_reply(http::request const& asked, std::exception_ptr thrown,
                                 admin_options const& options, log& journal) {
    auto const found = logged_fault(asked, std::move(thrown), journal);
    auto who = options.business;
    who.locale = "en-GB";  // as the rest of the desk
    auto reply = desk_reply(
        found.status,
        found.status == 503 ? pages::store_away(who) : pages::something_went_wrong(who, asked.request_id),
        options);
    if (found.status == 503) retry_after(reply, 5);
    return reply;
}

http::response unknown_address(http::request const& asked, public_options const& options) {
    if (below(asked, "/webhooks/")) return text_reply(404, "There is nothing at this address.\n");
    if (below(asked, "/v1/"))
        return problem_reply({404, "unknown-address", "There is nothing at this address.", "", {}});
    return page_reply(404, pages::booking_not_found(as_read_by(options.business, asked)), options);
}

}  // namespace quittance::web
