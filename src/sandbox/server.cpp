#include "quittance/sandbox/server.hpp"

#include <boost/asio/this_coro.hpp>

#include "routes.hpp"

namespace quittance::sandbox {

server::server(boost::asio::any_io_executor executor, server_options options, processor& machine,
               journal* kept, clock& time, entropy& randomness, log& out)
    : state_(std::make_shared<server_state>(std::move(executor), std::move(options), machine, kept, time,
                                            randomness, out)) {}

server::~server() {
    state_->stopped = true;
    for (auto& [origin, client] : state_->clients)
        if (client) client->close();
}

void server::mount(http::router& routes) {
    mount_api(routes, state_);
    mount_pages(routes, state_);
    mount_desk(routes, state_);
}

void server::set_trouble(trouble next) { state_->options.troubles = next; }

boost::asio::awaitable<void> server::run() {
    auto const here = state_;
    co_await boost::asio::this_coro::throw_if_cancelled(false);
    for (;;) {
        auto const cancelled = co_await boost::asio::this_coro::cancellation_state;
        if (cancelled.cancelled() != boost::asio::cancellation_type::none || here->stopped) co_return;
        instant const now = here->time.now();
        here->machine.advance(now);
        here->settle();
        if (here->kept) here->kept->sync();
        instant next = now + std::chrono::milliseconds{1'000};
        if (auto const due = here->machine.next_due()) next = std::clamp(*due, now + milliseconds{20}, next);
        co_await here->time.sleep_until(next);
    }
}

}  // namespace quittance::sandbox
