// What each event says of the person, and how it is taken out. There is no case for "all others": an event
// that is added has to be decided about.
#include <algorithm>
#include <concepts>

#include "quittance/base/planted.hpp"
#include "quittance/domain/erasure.hpp"

namespace quittance::domain {
namespace {

bool belongs_to_a_word(char c) {
    auto const byte = static_cast<unsigned char>(c);
    return byte >= 0x80 || (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z') ||
           (byte >= 'A' && byte <= 'Z');
}

// "Ana" is not part of "Banana".
bool stands_alone(std::string const& text, std::size_t at, std::size_t length) {
    bool const before = at > 0 && belongs_to_a_word(text[at - 1]);
    bool const after = at + length < text.size() && belongs_to_a_word(text[at + length]);
    return !before && !after;
}

class eraser_of_words {
public:
    explicit eraser_of_words(std::vector<std::string> const& words) : words_(words) {}

    bool any() const { return any_; }

    void all_of(std::string& text) {
        if (text.empty() || text == erased_mark) return;
        text = erased_mark;
        any_ = true;
    }
    void all_of(std::vector<std::string>& texts) {
        for (auto& text : texts) all_of(text);
    }
    // What it is for stays; only the person goes.
    void named_in(std::string& text) {
        for (auto const& word : words_) {
            for (auto at = text.find(word); at != std::string::npos;) {
                bool const is_one = stands_alone(text, at, word.size());
                if (is_one) text.replace(at, word.size(), erased_mark);
                any_ = any_ || is_one;
                at = text.find(word, at + (is_one ? erased_mark.size() : 1));
            }
        }
    }
    void forget(std::string& text) {
        any_ = any_ || !text.empty();
        text.clear();
    }

private:
    std::vector<std::string> const& words_;
    bool any_ = false;
};

using eraser = eraser_of_words;

// Zone and language stay: dates were counted and agreements written by them.
void erase(eraser& out, contact& who) {
    out.all_of(who.name);
    out.all_of(who.email);
}

void erase(eraser& out, kept_method& card) {
    out.forget(card.brand);
    out.forget(card.last4);
    card.expires_year = 0;
    card.expires_month = 0;
}

void erase(eraser& out, method_fact& card) {
    out.forget(card.brand);
    out.forget(card.last4);
    card.expires_year = 0;
    card.expires_month = 0;
}

void erase(eraser& out, hand_correction& what) { out.all_of(what.reason); }

void erase(eraser& out, payment& what) {
    if (!what.by_hand) return;
    for (auto& one : what.by_hand->corrections) erase(out, one);
}

void erase(eraser& out, agreed_terms& what) {
    out.named_in(what.note);
    out.named_in(what.text);
    out.all_of(what.reason);
}

void erase(eraser& out, booking& what) {
    if (!planted(bug::name_stays)) erase(out, what.who);
    out.named_in(what.terms.title);
    out.named_in(what.terms.description);
    out.named_in(what.service_at);
    out.forget(what.page_token);
    for (auto& one : what.payments) erase(out, one);
    for (auto& one : what.checkouts) out.forget(one.url);
    for (auto& one : what.agreements) erase(out, one);
    for (auto& one : what.refund_orders) out.all_of(one.reason);
    for (auto& one : what.waivers) out.all_of(one.reason);
    for (auto& one : what.handovers) out.all_of(one.words);
    for (auto& one : what.credit_changes) out.all_of(one.reason);
    for (auto& one : what.card_pages) out.forget(one.url);
    if (what.kept) erase(out, *what.kept);
}

void erase(eraser& out, client_registered& e) { erase(out, e.who); }
void erase(eraser& out, booked& e) { erase(out, e.what); }
void erase(eraser& out, checkout_ordered& e) { out.forget(e.what.url); }
void erase(eraser& out, session_recorded& e) { out.forget(e.fact.url); }
void erase(eraser& out, booking_closed& e) { out.all_of(e.note); }
void erase(eraser& out, booking_moved& e) { out.forget(e.page_token); }
void erase(eraser& out, agreed& e) {
    out.named_in(e.what.note);
    out.named_in(e.what.text);
}
void erase(eraser& out, agreement_renewed& e) { erase(out, e.what); }
void erase(eraser& out, refund_ordered& e) { out.all_of(e.what.reason); }
void erase(eraser& out, taken_by_hand& e) {
    for (auto& one : e.what.corrections) erase(out, one);
}
void erase(eraser& out, corrected_by_hand& e) { erase(out, e.what); }
void erase(eraser& out, waived& e) { out.all_of(e.what.reason); }
void erase(eraser& out, items_changed& e) { out.all_of(e.reason); }
void erase(eraser& out, service_moved& e) {
    out.named_in(e.service_at);
    out.all_of(e.reason);
}
void erase(eraser& out, delivery_taken_back& e) { out.all_of(e.reason); }
void erase(eraser& out, credits_changed& e) { out.all_of(e.what.reason); }
void erase(eraser& out, credits_released& e) { out.all_of(e.reason); }
void erase(eraser& out, letter_ordered& e) {
    out.all_of(e.what.to);
    out.all_of(e.what.cc);
    out.all_of(e.what.reached);
}
void erase(eraser& out, letter_recorded& e) {
    out.all_of(e.reply);
    out.all_of(e.reached);
    out.all_of(e.refused);
}
void erase(eraser& out, letter_bounced& e) {
    out.all_of(e.stopped);
    out.all_of(e.copies);
}
void erase(eraser& out, contact_noted& e) { out.all_of(e.note); }
void erase(eraser& out, reminders_rested& e) { out.all_of(e.what.note); }
void erase(eraser& out, handed_over& e) { out.all_of(e.what.words); }
void erase(eraser& out, contacts_named& e) { out.all_of(e.addresses); }
void erase(eraser& out, address_asked& e) { out.all_of(e.what.address); }
void erase(eraser& out, address_changed& e) {
    out.all_of(e.former);
    out.all_of(e.address);
}
void erase(eraser& out, card_page_ordered& e) { out.forget(e.what.url); }
void erase(eraser& out, card_page_recorded& e) {
    out.forget(e.fact.url);
    if (e.fact.card) erase(out, *e.fact.card);
}
void erase(eraser& out, card_kept& e) { erase(out, e.what); }
void erase(eraser& out, card_described& e) { erase(out, e.what); }

template <class Event, class... Some>
concept one_of = (std::same_as<Event, Some> || ...);

// Codes, numbers, the processor's ids, the business's own people.
template <one_of<refusal_recorded, abandonment_recorded, absence_recorded, intent_recorded, charge_recorded,
                 refund_recorded, dispute_recorded, attention_acknowledged, customer_ordered,
                 customer_recorded, attempt_ordered, attempt_recorded, closing_ordered, closing_ended,
                 collection_stopped, period_begun, refund_refusal_recorded, refund_abandonment_recorded,
                 delivered, letter_begun, letter_unwanted, reminders_resumed, cadence_chosen,
                 page_link_renewed, card_page_refusal_recorded, card_looked, card_told, reminders_begun_anew,
                 person_erased, fee_added, customer_change_recorded, credits_reserved>
              Event>
void erase(eraser&, Event&) {}

void add(std::vector<std::string>& words, std::string const& word) {
    constexpr std::size_t shortest = 3;  // an initial stands in too many texts
    bool const known = std::find(words.begin(), words.end(), word) != words.end();
    if (word.size() >= shortest && word != erased_mark && !known) words.push_back(word);
}

void add(std::vector<std::string>& words, contact const& who) {
    add(words, who.name);
    add(words, who.email);
}

}  // namespace

void add_person_words(std::vector<std::string>& words, event const& said) {
    if (auto const* const e = std::get_if<client_registered>(&said)) add(words, e->who);
    if (auto const* const e = std::get_if<booked>(&said)) add(words, e->what.who);
    if (auto const* const e = std::get_if<letter_ordered>(&said)) add(words, e->what.to);
    if (auto const* const e = std::get_if<address_asked>(&said)) add(words, e->what.address);
    if (auto const* const e = std::get_if<address_changed>(&said)) {
        add(words, e->former);
        add(words, e->address);
    }
    if (auto const* const e = std::get_if<contacts_named>(&said)) {
        for (auto const& address : e->addresses) add(words, address);
    }
}

bool erase_person(event& from, std::vector<std::string> const& words) {
    eraser out{words};
    std::visit([&out](auto& e) { erase(out, e); }, from);
    return out.any();
}

}  // namespace quittance::domain
