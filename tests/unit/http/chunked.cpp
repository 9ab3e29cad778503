#include "chunked.hpp"

#include <doctest/doctest.h>

using quittance::http::chunked_decoder;
using progress = chunked_decoder::progress;

namespace {
struct outcome {
    progress at;
    std::string body;
    std::size_t used;
};
outcome decode(std::string_view text, std::size_t most = 100) {
    chunked_decoder decoder{most};
    outcome end{progress::more, {}, 0};
    end.at = decoder.feed(text, end.body, end.used);
    return end;
}
}  // namespace

TEST_CASE("chunks become the body they carry, however they are cut") {
    std::string const text = "5\r\nhello\r\nA\r\n, chunked!\r\n0\r\n\r\n";
    CHECK(decode(text).body == "hello, chunked!");
    for (std::size_t cut = 1; cut < text.size(); ++cut) {
        CAPTURE(cut);
        chunked_decoder decoder{100};
        std::string body;
        std::size_t used = 0;
        CHECK(decoder.feed(text.substr(0, cut), body, used) == progress::more);
        CHECK(decoder.feed(text.substr(cut), body, used) == progress::done);
        CHECK(body == "hello, chunked!");
    }
}

TEST_CASE("what comes after the last chunk is not part of the body") {
    auto const end = decode("1\r\na\r\n0\r\n\r\nGET / HTTP/1.1\r\n");
    CHECK(end.at == progress::done);
    CHECK(end.used == 11);
}

TEST_CASE("a sloppy chunk is refused") {
    for (auto const* text :
         {"5;a=b\r\nhello\r\n", "5 \r\nhello\r\n", " 5\r\nhello", "+5\r\nhello", "0x5\r\nhello", "\r\nhello",
          "5\nhello", "5\rhello", "5\r\nhelloX\n", "5\r\nhello\rX", "5\r\nhello\n0", "000000005\r\n",
          "-1\r\n", "g\r\n", "0\r\nTrailer: a\r\n\r\n", "0\r\n\n"}) {
        CAPTURE(text);
        CHECK(decode(text).at == progress::broken);
    }
}

TEST_CASE("the limit counts all chunks together, before their bytes come") {
    CHECK(decode("5\r\nhello\r\n5\r\nhello\r\n0\r\n\r\n", 10).at == progress::done);
    CHECK(decode("5\r\nhello\r\n6\r\n", 10).at == progress::too_large);
    CHECK(decode("B\r\n", 10).at == progress::too_large);
    CHECK(decode("FFFFFFFF\r\n", 10).at == progress::too_large);
}
