// How a healthy client fares before and while a crowd of slow ones holds a gateway, as one line of JSON:
//
//   hostile_slow_crowd --port N --pid N --path /r/... --clients 15000 --windows 5 --rounds 3
//
// Four healthy connections ask at a fixed pace, each question timed from when it was due, so that a gateway
// that stalls cannot hide it. A phase is cut into windows of a second; the median of the windows' p99 is what
// counts, for one bad second of a shared machine says nothing about the gateway.
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <stdexcept>
#include <string>
#include <thread>

#include "bench/arguments.hpp"
#include "crowd.hpp"

namespace quittance::hostile {
namespace {

using ticks = std::chrono::steady_clock;
constexpr std::size_t asked_per_window = 400;
constexpr std::chrono::microseconds pace{2'500};

class healthy_client {
public:
    healthy_client(std::uint16_t port, std::string const& path)
        : socket_(::socket(AF_INET, SOCK_STREAM, 0)),
          question_("GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n") {
        sockaddr_in there{};
        there.sin_family = AF_INET;
        there.sin_port = htons(port);
        there.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        if (::connect(socket_, reinterpret_cast<sockaddr*>(&there), sizeof there) != 0) {
            throw std::runtime_error("a healthy client could not connect");
        }
        int const yes = 1;
        ::setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
        timeval const patience{30, 0};
        ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    }
    healthy_client(healthy_client const&) = delete;
    healthy_client& operator=(healthy_client const&) = delete;
    ~healthy_client() { ::close(socket_); }

    // Whether the whole reply came, with status 200.
    bool ask() {
        if (::send(socket_, question_.data(), question_.size(), MSG_NOSIGNAL) < 0) return false;
        std::string reply;
        std::array<char, 32768> piece;
        for (;;) {
            auto const count = ::recv(socket_, piece.data(), piece.size(), 0);
            if (count <= 0) return false;
            reply.append(piece.data(), static_cast<std::size_t>(count));
            auto const end = reply.find("\r\n\r\n");
            if (end == std::string::npos) continue;
            auto const length = std::stoul(reply.substr(reply.find("Content-Length: ") + 16));
            if (reply.size() >= end + 4 + length) return reply.starts_with("HTTP/1.1 200");
        }
    }

private:
    int socket_;
    std::string question_;
};

// Of all windows of its kind.
struct phase {
    std::vector<double> p99;  // microseconds, one for each window
    std::vector<double> p50;
    std::size_t failed = 0;
};

double share_of(std::vector<double> taken, double share) {
    std::ranges::sort(taken);
    return taken[static_cast<std::size_t>(share * static_cast<double>(taken.size() - 1))];
}
double median_of(std::vector<double> const& all) { return share_of(all, 0.5); }

void measure(std::uint16_t port, std::string const& path, std::size_t windows, phase& into) {
    std::array<healthy_client, 4> clients{healthy_client{port, path}, healthy_client{port, path},
                                          healthy_client{port, path}, healthy_client{port, path}};
    for (std::size_t window = 0; window < windows; ++window) {
        std::vector<double> taken;
        auto due = ticks::now();
        for (std::size_t i = 0; i < asked_per_window; ++i, due += pace) {
            std::this_thread::sleep_until(due);
            auto const began = std::max(due, ticks::now() - pace);  // our own sleeping late is not its fault
            into.failed += clients[i % clients.size()].ask() ? 0U : 1U;
            taken.push_back(std::chrono::duration<double, std::micro>(ticks::now() - began).count());
        }
        into.p99.push_back(share_of(taken, 0.99));
        into.p50.push_back(median_of(taken));
    }
}

std::size_t resident_bytes(std::string const& pid) {
    std::ifstream file{"/proc/" + pid + "/statm"};
    std::size_t total = 0;
    std::size_t resident = 0;
    file >> total >> resident;
    return resident * static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
}

void wait_until_inside(crowd const& all, std::size_t size) {
    auto const until = ticks::now() + std::chrono::seconds{60};
    while (all.inside() < size) {
        if (ticks::now() > until) throw std::runtime_error("the crowd did not get in");
        std::this_thread::sleep_for(std::chrono::milliseconds{20});
    }
}

// A deadline is seen to hold when it shows guests out: on a quick machine the windows end before the first
// one.
void measure_until_shown_out(bench::arguments const& given, crowd const& all, phase& into) {
    auto const until = ticks::now() + std::chrono::seconds{90};
    auto const enough = given.number("clients") / 100;
    while (all.shown_out() <= enough && ticks::now() < until) {
        measure(static_cast<std::uint16_t>(given.number("port")), given.text("path"), 1, into);
    }
}

struct findings {
    phase before, during;
    std::size_t inside = 0, shown_out = 0, bytes_each = 0;
};

// The two kinds take turns, so that a machine that grows busier does it to both.
void one_round(bench::arguments const& given, findings& into) {
    auto const port = static_cast<std::uint16_t>(given.number("port"));
    auto const size = given.number("clients");
    measure(port, given.text("path"), given.number("windows"), into.before);
    auto const empty = resident_bytes(given.text("pid"));
    crowd all{port, size};
    wait_until_inside(all, size);
    measure(port, given.text("path"), given.number("windows"), into.during);
    measure_until_shown_out(given, all, into.during);
    auto const full = resident_bytes(given.text("pid"));
    // Memory that a former crowd left behind would hide what this one costs.
    into.bytes_each = std::max(into.bytes_each, (full > empty ? full - empty : 0) / size);
    into.inside = all.inside();
    into.shown_out += all.shown_out();
}

void run(bench::arguments const& given) {
    phase warm;
    measure(static_cast<std::uint16_t>(given.number("port")), given.text("path"), 2, warm);
    findings seen;
    for (std::size_t i = 0; i < given.number("rounds"); ++i) one_round(given, seen);
    std::printf(
        "{\"clients\": %zu, \"shown_out\": %zu, \"before\": {\"p50_us\": %.0f, \"p99_us\": %.0f}, "
        "\"during\": {\"p50_us\": %.0f, \"p99_us\": %.0f}, \"failed\": %zu, \"bytes_each\": %zu}\n",
        seen.inside, seen.shown_out, median_of(seen.before.p50), median_of(seen.before.p99),
        median_of(seen.during.p50), median_of(seen.during.p99), seen.before.failed + seen.during.failed,
        seen.bytes_each);
}

}  // namespace
}  // namespace quittance::hostile

int main(int argc, char** argv) {
    try {
        quittance::hostile::run({argc,
                                 argv,
                                 {{"port", "8080"},
                                  {"pid", "self"},
                                  {"path", "/"},
                                  {"clients", "15000"},
                                  {"windows", "5"},
                                  {"rounds", "3"}}});
        return 0;
    } catch (std::exception const& wrong) {
        std::fprintf(stderr, "hostile_slow_crowd: %s\n", wrong.what());
        return 1;
    }
}
