// The members of what is stored, by name. A name here is a name in every store: add, never rename or remove.
#pragma once
#include <boost/describe.hpp>
#include <boost/mp11.hpp>
#include <boost/pfr/tuple_size.hpp>

#include "quittance/domain/event.hpp"
#include "quittance/records/documents.hpp"

namespace quittance::domain {

BOOST_DESCRIBE_ENUM(session_status, unknown, open, complete, expired)
BOOST_DESCRIBE_ENUM(payment_status, unknown, unpaid, paid, no_payment_required)
BOOST_DESCRIBE_ENUM(intent_status, unknown, requires_payment_method, requires_confirmation, requires_action,
                    processing, requires_capture, succeeded, canceled)
BOOST_DESCRIBE_ENUM(refund_status, unknown, pending, requires_action, succeeded, failed, canceled)
BOOST_DESCRIBE_ENUM(dispute_status, unknown, warning_needs_response, warning_under_review, warning_closed,
                    needs_response, under_review, won, lost, prevented, appeal_needs_response,
                    appeal_under_review)
BOOST_DESCRIBE_ENUM(hand_kind, transfer, cash, cheque, voucher, other, credit)
BOOST_DESCRIBE_ENUM(origin, plain_link, signed_link, api)

BOOST_DESCRIBE_STRUCT(booking_identity, (), (source, offer, reference))
BOOST_DESCRIBE_STRUCT(tax_terms, (), (name, rate_ppm, included))
BOOST_DESCRIBE_ENUM(rhythm, none, weekly, fortnightly, monthly, every_days, dates, from_service, milestones)
BOOST_DESCRIBE_STRUCT(plan_terms, (),
                      (every, days, count, deposit, deposit_ppm, dates, offsets, milestones, retainer))
BOOST_DESCRIBE_STRUCT(credit_terms, (), (granted, valid_days, carry_over))
BOOST_DESCRIBE_STRUCT(cancellation_step, (), (hours_before, refund_ppm))
BOOST_DESCRIBE_STRUCT(cancellation_terms, (), (steps, no_show_fee, no_show_free))
BOOST_DESCRIBE_STRUCT(late_fee_terms, (), (fixed, share_ppm, after_days))
BOOST_DESCRIBE_STRUCT(sale_terms, (),
                      (offer, title, description, price, tax, plan, credits, cancellation, late_fee,
                       hold_hours))
BOOST_DESCRIBE_STRUCT(contact, (), (name, email, locale, zone))
BOOST_DESCRIBE_ENUM(fee_kind, late, no_show)
BOOST_DESCRIBE_STRUCT(fee_mark, (), (kind, item, delivery, day))
BOOST_DESCRIBE_STRUCT(item, (), (number, amount, due, milestone, fee))
BOOST_DESCRIBE_ENUM(attempt_outcome, waiting, unanswered, not_done, declined, taken)
BOOST_DESCRIBE_STRUCT(attempt, (), (number, method, at, outcome, code, charge))
BOOST_DESCRIBE_STRUCT(checkout, (),
                      (number, items, amount, ordered_at, expires_at, off_session, keeps_card, attempts,
                       closings, closing, close_again, session, url, status, payment, intent, intent_canceled,
                       dead, async_failed, declines, refusal, abandoned, absent))
BOOST_DESCRIBE_STRUCT(agreed_terms, (), (version, hash, note, at, text, reason, author))
BOOST_DESCRIBE_STRUCT(kept_method, (),
                      (customer, method, checkout, named, brand, last4, expires_year, expires_month, detached,
                       looked, renewed, told))
BOOST_DESCRIBE_STRUCT(card_page, (), (number, ordered_at, expires_at, session, url, status, refusal))
BOOST_DESCRIBE_STRUCT(collection_stop, (), (item, reason, at, method))
BOOST_DESCRIBE_STRUCT(consent, (), (text, hash, note, anchor))
BOOST_DESCRIBE_STRUCT(refund, (), (id, amount, status, at, order))
BOOST_DESCRIBE_STRUCT(dispute, (), (id, amount, status, withdrawn, reinstated, at))
BOOST_DESCRIBE_STRUCT(hand_correction, (), (id, amount, handed_back, reason, author, at, used_for))
BOOST_DESCRIBE_STRUCT(by_hand, (), (kind, reference, on, author, corrections))
BOOST_DESCRIBE_STRUCT(waiver, (), (item, amount, written_off, reason, author, id, at))
BOOST_DESCRIBE_STRUCT(delivery, (), (id, on, credits, no_show, taken_back, author, at))
BOOST_DESCRIBE_STRUCT(credit_change, (), (id, credits, on, until, reason, author, at))
BOOST_DESCRIBE_STRUCT(reservation, (), (id, on, credits, author, at))
BOOST_DESCRIBE_STRUCT(payment, (),
                      (intent, checkout, captured, at, charge, refunded_total, refunds, disputes, by_hand))
BOOST_DESCRIBE_STRUCT(refund_order, (),
                      (number, intent, amount, reopens, items, reason, author, id, at, refusal, abandoned))
BOOST_DESCRIBE_ENUM(letter_kind, receipt, plan_agreed, refund, notice_before_charge, reminder_before,
                    reminder_due, reminder_gentle, reminder_clear, reminder_final, charge_declined,
                    authentication_needed, card_expiring, agreement_changed, address_asked, address_confirm,
                    address_changed, payment_received, hold_expired)
BOOST_DESCRIBE_ENUM(letter_state, ordered, attempting, accepted, refused, uncertain, withdrawn, given_up,
                    bounced)
BOOST_DESCRIBE_STRUCT(letter_item, (), (booking, item, step, days))
BOOST_DESCRIBE_STRUCT(letter, (),
                      (number, kind, to, about, payment, amount, subject, at, state, begun, tries,
                       counts_when_sent, cc, reached, copy_of, keeps_since, keeps_former))
BOOST_DESCRIBE_STRUCT(told_before, (), (kind, step, letter, at, state, since, days, lowered))
BOOST_DESCRIBE_STRUCT(reminded, (),
                      (booking, item, kind, step, letter, at, state, since, days, lowered, former))
BOOST_DESCRIBE_STRUCT(rest, (), (reason, until, note, author, since))
BOOST_DESCRIBE_STRUCT(correspondence, (),
                      (letters, under_way, reminded, last_contact, resting, unreachable, cadence,
                       page_generation, bounced, complained, silent, refused_copies, last_note))
BOOST_DESCRIBE_STRUCT(handover, (), (number, reason, item, words, at, until, split, over, due))
BOOST_DESCRIBE_STRUCT(booking, (),
                      (id, identity, origin, terms, who, service_at, page_token, booked_at, hold_until, items,
                       checkouts, payments, closed_at, close_reason, moved_to, moved_from, acknowledged,
                       anchor, service, agreements, kept, stops, periods, refund_orders, waivers, deliveries,
                       handovers, card_pages, credit_changes, reservations, plan_moves))
BOOST_DESCRIBE_STRUCT(erasure, (), (at, author, former_head, entries))
BOOST_DESCRIBE_STRUCT(new_address, (), (number, address, asked_at, until))
BOOST_DESCRIBE_STRUCT(client, (),
                      (who, since, bookings, customer, customer_for, correspondence, further, erased,
                       address_asked, address_asks, asked_lately, customer_change))

BOOST_DESCRIBE_STRUCT(session_fact, (),
                      (session, checkout, status, payment, amount, intent, intent_state, url, expires_at, at,
                       customer, method))
BOOST_DESCRIBE_STRUCT(intent_fact, (),
                      (intent, checkout, status, amount, received, charge, decline_code, at, customer, method,
                       advice_code))
BOOST_DESCRIBE_STRUCT(charge_fact, (), (charge, intent, captured, amount, refunded, at))
BOOST_DESCRIBE_STRUCT(refund_fact, (), (refund, intent, charge, status, amount, at, order))
BOOST_DESCRIBE_STRUCT(dispute_fact, (),
                      (dispute, intent, charge, status, amount, funds_withdrawn, funds_reinstated, at))

BOOST_DESCRIBE_STRUCT(method_fact, (),
                      (method, customer, type, brand, last4, expires_year, expires_month, at))
BOOST_DESCRIBE_STRUCT(card_page_fact, (), (session, page, status, url, expires_at, at, customer, card))

BOOST_DESCRIBE_STRUCT(client_registered, (), (who, at))
BOOST_DESCRIBE_STRUCT(booked, (), (what))
BOOST_DESCRIBE_STRUCT(checkout_ordered, (), (booking, what))
BOOST_DESCRIBE_STRUCT(session_recorded, (), (booking, checkout, fact, async_failed))
BOOST_DESCRIBE_STRUCT(refusal_recorded, (), (booking, checkout, code))
BOOST_DESCRIBE_STRUCT(abandonment_recorded, (), (booking, checkout))
BOOST_DESCRIBE_STRUCT(absence_recorded, (), (booking, checkout))
BOOST_DESCRIBE_STRUCT(intent_recorded, (), (booking, checkout, fact))
BOOST_DESCRIBE_STRUCT(charge_recorded, (), (booking, fact))
BOOST_DESCRIBE_STRUCT(refund_recorded, (), (booking, fact))
BOOST_DESCRIBE_STRUCT(dispute_recorded, (), (booking, fact))
BOOST_DESCRIBE_STRUCT(booking_closed, (), (booking, reason, at, author, note))
BOOST_DESCRIBE_STRUCT(booking_moved, (), (from, to, identity, page_token, at))
BOOST_DESCRIBE_STRUCT(attention_acknowledged, (), (booking, attention))
BOOST_DESCRIBE_STRUCT(agreed, (), (booking, version, what, at, items))
BOOST_DESCRIBE_STRUCT(customer_ordered, (), (booking))
BOOST_DESCRIBE_STRUCT(customer_recorded, (), (booking, customer))
BOOST_DESCRIBE_STRUCT(attempt_ordered, (), (booking, checkout, what))
BOOST_DESCRIBE_STRUCT(attempt_recorded, (), (booking, checkout, attempt, outcome, code, charge))
BOOST_DESCRIBE_STRUCT(closing_ordered, (), (booking, checkout))
BOOST_DESCRIBE_STRUCT(closing_ended, (), (booking, checkout, again))
BOOST_DESCRIBE_STRUCT(collection_stopped, (), (booking, what))
BOOST_DESCRIBE_STRUCT(period_begun, (), (booking, what))
BOOST_DESCRIBE_STRUCT(refund_ordered, (), (booking, what))
BOOST_DESCRIBE_STRUCT(refund_refusal_recorded, (), (booking, order, code))
BOOST_DESCRIBE_STRUCT(refund_abandonment_recorded, (), (booking, order))
BOOST_DESCRIBE_STRUCT(taken_by_hand, (), (booking, intent, amount, what, at))
BOOST_DESCRIBE_STRUCT(corrected_by_hand, (), (booking, intent, what))
BOOST_DESCRIBE_STRUCT(waived, (), (booking, what))
BOOST_DESCRIBE_STRUCT(items_changed, (), (booking, items, reason, author, at, id))
BOOST_DESCRIBE_STRUCT(agreement_renewed, (), (booking, what))
BOOST_DESCRIBE_STRUCT(fee_added, (), (booking, what, at))
BOOST_DESCRIBE_STRUCT(service_moved, (), (booking, service_at, service, items, reason, author, at))
BOOST_DESCRIBE_STRUCT(delivered, (), (booking, what))
BOOST_DESCRIBE_STRUCT(delivery_taken_back, (), (booking, id, reason, author, at))
BOOST_DESCRIBE_STRUCT(credits_changed, (), (booking, what))
BOOST_DESCRIBE_STRUCT(credits_reserved, (), (booking, what))
BOOST_DESCRIBE_STRUCT(credits_released, (), (booking, id, reason, author, at))
BOOST_DESCRIBE_STRUCT(letter_ordered, (), (booking, what, settled))
BOOST_DESCRIBE_STRUCT(letter_begun, (), (booking, letter, at))
BOOST_DESCRIBE_STRUCT(letter_recorded, (),
                      (booking, letter, state, address_gone, reply, at, hash, reached, refused, told))
BOOST_DESCRIBE_STRUCT(letter_bounced, (), (booking, letter, stopped, status, at, copies))
BOOST_DESCRIBE_STRUCT(letter_unwanted, (), (booking, letter, at))
BOOST_DESCRIBE_STRUCT(contact_noted, (), (booking, note, author, at, id))
BOOST_DESCRIBE_STRUCT(reminders_rested, (), (booking, what))
BOOST_DESCRIBE_STRUCT(reminders_resumed, (), (booking, lowered, author, at))
BOOST_DESCRIBE_STRUCT(handed_over, (), (booking, what))
BOOST_DESCRIBE_STRUCT(cadence_chosen, (), (booking, name, author, at))
BOOST_DESCRIBE_STRUCT(page_link_renewed, (), (booking, author, at))
BOOST_DESCRIBE_STRUCT(reminders_begun_anew, (), (booking, items, at))
BOOST_DESCRIBE_STRUCT(contacts_named, (), (booking, addresses, author, at))
BOOST_DESCRIBE_STRUCT(address_asked, (), (booking, what))
BOOST_DESCRIBE_STRUCT(address_changed, (), (booking, former, address, at, customer_change))
BOOST_DESCRIBE_STRUCT(customer_change_recorded, (), (booking, change, code, at))
BOOST_DESCRIBE_STRUCT(person_erased, (), (what))
BOOST_DESCRIBE_STRUCT(card_page_ordered, (), (booking, what))
BOOST_DESCRIBE_STRUCT(card_page_recorded, (), (booking, page, fact))
BOOST_DESCRIBE_STRUCT(card_page_refusal_recorded, (), (booking, page, code))
BOOST_DESCRIBE_STRUCT(card_kept, (), (booking, what))
BOOST_DESCRIBE_STRUCT(card_described, (), (booking, what))
BOOST_DESCRIBE_STRUCT(card_looked, (), (booking, at))
BOOST_DESCRIBE_STRUCT(card_told, (), (booking, method, at))

}  // namespace quittance::domain

namespace quittance::records {

BOOST_DESCRIBE_STRUCT(effect_record, (),
                      (key, client, booking, checkout, kind, body, ordered_at, give_up_at, object, number))
BOOST_DESCRIBE_STRUCT(letter_record, (), (at, message_id, recipients, bytes))
BOOST_DESCRIBE_STRUCT(notice_record, (), (endpoint, id, client, booking, kind, body, ordered_at, tries))
BOOST_DESCRIBE_STRUCT(delivery_record, (), (notice, state, status, reason, at, next))

// The name an event is stored under.
template <class Event>
inline constexpr char const* event_name = nullptr;
template <>
inline constexpr char const* event_name<domain::client_registered> = "client_registered";
template <>
inline constexpr char const* event_name<domain::booked> = "booked";
template <>
inline constexpr char const* event_name<domain::checkout_ordered> = "checkout_ordered";
template <>
inline constexpr char const* event_name<domain::session_recorded> = "session_recorded";
template <>
inline constexpr char const* event_name<domain::refusal_recorded> = "refusal_recorded";
template <>
inline constexpr char const* event_name<domain::abandonment_recorded> = "abandonment_recorded";
template <>
inline constexpr char const* event_name<domain::absence_recorded> = "absence_recorded";
template <>
inline constexpr char const* event_name<domain::intent_recorded> = "intent_recorded";
template <>
inline constexpr char const* event_name<domain::charge_recorded> = "charge_recorded";
template <>
inline constexpr char const* event_name<domain::refund_recorded> = "refund_recorded";
template <>
inline constexpr char const* event_name<domain::dispute_recorded> = "dispute_recorded";
template <>
inline constexpr char const* event_name<domain::booking_closed> = "booking_closed";
template <>
inline constexpr char const* event_name<domain::booking_moved> = "booking_moved";
template <>
inline constexpr char const* event_name<domain::attention_acknowledged> = "attention_acknowledged";
template <>
inline constexpr char const* event_name<domain::agreed> = "agreed";
template <>
inline constexpr char const* event_name<domain::customer_ordered> = "customer_ordered";
template <>
inline constexpr char const* event_name<domain::customer_recorded> = "customer_recorded";
template <>
inline constexpr char const* event_name<domain::attempt_ordered> = "attempt_ordered";
template <>
inline constexpr char const* event_name<domain::attempt_recorded> = "attempt_recorded";
template <>
inline constexpr char const* event_name<domain::closing_ordered> = "closing_ordered";
template <>
inline constexpr char const* event_name<domain::closing_ended> = "closing_ended";
template <>
inline constexpr char const* event_name<domain::collection_stopped> = "collection_stopped";
template <>
inline constexpr char const* event_name<domain::period_begun> = "period_begun";
template <>
inline constexpr char const* event_name<domain::refund_ordered> = "refund_ordered";
template <>
inline constexpr char const* event_name<domain::refund_refusal_recorded> = "refund_refusal_recorded";
template <>
inline constexpr char const* event_name<domain::refund_abandonment_recorded> = "refund_abandonment_recorded";
template <>
inline constexpr char const* event_name<domain::taken_by_hand> = "taken_by_hand";
template <>
inline constexpr char const* event_name<domain::corrected_by_hand> = "corrected_by_hand";
template <>
inline constexpr char const* event_name<domain::waived> = "waived";
template <>
inline constexpr char const* event_name<domain::items_changed> = "items_changed";
template <>
inline constexpr char const* event_name<domain::agreement_renewed> = "agreement_renewed";
template <>
inline constexpr char const* event_name<domain::fee_added> = "fee_added";
template <>
inline constexpr char const* event_name<domain::service_moved> = "service_moved";
template <>
inline constexpr char const* event_name<domain::delivered> = "delivered";
template <>
inline constexpr char const* event_name<domain::credits_changed> = "credits_changed";
template <>
inline constexpr char const* event_name<domain::credits_reserved> = "credits_reserved";
template <>
inline constexpr char const* event_name<domain::credits_released> = "credits_released";
template <>
inline constexpr char const* event_name<domain::delivery_taken_back> = "delivery_taken_back";
template <>
inline constexpr char const* event_name<domain::letter_ordered> = "letter_ordered";
template <>
inline constexpr char const* event_name<domain::letter_begun> = "letter_begun";
template <>
inline constexpr char const* event_name<domain::letter_recorded> = "letter_recorded";
template <>
inline constexpr char const* event_name<domain::letter_bounced> = "letter_bounced";
template <>
inline constexpr char const* event_name<domain::letter_unwanted> = "letter_unwanted";
template <>
inline constexpr char const* event_name<domain::contact_noted> = "contact_noted";
template <>
inline constexpr char const* event_name<domain::reminders_rested> = "reminders_rested";
template <>
inline constexpr char const* event_name<domain::reminders_resumed> = "reminders_resumed";
template <>
inline constexpr char const* event_name<domain::handed_over> = "handed_over";
template <>
inline constexpr char const* event_name<domain::cadence_chosen> = "cadence_chosen";
template <>
inline constexpr char const* event_name<domain::page_link_renewed> = "page_link_renewed";
template <>
inline constexpr char const* event_name<domain::reminders_begun_anew> = "reminders_begun_anew";
template <>
inline constexpr char const* event_name<domain::contacts_named> = "contacts_named";
template <>
inline constexpr char const* event_name<domain::address_asked> = "address_asked";
template <>
inline constexpr char const* event_name<domain::address_changed> = "address_changed";
template <>
inline constexpr char const* event_name<domain::customer_change_recorded> = "customer_change_recorded";
template <>
inline constexpr char const* event_name<domain::person_erased> = "person_erased";
template <>
inline constexpr char const* event_name<domain::card_page_ordered> = "card_page_ordered";
template <>
inline constexpr char const* event_name<domain::card_page_recorded> = "card_page_recorded";
template <>
inline constexpr char const* event_name<domain::card_page_refusal_recorded> = "card_page_refusal_recorded";
template <>
inline constexpr char const* event_name<domain::card_kept> = "card_kept";
template <>
inline constexpr char const* event_name<domain::card_described> = "card_described";
template <>
inline constexpr char const* event_name<domain::card_looked> = "card_looked";
template <>
inline constexpr char const* event_name<domain::card_told> = "card_told";

// Nothing is forgotten: a struct describes as many members as it has.
template <class T>
inline constexpr bool is_wholly_described =
    boost::pfr::tuple_size_v<T> ==
    boost::mp11::mp_size<boost::describe::describe_members<T, boost::describe::mod_public>>::value;

}  // namespace quittance::records
