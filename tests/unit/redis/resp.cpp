#include <doctest/doctest.h>

#include <string>

#include "command.hpp"
#include "reply.hpp"
#include "script.hpp"

using namespace quittance::redis;

TEST_CASE("a command is its parts with their lengths, binary bytes and all") {
    command_batch batch;
    batch.command({"SET", "k", std::string_view("a\r\n\0b", 5)});
    CHECK(batch.text() == std::string("*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$5\r\na\r\n\0b\r\n", 31));
    batch.begin(2).add("DECR").add(std::int64_t{-7});
    CHECK(batch.commands() == 2);
    CHECK(batch.text().ends_with("*2\r\n$4\r\nDECR\r\n$2\r\n-7\r\n"));
}

TEST_CASE("replies come out as they went in, however the bytes were cut") {
    std::string const whole =
        std::string("+OK\r\n:42\r\n$-1\r\n$4\r\na\r\nb\r\n*2\r\n$1\r\nx\r\n*1\r\n:-1\r\n-OOM no\r\n*0\r\n");
    for (std::size_t piece = 1; piece <= whole.size(); ++piece) {
        CAPTURE(piece);
        reply_parser parser;
        std::vector<reply> got;
        for (std::size_t at = 0; at < whole.size(); at += piece) {
            REQUIRE(parser.feed(std::string_view(whole).substr(at, piece)));
            for (auto one = parser.next(); one; one = parser.next()) got.push_back(std::move(*one));
        }
        REQUIRE(got.size() == 7);
        CHECK(got[0].text == "OK");
        CHECK(got[1].integer == 42);
        CHECK(got[2].is_nil());
        CHECK(got[3].text == "a\r\nb");
        REQUIRE(got[4].items.size() == 2);
        CHECK(got[4].items[0].text == "x");
        CHECK(got[4].items[1].items.at(0).integer == -1);
        CHECK(got[5].is_error());
        CHECK(got[5].text == "OOM no");
        CHECK(got[6].what == reply::kind::array);
        CHECK(got[6].items.empty());
    }
}

TEST_CASE("what is not RESP breaks the parser for good") {
    reply_parser parser;
    parser.feed("HTTP/1.1 400 Bad Request\r\n");
    CHECK(!parser.next());
    CHECK(parser.broken());
    CHECK(!parser.feed("+OK\r\n"));
    CHECK(!parser.next());
}

TEST_CASE("a reply cut in the middle is freed with its parser") {
    reply_parser parser;
    parser.feed("*2\r\n$5\r\nhello\r\n$5\r\nwor");
    CHECK(!parser.next());
    CHECK(!parser.broken());
}

TEST_CASE("a script is named by its SHA-1") {
    CHECK(script("return 1").sha() == "e0e1f9fabfc9d4800c877a703b823ac0578ff8db");
}
