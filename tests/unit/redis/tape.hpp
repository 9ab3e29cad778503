// Whatever answers in Redis' place: the real connection, parser and store behind a stream that plays a tape.
// Link tape.cpp and the linker takes its make_stream instead of the room's.
#pragma once
#include <boost/asio/awaitable.hpp>
#include <cstddef>
#include <functional>
#include <string_view>

#include "quittance/redis/redis.hpp"

namespace quittance::redis_test {

using question = std::function<boost::asio::awaitable<void>(redis::database&)>;

// Asks behind a connection that is greeted well and then given `answers`, `stride` bytes at a time, then the
// end. Rethrows what the question throws.
void ask_tape(std::string_view answers, std::size_t stride, question const& what);

// --- Questions that several ask
inline domain::client_id const somebody{"AAAAAAAAAAAAAAAAAAAAAA"};
boost::asio::awaitable<void> commit_nothing(redis::database& there);  // somebody's first, without an event
boost::asio::awaitable<void> close_store(redis::database& there);

}  // namespace quittance::redis_test
