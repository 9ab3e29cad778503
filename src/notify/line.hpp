// The way to one endpoint: claims what is due for it, sends it, and keeps what came of it. Alone: what
// happens on one line is nothing to another.
#pragma once
#include <boost/asio/cancellation_signal.hpp>
#include <memory>

#include "schedule.hpp"
#include "sender.hpp"

namespace quittance::notify {

// What every line uses; outlives them all.
struct surroundings {
    boost::asio::any_io_executor executor;
    engine::outbox& waiting;
    engine::settings const& current;
    clock& time;
    entropy& randomness;
    log& journal;
    metrics& figures;
};

class line : public std::enable_shared_from_this<line> {
public:
    // Throws std::invalid_argument.
    line(surroundings const& around, endpoint whom, options const& how);

    void start();
    void poke();
    // No new try is begun.
    void stop();
    // What is under way is cut.
    void cut() { sender_->close(); }
    bool is_idle() const { return !running_ && in_hand_ == 0; }

private:
    struct place;

    boost::asio::awaitable<void> work();
    boost::asio::awaitable<void> rest();
    boost::asio::awaitable<void> try_round();
    boost::asio::awaitable<void> round();
    boost::asio::awaitable<void> put_off(std::vector<engine::ordered_notice> all);
    boost::asio::awaitable<void> tell(engine::ordered_notice what, std::shared_ptr<place> mine);
    boost::asio::awaitable<void> try_to_tell(engine::ordered_notice what);
    boost::asio::awaitable<void> settle(engine::delivery_note note, verdict came);
    void write(engine::delivery_note const& note);

    surroundings around_;
    endpoint whom_;
    std::shared_ptr<sender> sender_;
    std::size_t most_at_once_;
    milliseconds pace_;
    milliseconds lease_;
    counter& taken_;
    counter& failed_;
    counter& given_up_;
    boost::asio::cancellation_signal call_off_;
    std::size_t in_hand_ = 0;
    bool running_ = false;
    bool stopping_ = false;
    bool poked_ = false;
    bool known_ = false;  // to the store
};

}  // namespace quittance::notify
