#include <doctest/doctest.h>

#include "quittance/http/message.hpp"

using namespace quittance::http;

TEST_CASE("a form is read pair by pair, in order, decoded") {
    auto const pairs = parse_form("ref=a%20b&email=x%40y.example&plus=a+b&empty=&bare&&ref=again&a=b=c");
    REQUIRE(pairs);
    std::vector<std::pair<std::string, std::string>> const expected{
        {"ref", "a b"}, {"email", "x@y.example"}, {"plus", "a b"}, {"empty", ""},
        {"bare", ""},   {"ref", "again"},         {"a", "b=c"}};
    CHECK(*pairs == expected);
    CHECK(parse_form("")->empty());
}

TEST_CASE("text that is not clean UTF-8 once decoded is refused whole") {
    for (auto const* text :
         {"a=%", "a=%4", "a=%G0", "a=%00", "a=%80", "a=%C3", "a=%C0%AF", "a=%E0%80%AF", "a=%ED%A0%80",
          "a=%F4%90%80%80", "a=%F5%80%80%80", "a=%C3%28", "%FF=a", "ok=1&a=%FE"}) {
        CAPTURE(text);
        CHECK_FALSE(parse_form(text));
    }
    CHECK(percent_decode("%C3%A4%E2%82%AC%F0%9F%98%80", false) == "\xC3\xA4\xE2\x82\xAC\xF0\x9F\x98\x80");
}

TEST_CASE("a form of more pairs than anyone needs is refused") {
    std::string form = "a=b";
    for (int i = 1; i < 512; ++i) form += "&a=b";
    CHECK(parse_form(form)->size() == 512);
    CHECK_FALSE(parse_form(form + "&a=b"));
}

TEST_CASE("percent coding goes there and back for every byte of text") {
    std::string text = "\xC3\xA4 ~-._/?&=+%";
    for (char c = 1; c < 127; ++c) text.push_back(c);
    auto const coded = percent_encode(text);
    CHECK(coded.find_first_of(" /?&=+") == std::string::npos);
    CHECK(percent_decode(coded, true) == text);
    CHECK(percent_decode("a+b", false) == "a+b");
}
