// The walk of fsck over everything stored.
#pragma once
#include <boost/asio/awaitable.hpp>
#include <vector>

#include "pool.hpp"
#include "quittance/domain/decide.hpp"
#include "quittance/redis/fsck.hpp"

namespace quittance::redis {

boost::asio::awaitable<std::vector<finding>> check_store(pool& connections, instant now,
                                                         domain::policy rules);

boost::asio::awaitable<std::size_t> fill_list_of_all(pool& connections);

}  // namespace quittance::redis
