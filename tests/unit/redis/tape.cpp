#include "tape.hpp"

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/system/system_error.hpp>
#include <deque>
#include <utility>

#include "quittance/base/suspension.hpp"
#include "reply.hpp"
#include "stream.hpp"

namespace quittance::redis_test {
namespace {

namespace asio = boost::asio;

// The tape as whole replies; what is none is the last piece.
std::deque<std::string> replies_in(std::string_view bytes) {
    std::deque<std::string> pieces;
    redis::reply_parser parser;
    std::size_t begun = 0;
    for (std::size_t i = 0; i < bytes.size() && !parser.broken(); ++i) {
        parser.feed(bytes.substr(i, 1));
        if (!parser.next()) continue;
        pieces.emplace_back(bytes.substr(begun, i + 1 - begun));
        begun = i + 1;
    }
    if (begun < bytes.size()) pieces.emplace_back(bytes.substr(begun));
    return pieces;
}

struct played {
    std::deque<std::string> replies;
    std::size_t stride = 1;
    bool connected = false;
};
played tape;

// Says a reply for each command that was sent, and not before; ends when the tape does.
class tape_stream final : public redis::stream {
public:
    asio::awaitable<void> connect() override {
        if (std::exchange(tape.connected, true)) {
            throw boost::system::system_error{asio::error::connection_refused};
        }
        co_return;
    }
    asio::awaitable<std::size_t> read_some(std::span<char> into) override {
        while (asked_ == 0 && !closed_ && !tape.replies.empty()) {
            auto const resumed = co_await reader_.wait();
            if (!resumed) break;
        }
        if (tape.replies.empty() || closed_ || asked_ == 0) {
            throw boost::system::system_error{asio::error::eof};
        }
        co_return give(into);
    }
    asio::awaitable<void> write(std::string_view bytes) override {
        commands_.feed(bytes);
        while (commands_.next()) ++asked_;
        if (reader_.has_waiter()) reader_.resume();
        co_return;
    }
    void close() override {
        closed_ = true;
        if (reader_.has_waiter()) reader_.resume();
    }

private:
    std::size_t give(std::span<char> into) {
        auto& reply = tape.replies.front();
        auto const count = reply.copy(into.data(), std::min(into.size(), tape.stride));
        reply.erase(0, count);
        if (!reply.empty()) return count;
        tape.replies.pop_front();
        --asked_;
        return count;
    }

    redis::reply_parser commands_;  // they are arrays too
    std::size_t asked_ = 0;
    suspension reader_;
    bool closed_ = false;
};

asio::awaitable<void> ask_and_close(redis::database& there, question const& what) {
    std::exception_ptr thrown;
    try {
        co_await what(there);
    } catch (...) {
        thrown = std::current_exception();
    }
    there.close();
    if (thrown) std::rethrow_exception(thrown);
}

}  // namespace

void ask_tape(std::string_view answers, std::size_t stride, question const& what) {
    tape = {replies_in(answers), stride, false};
    tape.replies.push_front("+OK\r\n");  // to the greeting
    asio::io_context loop;
    static auto const lines = make_silent_log();
    static auto const figures = make_metrics();
    redis::options how;
    how.url = "redis://127.0.0.1:1";
    how.connections = 1;
    how.real_time = [] { return from_unix_seconds(1'800'000'000); };
    auto const there = redis::make_database(loop.get_executor(), how, *lines, *figures);
    std::exception_ptr failed;
    asio::co_spawn(loop, ask_and_close(*there, what),
                   [&](std::exception_ptr error) { failed = std::move(error); });
    loop.run();
    if (failed) std::rethrow_exception(failed);
}

asio::awaitable<void> commit_nothing(redis::database& there) {
    domain::account after;
    after.id = somebody;
    after.version = 1;
    std::vector<domain::event> const events;
    engine::commit_request request;
    request.after = &after;
    request.commit_id = "commit";
    request.events = &events;
    co_await there.accounts().commit(request);
}

asio::awaitable<void> close_store(redis::database& there) { co_await there.registry().close("why"); }

}  // namespace quittance::redis_test

namespace quittance::redis {

// The signature is the product's, which keeps its executor.
// NOLINTNEXTLINE(performance-unnecessary-value-param)
std::unique_ptr<stream> make_stream(boost::asio::any_io_executor, address const&, std::string const&) {
    return std::make_unique<redis_test::tape_stream>();
}

}  // namespace quittance::redis
