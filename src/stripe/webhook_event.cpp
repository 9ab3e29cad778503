#include <algorithm>
#include <array>

#include "objects.hpp"
#include "pointer.hpp"
#include "quittance/base/planted.hpp"
#include "quittance/stripe/webhook.hpp"

namespace quittance::stripe {

namespace {

using namespace std::string_view_literals;

constexpr std::array taken{"checkout.session.completed"sv,
                           "checkout.session.async_payment_succeeded"sv,
                           "checkout.session.async_payment_failed"sv,
                           "checkout.session.expired"sv,
                           "payment_intent.succeeded"sv,
                           "payment_intent.processing"sv,
                           "payment_intent.requires_action"sv,
                           "payment_intent.canceled"sv,
                           "payment_intent.payment_failed"sv,
                           "charge.succeeded"sv,
                           "charge.refunded"sv,
                           "charge.refund.updated"sv,
                           "refund.created"sv,
                           "refund.updated"sv,
                           "refund.failed"sv,
                           "charge.dispute.created"sv,
                           "charge.dispute.updated"sv,
                           "charge.dispute.funds_withdrawn"sv,
                           "charge.dispute.funds_reinstated"sv,
                           "charge.dispute.closed"sv,
                           "setup_intent.succeeded"sv,
                           "payment_method.automatically_updated"sv,
                           "payment_method.updated"sv,
                           "payment_method.detached"sv};
constexpr std::size_t listed = 20;

bool is_taken(std::string_view type) { return std::find(taken.begin(), taken.end(), type) != taken.end(); }

// Which card was named stands in another object: what is believed is read from there.
engine::report session_report(node const& object, std::string_view type, instant at) {
    expect_kind(object, "checkout.session");
    if (object["mode"].text_or_empty() == "setup") return engine::pointer_report{object["id"].id()};
    return engine::session_report{session_of(object, at), type == "checkout.session.async_payment_failed"};
}

engine::report dispute_report(node const& object, std::string_view type, instant at) {
    expect_kind(object, "dispute");
    auto fact = dispute_of(object, at);
    fact.funds_reinstated = fact.funds_reinstated || type == "charge.dispute.funds_reinstated";
    fact.funds_withdrawn =
        fact.funds_withdrawn || fact.funds_reinstated || type == "charge.dispute.funds_withdrawn";
    return fact;
}

engine::report report_of(node const& object, std::string_view type, instant at) {
    if (type.starts_with("checkout.session.")) return session_report(object, type, at);
    if (type.starts_with("charge.dispute.")) return dispute_report(object, type, at);
    if (type.starts_with("setup_intent.")) {
        expect_kind(object, "setup_intent");
        return engine::pointer_report{object["id"].id()};
    }
    if (type.starts_with("payment_method.")) {
        auto fact = read_method(object);
        fact.at = at;
        return fact;
    }
    if (type.starts_with("payment_intent.")) {
        expect_kind(object, "payment_intent");
        return intent_of(object, at);
    }
    if (type.starts_with("refund.") || type == "charge.refund.updated") {
        expect_kind(object, "refund");
        return refund_of(object, at);
    }
    expect_kind(object, "charge");
    return charge_of(object, at);
}

// For endpoints set up for them only; it names an object and does not hold it.
bool is_thin(node const& root) { return root["object"].text_or_empty() == "v2.core.event"; }

// Of every kind, also those that are not taken: what the log and the counters need.
engine::webhook_event envelope_of(node const& root) {
    engine::webhook_event event;
    event.event_id = root["id"].id();
    event.type = root["type"].text();
    event.livemode = root["livemode"].boolean();
    event.what = engine::uninteresting{};
    return event;
}

// An object that is not as documented is read from the processor, if the event names it at all: whose event
// it is decides whether anybody needs to know what is wrong with it.
engine::report readable_report_of(node const& root, engine::webhook_event const& event,
                                  std::string object_id) {
    try {
        return report_of(root["data"]["object"], event.type, event.created);
    } catch (malformed const&) {
        return engine::pointer_report{std::move(object_id)};
    }
}

// A card that was detached names the customer it was taken from no more.
domain::customer_id customer_behind(node const& data) {
    try {
        auto const now = data["object"]["customer"].id_or_empty();
        return domain::customer_id{now.empty() ? data["previous_attributes"]["customer"].id_or_empty() : now};
    } catch (malformed const&) {
        return {};
    }
}

void read_documented(engine::webhook_event& event, node const& root) {
    auto pointer = pointer_of(root);
    event.whose = std::move(pointer.whose);
    event.intent = domain::intent_id{std::move(pointer.intent)};
    if (event.type.starts_with("payment_method.")) event.customer = customer_behind(root["data"]);
    if (root["api_version"].text_or_empty() == api_version || planted(bug::believe_other_version)) {
        event.what = readable_report_of(root, event, std::move(pointer.object_id));
    } else {
        event.what = engine::pointer_report{std::move(pointer.object_id)};
    }
}

// What cannot even be pointed to is known as its event alone: whoever's it is, it can be parked.
void read_object(engine::webhook_event& event, node const& root) {
    try {
        read_documented(event, root);
    } catch (malformed const&) {
        event.what = engine::pointer_report{};
    }
}

result<engine::webhook_event> read_envelope(node const& root) {
    auto event = envelope_of(root);
    if (is_thin(root)) return event;
    if (root["object"].text_or_empty() != "event") return webhook_errc::not_an_event;
    event.created = time_of(root["created"].integer());
    event.account = root["account"].id_or_empty();
    return event;
}

class webhook_category final : public boost::system::error_category {
public:
    char const* name() const noexcept override { return "stripe webhook"; }
    std::string message(int code) const override {
        switch (static_cast<webhook_errc>(code)) {
            case webhook_errc::too_large: return "the body is larger than an event may be";
            case webhook_errc::not_json: return "the body is not JSON, or too deep";
            case webhook_errc::not_an_event: return "the body is not an event of Stripe";
        }
        return "unknown";
    }
};

result<node> parse_body(std::string_view body) {
    try {
        return parse_json(body);
    } catch (malformed const&) {
        return webhook_errc::not_json;
    }
}

result<engine::webhook_event> try_envelope(node const& root) {
    try {
        return read_envelope(root);
    } catch (malformed const&) {
        return webhook_errc::not_an_event;
    }
}

}  // namespace

boost::system::error_code make_error_code(webhook_errc code) {
    static webhook_category const category;
    return {static_cast<int>(code), category};
}

std::span<std::string_view const> taken_event_types() { return taken; }
std::span<std::string_view const> listed_event_types() { return std::span{taken}.first<listed>(); }

result<engine::webhook_event> read_event(std::string_view body) {
    if (body.size() > most_event_bytes) return webhook_errc::too_large;
    auto const root = parse_body(body);
    if (!root) return root.error();
    auto event = try_envelope(*root);
    if (event && !is_thin(*root) && is_taken(event->type)) read_object(*event, *root);
    return event;
}

}  // namespace quittance::stripe
