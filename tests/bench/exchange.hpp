// Promises: keep-alive HTTP/1.1 connections to one address, each asking its next question as soon as the last
// one is answered, on one thread with as little work as it can: it shares the machine with what it measures.
// Refuses chunked replies, TLS and pipelining: our own servers on loopback need none of them.
#pragma once
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace quittance::bench {

using ticks = std::chrono::steady_clock;

// "http://127.0.0.1:8080": a numeric IPv4 address and a port. Throws std::invalid_argument.
struct address {
    std::string host;
    std::uint16_t port = 0;
    static address parse(std::string const& url);
    std::string text() const;
};

struct question {
    std::string bytes;      // the whole request
    std::uint64_t tag = 0;  // handed back with its answer
};
struct answer {
    std::uint64_t tag = 0;
    unsigned status = 0;  // 0: the connection ended before a whole reply came
    std::string_view head;
    std::string_view body;
    std::chrono::nanoseconds took{};
};

class exchange {
public:
    // Fills `next` and answers true, or answers false: there is nothing to ask now.
    using source = std::function<bool(question& next)>;
    using listener = std::function<void(answer const&)>;

    // Connects all at once. Throws std::system_error when one cannot be made.
    exchange(address const& to, std::size_t connections);
    exchange(exchange const&) = delete;
    exchange& operator=(exchange const&) = delete;
    ~exchange();

    // Asks until the source has nothing left and everything asked is answered. May be called again.
    void run(source const& ask, listener const& hear);
    std::uint64_t reconnects() const;

private:
    struct state;
    std::unique_ptr<state> state_;
};

// A request with a body, to be sent as it is.
std::string post(std::string_view path, std::string_view host, std::string_view headers,
                 std::string_view body);
std::string get(std::string_view path, std::string_view host, std::string_view headers);

}  // namespace quittance::bench
