// Promises: the card processor in domain words. Three outcomes stay apart: it answered, it certainly did
// nothing, it is unknown whether it did. Only orders that were committed are sent, with the exact body that
// was committed. Refuses to judge: nothing here is retried beyond the retry rule, and no reply marks anything
// paid by itself.
#pragma once
#include <boost/asio/awaitable.hpp>
#include <functional>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "quittance/domain/effect.hpp"
#include "quittance/engine/store.hpp"

namespace quittance::engine {

struct processor_failure {
    enum class kind {
        refused,        // a final no (4xx): nothing was done, repeating is useless; `code` says why
        not_attempted,  // certainly nothing was done (no connection, 401, 409, 429): repeat later with the
                        // same key
        unknown,        // it may have been done: look it up, or repeat with the same key within 23 hours
        not_found,      // 404 of a read
    };
    kind what = kind::unknown;
    std::string code;     // the processor's error code, or ours ("no_answer", "malformed_reply")
    std::string message;  // for the operator; holds nothing personal
    friend bool operator==(processor_failure const&, processor_failure const&) = default;
};
[[noreturn]] void throw_exception_from_error(processor_failure const& error,
                                             boost::source_location const& where);

template <class T>
using processor_result = boost::system::result<T, processor_failure>;

// Whose object is it: our metadata (q_store, q_client, q_booking, q_checkout).
struct route {
    std::string store;
    domain::client_id client;
    domain::booking_id booking;
    int checkout = 0;
    bool empty() const { return client.empty(); }
    friend bool operator==(route const&, route const&) = default;
};

struct routed_session {
    route whose;
    domain::session_fact fact;
    // As the order gave them, for rebuilding what was lost; each may be empty.
    std::string reference = {};
    std::string return_address = {};
    std::string email = {};
    std::string agreement = {};                            // hash of the terms that were agreed to
    std::optional<domain::card_page_fact> card_page = {};  // it takes a card and no money: all of it
};
struct routed_card_page {
    route whose;
    domain::card_page_fact fact;
};
struct routed_intent {
    route whose;
    domain::intent_fact fact;
};

struct processor_account {
    std::string id;
    bool livemode = false;
    std::optional<milliseconds> skew;  // its Date minus our clock
};

// One entry of the event list: a pointer to an object, never a fact.
struct event_pointer {
    std::string event_id;
    std::string type;
    std::string object_id;
    std::string intent;  // of a charge, refund or dispute; may be empty
    route whose;         // from the object's metadata; may be empty
    instant created{};
    std::string body;  // the event as it was listed, for who has to park it
};
// Whole events are a few kilobytes each: who asks for very many leaves them there.
enum class event_bodies { keep, drop };

class processor {
public:
    processor() = default;
    processor(processor const&) = delete;
    processor& operator=(processor const&) = delete;
    virtual ~processor() = default;

    // Pure: the exact body an order will send; `whose` becomes metadata on everything that is made. A
    // refund's says our number of it (create_refund::order) instead of a checkout's.
    virtual std::string checkout_body(domain::create_checkout const& order, route const& whose) const = 0;
    virtual std::string customer_body(domain::create_customer const& order, route const& whose) const = 0;
    virtual std::string customer_change_body(domain::change_customer const& order) const = 0;
    virtual std::string intent_body(domain::create_intent const& order, route const& whose) const = 0;
    virtual std::string confirm_body(domain::confirm_intent const& order) const = 0;
    // Sent by create_checkout, too; `whose` without a checkout, the page's number goes by a name of its own.
    virtual std::string card_page_body(domain::create_card_page const& order, route const& whose) const = 0;
    virtual std::string refund_body(domain::create_refund const& order, route const& whose) const = 0;

    virtual awaitable<processor_result<routed_session>> create_checkout(effect_key key, std::string body) = 0;
    virtual awaitable<processor_result<routed_session>> expire_session(effect_key key,
                                                                       domain::session_id session) = 0;
    virtual awaitable<processor_result<domain::customer_fact>> create_customer(effect_key key,
                                                                               std::string body) = 0;
    virtual awaitable<processor_result<domain::customer_fact>> change_customer(effect_key key,
                                                                               domain::customer_id customer,
                                                                               std::string body) = 0;
    // Unconfirmed: it takes no money by itself.
    virtual awaitable<processor_result<routed_intent>> create_intent(effect_key key, std::string body) = 0;
    // A decline is an answer: requires_payment_method with its decline_code, and certainly no money taken.
    // Where the intent is past being confirmed (paid, cancelled, under way), what it is now is the answer.
    virtual awaitable<processor_result<routed_intent>> confirm_intent(effect_key key,
                                                                      domain::intent_id intent,
                                                                      std::string body) = 0;
    // Where it cannot be cancelled any more, what it is now is the answer: only `canceled` is a death.
    virtual awaitable<processor_result<routed_intent>> cancel_intent(effect_key key,
                                                                     domain::intent_id intent) = 0;
    virtual awaitable<processor_result<domain::refund_fact>> create_refund(effect_key key,
                                                                           std::string body) = 0;

    // Reads. The session is read with its intent inside; a paid intent's fact carries the time of its charge.
    virtual awaitable<processor_result<routed_session>> read_session(domain::session_id session) = 0;
    virtual awaitable<processor_result<routed_intent>> read_intent(domain::intent_id intent) = 0;
    virtual awaitable<processor_result<domain::method_fact>> read_method(domain::method_id method) = 0;
    // What came of naming a card, with the card inside; `setup`: the processor's id of it.
    virtual awaitable<processor_result<routed_card_page>> read_setup(std::string setup) = 0;
    // Whose customer it is: the way to an account for what is said of a card.
    virtual awaitable<processor_result<route>> read_customer(domain::customer_id customer) = 0;
    virtual awaitable<processor_result<domain::refund_fact>> read_refund(domain::refund_id refund) = 0;
    virtual awaitable<processor_result<domain::charge_fact>> read_charge(domain::charge_id charge) = 0;
    virtual awaitable<processor_result<domain::dispute_fact>> read_dispute(domain::dispute_id dispute) = 0;
    // All sessions created in [from, to], newest first; pages are followed to their end.
    virtual awaitable<processor_result<std::vector<routed_session>>> list_sessions(instant from,
                                                                                   instant to) = 0;
    // Likewise all intents, those of sessions among them.
    virtual awaitable<processor_result<std::vector<routed_intent>>> list_intents(instant from,
                                                                                 instant to) = 0;
    // Events newer than `after` (or since `from` when empty), oldest first, at most `most`.
    virtual awaitable<processor_result<std::vector<event_pointer>>> list_events(std::string after,
                                                                                instant from,
                                                                                std::size_t most,
                                                                                event_bodies bodies) = 0;
    virtual awaitable<processor_result<processor_account>> read_account() = 0;
};

}  // namespace quittance::engine
