#include "quittance/notify/notifier.hpp"

#include <algorithm>
#include <map>

#include "line.hpp"

namespace quittance::notify {

struct notifier::state {
    explicit state(surroundings of) : around(std::move(of)) {}

    surroundings around;
    options how;
    std::map<std::string, std::shared_ptr<line>> lines;  // by endpoint
    std::vector<std::shared_ptr<line>> retired;          // no longer used, perhaps not yet idle
    bool started = false;
    bool stopping = false;

    void retire_all() {
        std::erase_if(retired, [](auto const& one) { return one->is_idle(); });
        for (auto& [name, one] : lines) {
            one->stop();
            retired.push_back(std::move(one));
        }
        lines.clear();
    }

    bool all_idle() const {
        return std::ranges::all_of(retired, [](auto const& one) { return one->is_idle(); });
    }

    boost::asio::awaitable<void> wait_until_idle(instant until) {
        constexpr milliseconds pause{10};
        while (!all_idle() && around.time.now() < until) {
            co_await around.time.sleep_until(around.time.now() + pause);
        }
    }
};

notifier::notifier(boost::asio::any_io_executor executor, engine::outbox& waiting,
                   engine::settings const& current, clock& time, entropy& randomness, log& journal,
                   metrics& figures)
    : state_(std::make_shared<state>(
          surroundings{std::move(executor), waiting, current, time, randomness, journal, figures})) {}
notifier::~notifier() = default;

// All lines anew: what an old one has in hand ends there, and its lease keeps the new one off it.
void notifier::use(options how) {
    std::map<std::string, std::shared_ptr<line>> fresh;
    for (auto const& one : how.endpoints) {
        fresh.emplace(one.name, std::make_shared<line>(state_->around, one, how));
    }
    state_->retire_all();
    state_->lines = std::move(fresh);
    state_->how = std::move(how);
    if (state_->started && !state_->stopping) start();
}

void notifier::start() {
    state_->started = true;
    for (auto const& [name, one] : state_->lines) one->start();
}

void notifier::poke() {
    for (auto const& [name, one] : state_->lines) one->poke();
}

boost::asio::awaitable<void> notifier::stop() {
    auto const self = state_;
    self->stopping = true;
    self->retire_all();
    co_await self->wait_until_idle(self->around.time.now() + self->how.stop_grace);
    for (auto const& one : self->retired) one->cut();
    co_await self->wait_until_idle(instant::max());
}

}  // namespace quittance::notify
