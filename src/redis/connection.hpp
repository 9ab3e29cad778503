// One connection to Redis. Commands of all coroutines are pipelined, first come, first served, and written
// once per loop turn. It reconnects by itself, also from a master that became a replica. A command that was
// being sent when the connection broke is unknown; one that was not yet sent waits for the next connection,
// as long as its deadline lets it.
#pragma once
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "address.hpp"
#include "command.hpp"
#include "quittance/base/log.hpp"
#include "quittance/base/metrics.hpp"
#include "quittance/base/suspension.hpp"
#include "reply.hpp"
#include "stream.hpp"

namespace quittance::redis {

struct connection_settings {
    address where;
    std::string ca_file;
    std::chrono::milliseconds deadline{2000};
    log* lines = nullptr;
    counter* reconnects = nullptr;
    histogram* round_trips = nullptr;
    std::function<void()> lost;  // may be empty
};

struct answer {
    enum class fate { answered, not_sent, unknown };
    fate what = fate::unknown;
    std::vector<reply> replies;  // as many as commands were asked, when answered
};

class connection final : public std::enable_shared_from_this<connection> {
public:
    enum class state { connecting, up, resting, closed };

    connection(boost::asio::any_io_executor executor, connection_settings settings);

    void start();
    void close();
    state now() const { return state_; }
    std::string const& last_problem() const { return last_problem_; }
    // A little was asked in this turn of the loop and is not on its way yet: more of it costs no trip.
    bool gathers() const { return !outgoing_.empty() && outgoing_.size() < little; }

    // `batch` must outlive the call.
    boost::asio::awaitable<answer> ask(command_batch const& batch);

private:
    using steady = std::chrono::steady_clock;
    static constexpr std::size_t little = 2048;  // Redis reads 16 KB of a connection at once
    struct pending {
        std::size_t expected = 0;
        steady::time_point deadline;
        answer given;
        suspension turn;
    };

    boost::asio::awaitable<void> run();
    boost::asio::awaitable<void> serve_once();
    boost::asio::awaitable<void> open();
    boost::asio::awaitable<void> greet(stream& fresh);
    boost::asio::awaitable<void> read_replies();
    boost::asio::awaitable<void> write_commands();
    boost::asio::awaitable<void> rest();

    std::shared_ptr<pending> enqueue(command_batch const& batch);
    void take_replies();
    bool must_leave() const;
    void settle_front(reply&& received);
    void lose(std::size_t how_many, answer::fate fate);
    void lost_connection();
    void watch_deadline();
    void deadline_passed();

    boost::asio::any_io_executor executor_;
    connection_settings settings_;
    state state_ = state::connecting;
    std::shared_ptr<stream> stream_;
    reply_parser parser_;
    bool demoted_ = false;  // it says that it is a replica now: the address may lead to its master
    std::deque<std::shared_ptr<pending>> fifo_;
    std::size_t sent_ = 0;  // of fifo_, from its front: their text went out
    std::string outgoing_;  // of the others, in order
    std::string writing_;
    suspension writer_;
    boost::asio::steady_timer deadline_timer_;
    boost::asio::steady_timer rest_timer_;
    bool watching_ = false;
    std::chrono::milliseconds next_rest_{0};
    std::string last_problem_ = "it was not reached yet";
};

}  // namespace quittance::redis
