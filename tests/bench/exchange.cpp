#include "exchange.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <strings.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <stdexcept>
#include <system_error>

namespace quittance::bench {
namespace {

[[noreturn]] void fail(std::string const& what) {
    throw std::system_error(errno, std::generic_category(), what);
}

std::uint64_t number_in(std::string_view text) {
    std::uint64_t value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

// Zero where it is not said: a redirect without a body may leave it out.
std::size_t content_length(std::string_view head) {
    constexpr std::string_view name = "\r\ncontent-length: ";
    for (auto at = head.find("\r\n"); at != std::string_view::npos; at = head.find("\r\n", at + 2)) {
        auto const line = head.substr(at);
        if (line.size() > name.size() && ::strncasecmp(line.data(), name.data(), name.size()) == 0)
            return number_in(line.substr(name.size()));
    }
    return 0;
}

struct wire {
    int socket = -1;
    bool busy = false;
    question asked;
    std::size_t sent = 0;
    std::string held;  // a reply that came in part
    ticks::time_point since;
};

sockaddr_in endpoint_of(address const& to) {
    sockaddr_in at{};
    at.sin_family = AF_INET;
    at.sin_port = htons(to.port);
    if (::inet_pton(AF_INET, to.host.c_str(), &at.sin_addr) != 1)
        throw std::invalid_argument("'" + to.host + "' is not a numeric IPv4 address");
    return at;
}

}  // namespace

address address::parse(std::string const& url) {
    constexpr std::string_view scheme = "http://";
    auto const colon = url.rfind(':');
    if (!url.starts_with(scheme) || colon == std::string::npos || colon < scheme.size())
        throw std::invalid_argument("'" + url + "' is not http://address:port");
    address to;
    to.host = url.substr(scheme.size(), colon - scheme.size());
    to.port = static_cast<std::uint16_t>(number_in(std::string_view{url}.substr(colon + 1)));
    endpoint_of(to);
    return to;
}

std::string address::text() const { return host + ":" + std::to_string(port); }

struct exchange::state {
    address to;
    int poll = -1;
    std::vector<wire> wires;
    std::size_t outstanding = 0;
    std::uint64_t reconnects = 0;
    std::array<char, 64 * 1024> scratch{};

    void connect(wire& line, std::size_t index);
    void watch(wire const& line, std::size_t index, std::uint32_t events, int how) const;
    bool ask_next(wire& line, std::size_t index, source const& ask);
    void send_more(wire& line, std::size_t index);
    bool receive(wire& line, std::size_t index, listener const& hear);
    bool take_reply(wire& line, std::string_view bytes, listener const& hear);
    void lose(wire& line, std::size_t index, listener const& hear);
};

void exchange::state::watch(wire const& line, std::size_t index, std::uint32_t events, int how) const {
    epoll_event about{};
    about.events = events;
    about.data.u64 = index;
    if (::epoll_ctl(poll, how, line.socket, &about) != 0) fail("epoll_ctl");
}

void exchange::state::connect(wire& line, std::size_t index) {
    auto const at = endpoint_of(to);
    line.socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (line.socket < 0) fail("socket");
    if (::connect(line.socket, reinterpret_cast<sockaddr const*>(&at), sizeof at) != 0)
        fail("cannot connect to " + to.text());
    int const on = 1;
    if (::setsockopt(line.socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on) != 0) fail("TCP_NODELAY");
    watch(line, index, EPOLLIN, EPOLL_CTL_ADD);
}

bool exchange::state::ask_next(wire& line, std::size_t index, source const& ask) {
    if (!ask(line.asked)) return false;
    line.busy = true;
    line.sent = 0;
    ++outstanding;
    line.since = ticks::now();
    send_more(line, index);
    return true;
}

// A failure to send shows as the end of the stream when the reply is read.
void exchange::state::send_more(wire& line, std::size_t index) {
    auto const& bytes = line.asked.bytes;
    auto const count =
        ::send(line.socket, bytes.data() + line.sent, bytes.size() - line.sent, MSG_DONTWAIT | MSG_NOSIGNAL);
    bool const waited = line.sent > 0;
    if (count > 0) line.sent += static_cast<std::size_t>(count);
    if (line.sent < bytes.size()) watch(line, index, EPOLLIN | EPOLLOUT, EPOLL_CTL_MOD);
    if (line.sent == bytes.size() && waited) watch(line, index, EPOLLIN, EPOLL_CTL_MOD);
}

// False: the rest has yet to come.
bool exchange::state::take_reply(wire& line, std::string_view bytes, listener const& hear) {
    auto const end = bytes.find("\r\n\r\n");
    if (end == std::string_view::npos) return false;
    auto const head = bytes.substr(0, end);
    auto const length = content_length(head);
    if (bytes.size() < end + 4 + length) return false;
    answer got;
    got.tag = line.asked.tag;
    got.status = head.size() > 12 ? static_cast<unsigned>(number_in(head.substr(9, 3))) : 0;
    got.head = head;
    got.body = bytes.substr(end + 4, length);
    got.took = ticks::now() - line.since;
    line.busy = false;
    --outstanding;
    hear(got);
    return true;
}

void exchange::state::lose(wire& line, std::size_t index, listener const& hear) {
    ::close(line.socket);
    line.held.clear();
    ++reconnects;
    if (line.busy) {
        line.busy = false;
        --outstanding;
        hear(answer{line.asked.tag, 0, {}, {}, ticks::now() - line.since});
    }
    connect(line, index);
}

// True: this connection may ask again.
bool exchange::state::receive(wire& line, std::size_t index, listener const& hear) {
    auto const count = ::recv(line.socket, scratch.data(), scratch.size(), MSG_DONTWAIT);
    if (count < 0 && (errno == EAGAIN || errno == EINTR)) return false;
    if (count <= 0 || !line.busy) {
        lose(line, index, hear);
        return true;
    }
    std::string_view bytes{scratch.data(), static_cast<std::size_t>(count)};
    if (line.held.empty() && take_reply(line, bytes, hear)) return true;
    line.held.append(bytes);
    auto const whole = std::move(line.held);
    line.held.clear();
    if (take_reply(line, whole, hear)) return true;
    line.held = whole;
    return false;
}

exchange::exchange(address const& to, std::size_t connections) : state_(std::make_unique<state>()) {
    state_->to = to;
    state_->poll = ::epoll_create1(EPOLL_CLOEXEC);
    if (state_->poll < 0) fail("epoll_create1");
    state_->wires.resize(connections);
    for (std::size_t i = 0; i < connections; ++i) state_->connect(state_->wires[i], i);
}

exchange::~exchange() {
    for (auto const& line : state_->wires) ::close(line.socket);
    ::close(state_->poll);
}

void exchange::run(source const& ask, listener const& hear) {
    auto& all = *state_;
    for (std::size_t i = 0; i < all.wires.size(); ++i) {
        if (!all.wires[i].busy && !all.ask_next(all.wires[i], i, ask)) break;
    }
    std::array<epoll_event, 256> ready{};
    while (all.outstanding > 0) {
        auto const count = ::epoll_wait(all.poll, ready.data(), static_cast<int>(ready.size()), 60'000);
        if (count == 0) throw std::runtime_error("no reply came for a minute from " + all.to.text());
        for (int i = 0; i < count; ++i) {
            auto const& about = ready[static_cast<std::size_t>(i)];
            auto& line = all.wires[about.data.u64];
            if ((about.events & EPOLLOUT) != 0) all.send_more(line, about.data.u64);
            bool const free = (about.events & ~EPOLLOUT) != 0 && all.receive(line, about.data.u64, hear);
            if (free && !line.busy) all.ask_next(line, about.data.u64, ask);
        }
    }
}

std::uint64_t exchange::reconnects() const { return state_->reconnects; }

std::string post(std::string_view path, std::string_view host, std::string_view headers,
                 std::string_view body) {
    std::string text;
    text.reserve(path.size() + host.size() + headers.size() + body.size() + 96);
    text.append("POST ").append(path).append(" HTTP/1.1\r\nHost: ").append(host).append("\r\n");
    text.append(headers).append("Content-Length: ").append(std::to_string(body.size())).append("\r\n\r\n");
    return text.append(body);
}

std::string get(std::string_view path, std::string_view host, std::string_view headers) {
    std::string text{"GET "};
    text.append(path).append(" HTTP/1.1\r\nHost: ").append(host).append("\r\n");
    return text.append(headers).append("\r\n");
}

}  // namespace quittance::bench
