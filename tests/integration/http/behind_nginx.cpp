// What nginx forwards and what we see must be the same requests: one more on our side would be a smuggled
// one.
#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <random>

#include "nginx.hpp"
#include "rig.hpp"

using namespace quittance::http;

namespace {

std::string const hidden = "GET /pay/smuggled HTTP/1.1\r\nHost: pay.example\r\n\r\n";

std::vector<std::string> corpus() {
    std::vector<std::string> all{"GET /echo HTTP/1.1\r\nHost: a\r\n\r\n",
                                 "GET /echo HTTP/1.0\r\nHost: a\r\n\r\n",
                                 "GET /echo HTTP/1.1\r\nHost: a\r\n\r\n" + hidden,
                                 "GET /pay/%0d%0aX:%20y HTTP/1.1\r\nHost: a\r\n\r\n",
                                 "GET http://evil/echo HTTP/1.1\r\nHost: a\r\n\r\n",
                                 "GET /echo\x80 HTTP/1.1\r\nHost: a\r\n\r\n",
                                 "GET /echo HTTP/1.1\nHost: a\n\n" + hidden,
                                 "GET /" + std::string(3000, 'a') + " HTTP/1.1\r\nHost: a\r\n\r\n"};
    std::string const length = "Content-Length: " + std::to_string(hidden.size()) + "\r\n";
    std::string const inside = "0\r\n\r\n" + hidden;
    for (auto const* encoding : {"Transfer-Encoding: chunked",
                                 "Transfer-Encoding: xchunked",
                                 "Transfer-Encoding: identity",
                                 "Transfer-Encoding: chunked, identity",
                                 "Transfer-Encoding: chunked, chunked",
                                 "Transfer-Encoding : chunked",
                                 "Transfer-Encoding:\tchunked",
                                 "Transfer-Encoding:\r\n chunked",
                                 "Transfer-Encoding: Chunked",
                                 "Transfer-Encoding: \x0b"
                                 "chunked",
                                 "Transfer_Encoding: chunked",
                                 " Transfer-Encoding: chunked",
                                 "X: y\nTransfer-Encoding: chunked",
                                 "X: y\rTransfer-Encoding: chunked",
                                 "Transfer-Encoding: \"chunked\"",
                                 "Transfer-Encoding: chunked\r\nTransfer-Encoding: cow",
                                 "Transfer-Encoding: cow\r\nTransfer-Encoding: chunked",
                                 "Content-Encoding: chunked",
                                 "Content-Length: 0",
                                 "Content-Length: 1, 1",
                                 "Content-Length: +5",
                                 "Content-Length: 5 5",
                                 "Content_Length: 5",
                                 "Content-Length : 5",
                                 "Expect: 100-continue",
                                 "Connection: Content-Length",
                                 "Connection: Transfer-Encoding",
                                 "Host: evil",
                                 "Upgrade: h2c"}) {
        for (auto const* line :
             {"POST /hook HTTP/1.1", "POST /echo HTTP/1.1", "GET /echo HTTP/1.1", "POST /hook HTTP/1.0"}) {
            std::string const head = std::string{line} + "\r\nHost: a\r\n" + encoding + "\r\n";
            all.insert(all.end(), {head + "\r\n" + inside, head + length + "\r\n" + hidden,
                                   head + "Content-Length: 5\r\n\r\n" + inside, head + "\r\n" + hidden,
                                   length + head + "\r\n" + hidden});
        }
    }
    return all;
}

// Single bytes lost, doubled or turned, always the same ones.
void mutate(std::vector<std::string>& all, std::size_t more) {
    std::mt19937 dice{20261121};
    auto const originals = all.size();
    std::string_view const turned{"\r\n\t \0:,;x0\x80\x0b", 12};
    for (std::size_t i = 0; i < more; ++i) {
        auto text = all[dice() % originals];
        auto const at = dice() % text.size();
        switch (dice() % 3) {
            case 0: text.erase(at, 1); break;
            case 1: text.insert(at, 1, text[at]); break;
            default: text[at] = turned[dice() % turned.size()]; break;
        }
        all.push_back(std::move(text));
    }
}

std::size_t requests_in(std::string const& figures) {
    std::size_t sum = 0;
    std::string const name = "\nquittance_http_requests_total{";
    for (auto at = figures.find(name); at != figures.npos; at = figures.find(name, at + 1)) {
        sum += std::stoul(figures.substr(figures.find("} ", at) + 2));
    }
    return sum;
}

}  // namespace

TEST_CASE("behind nginx the requests we see are the requests it forwarded, and no other") {
    auto texts = corpus();
    mutate(texts, 1500);
    for (auto const& manner : nginx::manners()) {
        CAPTURE(manner);
        rig here;
        nginx front{here.port()};
        for (auto const& text : texts) {
            raw_client client{raw_client::connected{front.connect(manner)}};
            client.say(text);
            client.end_sending();
            client.until_closed();
        }
        auto const forwarded = front.forwarded();
        auto const answered = std::ranges::count_if(forwarded, &nginx::passage::answered);
        CHECK(forwarded.size() > texts.size() / 4);
        // Where bodies stream, nginx may give up on its client after we have begun to read, or to refuse.
        CHECK(requests_in(here.figures()) >= static_cast<std::size_t>(answered));
        CHECK(requests_in(here.figures()) <= forwarded.size());
        if (manner != "streaming") CHECK(static_cast<std::size_t>(answered) == forwarded.size());
        std::map<std::string, int> balance;
        for (auto const& passed : forwarded) ++balance[passed.request.substr(0, passed.request.find('?'))];
        for (auto const& line : here.seen()) {
            CAPTURE(line);
            CHECK(--balance[line.substr(0, line.rfind(' '))] >= 0);
        }
    }
}
