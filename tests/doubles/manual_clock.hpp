// A clock that stands still until a test moves it. Sleepers belong to the clock: dropping them destroys the
// frames that sleep, as a crash would.
#pragma once
#include <map>
#include <memory>
#include <optional>
#include <utility>

#include "quittance/base/clock.hpp"
#include "quittance/base/suspension.hpp"

namespace quittance::doubles {

class manual_clock final : public clock {
public:
    explicit manual_clock(instant start);
    ~manual_clock() override;

    instant now() const override { return now_; }
    boost::asio::awaitable<void> sleep_until(instant when) override;

    // Wakes who is due, the earliest first; who was woken runs at the loop's next turn.
    void set(instant when);
    void advance(milliseconds span) { set(now_ + span); }
    std::optional<instant> next_sleeper() const;
    std::size_t sleepers() const;
    void drop_sleepers();

private:
    using place = std::pair<instant, std::uint64_t>;
    struct sleeper {
        suspension wait;
        bool woken = false;
    };
    struct sleeping;
    using all_sleepers = std::map<place, sleeper>;

    instant now_;
    std::uint64_t so_far_ = 0;
    std::shared_ptr<all_sleepers> all_ = std::make_shared<all_sleepers>();
};

}  // namespace quittance::doubles
