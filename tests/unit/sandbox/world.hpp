// A processor with one endpoint, and short words for what tests do with it.
#pragma once
#include <boost/json.hpp>
#include <string>
#include <vector>

#include "quittance/sandbox/processor.hpp"

namespace sandbox_test {

namespace json = boost::json;
using namespace quittance;
using namespace quittance::sandbox;

inline instant const noon = from_unix_seconds(1'800'000'000);

struct answer {
    unsigned status = 0;
    json::object body;
    std::vector<std::pair<std::string, std::string>> headers;

    std::string error(std::string_view field) const {
        auto const* error = body.if_contains("error");
        auto const* value = error ? error->as_object().if_contains(field) : nullptr;
        return value && value->is_string() ? std::string(value->get_string()) : "";
    }
    std::string text(std::string_view field) const {
        auto const* value = body.if_contains(field);
        return value && value->is_string() ? std::string(value->get_string()) : "";
    }
    std::string header(std::string_view name) const {
        for (auto const& [key, value] : headers)
            if (key == name) return value;
        return "";
    }
};

struct bench {
    processor machine;
    instant now = noon;

    static processor_options options() {
        processor_options made;
        made.endpoint = configured_endpoint{.url = "http://127.0.0.1:1/webhooks", .secrets = {"whsec_one"}};
        return made;
    }
    explicit bench(processor_options with = options()) : machine(std::move(with)) {}

    answer call(std::string method, std::string path, std::string form = "", std::string key = "",
                mishap trouble = mishap::none) {
        bool const get = method == "GET";
        auto made = machine.handle({.method = std::move(method),
                                    .path = std::move(path),
                                    .query = get ? form : "",
                                    .body = get ? "" : form,
                                    .authorization = "Bearer sk_test_sandbox",
                                    .idempotency_key = std::move(key),
                                    .stripe_version = "2026-10-28.endive"},
                                   now, trouble);
        auto parsed = json::parse(made.body);
        return {.status = made.status, .body = parsed.as_object(), .headers = std::move(made.headers)};
    }
    answer post(std::string path, std::string form = "", std::string key = "") {
        return call("POST", std::move(path), std::move(form), std::move(key));
    }
    answer get(std::string path, std::string query = "") {
        return call("GET", std::move(path), std::move(query));
    }

    // A session of €60.00, with `more` parameters.
    std::string open_session(std::string const& more = "") {
        auto const made = post("/v1/checkout/sessions", session_form + more);
        return made.text("id");
    }
    pay_outcome pay(std::string const& session, std::string number = "4242424242424242") {
        return machine.submit_card(
            session, {.number = std::move(number), .name = "Ada", .email = "ada@example.com"}, now);
    }
    answer session(std::string const& id) { return get("/v1/checkout/sessions/" + id); }
    std::vector<std::string> types() const {
        std::vector<std::string> all;
        for (auto const& each : machine.objects("event"))
            all.emplace_back(json::parse(each).as_object().at("type").as_string());
        return all;
    }
    json::object last_event(std::string_view type) const {
        json::object found;
        for (auto const& each : machine.objects("event"))
            if (auto parsed = json::parse(each).as_object(); parsed.at("type").as_string() == type)
                found = parsed;
        return found;
    }

    static inline std::string const session_form =
        "mode=payment&success_url=https%3A%2F%2Fpay.example%2Fdone%3Fs%3D{CHECKOUT_SESSION_ID}"
        "&cancel_url=https%3A%2F%2Fpay.example%2Fback&line_items[0][quantity]=1"
        "&line_items[0][price_data][currency]=eur&line_items[0][price_data][unit_amount]=6000"
        "&line_items[0][price_data][product_data][name]=Coaching&client_reference_id=ref-1"
        "&metadata[q_store]=s1&payment_intent_data[metadata][q_store]=s1&adaptive_pricing[enabled]=false"
        "&allowed_payment_method_types[0]=card";
};

}  // namespace sandbox_test
