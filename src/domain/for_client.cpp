// What each event says that is its client's, and what is held back. There is no case for "all others": an
// event that is added has to be decided about.
#include <concepts>

#include "quittance/domain/disclosure.hpp"

namespace quittance::domain {
namespace {

constexpr std::string_view the_client = "client";

void hold_back(std::string& text) {
    if (!text.empty()) text = held_back_mark;
}
void hold_back(std::vector<std::string>& texts) {
    for (auto& text : texts) hold_back(text);
}
// Who of the business it was is nobody's but theirs.
void hold_back_author(std::string& author) {
    if (!author.empty() && author != the_client) author = business_mark;
}
// What the client said is theirs; what somebody else wrote down is not.
void hold_back_unless_theirs(std::string& words, std::string const& author) {
    if (author != the_client) hold_back(words);
}

void keep(agreed_terms& what) {
    hold_back_unless_theirs(what.reason, what.author);
    hold_back_author(what.author);
}
void keep(hand_correction& what) {
    hold_back(what.reason);
    hold_back_author(what.author);
    what.id.clear();
}
void keep(by_hand& what) {
    hold_back_author(what.author);
    for (auto& one : what.corrections) keep(one);
}
void keep(payment& what) {
    if (what.by_hand) keep(*what.by_hand);
}
void keep(refund_order& what) {
    hold_back(what.reason);
    hold_back_author(what.author);
    what.id.clear();
}
void keep(waiver& what) {
    hold_back(what.reason);
    hold_back_author(what.author);
    what.id.clear();
}
void keep(delivery& what) { hold_back_author(what.author); }
void keep(reservation& what) { hold_back_author(what.author); }
void keep(credit_change& what) {
    hold_back(what.reason);
    hold_back_author(what.author);
    what.id.clear();
}
void keep(letter& what) {
    hold_back(what.cc);
    hold_back(what.reached);
}
// Nobody but the client has none: what they wrote rests the reminders.
void keep(rest& what) {
    if (!what.author.empty()) hold_back(what.note);
    hold_back_author(what.author);
}

bool keep(client_registered&) { return true; }
bool keep(booked& e) {
    keep_for_client(e.what);
    return true;
}
bool keep(checkout_ordered& e) {
    e.what.url.clear();
    return true;
}
bool keep(session_recorded& e) {
    e.fact.url.clear();
    return true;
}
bool keep(booking_closed& e) {
    hold_back(e.note);
    hold_back_author(e.author);
    return true;
}
bool keep(booking_moved& e) {
    e.page_token.clear();
    return true;
}
bool keep(agreement_renewed& e) {
    keep(e.what);
    return true;
}
bool keep(refund_ordered& e) {
    keep(e.what);
    return true;
}
bool keep(taken_by_hand& e) {
    keep(e.what);
    return true;
}
bool keep(corrected_by_hand& e) {
    keep(e.what);
    return true;
}
bool keep(waived& e) {
    keep(e.what);
    return true;
}
bool keep(items_changed& e) {
    hold_back_unless_theirs(e.reason, e.author);
    hold_back_author(e.author);
    e.id.clear();
    return true;
}
bool keep(service_moved& e) {
    hold_back_unless_theirs(e.reason, e.author);
    hold_back_author(e.author);
    return true;
}
bool keep(delivered& e) {
    keep(e.what);
    return true;
}
bool keep(credits_changed& e) {
    keep(e.what);
    return true;
}
bool keep(credits_reserved& e) {
    keep(e.what);
    return true;
}
bool keep(credits_released& e) {
    hold_back(e.reason);
    hold_back_author(e.author);
    return true;
}
bool keep(delivery_taken_back& e) {
    hold_back(e.reason);
    hold_back_author(e.author);
    return true;
}
bool keep(letter_ordered& e) {
    keep(e.what);
    return true;
}
bool keep(letter_recorded& e) {
    hold_back(e.reached);
    hold_back(e.refused);
    return true;
}
bool keep(letter_bounced& e) {
    hold_back(e.copies);
    return true;
}
bool keep(contact_noted& e) {
    hold_back(e.note);
    hold_back_author(e.author);
    return true;
}
bool keep(reminders_rested& e) {
    keep(e.what);
    return true;
}
bool keep(reminders_resumed& e) {
    hold_back_author(e.author);
    return true;
}
bool keep(cadence_chosen& e) {
    hold_back_author(e.author);
    return true;
}
bool keep(page_link_renewed& e) {
    hold_back_author(e.author);
    return true;
}
bool keep(contacts_named& e) {
    hold_back(e.addresses);
    hold_back_author(e.author);
    return true;
}
bool keep(person_erased& e) {
    hold_back_author(e.what.author);
    e.what.former_head.clear();
    return true;
}
bool keep(card_page_ordered& e) {
    e.what.url.clear();
    return true;
}
bool keep(card_page_recorded& e) {
    e.fact.url.clear();
    return true;
}

template <class Event, class... Some>
concept any_of_these = (std::same_as<Event, Some> || ...);

// All of it is theirs: money and what became of it, their card, their own words, where letters go.
template <any_of_these<intent_recorded, charge_recorded, refund_recorded, dispute_recorded, agreed,
                       customer_recorded, attempt_ordered, attempt_recorded, collection_stopped, period_begun,
                       refund_refusal_recorded, letter_unwanted, handed_over, card_kept, card_described,
                       reminders_begun_anew, address_asked, address_changed, fee_added>
              Event>
bool keep(Event&) {
    return true;
}

// How the program asks the processor and the mail server again, and what the owner has looked at.
template <any_of_these<refusal_recorded, abandonment_recorded, absence_recorded, attention_acknowledged,
                       customer_ordered, customer_change_recorded, closing_ordered, closing_ended,
                       refund_abandonment_recorded, letter_begun, card_page_refusal_recorded, card_looked,
                       card_told>
              Event>
bool keep(Event&) {
    return false;
}

}  // namespace

bool keep_for_client(event& told) {
    return std::visit([](auto& e) { return keep(e); }, told);
}

void keep_for_client(booking& told) {
    told.page_token.clear();
    told.acknowledged.clear();
    told.plan_moves.clear();
    for (auto& one : told.checkouts) one.url.clear();
    for (auto& one : told.card_pages) one.url.clear();
    for (auto& one : told.payments) keep(one);
    for (auto& one : told.agreements) keep(one);
    for (auto& one : told.refund_orders) keep(one);
    for (auto& one : told.waivers) keep(one);
    for (auto& one : told.deliveries) keep(one);
    for (auto& one : told.credit_changes) keep(one);
    for (auto& one : told.reservations) keep(one);
}

void keep_for_client(client& told) {
    auto& record = told.correspondence;
    hold_back(told.further);
    hold_back(record.refused_copies);
    for (auto& one : record.under_way) keep(one);
    if (record.resting) keep(*record.resting);
    if (told.erased) hold_back_author(told.erased->author);
}

}  // namespace quittance::domain
