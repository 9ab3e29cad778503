// A real server on a loopback port with a loop in a thread of its own, and a raw socket to say anything to
// it.
#pragma once
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_future.hpp>
#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "quittance/base/entropy.hpp"
#include "quittance/base/log.hpp"
#include "quittance/base/metrics.hpp"
#include "quittance/http/server.hpp"

namespace quittance::http {

class rig {
public:
    struct by_hand {};
    explicit rig(server_options options = {});
    // Without a thread: the loop turns only in pump(), so that what was read and what was not is certain.
    rig(by_hand, server_options options);
    ~rig();

    // Everything that can be done now is done.
    void pump();

    std::uint16_t port() const { return server_->port(); }
    std::string figures();
    // Starts stopping; wait on the future for its end.
    std::future<void> stop(std::chrono::milliseconds grace);
    // Stops the loop where it is, as a crash would; nothing is drained.
    void abandon();
    // Lets the handler of GET /wait answer.
    void open_gate();
    // Blocks until GET /wait is in a handler.
    void await_waiter();
    // What the routes saw: one line for each request, "VERB path body-length".
    std::vector<std::string> seen();
    std::size_t seen_count();

private:
    template <class Work>
    auto in_loop(Work work);
    void open(server_options options);
    void add_routes();
    boost::asio::awaitable<response> wait_at_gate(request asked, captures caught);

    // What handlers use outlives the loop, which takes its coroutines along when it goes.
    bool open_ = false;
    int waiting_ = 0;
    std::vector<std::string> seen_;
    router routes_;
    std::unique_ptr<log> journal_ = make_silent_log();
    std::unique_ptr<metrics> metrics_ = make_metrics();
    std::unique_ptr<entropy> randomness_ = make_system_entropy();
    boost::asio::io_context loop_{1};
    boost::asio::executor_work_guard<boost::asio::io_context::executor_type> stay_ =
        boost::asio::make_work_guard(loop_);
    boost::asio::steady_timer gate_{loop_};
    std::unique_ptr<server> server_;
    std::thread thread_;
};

class raw_client {
public:
    struct connected {
        int socket;
    };
    explicit raw_client(std::uint16_t port);
    explicit raw_client(connected there) : socket_(there.socket) {}
    raw_client(raw_client const&) = delete;
    raw_client& operator=(raw_client const&) = delete;
    ~raw_client();

    void say(std::string_view bytes);
    // One reply, head and body (as its Content-Length says, `bodyless` for HEAD); empty when the other side
    // closed.
    std::string reply(bool bodyless = false);
    // Everything until the other side closes; fails the test when it does not within two seconds.
    std::string until_closed();
    // Reads until the other side closes, and forgets it. From any thread; false when it does not within ten
    // seconds.
    bool drain();
    // Whether a reply or the end comes within `limit`.
    bool answered_within(std::chrono::milliseconds limit);
    void end_sending();
    // Frees what was received, so that only the server's memory is left to measure.
    void forget() { std::string{}.swap(buffer_); }
    // Whether anybody still listens there.
    static bool accepted(std::uint16_t port);

private:
    bool receive(std::chrono::milliseconds limit);

    int socket_;
    std::string buffer_;
};

// The three digits of a reply; 0 for none.
int status_of(std::string_view reply);

}  // namespace quittance::http
