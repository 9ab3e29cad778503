// The gateway's adapter in front of the sandbox's state machine, in one thread and without sockets. What goes
// wrong on the way is chosen by the test.
#pragma once
#include <deque>
#include <memory>

#include "quittance/sandbox/processor.hpp"
#include "quittance/stripe/webhook.hpp"
#include "unit/stripe/scripted_transport.hpp"

namespace adapter_test {

using namespace quittance;
using stripe_test::run;

// What becomes of one request; a test queues these, and after the last all goes well.
enum class way { through, reply_lost, request_lost, rate_limited, locked, saved_error, error_before };

class direct_transport final : public stripe::transport {
public:
    explicit direct_transport(sandbox::processor& machine) : machine_(machine) {}

    stripe::awaitable<stripe::delivery> send(stripe::request what, milliseconds) override {
        auto const how = next();
        ++sent;
        if (how == way::request_lost) co_return stripe_test::no_answer();
        auto made = machine_.handle(as_asked(std::move(what)), now, trouble_of(how));
        if (how == way::reply_lost) co_return stripe_test::no_answer();
        co_return stripe_test::answer(made.status, std::move(made.body), std::move(made.headers));
    }
    stripe::awaitable<void> pause(milliseconds) override { co_return; }

    std::deque<way> ways;
    instant now = from_unix_seconds(1'798'761'600);
    int sent = 0;

private:
    way next() {
        if (ways.empty()) return way::through;
        auto const how = ways.front();
        ways.pop_front();
        return how;
    }
    static sandbox::mishap trouble_of(way how) {
        switch (how) {
            case way::rate_limited: return sandbox::mishap::rate_limited;
            case way::locked: return sandbox::mishap::lock_timeout;
            case way::saved_error: return sandbox::mishap::server_error_after;
            case way::error_before: return sandbox::mishap::server_error_before;
            default: return sandbox::mishap::none;
        }
    }
    static sandbox::api_request as_asked(stripe::request what) {
        bool const get = what.method == stripe::request::verb::get;
        return {.method = get ? "GET" : "POST",
                .path = std::move(what.path),
                .query = std::move(what.query),
                .body = std::move(what.form),
                .authorization = "Bearer sk_test_sandbox",
                .idempotency_key = std::move(what.idempotency_key),
                .stripe_version = std::string{stripe::api_version}};
    }

    sandbox::processor& machine_;
};

inline domain::money euros(std::int64_t cents) {
    return domain::money::minor(cents, *domain::currency::parse("EUR"));
}

// One client's plan: a customer, and a card kept by its first payment.
struct adapter_bench {
    static sandbox::processor_options machine_options() {
        sandbox::processor_options made;
        made.endpoint = sandbox::configured_endpoint{.url = "http://127.0.0.1:1/w", .secrets = {"whsec_one"}};
        return made;
    }
    static stripe::processor_options port_options(std::vector<std::string> methods) {
        stripe::processor_options made;
        made.allow_plain_pages = true;
        made.payment_methods = std::move(methods);
        return made;
    }
    explicit adapter_bench(std::vector<std::string> methods = {"card"})
        : machine(machine_options()),
          over(machine),
          port(stripe::make_processor(over, time, jitter, lines, port_options(std::move(methods)))) {}

    engine::effect_key fresh_key() { return engine::effect_key{"key-" + std::to_string(++keys)}; }
    engine::route route(int checkout) const {
        return {"st0re", domain::client_id{"cL1ent"}, booking, checkout};
    }

    domain::customer_id customer() {
        auto const body = port->customer_body({booking, 1, "Mara Lind", "mara@lind.example"}, route(0));
        return run(port->create_customer(fresh_key(), body))->customer;
    }
    engine::routed_session checkout(domain::customer_id const& who, int number) {
        domain::create_checkout order;
        order.booking = booking;
        order.checkout = number;
        order.amount = euros(4'168);
        order.title = "Coaching";
        order.customer = who;
        order.keep_card = true;
        order.terms_note = "3 × €41.67, each month";
        order.agreement_hash = "9f86d0";
        order.success_url = "https://pay.example/r/1";
        order.cancel_url = "https://pay.example/r/1?cancelled=1";
        order.expires_at = over.now + std::chrono::hours{2};
        return *run(port->create_checkout(fresh_key(), port->checkout_body(order, route(number))));
    }
    // Pays it on the page, and reads what it is then.
    domain::session_fact pay(domain::session_id const& session, std::string const& number) {
        auto done = machine.submit_card(session.text(), {.number = number, .name = "Mara"}, over.now);
        if (done.what == sandbox::pay_outcome::kind::challenge)
            machine.authenticate(session.text(), true, over.now);
        return run(port->read_session(session))->fact;
    }
    domain::method_id kept_card(domain::customer_id const& who, std::string const& number) {
        return pay(checkout(who, 1).fact.session, number).method;
    }
    domain::intent_id order_charge(domain::customer_id const& who, int number = 2,
                                   domain::money amount = euros(4'167)) {
        domain::create_intent order;
        order.booking = booking;
        order.checkout = number;
        order.amount = amount;
        order.customer = who;
        order.description = "Coaching, 2 of 3";
        order.agreement_hash = "9f86d0";
        auto const made = run(port->create_intent(fresh_key(), port->intent_body(order, route(number))));
        return made->fact.intent;
    }
    engine::processor_result<engine::routed_intent> confirm(domain::intent_id const& intent,
                                                            domain::method_id const& method,
                                                            engine::effect_key key) {
        domain::confirm_intent order;
        order.intent = intent;
        order.method = method;
        return run(port->confirm_intent(std::move(key), intent, port->confirm_body(order)));
    }
    engine::processor_result<engine::routed_intent> confirm(domain::intent_id const& intent,
                                                            domain::method_id const& method) {
        return confirm(intent, method, fresh_key());
    }
    engine::processor_result<domain::refund_fact> refund(domain::intent_id const& intent, int number,
                                                         domain::money amount) {
        domain::create_refund const order{booking, number, intent, amount, "requested_by_customer"};
        return run(port->create_refund(fresh_key(), port->refund_body(order, route(0))));
    }
    // Every event so far, as the gateway reads webhooks.
    std::vector<engine::webhook_event> events(std::string_view type) {
        std::vector<engine::webhook_event> found;
        for (auto const& body : machine.objects("event")) {
            auto event = stripe::read_event(body);
            if (event && event->type == type) found.push_back(std::move(*event));
        }
        return found;
    }
    std::size_t charges() const { return machine.objects("charge").size(); }

    domain::booking_id const booking{"b4Kq8Zt1n0Xw2LmA"};
    sandbox::processor machine;
    stripe_test::fixed_clock time{from_unix_seconds(1'798'761'600)};
    stripe_test::no_entropy jitter;
    stripe_test::kept_log lines;
    direct_transport over;
    std::unique_ptr<engine::processor> port;
    int keys = 0;
};

}  // namespace adapter_test
