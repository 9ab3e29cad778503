#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <chrono>

#include "quittance/stripe/transport.hpp"

namespace quittance::stripe {

namespace {

using steady = std::chrono::steady_clock;

struct call_figures {
    explicit call_figures(metrics& in)
        : answered(counter_in(in, "answered")),
          refused(counter_in(in, "refused")),
          faulty(counter_in(in, "server_fault")),
          not_sent(counter_in(in, "not_sent")),
          unknown(counter_in(in, "unknown")),
          seconds(in.distribute("quittance_processor_call_seconds", "Duration of calls to the processor.",
                                {0.05, 0.1, 0.2, 0.4, 0.8, 1.6, 3.2, 6.4, 12.8})) {}

    static counter& counter_in(metrics& in, std::string_view outcome) {
        return in.count("quittance_processor_calls_total", "Calls to the processor by outcome.",
                        {{"outcome", outcome}});
    }

    void note(delivery const& came) {
        seconds.observe(static_cast<double>(came.took.count()) / 1000.0);
        if (came.what == delivery::kind::not_sent) return not_sent.add();
        if (came.what == delivery::kind::unknown) return unknown.add();
        if (came.status >= 500) return faulty.add();
        (came.status < 400 ? answered : refused).add();
    }

    counter& answered;
    counter& refused;
    counter& faulty;
    counter& not_sent;
    counter& unknown;
    histogram& seconds;
};

char const* name_of(request::verb method) { return method == request::verb::post ? "POST" : "GET"; }

class https_transport final : public transport {
public:
    https_transport(net::https_client& client, secret_key key, log& to, metrics& figures)
        : client_(client), key_(std::move(key)), log_(to), figures_(figures) {}

    awaitable<delivery> send(request what, milliseconds patience) override {
        auto const begun = steady::now();
        auto wire = on_the_wire(what);
        auto reply = co_await client_.send(std::move(wire), patience);
        auto came = reply ? as_delivery(std::move(*reply)) : as_delivery(reply.error());
        came.took = std::chrono::duration_cast<milliseconds>(steady::now() - begun);
        figures_.note(came);
        write_line(what, came);
        co_return came;
    }

    awaitable<void> pause(milliseconds how_long) override {
        auto const executor = co_await boost::asio::this_coro::executor;
        boost::asio::steady_timer timer{executor, how_long};
        co_await timer.async_wait(boost::asio::use_awaitable);
    }

private:
    net::client_request on_the_wire(request const& what) const {
        net::client_request wire;
        wire.method = name_of(what.method);
        wire.target = what.query.empty() ? what.path : what.path + '?' + what.query;
        wire.headers = {{"Authorization", "Bearer " + std::string{key_.reveal()}},
                        {"Stripe-Version", std::string{api_version}},
                        {"User-Agent", "quittance"},
                        {"Accept", "application/json"}};
        if (what.method == request::verb::get) return wire;
        wire.headers.emplace_back("Content-Type", "application/x-www-form-urlencoded");
        wire.headers.emplace_back("Idempotency-Key", what.idempotency_key);
        wire.body = what.form;
        return wire;
    }

    static delivery as_delivery(net::client_reply reply) {
        delivery came;
        came.what = delivery::kind::reply;
        came.status = reply.status;
        came.headers = std::move(reply.headers);
        came.body = std::move(reply.body);
        return came;
    }

    // A reply too large to read came all the same: the request was carried out, and how is not known.
    static delivery as_delivery(boost::system::error_code error) {
        delivery came;
        came.what = error == net::client_errc::not_sent ? delivery::kind::not_sent : delivery::kind::unknown;
        return came;
    }

    void write_line(request const& what, delivery const& came) {
        bool const replied = came.what == delivery::kind::reply;
        log_.write(replied && came.status < 500 ? log_level::info : log_level::warning, "processor_call",
                   {{"method", name_of(what.method)},
                    {"path", what.path},
                    {"status", came.status},
                    {"sent", came.what == delivery::kind::not_sent ? "no" : "yes"},
                    {"request", came.header("Request-Id")},
                    {"millis", came.took.count()}});
    }

    net::https_client& client_;
    secret_key key_;
    log& log_;
    call_figures figures_;
};

}  // namespace

std::unique_ptr<transport> make_https_transport(net::https_client& client, secret_key key, log& to,
                                                metrics& figures) {
    return std::make_unique<https_transport>(client, std::move(key), to, figures);
}

}  // namespace quittance::stripe
