// Two questions to the store at once: they go out together and cost one round trip.
#pragma once
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/experimental/parallel_group.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <exception>
#include <tuple>
#include <utility>

namespace quittance::engine {

// Waits for both, and then throws what one of them threw.
template <class A, class B>
boost::asio::awaitable<std::tuple<A, B>> side_by_side(boost::asio::awaitable<A> one,
                                                      boost::asio::awaitable<B> other) {
    namespace asio = boost::asio;
    auto const executor = co_await asio::this_coro::executor;
    auto first = asio::co_spawn(executor, std::move(one), asio::deferred);
    auto second = asio::co_spawn(executor, std::move(other), asio::deferred);
    auto both = asio::experimental::make_parallel_group(std::move(first), std::move(second));
    auto [order, wrong_one, a, wrong_other, b] =
        co_await both.async_wait(asio::experimental::wait_for_all{}, asio::use_awaitable);
    if (wrong_one) std::rethrow_exception(wrong_one);
    if (wrong_other) std::rethrow_exception(wrong_other);
    co_return std::tuple<A, B>{std::move(a), std::move(b)};
}

}  // namespace quittance::engine
