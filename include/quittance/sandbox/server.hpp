// Promises: the processor spoken over HTTP: the API below /v1, the hosted payment page at /c/pay/<session>, a
// demo booking page at /demo, webhooks signed and sent with growing gaps, and trouble on request:
//   POST /_sandbox/trouble   form; each of webhook_duplicate, webhook_reorder, webhook_delay, webhook_drop,
//                            reply_lost, cut, status_429, lock_timeout, status_500, status_500_after as a
//                            rate
//                            ("0.25"), a number of times ("3x") or "off"; webhook_delay_ms, slow_ms as
//                            numbers; reset=true first turns everything off
//   GET  /_sandbox/state     JSON: sessions, intents, request counts by operation, replies by status,
//   deliveries POST /_sandbox/resend    event=evt_… POST /_sandbox/refund    payment_intent=pi_… or
//   charge=ch_…, amount optional POST /_sandbox/dispute   payment_intent or charge, amount optional,
//   kind=fraudulent|product_not_received|
//                            inquiry; or dispute=du_… with close=won|lost
//   POST /_sandbox/card      payment_method=pm_… with exp_year=… (network update) or detach=true
//   POST /_sandbox/delete_customer  customer=cus_…
// Refuses to be used with live money: it is for loopback, tests and newcomers.
#pragma once
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <memory>
#include <string>
#include <vector>

#include "quittance/base/clock.hpp"
#include "quittance/base/entropy.hpp"
#include "quittance/base/log.hpp"
#include "quittance/http/router.hpp"
#include "quittance/sandbox/journal.hpp"
#include "quittance/sandbox/processor.hpp"
#include "quittance/sandbox/trouble.hpp"

namespace quittance::sandbox {

struct demo_offer {
    std::string id;  // as in the gateway's catalogue
    std::string title;
    std::string price;  // as shown: "€60.00"
    std::string about;
};

struct server_options {
    std::string gateway;  // its public address, no slash at the end; empty: no /demo
    std::string business = "Ana Coaching";
    std::vector<demo_offer> offers;
    trouble troubles;
    std::size_t webhooks_in_flight = 16;
};

struct server_state;

class server {
public:
    // All references must outlive the executor's last handler. `kept` may be null: nothing is remembered.
    server(boost::asio::any_io_executor executor, server_options options, processor& machine, journal* kept,
           clock& time, entropy& randomness, log& out);
    server(server const&) = delete;
    server& operator=(server const&) = delete;
    ~server();

    // Adds every route and the fallback; once, before the http::server starts.
    void mount(http::router& routes);
    // Moves time and sends webhooks until cancelled.
    boost::asio::awaitable<void> run();

    void set_trouble(trouble next);

private:
    std::shared_ptr<server_state> state_;
};

}  // namespace quittance::sandbox
