#include "patience.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <memory>

namespace quittance::engine {

using namespace boost::asio::experimental::awaitable_operators;

namespace {

struct work_watched {
    suspension ended;
    std::exception_ptr error;
    bool was_left = false;
};

// Ends with its frame, however that ends: nobody is left waiting for work that is gone.
struct last_word {
    std::shared_ptr<work_watched> all;
    explicit last_word(std::shared_ptr<work_watched> a) : all(std::move(a)) {}
    last_word(last_word const&) = delete;
    last_word& operator=(last_word const&) = delete;
    ~last_word() { all->ended.resume(); }
};

awaitable<void> watch(std::shared_ptr<work_watched> all, log& journal, awaitable<void> work) {
    last_word const at_the_end{all};
    try {
        co_await std::move(work);
    } catch (std::exception const& e) {
        all->error = std::current_exception();
        if (all->was_left) journal.warning("work_failed_unwatched", {{"reason", e.what()}});
    }
}

}  // namespace

awaitable<void> wait_until(suspension& what, clock& time, instant until) {
    auto resumed = what.wait();
    auto slept = time.sleep_until(until);
    co_await (std::move(resumed) || std::move(slept));
}

awaitable<void> run_within(boost::asio::any_io_executor executor, clock& time, instant until, log& journal,
                           awaitable<void> work) {
    auto const all = std::make_shared<work_watched>();
    auto watched = watch(all, journal, std::move(work));
    boost::asio::co_spawn(executor, std::move(watched), boost::asio::detached);
    co_await wait_until(all->ended, time, until);
    all->was_left = true;
    if (all->error) std::rethrow_exception(all->error);
}

}  // namespace quittance::engine
