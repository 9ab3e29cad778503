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

// Ends with its frame, however that ends: whoever gathered is never left waiting for a crowd that is gone.
struct seat {
    std::shared_ptr<crowd> all;
    explicit seat(std::shared_ptr<crowd> a) : all(std::move(a)) {}
    seat(seat const&) = delete;
    seat& operator=(seat const&) = delete;
    ~seat() {
        if (--all->running == 0) all->all_done.resume();
    }
};

boost::asio::awaitable<void> take_turns(std::shared_ptr<crowd> all) {
    seat const here{all};
    while (all->next < all->count) {
        auto const mine = all->next++;
        co_await all->work(mine);
    }
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
