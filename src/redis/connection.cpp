#include "connection.hpp"

#include <algorithm>
#include <array>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/system_error.hpp>
#include <stdexcept>
#include <utility>

#include "quittance/base/assert.hpp"

namespace quittance::redis {

namespace asio = boost::asio;
using asio::awaitable;
using namespace asio::experimental::awaitable_operators;

namespace {
constexpr std::chrono::milliseconds first_rest{50};
constexpr std::chrono::milliseconds longest_rest{1000};
constexpr std::size_t read_size = 64 * 1024;

// Where, without user and password.
std::string name_of(address const& where) {
    return where.over == address::transport::unix_socket ? where.path : where.host + ":" + where.port;
}

// system_error::what() would name a place in Boost's source too.
std::string reason_of(std::exception const& error) {
    auto const* const failed = dynamic_cast<boost::system::system_error const*>(&error);
    return failed ? failed->code().message() : error.what();
}
}  // namespace

connection::connection(asio::any_io_executor executor, connection_settings settings)
    : executor_(executor), settings_(std::move(settings)), deadline_timer_(executor), rest_timer_(executor) {}

void connection::start() {
    auto self = shared_from_this();
    auto running = [self]() -> awaitable<void> { co_await self->run(); };
    asio::co_spawn(executor_, std::move(running), asio::detached);
}

void connection::close() {
    if (state_ == state::closed) return;
    state_ = state::closed;
    last_problem_ = "it was closed";
    if (stream_) stream_->close();
    rest_timer_.cancel();
    deadline_timer_.cancel();
    lose(sent_, answer::fate::unknown);
    lose(fifo_.size(), answer::fate::not_sent);
    outgoing_.clear();
}

awaitable<answer> connection::ask(command_batch const& batch) {
    if (state_ == state::resting || state_ == state::closed) co_return answer{answer::fate::not_sent, {}};
    auto const begun = steady::now();
    auto const mine = enqueue(batch);
    co_await mine->turn.wait();  // cancelled: the fate stays unknown
    auto const taken = std::chrono::duration<double>(steady::now() - begun);
    if (mine->given.what == answer::fate::answered) settings_.round_trips->observe(taken.count());
    co_return std::move(mine->given);
}

std::shared_ptr<connection::pending> connection::enqueue(command_batch const& batch) {
    auto waiting = std::make_shared<pending>();
    waiting->expected = batch.commands();
    waiting->deadline = steady::now() + settings_.deadline;
    waiting->given.replies.reserve(batch.commands());
    fifo_.push_back(waiting);
    outgoing_ += batch.text();
    if (writer_.has_waiter()) writer_.resume();
    if (!watching_) watch_deadline();
    return waiting;
}

awaitable<void> connection::run() {
    while (state_ != state::closed) {
        co_await serve_once();
        if (state_ == state::closed) break;
        if (next_rest_.count() != 0) co_await rest();
        if (state_ != state::closed) state_ = state::connecting;
        next_rest_ = std::clamp(next_rest_ * 2, first_rest, longest_rest);
    }
}

// A lost connection is tried again at once; one that could not be made is rested from.
awaitable<void> connection::serve_once() {
    try {
        co_await open();
    } catch (std::exception const& error) {
        if (state_ == state::closed) co_return;
        last_problem_ = name_of(settings_.where) + ": " + reason_of(error);
        settings_.lines->warning("redis_unreachable", {{"reason", last_problem_}});
        lost_connection();
        co_return;
    }
    if (state_ == state::closed) co_return;
    state_ = state::up;
    next_rest_ = std::chrono::milliseconds{0};
    co_await (read_replies() || write_commands());
    if (state_ == state::closed) co_return;
    settings_.reconnects->add();
    if (settings_.lost) settings_.lost();
    settings_.lines->warning("redis_connection_lost", {{"reason", last_problem_}});
    lost_connection();
}

awaitable<void> connection::open() {
    stream_ = make_stream(executor_, settings_.where, settings_.ca_file);
    parser_ = reply_parser{};
    demoted_ = false;
    auto const fresh = stream_;
    asio::steady_timer limit(executor_, settings_.deadline);
    limit.async_wait([fresh](boost::system::error_code error) {
        if (!error) fresh->close();
    });
    co_await fresh->connect();
    co_await greet(*fresh);
}

awaitable<void> connection::greet(stream& fresh) {
    command_batch hello;
    auto const& where = settings_.where;
    if (!where.password.empty() && !where.user.empty()) {
        hello.command({"AUTH", where.user, where.password});
    } else if (!where.password.empty()) {
        hello.command({"AUTH", where.password});
    }
    if (where.database != 0) hello.command({"SELECT", std::to_string(where.database)});
    hello.command({"CLIENT", "SETNAME", "quittance"});
    co_await fresh.write(hello.text());
    std::array<char, 1024> bytes;
    for (std::size_t left = hello.commands(); left > 0;) {
        auto const count = co_await fresh.read_some(bytes);
        parser_.feed({bytes.data(), count});
        for (auto one = parser_.next(); one; one = parser_.next()) {
            if (one->is_error()) throw std::runtime_error("Redis refused the connection: " + one->text);
            --left;
        }
        if (parser_.broken()) throw std::runtime_error("what answers there is not Redis");
    }
}

awaitable<void> connection::read_replies() {
    auto const current = stream_;
    auto const bytes = std::make_unique<std::array<char, read_size>>();
    try {
        while (!parser_.broken() && !must_leave()) {
            auto const count = co_await current->read_some(*bytes);
            parser_.feed({bytes->data(), count});
            take_replies();
        }
        last_problem_ = must_leave() ? "it is a replica now" : "it answered something that is not RESP";
        if (state_ != state::closed) state_ = state::connecting;  // nobody is to ask it meanwhile
    } catch (std::exception const& error) {
        last_problem_ = reason_of(error);
    }
    current->close();
}

void connection::take_replies() {
    for (auto one = parser_.next(); one; one = parser_.next()) {
        if (sent_ == 0) {
            parser_ = reply_parser{};
            stream_->close();  // an answer nobody asked for: the order of answers cannot be trusted any more
            return;
        }
        if (one->is_error() && one->text.starts_with("READONLY")) demoted_ = true;
        settle_front(std::move(*one));
    }
}

// Not between the answers to one batch.
bool connection::must_leave() const {
    return demoted_ && (fifo_.empty() || fifo_.front()->given.replies.empty());
}

void connection::settle_front(reply&& received) {
    auto& front = *fifo_.front();
    front.given.replies.push_back(std::move(received));
    if (front.given.replies.size() < front.expected) return;
    front.given.what = answer::fate::answered;
    front.turn.resume();
    fifo_.pop_front();
    --sent_;
}

awaitable<void> connection::write_commands() {
    auto const current = stream_;
    try {
        for (;;) {
            if (outgoing_.empty()) {
                auto const resumed = co_await writer_.wait();
                if (!resumed) co_return;
            }
            writing_.swap(outgoing_);
            outgoing_.clear();
            sent_ = fifo_.size();
            co_await current->write(writing_);
        }
    } catch (std::exception const& error) {
        last_problem_ = reason_of(error);
    }
    current->close();
}

awaitable<void> connection::rest() {
    state_ = state::resting;
    lose(fifo_.size(), answer::fate::not_sent);
    outgoing_.clear();
    rest_timer_.expires_after(next_rest_);
    try {
        co_await rest_timer_.async_wait(asio::use_awaitable);
    } catch (boost::system::system_error const& error) {
        QUITTANCE_ASSERT(error.code() == asio::error::operation_aborted);  // closed meanwhile
    }
}

void connection::lost_connection() { lose(sent_, answer::fate::unknown); }

void connection::lose(std::size_t how_many, answer::fate fate) {
    for (std::size_t i = 0; i < how_many; ++i) {
        fifo_.front()->given = {fate, {}};
        fifo_.front()->turn.resume();
        fifo_.pop_front();
    }
    sent_ -= std::min(sent_, how_many);
}

// One timer for all: the queue is in order of deadlines, so only its front can be overdue first.
void connection::watch_deadline() {
    watching_ = true;
    deadline_timer_.expires_at(fifo_.front()->deadline);
    deadline_timer_.async_wait([weak = weak_from_this()](boost::system::error_code error) {
        auto const self = weak.lock();
        if (error || !self) return;
        self->deadline_passed();
    });
}

void connection::deadline_passed() {
    watching_ = false;
    if (fifo_.empty()) return;
    if (fifo_.front()->deadline <= steady::now()) {
        last_problem_ = "it did not answer in time";
        if (stream_) stream_->close();
        lose(sent_, answer::fate::unknown);
        lose(fifo_.size(), answer::fate::not_sent);
        outgoing_.clear();
        return;
    }
    watch_deadline();
}

}  // namespace quittance::redis
