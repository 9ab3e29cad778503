#include "paying_event.hpp"

#include <array>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include "quittance/stripe/transport.hpp"

namespace quittance::bench {
namespace {

namespace json = boost::json;

// Fields of a session that an ordinary payment leaves empty: they are most of a real body.
constexpr std::array empty_fields{"after_expiration",
                                  "allow_promotion_codes",
                                  "billing_address_collection",
                                  "client_secret",
                                  "collected_information",
                                  "consent",
                                  "consent_collection",
                                  "currency_conversion",
                                  "customer",
                                  "customer_account",
                                  "customer_email",
                                  "integration_identifier",
                                  "invoice",
                                  "locale",
                                  "managed_payments",
                                  "origin_context",
                                  "payment_link",
                                  "payment_method_configuration_details",
                                  "permissions",
                                  "recovered_from",
                                  "setup_intent",
                                  "shipping_address_collection",
                                  "shipping_cost",
                                  "submit_type",
                                  "subscription",
                                  "url",
                                  "wallet_options"};

// As long as ids of the processor are, and distinct.
std::string numbered(std::string_view prefix, std::uint64_t number) {
    auto const digits = std::to_string(number);
    return std::string{prefix} + "3Pbench" + std::string(17 - digits.size(), 'A') + digits;
}

json::object person(std::uint64_t number) {
    return {{"address", json::object{{"city", nullptr},
                                     {"country", "IE"},
                                     {"line1", nullptr},
                                     {"line2", nullptr},
                                     {"postal_code", "D02 H210"},
                                     {"state", nullptr}}},
            {"email", "payer" + std::to_string(number) + "@example.com"},
            {"name", "Payer " + std::to_string(number)},
            {"phone", nullptr},
            {"tax_exempt", "none"},
            {"tax_ids", json::array{}}};
}

json::object session(open_checkout const& what, std::string const& store, std::uint64_t number,
                     std::int64_t created) {
    json::object made{{"id", what.session},
                      {"object", "checkout.session"},
                      {"amount_subtotal", what.amount},
                      {"amount_total", what.amount},
                      {"created", created - 60},
                      {"currency", what.currency},
                      {"customer_details", person(number)},
                      {"expires_at", created + 7'200},
                      {"livemode", false},
                      {"mode", "payment"},
                      {"payment_intent", numbered("pi_", number)},
                      {"payment_method_types", json::array{"card"}},
                      {"payment_status", "paid"},
                      {"status", "complete"},
                      {"ui_mode", "hosted_page"}};
    made["metadata"] = json::object{{"q_store", store},
                                    {"q_client", what.client},
                                    {"q_booking", what.booking},
                                    {"q_checkout", std::to_string(what.checkout)}};
    made["total_details"] = json::object{{"amount_discount", 0}, {"amount_shipping", 0}, {"amount_tax", 0}};
    made["automatic_tax"] =
        json::object{{"enabled", false}, {"liability", nullptr}, {"provider", nullptr}, {"status", nullptr}};
    for (auto const* const name : empty_fields) made[name] = nullptr;
    return made;
}

// The sum of the gaps decides how long a body is: what a business adds in custom fields and texts.
json::array answers(std::size_t bytes) {
    json::array list;
    for (std::size_t i = 0; bytes > 0; ++i) {
        auto const length = std::min<std::size_t>(bytes, 240);
        list.push_back(json::object{{"key", "note" + std::to_string(i)},
                                    {"type", "text"},
                                    {"text", json::object{{"value", std::string(length, 'n')}}}});
        bytes -= length;
    }
    return list;
}

}  // namespace

std::string paying_event(open_checkout const& what, std::string const& store, std::uint64_t number,
                         std::int64_t created) {
    auto object = session(what, store, number, created);
    object["custom_fields"] = answers(number * 7919 % 1'700);
    json::object const event{{"id", numbered("evt_", number)},
                             {"object", "event"},
                             {"api_version", std::string{stripe::api_version}},
                             {"created", created},
                             {"data", json::object{{"object", std::move(object)}}},
                             {"livemode", false},
                             {"pending_webhooks", 1},
                             {"request", json::object{{"id", nullptr}, {"idempotency_key", nullptr}}},
                             {"type", "checkout.session.completed"}};
    return json::serialize(event);
}

}  // namespace quittance::bench
