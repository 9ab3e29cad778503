// Stripe as a script: each request takes the next answer. What was asked and how long was waited can be
// looked at afterwards. A request beyond the script is certainly not sent.
#pragma once
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <cstring>
#include <deque>
#include <exception>
#include <optional>
#include <string>
#include <vector>

#include "quittance/stripe/processor.hpp"

namespace quittance::stripe_test {

inline stripe::delivery answer(unsigned status, std::string body,
                               std::vector<std::pair<std::string, std::string>> headers = {}) {
    stripe::delivery came;
    came.what = stripe::delivery::kind::reply;
    came.status = status;
    came.body = std::move(body);
    came.headers = std::move(headers);
    came.took = milliseconds{100};
    return came;
}
inline stripe::delivery not_sent() {
    stripe::delivery came;
    came.what = stripe::delivery::kind::not_sent;
    return came;
}
inline stripe::delivery no_answer(milliseconds took = milliseconds{100}) {
    stripe::delivery came;
    came.what = stripe::delivery::kind::unknown;
    came.took = took;
    return came;
}

class scripted_transport final : public stripe::transport {
public:
    explicit scripted_transport(std::deque<stripe::delivery> answers) : answers_(std::move(answers)) {}

    stripe::awaitable<stripe::delivery> send(stripe::request what, milliseconds patience) override {
        asked.push_back(std::move(what));
        patiences.push_back(patience);
        if (answers_.empty()) co_return not_sent();
        auto came = std::move(answers_.front());
        answers_.pop_front();
        co_return came;
    }
    stripe::awaitable<void> pause(milliseconds how_long) override {
        pauses.push_back(how_long);
        co_return;
    }

    std::vector<stripe::request> asked;
    std::vector<milliseconds> patiences;
    std::vector<milliseconds> pauses;

private:
    std::deque<stripe::delivery> answers_;
};

class fixed_clock final : public clock {
public:
    explicit fixed_clock(instant now) : now_(now) {}
    instant now() const override { return now_; }
    boost::asio::awaitable<void> sleep_until(instant) override { co_return; }

private:
    instant now_;
};

// The same bytes each time; not zeros, which random_below draws again.
class no_entropy final : public entropy {
public:
    void fill(std::span<std::byte> bytes) override { std::memset(bytes.data(), 0x7F, bytes.size()); }
};

class kept_log final : public log {
public:
    void write(log_level level, std::string_view event, std::initializer_list<log_field> fields) override {
        text += format_log_line("now", level, event, fields) + '\n';
    }
    std::string text;
};

// Runs a coroutine to its end.
template <class T>
T run(boost::asio::awaitable<T> work) {
    boost::asio::io_context loop;
    std::optional<T> done;
    std::exception_ptr failed;
    boost::asio::co_spawn(loop, std::move(work), [&](std::exception_ptr error, T value) {
        failed = error;
        done.emplace(std::move(value));
    });
    loop.run();
    if (failed) std::rethrow_exception(failed);
    return std::move(*done);
}

struct stripe_at_hand {
    explicit stripe_at_hand(std::deque<stripe::delivery> answers, stripe::processor_options options = {})
        : over(std::move(answers)),
          port(stripe::make_processor(over, time, jitter, lines, std::move(options))) {}

    fixed_clock time{from_unix_seconds(1'798'761'600)};
    no_entropy jitter;
    kept_log lines;
    scripted_transport over;
    std::unique_ptr<engine::processor> port;
};

}  // namespace quittance::stripe_test
