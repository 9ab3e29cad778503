// Behind a reverse proxy: what it forwards and what we see must be the same requests. One more on our side
// would be a smuggled one.
#include <doctest/doctest.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <map>
#include <mutex>
#include <thread>

#include "corpus.hpp"
#include "haproxy.hpp"
#include "nginx.hpp"
#include "rig.hpp"

using namespace quittance;
using namespace quittance::hostile;

namespace {

std::string const hidden = "GET /pay/smuggled HTTP/1.1\r\nHost: pay.example\r\n\r\n";

// Each line with each way to give a body that two readers might end elsewhere.
std::vector<std::string> crossed() {
    std::vector<std::string> all;
    std::string const length = "Content-Length: " + std::to_string(hidden.size()) + "\r\n";
    std::string const inside = "0\r\n\r\n" + hidden;
    for (auto const* field :
         {"Transfer-Encoding: chunked", "Transfer-Encoding: xchunked", "Transfer-Encoding : chunked",
          "Transfer-Encoding:\tchunked", "Transfer-Encoding:\r\n chunked", "Transfer-Encoding: Chunked",
          "X: y\nTransfer-Encoding: chunked", "X: y\rTransfer-Encoding: chunked", "Content-Length: 0",
          "Content-Length: 1, 1", "Content-Length: +5", "Content-Length : 5", "Expect: 100-continue",
          "Connection: Content-Length", "Connection: Transfer-Encoding", "Upgrade: h2c"}) {
        for (auto const* line :
             {"POST /hook HTTP/1.1", "POST /echo HTTP/1.1", "GET /echo HTTP/1.1", "POST /hook HTTP/1.0"}) {
            std::string const head = std::string{line} + "\r\nHost: a\r\n" + field + "\r\n";
            all.insert(all.end(), {head + "\r\n" + inside, head + length + "\r\n" + hidden,
                                   head + "Content-Length: 5\r\n\r\n" + inside, head + "\r\n" + hidden});
        }
    }
    return all;
}

std::size_t requests_in(std::string const& figures) {
    std::size_t sum = 0;
    std::string const name = "\nquittance_http_requests_total{";
    for (auto at = figures.find(name); at != figures.npos; at = figures.find(name, at + 1)) {
        sum += std::stoul(figures.substr(figures.find("} ", at) + 2));
    }
    return sum;
}

bool say(http::front const& through, std::string const& manner, std::string const& text) {
    http::raw_client client{http::raw_client::connected{through.connect(manner)}};
    client.say(text);
    client.end_sending();
    return client.drain();
}

// The tables, the crossed ones, then mutations until the time is over; several clients at once.
std::size_t say_all(http::front const& through, std::string const& manner, std::chrono::milliseconds box,
                    std::size_t most) {
    std::vector<std::string> texts = crossed();
    auto const all = read_all_tables();
    for (auto const& one : all) {
        if (!one.slow()) texts.push_back(one.pieces.front());
    }
    auto const until = std::chrono::steady_clock::now() + box;
    mutator dice{all};
    std::mutex guard;
    std::size_t next = 0;
    std::atomic<int> hung{0};
    auto const take = [&]() -> std::string {
        std::lock_guard const held{guard};
        if (next < texts.size()) return texts[next++];
        if (next >= most || std::chrono::steady_clock::now() > until) return {};
        ++next;
        return dice.next();
    };
    std::vector<std::thread> clients;
    for (int i = 0; i < 24; ++i) {
        clients.emplace_back([&] {
            for (auto text = take(); !text.empty(); text = take()) {
                if (!say(through, manner, text)) ++hung;
            }
        });
    }
    for (auto& one : clients) one.join();
    CHECK(hung == 0);
    return next;
}

// Where bodies stream, a proxy may give up on its client after we have begun to read, or to refuse.
void expect_the_same(http::rig& here, std::vector<http::front::passage> const& forwarded) {
    auto const answered =
        static_cast<std::size_t>(std::ranges::count_if(forwarded, &http::front::passage::answered));
    auto const counted = requests_in(here.figures());
    CHECK(counted >= answered);
    CHECK(counted <= forwarded.size());
    std::map<std::string, int> balance;
    for (auto const& one : forwarded) ++balance[one.request.substr(0, one.request.find('?'))];
    for (auto const& line : here.seen()) {
        CAPTURE(line);
        CHECK(--balance[line.substr(0, line.rfind(' '))] >= 0);
    }
}

template <class Proxy>
void expect_no_request_of_its_own() {
    auto const box = in_full() ? std::chrono::milliseconds{100'000} : std::chrono::milliseconds{4'000};
    http::rig probe;
    for (auto const& manner : Proxy{probe.port()}.manners()) {
        CAPTURE(manner);
        http::rig here;
        Proxy through{here.port()};
        auto const said = say_all(through, manner, box, in_full() ? 340'000 : 20'000);
        auto const forwarded = through.forwarded();
        MESSAGE(manner, ": ", said, " said, ", forwarded.size(), " forwarded");
        CHECK(forwarded.size() > said / 20);
        expect_the_same(here, forwarded);
    }
}

}  // namespace

TEST_CASE("behind nginx the requests we see are the requests it forwarded, and no other") {
    expect_no_request_of_its_own<http::nginx>();
}
TEST_CASE("behind HAProxy the requests we see are the requests it forwarded, and no other") {
    expect_no_request_of_its_own<http::haproxy>();
}
