// Every text of every event, by its description: it is of the person and goes, or it is named here and stays.
#include <doctest/doctest.h>

#include <set>

#include "filled.hpp"
#include "quittance/domain/erasure.hpp"
#include "quittance/records/ledger.hpp"

using namespace quittance;
using namespace quittance::records_test;

namespace {

// "booked what.terms.title" for each text that still says it.
template <class Event>
void add_what_stays(std::set<std::string>& stays) {
    Event made;
    fill(made);
    domain::event said = made;
    domain::erase_person(said, {});
    add_texts_left(stays, records::event_name<Event>, said);
}

template <class... Events>
std::set<std::string> what_stays(std::variant<Events...> const*) {
    std::set<std::string> stays;
    (add_what_stays<Events>(stays), ...);
    return stays;
}

}  // namespace

// Codes, names of the business's own people, references and ids, cadences, zone and language; what was sold
// and agreed, from which only the person's own name and address go.
TEST_CASE("every text of every event is of the person and goes, or is on the list of what stays") {
    std::set<std::string> const stays = what_stays(static_cast<domain::event const*>(nullptr));
    std::set<std::string> const expected{
        "agreed items 1.fee.delivery",
        "agreed items 1.milestone",
        "agreed what.hash",
        "agreed what.note",
        "agreed what.text",
        "agreement_renewed what.author",
        "agreement_renewed what.hash",
        "agreement_renewed what.note",
        "agreement_renewed what.text",
        "attempt_ordered what.code",
        "attempt_recorded code",
        "attention_acknowledged attention",
        "booked what.acknowledged 1",
        "booked what.agreements 1.author",
        "booked what.agreements 1.hash",
        "booked what.agreements 1.note",
        "booked what.agreements 1.text",
        "booked what.card_pages 1.refusal",
        "booked what.checkouts 1.attempts 1.code",
        "booked what.checkouts 1.declines 1",
        "booked what.checkouts 1.refusal",
        "booked what.close_reason",
        "booked what.credit_changes 1.author",
        "booked what.credit_changes 1.id",
        "booked what.deliveries 1.author",
        "booked what.deliveries 1.id",
        "booked what.handovers 1.reason",
        "booked what.identity.reference",
        "booked what.identity.source",
        "booked what.items 1.fee.delivery",
        "booked what.items 1.milestone",
        "booked what.payments 1.by_hand.author",
        "booked what.payments 1.by_hand.corrections 1.author",
        "booked what.payments 1.by_hand.corrections 1.id",
        "booked what.payments 1.by_hand.reference",
        "booked what.plan_moves 1",
        "booked what.refund_orders 1.author",
        "booked what.refund_orders 1.id",
        "booked what.refund_orders 1.refusal",
        "booked what.reservations 1.author",
        "booked what.reservations 1.id",
        "booked what.service_at",
        "booked what.stops 1.reason",
        "booked what.terms.description",
        "booked what.terms.plan.milestones 1",
        "booked what.terms.tax.name",
        "booked what.terms.title",
        "booked what.waivers 1.author",
        "booked what.waivers 1.id",
        "booked what.who.locale",
        "booked what.who.zone",
        "booking_closed author",
        "booking_closed reason",
        "booking_moved identity.reference",
        "booking_moved identity.source",
        "cadence_chosen author",
        "cadence_chosen name",
        "card_page_ordered what.refusal",
        "card_page_recorded fact.card.type",
        "card_page_refusal_recorded code",
        "checkout_ordered what.attempts 1.code",
        "checkout_ordered what.declines 1",
        "checkout_ordered what.refusal",
        "client_registered who.locale",
        "client_registered who.zone",
        "collection_stopped what.reason",
        "contact_noted author",
        "contact_noted id",
        "contacts_named author",
        "corrected_by_hand what.author",
        "corrected_by_hand what.id",
        "credits_changed what.author",
        "credits_changed what.id",
        "credits_released author",
        "credits_released id",
        "credits_reserved what.author",
        "credits_reserved what.id",
        "customer_change_recorded code",
        "delivered what.author",
        "delivered what.id",
        "delivery_taken_back author",
        "delivery_taken_back id",
        "fee_added what.fee.delivery",
        "fee_added what.milestone",
        "handed_over what.reason",
        "intent_recorded fact.advice_code",
        "intent_recorded fact.decline_code",
        "items_changed author",
        "items_changed id",
        "items_changed items 1.fee.delivery",
        "items_changed items 1.milestone",
        "letter_bounced status",
        "letter_ordered what.subject",
        "letter_recorded hash",
        "page_link_renewed author",
        "period_begun what.fee.delivery",
        "period_begun what.milestone",
        "person_erased what.author",
        "person_erased what.former_head",
        "refund_ordered what.author",
        "refund_ordered what.id",
        "refund_ordered what.refusal",
        "refund_refusal_recorded code",
        "refusal_recorded code",
        "reminders_rested what.author",
        "reminders_rested what.reason",
        "reminders_resumed author",
        "service_moved author",
        "service_moved items 1.fee.delivery",
        "service_moved items 1.milestone",
        "service_moved service_at",
        "taken_by_hand what.author",
        "taken_by_hand what.corrections 1.author",
        "taken_by_hand what.corrections 1.id",
        "taken_by_hand what.reference",
        "waived what.author",
        "waived what.id",
    };
    for (auto const& one : stays) {
        CAPTURE(one);
        CHECK(expected.contains(one));
    }
    for (auto const& one : expected) {
        CAPTURE(one);
        CHECK(stays.contains(one));
    }
}
