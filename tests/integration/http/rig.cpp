#include "rig.hpp"

#include <arpa/inet.h>
#include <doctest/doctest.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <future>

namespace quittance::http {
namespace asio = boost::asio;

template <class Work>
auto rig::in_loop(Work work) {
    if (!thread_.joinable()) return work();
    // Shared: the result may be taken before the loop's thread has let go of the task.
    auto const task = std::make_shared<std::packaged_task<decltype(work())()>>(std::move(work));
    auto result = task->get_future();
    asio::post(loop_, [task] { (*task)(); });
    return result.get();
}

rig::rig(server_options options) {
    open(std::move(options));
    thread_ = std::thread{[this] { loop_.run(); }};
}

rig::rig(by_hand, server_options options) { open(std::move(options)); }

void rig::open(server_options options) {
    options.name = "test";
    add_routes();
    server_ = std::make_unique<server>(loop_.get_executor(), std::move(options), routes_, *journal_,
                                       *metrics_, *randomness_);
    server_->start();
}

void rig::pump() {
    while (loop_.poll() > 0) {
    }
}

void rig::abandon() {
    loop_.stop();
    thread_.join();
}

rig::~rig() {
    if (!thread_.joinable()) return;
    stop(std::chrono::milliseconds{0}).wait();
    loop_.stop();
    thread_.join();
}

std::string rig::figures() {
    return in_loop([this] { return metrics_->render(); });
}

std::vector<std::string> rig::seen() {
    return in_loop([this] { return seen_; });
}

std::size_t rig::seen_count() {
    return in_loop([this] { return seen_.size(); });
}

std::future<void> rig::stop(std::chrono::milliseconds grace) {
    return asio::co_spawn(loop_, server_->stop(grace), asio::use_future);
}

void rig::open_gate() {
    in_loop([this] {
        open_ = true;
        gate_.cancel();
        return 0;
    });
}

void rig::await_waiter() {
    while (in_loop([this] { return waiting_; }) == 0) std::this_thread::yield();
}

asio::awaitable<response> rig::wait_at_gate(request /*asked*/, captures /*caught*/) {
    ++waiting_;
    while (!open_) {
        gate_.expires_after(std::chrono::seconds{30});
        co_await gate_.async_wait(asio::as_tuple(asio::use_awaitable));
    }
    response reply;
    reply.body = "waited";
    co_return reply;
}

void rig::add_routes() {
    auto echo = [this](request asked, captures caught) -> asio::awaitable<response> {
        std::string const verb = asked.verb == method::get    ? "GET"
                                 : asked.verb == method::head ? "HEAD"
                                                              : "POST";
        seen_.push_back(verb + " " + asked.path + " " + std::to_string(asked.body.size()));
        response reply;
        reply.body = "[" + asked.path + "?" + asked.query + "|" + (caught.empty() ? "" : caught[0]) + "|" +
                     asked.body + "|" + asked.peer + "]";
        co_return reply;
    };
    auto large = [](request, captures) -> asio::awaitable<response> {
        response reply;
        reply.body.assign(16 * 1024 * 1024, 'x');
        co_return reply;
    };
    auto split = [](request asked, captures) -> asio::awaitable<response> {
        response reply;
        auto const decoded = percent_decode(asked.query, false);
        reply.headers.emplace_back("Location", decoded.value_or(""));
        co_return reply;
    };
    auto throws = [](request, captures) -> asio::awaitable<response> {
        throw std::runtime_error("secret detail");
        co_return response{};
    };
    routes_.add(method::get, "/echo", "echo", echo);
    routes_.add(method::post, "/echo", "echo", echo);
    routes_.add(method::get, "/pay/{}", "pay", echo);
    routes_.add(method::post, "/hook", "hook", echo);
    routes_.set_body_limit("/hook", 1024 * 1024);
    routes_.allow_chunked("/hook");
    routes_.add(method::get, "/large", "large", large);
    routes_.add(method::get, "/split", "split", split);
    routes_.add(method::get, "/throws", "throws", throws);
    routes_.add(method::get, "/wait", "wait", [this](request asked, captures caught) {
        return wait_at_gate(std::move(asked), std::move(caught));
    });
}

namespace {

bool connect_to(int socket, std::uint16_t port) {
    sockaddr_in there{};
    there.sin_family = AF_INET;
    there.sin_port = htons(port);
    there.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return ::connect(socket, reinterpret_cast<sockaddr*>(&there), sizeof there) == 0;
}

}  // namespace

raw_client::raw_client(std::uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
    REQUIRE(connect_to(socket_, port));
}

bool raw_client::accepted(std::uint16_t port) {
    int const socket = ::socket(AF_INET, SOCK_STREAM, 0);
    bool const taken = connect_to(socket, port);
    ::close(socket);
    return taken;
}

raw_client::~raw_client() { ::close(socket_); }

void raw_client::say(std::string_view bytes) {
    while (!bytes.empty()) {
        auto const sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent <= 0) return;  // refused half-way: the reply tells
        bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
}

bool raw_client::receive(std::chrono::milliseconds limit) {
    pollfd watched{socket_, POLLIN, 0};
    auto const ready = ::poll(&watched, 1, static_cast<int>(limit.count()));
    REQUIRE_MESSAGE(ready == 1, "the server neither answered nor closed in time");
    std::array<char, 65536> piece;
    auto const count = ::recv(socket_, piece.data(), piece.size(), 0);
    if (count <= 0) return false;
    buffer_.append(piece.data(), static_cast<std::size_t>(count));
    return true;
}

std::string raw_client::reply(bool bodyless) {
    constexpr std::chrono::milliseconds patience{2000};
    while (buffer_.find("\r\n\r\n") == std::string::npos) {
        if (!receive(patience)) return std::exchange(buffer_, {});
    }
    auto const end = buffer_.find("\r\n\r\n") + 4;
    auto const length = buffer_.find("Content-Length: ");
    std::size_t body = 0;
    if (!bodyless && length < end) body = std::stoul(buffer_.substr(length + 16));
    while (buffer_.size() < end + body) {
        if (!receive(patience)) break;
    }
    auto const whole = buffer_.substr(0, end + body);
    buffer_.erase(0, whole.size());
    return whole;
}

std::string raw_client::until_closed() {
    while (receive(std::chrono::milliseconds{2000})) {
    }
    return std::exchange(buffer_, {});
}

bool raw_client::drain() {
    std::array<char, 65536> piece;
    for (;;) {
        pollfd watched{socket_, POLLIN, 0};
        if (::poll(&watched, 1, 10'000) != 1) return false;
        if (::recv(socket_, piece.data(), piece.size(), 0) <= 0) return true;
    }
}

bool raw_client::answered_within(std::chrono::milliseconds limit) {
    pollfd watched{socket_, POLLIN, 0};
    return ::poll(&watched, 1, static_cast<int>(limit.count())) == 1;
}

void raw_client::end_sending() { ::shutdown(socket_, SHUT_WR); }

int status_of(std::string_view reply) {
    return reply.size() > 12 ? std::stoi(std::string{reply.substr(9, 3)}) : 0;
}

}  // namespace quittance::http
