// Stripe's objects as facts. `at` is the time the fact carries: the event's, or the object's own `created`
// when it was read. All throw `malformed`.
#pragma once
#include <optional>

#include "json.hpp"
#include "quittance/engine/processor.hpp"

namespace quittance::stripe {

instant time_of(std::int64_t seconds);  // throws outside the years 1970 to 9999

engine::route route_of(node const& object);

domain::session_fact session_of(node const& object, std::optional<instant> at);
domain::intent_fact intent_of(node const& object, std::optional<instant> at);
domain::charge_fact charge_of(node const& object, std::optional<instant> at);
domain::refund_fact refund_of(node const& object, std::optional<instant> at);
domain::dispute_fact dispute_of(node const& object, std::optional<instant> at);

// Why a charge was declined: the members of an error, or of an intent's last_payment_error.
struct refusal {
    std::string decline_code;
    std::string advice_code;
    domain::method_id method;
};
refusal refusal_of(node const& error);

// The same, checked by the object's own name.
engine::routed_session read_session(node const& object);
engine::routed_intent read_intent(node const& object);
// A setup intent, with its card inside.
engine::routed_card_page read_setup(node const& object);
engine::route read_owner(node const& customer);
// Of a session that takes a card and no money: what came of it; empty: nothing yet.
std::string setup_behind(node const& session);
domain::customer_fact read_customer(node const& object);
domain::method_fact read_method(node const& object);
domain::charge_fact read_charge(node const& object);
domain::refund_fact read_refund(node const& object);
domain::dispute_fact read_dispute(node const& object);

// Throws unless `object` says it is one.
void expect_kind(node const& object, std::string_view kind);

}  // namespace quittance::stripe
