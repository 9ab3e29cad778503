#include "prober.hpp"

#include <arpa/inet.h>
#include <doctest/doctest.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>

namespace quittance::hostile {

prober::prober(http::rig& there) : there_(there), socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in where{};
    where.sin_family = AF_INET;
    where.sin_port = htons(there.port());
    where.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    REQUIRE(::connect(socket_, reinterpret_cast<sockaddr*>(&where), sizeof where) == 0);
    int const yes = 1;
    ::setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    // Closed with a reset, so that a million of them leave no port behind waiting.
    linger const at_once{1, 0};
    ::setsockopt(socket_, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    ::fcntl(socket_, F_SETFL, O_NONBLOCK);
    there_.pump();
}

prober::~prober() {
    ::close(socket_);
    there_.pump();
}

bool prober::read() {
    std::array<char, 65536> piece;
    auto const count = ::recv(socket_, piece.data(), piece.size(), 0);
    if (count > 0) heard_.append(piece.data(), static_cast<std::size_t>(count));
    if (count == 0 || (count < 0 && errno != EAGAIN)) closed_ = true;
    return count > 0;
}

void prober::say(std::string_view bytes) {
    while (!bytes.empty() && !closed_) {
        auto const sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent < 0 && errno != EAGAIN) break;  // refused half-way: the reply tells
        if (sent > 0) bytes.remove_prefix(static_cast<std::size_t>(sent));
        there_.pump();
        read();
    }
}

void prober::end_sending() {
    ::shutdown(socket_, SHUT_WR);
    there_.pump();
}

bool prober::closed() {
    there_.pump();
    while (!closed_ && read()) there_.pump();
    return closed_;
}

bool prober::closes() {
    auto const until = std::chrono::steady_clock::now() + std::chrono::seconds{2};
    while (!closed()) {
        if (std::chrono::steady_clock::now() > until) return false;
        pollfd watched{socket_, POLLIN, 0};
        ::poll(&watched, 1, 1);
    }
    return true;
}

}  // namespace quittance::hostile
