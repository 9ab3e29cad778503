// A card processor that answers at once, keeps nothing that is over, and takes every card: what is measured
// beside it is ours. Its ids and addresses are as long as the real one's, because they are stored.
#pragma once
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "quittance/base/clock.hpp"
#include "quittance/engine/processor.hpp"
#include "quittance/engine/webhook.hpp"

namespace quittance::bench {

using engine::awaitable;

class instant_processor final : public engine::processor {
public:
    explicit instant_processor(clock const& time) : time_(time) {}

    std::size_t charges = 0;  // confirmed without the payer
    // The page of this booking is paid: the webhooks that tell so.
    std::vector<engine::webhook_event> pay(domain::booking_id const& booking);
    // The webhooks of the charges made since this was asked last.
    std::vector<engine::webhook_event> take_webhooks() { return std::exchange(told_, {}); }

    std::string checkout_body(domain::create_checkout const& order,
                              engine::route const& whose) const override;
    std::string customer_body(domain::create_customer const& order,
                              engine::route const& whose) const override;
    std::string customer_change_body(domain::change_customer const& order) const override;
    std::string intent_body(domain::create_intent const& order, engine::route const& whose) const override;
    std::string confirm_body(domain::confirm_intent const& order) const override;
    std::string refund_body(domain::create_refund const& order, engine::route const& whose) const override;
    std::string card_page_body(domain::create_card_page const& order,
                               engine::route const& whose) const override;
    awaitable<engine::processor_result<engine::routed_card_page>> read_setup(std::string setup) override;
    awaitable<engine::processor_result<engine::route>> read_customer(domain::customer_id customer) override;

    awaitable<engine::processor_result<engine::routed_session>> create_checkout(engine::effect_key key,
                                                                                std::string body) override;
    awaitable<engine::processor_result<engine::routed_session>> expire_session(
        engine::effect_key key, domain::session_id session) override;
    awaitable<engine::processor_result<domain::customer_fact>> create_customer(engine::effect_key key,
                                                                               std::string body) override;
    awaitable<engine::processor_result<domain::customer_fact>> change_customer(engine::effect_key key,
                                                                               domain::customer_id customer,
                                                                               std::string body) override;
    awaitable<engine::processor_result<engine::routed_intent>> create_intent(engine::effect_key key,
                                                                             std::string body) override;
    awaitable<engine::processor_result<engine::routed_intent>> confirm_intent(engine::effect_key key,
                                                                              domain::intent_id intent,
                                                                              std::string body) override;
    awaitable<engine::processor_result<engine::routed_intent>> cancel_intent(
        engine::effect_key key, domain::intent_id intent) override;
    awaitable<engine::processor_result<domain::refund_fact>> create_refund(engine::effect_key key,
                                                                           std::string body) override;
    awaitable<engine::processor_result<engine::routed_session>> read_session(
        domain::session_id session) override;
    awaitable<engine::processor_result<engine::routed_intent>> read_intent(domain::intent_id intent) override;
    awaitable<engine::processor_result<domain::method_fact>> read_method(domain::method_id method) override;
    awaitable<engine::processor_result<domain::refund_fact>> read_refund(domain::refund_id refund) override;
    awaitable<engine::processor_result<domain::charge_fact>> read_charge(domain::charge_id charge) override;
    awaitable<engine::processor_result<domain::dispute_fact>> read_dispute(
        domain::dispute_id dispute) override;
    awaitable<engine::processor_result<std::vector<engine::routed_session>>> list_sessions(
        instant from, instant to) override;
    awaitable<engine::processor_result<std::vector<engine::routed_intent>>> list_intents(instant from,
                                                                                         instant to) override;
    awaitable<engine::processor_result<std::vector<engine::event_pointer>>> list_events(
        std::string after, instant from, std::size_t most, engine::event_bodies bodies) override;
    awaitable<engine::processor_result<engine::processor_account>> read_account() override;

private:
    std::string fresh(std::string_view prefix, std::size_t length);
    engine::webhook_event event_about(engine::routed_intent const& paid, std::string type,
                                      engine::report what);
    void tell_paid(std::vector<engine::webhook_event>& to, engine::routed_intent const& paid);

    clock const& time_;
    std::uint64_t so_far_ = 0;
    std::unordered_map<std::string, engine::routed_session> open_;   // by booking
    std::unordered_map<std::string, engine::routed_intent> unpaid_;  // by intent
    std::unordered_map<std::string, domain::method_fact> cards_;     // by method
    std::vector<engine::webhook_event> told_;
};

}  // namespace quittance::bench
