#include "quittance/base/digest.hpp"

#include <doctest/doctest.h>

#include "quittance/base/secret.hpp"

using namespace quittance;

TEST_CASE("SHA-256 gives the digest of FIPS 180-4's example") {
    CHECK(to_hex(sha256("abc")) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST_CASE("a kept HMAC key gives RFC 4231's answer, again and again, whole or in pieces") {
    hmac_sha256 const mac{"Jefe"};
    auto const* expected = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843";
    CHECK(to_hex(mac({"what do ya want for nothing?"})) == expected);
    CHECK(to_hex(mac({"what do ya want ", "", "for nothing?"})) == expected);
}

TEST_CASE("base64url goes both ways for every length") {
    std::string bytes;
    for (int i = 0; i < 40; ++i) {
        CHECK(from_base64url(to_base64url(bytes)) == bytes);
        bytes += static_cast<char>(i * 37);
    }
}

TEST_CASE("two texts never decode to the same bytes") {
    CHECK(from_base64url("QQ") == "A");
    CHECK_FALSE(from_base64url("QR"));
    CHECK_FALSE(from_base64url("QQ=="));
    CHECK_FALSE(from_base64url("Q"));
    CHECK_FALSE(from_base64url("Q+"));
}

TEST_CASE("hex is refused when odd or not hex") {
    CHECK(from_hex("00fFaB") == std::string("\x00\xff\xab", 3));
    CHECK_FALSE(from_hex("0"));
    CHECK_FALSE(from_hex("0g"));
}

TEST_CASE("secrets compare by value and length") {
    secret<struct t> const a{"whsec_1"};
    CHECK(a == secret<struct t>{"whsec_1"});
    CHECK_FALSE(a == secret<struct t>{"whsec_2"});
    CHECK_FALSE(a == secret<struct t>{"whsec_12"});
}
