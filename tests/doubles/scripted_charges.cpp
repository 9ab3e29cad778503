// The scripted processor's charges without the client, and the money it gives back.
#include <algorithm>
#include <sstream>

#include "doubles/scripted_processor.hpp"
#include "doubles/scripted_words.hpp"

namespace quittance::doubles {
namespace {

using domain::intent_status;
using kind = engine::processor_failure::kind;

std::string owner_words(engine::route const& whose) {
    std::ostringstream words;
    words << "store=" << whose.store << " client=" << whose.client.text()
          << " booking=" << whose.booking.text() << " checkout=" << whose.checkout;
    return words.str();
}

engine::route owner_in(std::string const& body) {
    return {word_after(body, "store="), domain::client_id{word_after(body, "client=")},
            domain::booking_id{word_after(body, "booking=")},
            static_cast<int>(number_after(body, "checkout="))};
}

bool may_be_paid(intent_status status) {
    return status == intent_status::requires_payment_method || status == intent_status::requires_confirmation;
}

engine::processor_failure refused(std::string code) { return {kind::refused, std::move(code), "scripted"}; }

}  // namespace

// --- What happens there

void scripted_processor::attach(domain::method_id const& method, domain::customer_id const& customer) {
    domain::method_fact card;
    card.method = method;
    card.customer = customer;
    card.type = "card";
    card.brand = "visa";
    card.last4 = "4242";
    card.expires_year = 2099;
    card.expires_month = 12;
    card.at = time_.now();
    methods_.insert_or_assign(method, std::move(card));
}

domain::method_id scripted_processor::keep_card(domain::customer_id const& customer) {
    domain::method_id const method{"pm_" + std::to_string(++so_far_)};
    attach(method, customer);
    return method;
}

void scripted_processor::detach(domain::method_id const& method) {
    former_[method] = methods_.at(method).customer;
    methods_.at(method).customer = {};
    tell("payment_method.detached", method.text(), {}, {});
}

void scripted_processor::succeed(engine::routed_intent& what) {
    ++charges;
    auto& fact = what.fact;
    fact.status = intent_status::succeeded;
    fact.received = fact.amount;
    fact.charge = domain::charge_id{"ch_of_" + fact.intent.text()};
    fact.decline_code.clear();
    fact.advice_code.clear();
    fact.at = time_.now();
    tell("payment_intent.succeeded", fact.intent.text(), fact.intent, what.whose);
}

void scripted_processor::fail(engine::routed_intent& what, std::string decline_code,
                              std::string advice_code) {
    auto& fact = what.fact;
    fact.status = intent_status::requires_payment_method;
    fact.charge = domain::charge_id{"ch_declined_" + std::to_string(++so_far_)};
    fact.decline_code = std::move(decline_code);
    fact.advice_code = std::move(advice_code);
    fact.at = time_.now();
    tell("payment_intent.payment_failed", fact.intent.text(), fact.intent, what.whose);
}

void scripted_processor::settle_intent(domain::intent_id const& which, std::string decline_code) {
    auto& what = intents_.at(which);
    if (what.fact.status != intent_status::processing) return;
    if (decline_code.empty()) {
        succeed(what);
    } else {
        fail(what, std::move(decline_code), {});
    }
}

engine::routed_intent scripted_processor::confirm(domain::intent_id const& which, std::string const& body) {
    auto& what = intents_.at(which);
    ++confirmations;
    what.fact.method = domain::method_id{word_after(body, "method=")};
    auto const card = cards[what.fact.method];
    if (card.delayed) {
        what.fact.status = intent_status::processing;
        what.fact.at = time_.now();
        tell("payment_intent.processing", which.text(), which, what.whose);
    } else if (card.decline_code.empty()) {
        succeed(what);
    } else {
        fail(what, card.decline_code, card.advice_code);
    }
    return what;
}

engine::processor_result<domain::refund_fact> scripted_processor::give_back(std::string const& body) {
    domain::intent_id const intent{word_after(body, "intent=")};
    auto const paid = intents_.find(intent);
    if (paid == intents_.end()) return refused("resource_missing");
    std::int64_t left = paid->second.fact.received.minor_units();
    for (auto const& [id, other] : refunds_) {
        bool const gone = other.status == domain::refund_status::failed ||
                          other.status == domain::refund_status::canceled || other.intent != intent;
        if (!gone) left -= other.amount.minor_units();
    }
    auto const amount = number_after(body, "amount=");
    if (left <= 0) return refused("charge_already_refunded");
    if (amount > left) return refused("http_400");  // it names no code
    domain::refund_fact made;
    made.refund = domain::refund_id{"re_" + std::to_string(++so_far_)};
    made.intent = intent;
    made.charge = paid->second.fact.charge;
    made.status = refunding;
    made.amount = euros(amount);
    made.at = time_.now();
    made.order = static_cast<int>(number_after(body, "refund="));
    refunds_.emplace(made.refund, made);
    tell("refund.created", made.refund.text(), intent, owner_in(body));
    return made;
}

// --- A look inside

std::vector<domain::intent_id> scripted_processor::intents() const {
    std::vector<domain::intent_id> all;
    all.reserve(made_.size());
    for (auto const& [id, created] : made_) all.push_back(id);
    return all;
}

std::vector<domain::intent_id> scripted_processor::open_intents() const {
    auto open = intents();
    std::erase_if(open, [this](domain::intent_id const& id) {
        auto const status = intents_.at(id).fact.status;
        return !may_be_paid(status) && status != intent_status::processing;
    });
    return open;
}

std::vector<domain::refund_fact> scripted_processor::refunds() const {
    std::vector<domain::refund_fact> all;
    all.reserve(refunds_.size());
    for (auto const& [id, fact] : refunds_) all.push_back(fact);
    return all;
}

// --- The port

std::string scripted_processor::customer_body(domain::create_customer const& order,
                                              engine::route const& whose) const {
    return "customer " + owner_words(whose) + " email=" + order.email;
}

std::string scripted_processor::customer_change_body(domain::change_customer const& order) const {
    return "change email=" + order.email;
}

std::string scripted_processor::intent_body(domain::create_intent const& order,
                                            engine::route const& whose) const {
    return "intent " + owner_words(whose) + " amount=" + std::to_string(order.amount.minor_units()) +
           " customer=" + order.customer.text() + " agreement=" + order.agreement_hash;
}

std::string scripted_processor::confirm_body(domain::confirm_intent const& order) const {
    return "confirm method=" + order.method.text() + " attempt=" + std::to_string(order.attempt);
}

std::string scripted_processor::refund_body(domain::create_refund const& order,
                                            engine::route const& whose) const {
    return "refund " + owner_words(whose) + " intent=" + order.intent.text() +
           " amount=" + std::to_string(order.amount.minor_units()) +
           " refund=" + std::to_string(order.order) + " reason=" + order.reason;
}

scripted_processor::answer scripted_processor::way_of(std::string_view kind_of_order) const {
    auto const found = answers_to.find(kind_of_order);
    return found == answers_to.end() ? ordering : found->second;
}

template <class Fact>
awaitable<engine::processor_result<Fact>> scripted_processor::carry_out(
    std::string name, engine::effect_key key, std::string body,
    std::function<engine::processor_result<Fact>()> act) {
    co_await turn();
    ++orders[name];
    auto const how = way_of(name);
    if (how == answer::refused) co_return failure(kind::refused);
    if (how == answer::not_attempted) co_return failure(kind::not_attempted);
    if (how == answer::unknown_not_applied) co_return failure(kind::unknown);
    auto const [place, fresh] = bodies_.try_emplace(key, body);
    if (place->second != body) {
        ++key_misuses;
        co_return engine::processor_failure{kind::refused, "idempotency_error", "another body"};
    }
    auto& kept = std::get<replies<Fact>>(replies_);
    if (fresh) kept.emplace(key, act());
    auto const reply = kept.at(key);
    co_await held_back(slow);
    co_await turn();
    if (how == answer::unknown_applied) co_return failure(kind::unknown);
    if (how == answer::saved_error) saved_errors_.insert(key);
    if (saved_errors_.contains(key)) co_return engine::processor_failure{kind::unknown, "http_500", "saved"};
    co_return reply;
}

awaitable<engine::processor_result<domain::customer_fact>> scripted_processor::create_customer(
    engine::effect_key key, std::string body) {
    return carry_out<domain::customer_fact>("create_customer", std::move(key), body, [this, body] {
        domain::customer_fact const made{domain::customer_id{"cus_" + std::to_string(++so_far_)},
                                         time_.now()};
        customers_.emplace(made.customer, made.at);
        owners_.emplace(made.customer, owner_in(body));
        return made;
    });
}

awaitable<engine::processor_result<domain::customer_fact>> scripted_processor::change_customer(
    engine::effect_key key, domain::customer_id customer, std::string body) {
    return carry_out<domain::customer_fact>(
        "change_customer", std::move(key), body,
        [this, customer, body]() -> engine::processor_result<domain::customer_fact> {
            auto const known = customers_.find(customer);
            if (known == customers_.end()) return refused("resource_missing");
            addresses.insert_or_assign(customer, word_after(body, "email="));
            return domain::customer_fact{customer, known->second};
        });
}

awaitable<engine::processor_result<engine::routed_intent>> scripted_processor::create_intent(
    engine::effect_key key, std::string body) {
    return carry_out<engine::routed_intent>("create_intent", std::move(key), body, [this, body] {
        engine::routed_intent made;
        made.whose = owner_in(body);
        made.fact.intent = domain::intent_id{"pi_" + std::to_string(++so_far_)};
        made.fact.checkout = made.whose.checkout;
        made.fact.status = intent_status::requires_payment_method;
        made.fact.amount = euros(number_after(body, "amount="));
        made.fact.received = euros(0);
        made.fact.customer = domain::customer_id{word_after(body, "customer=")};
        made.fact.at = time_.now();
        made_.emplace_back(made.fact.intent, made.fact.at);
        intents_.emplace(made.fact.intent, made);
        return made;
    });
}

awaitable<engine::processor_result<engine::routed_intent>> scripted_processor::confirm_intent(
    engine::effect_key key, domain::intent_id intent, std::string body) {
    auto act = [this, intent, body]() -> engine::processor_result<engine::routed_intent> {
        if (!intents_.contains(intent)) return refused("resource_missing");
        domain::method_id const method{word_after(body, "method=")};
        auto const card = methods_.find(method);
        auto const& what = intents_.at(intent).fact;
        if (!may_be_paid(what.status)) return intents_.at(intent);
        if (card == methods_.end()) return refused("resource_missing");
        bool const usable = !card->second.customer.empty() && card->second.customer == what.customer;
        if (!usable) return refused("http_400");  // detached, or another customer's: it names no code
        return confirm(intent, body);
    };
    return carry_out<engine::routed_intent>("confirm_intent", std::move(key), std::move(body),
                                            std::move(act));
}

awaitable<engine::processor_result<engine::routed_intent>> scripted_processor::cancel_intent(
    engine::effect_key key, domain::intent_id intent) {
    auto act = [this, intent]() -> engine::processor_result<engine::routed_intent> {
        if (!intents_.contains(intent)) return refused("resource_missing");
        auto& what = intents_.at(intent);
        if (!may_be_paid(what.fact.status)) return what;
        what.fact.status = intent_status::canceled;
        what.fact.at = time_.now();
        tell("payment_intent.canceled", intent.text(), intent, what.whose);
        return what;
    };
    return carry_out<engine::routed_intent>("cancel_intent", std::move(key), "cancel " + intent.text(),
                                            std::move(act));
}

awaitable<engine::processor_result<domain::refund_fact>> scripted_processor::create_refund(
    engine::effect_key key, std::string body) {
    return carry_out<domain::refund_fact>("create_refund", std::move(key), body,
                                          [this, body] { return give_back(body); });
}

awaitable<engine::processor_result<domain::method_fact>> scripted_processor::read_method(
    domain::method_id method) {
    co_await turn();
    if (auto why = read_trouble()) co_return *why;
    auto const found = methods_.find(method);
    if (found == methods_.end()) co_return failure(kind::not_found);
    co_return found->second;
}

awaitable<engine::processor_result<std::vector<engine::routed_intent>>> scripted_processor::list_intents(
    instant from, instant to) {
    co_await turn();
    ++lists;
    --reads;
    if (auto why = read_trouble()) co_return *why;
    std::vector<engine::routed_intent> listed;
    for (auto const& [id, created] : made_) {
        if (created >= from && created <= to) listed.push_back(intents_.at(id));
    }
    co_return std::vector<engine::routed_intent>(listed.rbegin(), listed.rend());
}

}  // namespace quittance::doubles
