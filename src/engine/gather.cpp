#include "gather.hpp"

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <memory>

#include "quittance/base/suspension.hpp"

namespace quittance::engine {
namespace {

struct crowd {
    std::function<boost::asio::awaitable<void>(std::size_t)> work;
    std::size_t count = 0;
    std::size_t next = 0;
    std::size_t running = 0;
    suspension all_done;
};

boost::asio::awaitable<void> take_turns(std::shared_ptr<crowd> all) {
    while (all->next < all->count) {
        auto const mine = all->next++;
        co_await all->work(mine);
    }
    if (--all->running == 0) all->all_done.resume();
}

}  // namespace

boost::asio::awaitable<void> gather(boost::asio::any_io_executor executor, std::size_t count,
                                    std::size_t most,
                                    std::function<boost::asio::awaitable<void>(std::size_t)> work) {
    if (count == 0) co_return;
    auto const all = std::make_shared<crowd>();
    all->work = std::move(work);
    all->count = count;
    all->running = std::min(count, most);
    for (std::size_t i = 0, n = all->running; i < n; ++i) {
        boost::asio::co_spawn(executor, take_turns(all), boost::asio::detached);
    }
    co_await all->all_done.wait();
}

}  // namespace quittance::engine
