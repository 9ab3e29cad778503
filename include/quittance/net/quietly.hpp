// Where an operation's failure is an answer and not an exception: what is awaited with it gives the error
// first.
#pragma once
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace quittance::net {

inline constexpr auto quietly = boost::asio::as_tuple(boost::asio::use_awaitable);

}  // namespace quittance::net
