// What of the record its client is handed: every kind of event, every text of it, and the file as a whole.
#include "quittance/records/disclosure.hpp"

#include <doctest/doctest.h>

#include "filled.hpp"
#include "quittance/domain/decide.hpp"
#include "quittance/domain/disclosure.hpp"

using namespace quittance;
using namespace quittance::records_test;

namespace {

struct told {
    std::set<std::string> not_told;  // kinds
    std::set<std::string> held_back;
    std::set<std::string> gone;  // texts that are neither told nor said to be held back
};

std::set<std::string> texts_of(domain::event const& said, std::string const& name) {
    std::set<std::string> all;
    add_texts_left(all, name, said);
    return all;
}

template <class Event>
void add(told& all) {
    Event made;
    fill(made);
    std::string const name = records::event_name<Event>;
    domain::event const before = made;
    domain::event after = made;
    if (!domain::keep_for_client(after)) {
        all.not_told.insert(name);
        return;
    }
    auto const text = records::text_of(after);
    auto const left = texts_of(after, name);
    for (auto const& one : texts_of(before, name)) {
        if (left.contains(one)) continue;
        auto const line = "  " + one.substr(name.size() + 1) + ": ";
        (text.find(line) == std::string::npos ? all.gone : all.held_back).insert(one);
    }
}

template <class... Events>
told told_of(std::variant<Events...> const*) {
    told all;
    (add<Events>(all), ...);
    return all;
}

instant const noon = *parse_rfc3339("2026-11-22T12:00:00Z");

// A client of whom a note was made, who said something and was written to.
records::disclosure a_record() {
    records::disclosure made;
    made.business = "Ana's Studio";
    made.contact = "ana@studio.example";
    made.now = noon;
    made.account.id = domain::client_id{"client-1"};
    domain::booking what;
    what.id = domain::booking_id{"b1"};
    what.page_token = "secret-page";
    what.terms.title = "Course \"A\"";
    what.terms.price = domain::money::minor(12'000, *domain::currency::parse("EUR"));
    what.items = {{1, what.terms.price, *parse_iso_date("2026-12-01"), ""}};
    domain::handover said;
    said.reason = "question";
    said.words = "two sessions, not three";
    std::vector<domain::event> const events{
        domain::client_registered{{"Zoe", "zoe@example.org", "en", ""}, noon}, domain::booked{what},
        domain::contact_noted{what.id, "hard to reach", "Marta", noon}, domain::handed_over{what.id, said},
        domain::attention_acknowledged{what.id, "question-1"}};
    for (auto const& e : events) domain::evolve(made.account, e);
    made.record.push_back({noon, events});
    made.letters.push_back({1, noon, "Your receipt", "Hello Zoe,\n", "abc"});
    return made;
}

bool says(std::string const& text, std::string_view part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("every kind of event is told to its client, or is on the list of what is only ours") {
    auto const all = told_of(static_cast<domain::event const*>(nullptr));
    std::set<std::string> const ours{"absence_recorded",
                                     "abandonment_recorded",
                                     "attention_acknowledged",
                                     "card_looked",
                                     "card_page_refusal_recorded",
                                     "card_told",
                                     "closing_ended",
                                     "closing_ordered",
                                     "customer_change_recorded",
                                     "customer_ordered",
                                     "letter_begun",
                                     "refund_abandonment_recorded",
                                     "refusal_recorded"};
    CHECK(all.not_told == ours);
}

TEST_CASE("of what is told, only these texts are held back under a mark, and only these are left out") {
    auto const all = told_of(static_cast<domain::event const*>(nullptr));
    std::set<std::string> const held_back{"agreement_renewed what.author",
                                          "agreement_renewed what.reason",
                                          "booked what.agreements 1.author",
                                          "booked what.agreements 1.reason",
                                          "booked what.credit_changes 1.author",
                                          "booked what.credit_changes 1.reason",
                                          "booked what.deliveries 1.author",
                                          "booked what.payments 1.by_hand.author",
                                          "booked what.payments 1.by_hand.corrections 1.author",
                                          "booked what.payments 1.by_hand.corrections 1.reason",
                                          "booked what.refund_orders 1.author",
                                          "booked what.refund_orders 1.reason",
                                          "booked what.reservations 1.author",
                                          "booked what.waivers 1.author",
                                          "booked what.waivers 1.reason",
                                          "booking_closed author",
                                          "booking_closed note",
                                          "cadence_chosen author",
                                          "contact_noted author",
                                          "contact_noted note",
                                          "contacts_named addresses 1",
                                          "contacts_named author",
                                          "corrected_by_hand what.author",
                                          "corrected_by_hand what.reason",
                                          "credits_changed what.author",
                                          "credits_changed what.reason",
                                          "credits_released author",
                                          "credits_released reason",
                                          "credits_reserved what.author",
                                          "delivered what.author",
                                          "delivery_taken_back author",
                                          "delivery_taken_back reason",
                                          "items_changed author",
                                          "items_changed reason",
                                          "letter_bounced copies 1",
                                          "letter_ordered what.cc 1",
                                          "letter_ordered what.reached 1",
                                          "letter_recorded reached 1",
                                          "letter_recorded refused 1",
                                          "page_link_renewed author",
                                          "person_erased what.author",
                                          "refund_ordered what.author",
                                          "refund_ordered what.reason",
                                          "reminders_rested what.author",
                                          "reminders_rested what.note",
                                          "reminders_resumed author",
                                          "service_moved author",
                                          "service_moved reason",
                                          "taken_by_hand what.author",
                                          "taken_by_hand what.corrections 1.author",
                                          "taken_by_hand what.corrections 1.reason",
                                          "waived what.author",
                                          "waived what.reason"};
    std::set<std::string> const gone{"booked what.acknowledged 1",
                                     "booked what.card_pages 1.url",
                                     "booked what.checkouts 1.url",
                                     "booked what.credit_changes 1.id",
                                     "booked what.page_token",
                                     "booked what.payments 1.by_hand.corrections 1.id",
                                     "booked what.plan_moves 1",
                                     "booked what.refund_orders 1.id",
                                     "booked what.waivers 1.id",
                                     "booking_moved page_token",
                                     "card_page_ordered what.url",
                                     "card_page_recorded fact.url",
                                     "checkout_ordered what.url",
                                     "corrected_by_hand what.id",
                                     "credits_changed what.id",
                                     "items_changed id",
                                     "person_erased what.former_head",
                                     "refund_ordered what.id",
                                     "session_recorded fact.url",
                                     "taken_by_hand what.corrections 1.id",
                                     "waived what.id"};
    for (auto const& one : all.held_back) {
        CAPTURE(one);
        CHECK(held_back.contains(one));
    }
    for (auto const& one : held_back) {
        CAPTURE(one);
        CHECK(all.held_back.contains(one));
    }
    for (auto const& one : all.gone) {
        CAPTURE(one);
        CHECK(gone.contains(one));
    }
    for (auto const& one : gone) {
        CAPTURE(one);
        CHECK(all.gone.contains(one));
    }
}

TEST_CASE("what the client themselves said and decided is theirs, word for word") {
    domain::event moved = domain::items_changed{{}, {}, "asked for by the client", "client", noon};
    domain::event rested = domain::reminders_rested{{}, {"question", std::nullopt, "is it paid?", "", noon}};
    CHECK(domain::keep_for_client(moved));
    CHECK(domain::keep_for_client(rested));
    CHECK(std::get<domain::items_changed>(moved).reason == "asked for by the client");
    CHECK(std::get<domain::items_changed>(moved).author == "client");
    CHECK(std::get<domain::reminders_rested>(rested).what.note == "is it paid?");
}

TEST_CASE(
    "the file says who holds what: contact, bookings, letters, what was said; no note and no way into a "
    "page") {
    auto const text = records::disclosure_text(a_record());
    for (auto const* part :
         {"\"made_at\": \"2026-11-22T12:00:00.000Z\"", "\"ask_for_the_rest\": \"ana@studio.example\"",
          "zoe@example.org", "Course \\\"A\\\"", "120.00 EUR", "\"due\": \"2026-12-01\"",
          "two sessions, not three", "Hello Zoe,\\n", "\"what\": \"contact_noted\"", "[held back]"}) {
        CAPTURE(std::string{part});
        CHECK(says(text, part));
    }
    for (auto const* part : {"hard to reach", "Marta", "secret-page", "attention_acknowledged"}) {
        CAPTURE(std::string{part});
        CHECK_FALSE(says(text, part));
    }
}

TEST_CASE("what was left out is counted, and bytes that are no text do not break the file") {
    auto made = a_record();
    CHECK_FALSE(says(records::disclosure_text(made), "left_out"));
    made.entries_left_out = 7;
    made.letters.front().text = "caf\xE9";
    auto const text = records::disclosure_text(made);
    CHECK(says(text, "\"oldest_entries_left_out\": 7"));
    CHECK(says(text, "caf\xEF\xBF\xBD"));
}
