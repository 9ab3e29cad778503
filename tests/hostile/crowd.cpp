#include "crowd.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <string>
#include <string_view>
#include <system_error>

namespace quittance::hostile {
namespace {

constexpr std::size_t guests_per_address = 500;
constexpr std::chrono::seconds round_time{2};  // everybody who drips says a byte in it

// What a guest says, a byte at a time; nothing for every second one.
std::string_view lines_of(std::size_t who) {
    static std::string const header = "GET /pay/x HTTP/1.1\r\nHost: a\r\nX-Slow: " + std::string(4000, 'a');
    static std::string const body =
        "POST /webhooks/stripe HTTP/1.1\r\nHost: a\r\nContent-Length: 60000\r\n\r\n" +
        std::string(60'000, '{');
    if (who % 4 == 1) return header;
    return who % 4 == 3 ? std::string_view{body} : std::string_view{};
}

// The header of a body that drips is said at once.
std::size_t first_words(std::size_t who) {
    auto const lines = lines_of(who);
    return who % 4 == 3 ? lines.find("\r\n\r\n") + 5 : std::min<std::size_t>(1, lines.size());
}

sockaddr_in loopback(std::uint32_t last, std::uint16_t port) {
    sockaddr_in made{};
    made.sin_family = AF_INET;
    made.sin_port = htons(port);
    made.sin_addr.s_addr = htonl(INADDR_LOOPBACK - 1 + last);
    return made;
}

int connected(std::size_t who, std::uint16_t port) {
    int const socket = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    if (socket < 0) throw std::system_error(errno, std::system_category(), "a socket for a slow client");
    int const late = 1;  // the port is chosen at connect, one of 28,000 for every address
    ::setsockopt(socket, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &late, sizeof late);
    auto const from = loopback(static_cast<std::uint32_t>(2 + who / guests_per_address), 0);
    auto const to = loopback(1, port);
    bool const bound = ::bind(socket, reinterpret_cast<sockaddr const*>(&from), sizeof from) == 0;
    bool const begun = bound && (::connect(socket, reinterpret_cast<sockaddr const*>(&to), sizeof to) == 0 ||
                                 errno == EINPROGRESS);
    if (!begun) throw std::system_error(errno, std::system_category(), "a slow client cannot connect");
    return socket;
}

}  // namespace

crowd::crowd(std::uint16_t port, std::size_t size)
    : port_(port), guests_(size), watch_(::epoll_create1(0)), thread_([this] { hold(); }) {}

crowd::~crowd() {
    over_ = true;
    thread_.join();
    for (auto const& one : guests_) {
        if (one.socket >= 0) ::close(one.socket);
    }
    ::close(watch_);
}

void crowd::come_in(std::size_t who) {
    auto& one = guests_[who];
    one = {connected(who, port_), 0};
    epoll_event event{};
    event.events = EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET;
    event.data.u64 = who;
    ::epoll_ctl(watch_, EPOLL_CTL_ADD, one.socket, &event);
    ++inside_;
}

void crowd::leave(std::size_t who) {
    ::close(guests_[who].socket);
    guests_[who].socket = -1;
    --inside_;
    ++shown_out_;
}

void crowd::drip(std::size_t who) {
    auto& one = guests_[who];
    auto const lines = lines_of(who);
    if (one.socket < 0 || one.said >= lines.size()) return;
    auto const count = one.said == 0 ? first_words(who) : std::size_t{1};
    auto const sent = ::send(one.socket, lines.data() + one.said, count, MSG_NOSIGNAL);
    if (sent > 0) one.said += static_cast<std::size_t>(sent);
}

void crowd::listen() {
    std::array<epoll_event, 256> events;
    auto const count = ::epoll_wait(watch_, events.data(), static_cast<int>(events.size()), 5);
    for (int i = 0; i < count; ++i) {
        auto const who = static_cast<std::size_t>(events[static_cast<std::size_t>(i)].data.u64);
        auto const what = events[static_cast<std::size_t>(i)].events;
        if (guests_[who].socket < 0) continue;
        if ((what & (EPOLLRDHUP | EPOLLHUP | EPOLLERR)) != 0) {
            leave(who);
            come_in(who);
        } else if (guests_[who].said == 0) {
            drip(who);
        }
    }
}

// Nobody stands in line: a few come in each turn, and each turn a share of them says a byte.
void crowd::hold() {
    using clock = std::chrono::steady_clock;
    std::size_t arrived = 0;
    std::size_t next = 0;
    auto last = clock::now();
    double owed = 0;
    while (!over_) {
        for (int i = 0; i < 100 && arrived < guests_.size(); ++i) come_in(arrived++);
        listen();
        auto const now = clock::now();
        owed += static_cast<double>(arrived) * (std::chrono::duration<double>(now - last) / round_time);
        last = now;
        for (; owed >= 1 && arrived > 0; owed -= 1) drip(next++ % arrived);
    }
}

}  // namespace quittance::hostile
