#include "store_link.hpp"

#include <fmt/format.h>

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <stdexcept>

namespace quittance::app {
namespace {

constexpr int tries = 20;
constexpr std::chrono::milliseconds between_tries{500};

// Empty: it answered; else why it did not.
boost::asio::awaitable<std::string> try_to_reach(redis::database& store) {
    try {
        co_await store.connect();
    } catch (engine::store_unavailable const& away) {
        co_return std::string{away.what()};
    }
    co_return std::string{};
}

}  // namespace

std::unique_ptr<redis::database> make_store(foundation& base) {
    redis::options how;
    how.url = base.around.redis;
    how.accept_power_loss = base.settings.accept_power_loss;
    how.connections = static_cast<int>(base.settings.redis_connections);
    if (how.connections == 0) how.connections = how.accept_power_loss ? 1 : 4;
    // Redis has no test clock: its time is compared with the real one.
    how.real_time = [] { return std::chrono::floor<milliseconds>(std::chrono::system_clock::now()); };
    return redis::make_database(base.loop.get_executor(), std::move(how), *base.journal, *base.figures);
}

boost::asio::awaitable<void> reach_store(redis::database& store, bool check_settings) {
    auto const executor = co_await boost::asio::this_coro::executor;
    boost::asio::steady_timer timer{executor};
    std::string away;
    for (int i = 0; i < tries; ++i) {
        away = co_await try_to_reach(store);
        if (away.empty()) break;
        timer.expires_after(between_tries);
        co_await timer.async_wait(boost::asio::use_awaitable);
    }
    if (!away.empty()) throw std::runtime_error{away};
    if (!check_settings) co_return;
    auto const refused = co_await store.refusals();
    if (!refused.empty()) throw std::runtime_error{fmt::format("{}", fmt::join(refused, "\nquittance: "))};
}

}  // namespace quittance::app
