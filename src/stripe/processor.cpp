#include "quittance/stripe/processor.hpp"

#include "caller.hpp"
#include "charge_forms.hpp"
#include "checkout_form.hpp"
#include "form.hpp"
#include "lists.hpp"
#include "objects.hpp"
#include "read_reply.hpp"

namespace quittance::stripe {

namespace {

using engine::processor_account;
using engine::routed_intent;
using engine::routed_session;

constexpr char const sessions_path[] = "/v1/checkout/sessions";
constexpr char const intents_path[] = "/v1/payment_intents";
constexpr unsigned payment_required = 402;

request get(std::string path, form const& query = {}) {
    request what;
    what.path = std::move(path);
    what.query = query.text();
    return what;
}

request post(std::string path, std::string form, std::string key) {
    request what;
    what.method = request::verb::post;
    what.path = std::move(path);
    what.form = std::move(form);
    what.idempotency_key = std::move(key);
    return what;
}

template <class Id>
std::string path_of(std::string_view collection, Id const& id) {
    return std::string{collection} + '/' + percent_encoded(id.text());
}

form with_intent() {
    form query;
    query.add("expand[]", "payment_intent.latest_charge");
    return query;
}

form with_charge() {
    form query;
    query.add("expand[]", "latest_charge");
    return query;
}

// The endpoint ran and would not: the object is in another state than was thought.
bool is_other_state(processor_failure const& why) {
    return why.what == processor_failure::kind::refused && why.code != "idempotency_error" &&
           why.code != "resource_missing";
}

bool can_still_be_paid(domain::intent_status status) {
    return status == domain::intent_status::requires_payment_method ||
           status == domain::intent_status::requires_confirmation ||
           status == domain::intent_status::requires_action;
}

// A decline carries the intent inside the error. What the try came to is said there and, mostly, in the
// intent too.
routed_intent declined_intent(node const& root, domain::intent_id const& asked, std::optional<instant> date) {
    auto const error = root["error"];
    auto const object = error["payment_intent"];
    auto found = stripe::read_intent(object);
    if (found.fact.intent != asked) throw malformed{"a decline of another intent"};
    auto const refusal = refusal_of(error);
    if (!refusal.decline_code.empty()) found.fact.decline_code = refusal.decline_code;
    if (!refusal.advice_code.empty()) found.fact.advice_code = refusal.advice_code;
    if (found.fact.method.empty()) found.fact.method = refusal.method;
    if (date) found.fact.at = *date;
    return found;
}

class adapter final : public engine::processor {
public:
    adapter(transport& over, clock const& time, entropy& jitter, log& to, processor_options options)
        : caller_(over, jitter, to, options), clock_(time), options_(std::move(options)) {}

    std::string checkout_body(domain::create_checkout const& order,
                              engine::route const& whose) const override {
        return checkout_form(order, whose, options_.payment_methods);
    }

    std::string customer_body(domain::create_customer const& order,
                              engine::route const& whose) const override {
        return customer_form(order, whose);
    }
    std::string customer_change_body(domain::change_customer const& order) const override {
        return customer_change_form(order);
    }
    std::string intent_body(domain::create_intent const& order, engine::route const& whose) const override {
        return intent_form(order, whose, options_.payment_methods);
    }
    std::string confirm_body(domain::confirm_intent const& order) const override {
        return confirm_form(order);
    }
    std::string card_page_body(domain::create_card_page const& order,
                               engine::route const& whose) const override {
        return card_page_form(order, whose, options_.payment_methods);
    }
    std::string refund_body(domain::create_refund const& order, engine::route const& whose) const override {
        return refund_form(order, whose);
    }

    awaitable<processor_result<routed_session>> create_checkout(engine::effect_key key,
                                                                std::string body) override {
        auto const reply = co_await caller_.call(post(sessions_path, std::move(body), key.text()));
        if (!reply) co_return reply.error();
        co_return session_in(*reply);
    }

    awaitable<processor_result<routed_session>> expire_session(engine::effect_key key,
                                                               domain::session_id session) override {
        auto const path = path_of(sessions_path, session) + "/expire";
        auto const reply = co_await caller_.call(post(path, with_intent().text(), key.text()));
        if (reply) co_return session_in(*reply);
        auto const refused = reply.error();
        if (!is_other_state(refused)) co_return refused;
        // It may have been paid meanwhile: what it is now is the answer.
        auto const now = co_await read_session(session);
        if (now && now->fact.status == domain::session_status::open) co_return refused;
        co_return now;
    }

    awaitable<processor_result<domain::customer_fact>> create_customer(engine::effect_key key,
                                                                       std::string body) override {
        auto const reply = co_await caller_.call(post("/v1/customers", std::move(body), key.text()));
        if (!reply) co_return reply.error();
        co_return read_reply(*reply, stripe::read_customer);
    }

    awaitable<processor_result<domain::customer_fact>> change_customer(engine::effect_key key,
                                                                       domain::customer_id customer,
                                                                       std::string body) override {
        auto const path = path_of("/v1/customers", customer);
        auto const reply = co_await caller_.call(post(path, std::move(body), key.text()));
        if (!reply) co_return reply.error();
        co_return read_reply(*reply, stripe::read_customer);
    }

    awaitable<processor_result<routed_intent>> create_intent(engine::effect_key key,
                                                             std::string body) override {
        auto const reply = co_await caller_.call(post(intents_path, std::move(body), key.text()));
        if (!reply) co_return reply.error();
        co_return read_reply(*reply, stripe::read_intent);
    }

    awaitable<processor_result<routed_intent>> confirm_intent(engine::effect_key key,
                                                              domain::intent_id intent,
                                                              std::string body) override {
        auto const path = path_of(intents_path, intent) + "/confirm";
        auto const reply = co_await caller_.call(post(path, std::move(body), key.text()), payment_required);
        if (!reply) co_return co_await as_it_is(intent, reply.error());
        if (reply->status != payment_required) co_return read_reply(*reply, stripe::read_intent);
        auto const declined = read_reply(*reply, [&intent, &reply](node const& root) {
            return declined_intent(root, intent, date_of(*reply));
        });
        if (declined) co_return declined;
        co_return co_await read_intent(intent);
    }

    awaitable<processor_result<routed_intent>> cancel_intent(engine::effect_key key,
                                                             domain::intent_id intent) override {
        auto const path = path_of(intents_path, intent) + "/cancel";
        auto const reply = co_await caller_.call(post(path, cancel_form(), key.text()));
        if (!reply) co_return co_await as_it_is(intent, reply.error());
        co_return read_reply(*reply, stripe::read_intent);
    }

    awaitable<processor_result<domain::refund_fact>> create_refund(engine::effect_key key,
                                                                   std::string body) override {
        auto const reply = co_await caller_.call(post("/v1/refunds", std::move(body), key.text()));
        if (!reply) co_return reply.error();
        co_return read_reply(*reply, stripe::read_refund);
    }

    awaitable<processor_result<routed_session>> read_session(domain::session_id session) override {
        auto const reply = co_await caller_.call(get(path_of(sessions_path, session), with_intent()));
        if (!reply) co_return reply.error();
        auto found = session_in(*reply);
        if (!found || !found->card_page) co_return found;
        auto const setup = read_reply(*reply, setup_behind);
        if (!setup) co_return setup.error();
        if (setup->empty() || found->card_page->status != domain::session_status::complete) co_return found;
        auto named = co_await read_setup(*setup);
        if (!named) co_return named.error();
        found->card_page->card = std::move(named->fact.card);
        co_return found;
    }

    awaitable<processor_result<engine::routed_card_page>> read_setup(std::string setup) override {
        form query;
        query.add("expand[]", "payment_method");
        auto const path = "/v1/setup_intents/" + percent_encoded(setup);
        auto const reply = co_await caller_.call(get(path, query));
        if (!reply) co_return reply.error();
        co_return read_reply(*reply, stripe::read_setup);
    }

    awaitable<processor_result<engine::route>> read_customer(domain::customer_id customer) override {
        auto const reply = co_await caller_.call(get(path_of("/v1/customers", customer)));
        if (!reply) co_return reply.error();
        co_return read_reply(*reply, stripe::read_owner);
    }

    awaitable<processor_result<routed_intent>> read_intent(domain::intent_id intent) override {
        auto const reply = co_await caller_.call(get(path_of(intents_path, intent), with_charge()));
        if (!reply) co_return reply.error();
        co_return read_reply(*reply, stripe::read_intent);
    }

    awaitable<processor_result<domain::method_fact>> read_method(domain::method_id method) override {
        auto const reply = co_await caller_.call(get(path_of("/v1/payment_methods", method)));
        if (!reply) co_return reply.error();
        co_return read_reply(*reply, stripe::read_method);
    }

    awaitable<processor_result<domain::refund_fact>> read_refund(domain::refund_id refund) override {
        auto const reply = co_await caller_.call(get(path_of("/v1/refunds", refund)));
        if (!reply) co_return reply.error();
        co_return read_reply(*reply, stripe::read_refund);
    }

    awaitable<processor_result<domain::charge_fact>> read_charge(domain::charge_id charge) override {
        auto const reply = co_await caller_.call(get(path_of("/v1/charges", charge)));
        if (!reply) co_return reply.error();
        co_return read_reply(*reply, stripe::read_charge);
    }

    awaitable<processor_result<domain::dispute_fact>> read_dispute(domain::dispute_id dispute) override {
        auto const reply = co_await caller_.call(get(path_of("/v1/disputes", dispute)));
        if (!reply) co_return reply.error();
        co_return read_reply(*reply, [&reply](node const& root) {
            auto found = stripe::read_dispute(root);
            // Its `created` is older than every event about it, and of two words the newer one counts.
            if (auto const date = date_of(*reply); date) found.at = std::max(found.at, *date);
            return found;
        });
    }

    awaitable<processor_result<std::vector<routed_session>>> list_sessions(instant from,
                                                                           instant to) override {
        return stripe::list_sessions(caller_, from, to);
    }

    awaitable<processor_result<std::vector<routed_intent>>> list_intents(instant from, instant to) override {
        return stripe::list_intents(caller_, from, to);
    }

    awaitable<processor_result<std::vector<engine::event_pointer>>> list_events(
        std::string after, instant from, std::size_t most, engine::event_bodies bodies) override {
        return stripe::list_events(caller_, std::move(after), from, most, bodies);
    }

    awaitable<processor_result<processor_account>> read_account() override {
        auto const reply = co_await caller_.call(get("/v1/account"));
        bool const lacks_right = !reply && reply.error().code == "forbidden";
        if (lacks_right) {
            auto const mode_only = co_await read_mode();
            co_return mode_only;
        }
        if (!reply) co_return reply.error();
        co_return read_reply(*reply, [this, &reply](node const& root) {
            expect_kind(root, "account");
            return processor_account{root["id"].id(), options_.livemode, skew_of(*reply)};
        });
    }

private:
    // What was refused because the intent is past it: what it is now is the answer.
    awaitable<processor_result<routed_intent>> as_it_is(domain::intent_id intent, processor_failure why) {
        if (!is_other_state(why)) co_return why;
        auto const now = co_await read_intent(intent);
        if (now && can_still_be_paid(now->fact.status)) co_return why;
        co_return now;
    }

    // A restricted key may see its balance where it may not see its account.
    awaitable<processor_result<processor_account>> read_mode() {
        auto const reply = co_await caller_.call(get("/v1/balance"));
        if (!reply) co_return reply.error();
        co_return read_reply(*reply, [this, &reply](node const& root) {
            expect_kind(root, "balance");
            return processor_account{{}, root["livemode"].boolean(), skew_of(*reply)};
        });
    }

    std::optional<milliseconds> skew_of(delivery const& reply) const {
        auto const date = date_of(reply);
        if (!date) return std::nullopt;
        return *date - clock_.now();
    }

    processor_result<routed_session> session_in(delivery const& reply) const {
        return read_reply(reply, [this](node const& root) {
            auto found = stripe::read_session(root);
            if (!may_lead_to(found.fact.url)) throw malformed{"a checkout page that is not https"};
            return found;
        });
    }

    bool may_lead_to(std::string_view url) const {
        return url.empty() || url.starts_with("https://") ||
               (options_.allow_plain_pages && url.starts_with("http://"));
    }

    caller caller_;
    clock const& clock_;
    processor_options options_;
};

}  // namespace

std::unique_ptr<engine::processor> make_processor(transport& over, clock const& time, entropy& jitter,
                                                  log& to, processor_options options) {
    return std::make_unique<adapter>(over, time, jitter, to, std::move(options));
}

}  // namespace quittance::stripe
