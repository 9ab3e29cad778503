// What connections cost, and that a server may be thrown away in the middle of everything.
#include <doctest/doctest.h>
#include <unistd.h>

#include <fstream>
#include <memory>
#include <vector>

#include "rig.hpp"

using namespace quittance::http;

namespace {

// AddressSanitizer keeps what was freed and pads what is not: there the figure says nothing about us.
#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
constexpr bool measurable = false;
#else
constexpr bool measurable = true;
#endif
#else
constexpr bool measurable = true;
#endif

std::size_t resident_bytes() {
    std::ifstream file{"/proc/self/statm"};
    std::size_t total = 0;
    std::size_t resident = 0;
    file >> total >> resident;
    return resident * static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
}

}  // namespace

TEST_CASE("an idle connection costs at most 12 KiB, also after a request with a body") {
    constexpr std::size_t crowd = 400;
    rig here;
    std::string const body(32 * 1024, 'a');
    std::string const post = "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 32768\r\n\r\n" + body;
    raw_client first{here.port()};
    first.say(post);
    CHECK(status_of(first.reply()) == 200);
    auto const before = resident_bytes();
    std::vector<std::unique_ptr<raw_client>> clients;
    for (std::size_t i = 0; i < crowd; ++i) {
        clients.push_back(std::make_unique<raw_client>(here.port()));
        clients.back()->say(post);
        CHECK(status_of(clients.back()->reply()) == 200);
        clients.back()->forget();
    }
    auto const cost = (resident_bytes() - before) / crowd;
    MESSAGE("an idle connection costs ", cost, " bytes");
    if (measurable) CHECK(cost <= 12 * 1024);
}

TEST_CASE("a loop thrown away with connections in every state takes them along") {
    std::vector<std::unique_ptr<raw_client>> clients;
    for (int round = 0; round < 3; ++round) {
        rig here;
        for (auto const* text :
             {"", "GET /ec", "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nhalf",
              "GET /wait HTTP/1.1\r\nHost: a\r\n\r\n", "GET /large HTTP/1.1\r\nHost: a\r\n\r\n"}) {
            clients.push_back(std::make_unique<raw_client>(here.port()));
            clients.back()->say(text);
        }
        here.await_waiter();
        here.abandon();
    }
    for (auto const& client : clients) client->until_closed();
}
