// The expected signatures were made with OpenSSL's command line, not with our code:
//   printf '%s' '1798761600.{"id":"evt_1TestQuittance","object":"event","type":"charge.succeeded"}' |
//     openssl dgst -sha256 -hmac whsec_quittance_first
#include <doctest/doctest.h>

#include "quittance/stripe/webhook.hpp"

namespace {

using namespace quittance;
using namespace quittance::stripe;
using namespace std::string_literals;

std::string const body = R"({"id":"evt_1TestQuittance","object":"event","type":"charge.succeeded"})";
std::string const by_first = "d7afb62964cfb14657f8282869461d237bda7473f50504fcccb41dce14c407f4";
std::string const by_second = "4d446a8cb34c106a078b70a2062c0c5c34c231d4ee6a4ec17aa739b2f30fbb36";
// The same command over '01798761600.…'.
std::string const by_first_with_zero = "ded4483d9dbadfd3b099b28a53482ad5dd40f0aa01a4f14a73b39b755bd1f484";
std::string const at = "t=1798761600";
auto const signed_at = from_unix_seconds(1'798'761'600);

webhook_verifier verifier(std::vector<std::string> const& texts = {"whsec_quittance_first"}) {
    std::vector<signing_secret> secrets;
    for (auto const& text : texts) secrets.emplace_back(text);
    return webhook_verifier{secrets};
}

signature_verdict check(std::string const& header, std::string const& bytes = body, instant now = signed_at) {
    return verifier().check(header, bytes, now);
}

TEST_CASE("a signature made by OpenSSL's command line is genuine") {
    CHECK(check(at + ",v1=" + by_first) == signature_verdict::genuine);
}

TEST_CASE("while a secret is rolled, either of two secrets and any of several signatures will do") {
    auto const both = at + ",v1=" + by_first + ",v1=" + by_second;
    CHECK(verifier({"whsec_quittance_second"}).check(both, body, signed_at) == signature_verdict::genuine);
    CHECK(
        verifier({"whsec_other", "whsec_quittance_second"}).check(at + ",v1=" + by_second, body, signed_at) ==
        signature_verdict::genuine);
    CHECK(verifier({"whsec_other"}).check(both, body, signed_at) == signature_verdict::wrong_signature);
}

TEST_CASE("every flipped bit of body, timestamp or signature is noticed") {
    for (std::size_t i = 0; i < body.size() * 8; ++i) {
        auto changed = body;
        changed[i / 8] = static_cast<char>(changed[i / 8] ^ (1 << (i % 8)));
        REQUIRE(check(at + ",v1=" + by_first, changed) == signature_verdict::wrong_signature);
    }
    for (std::size_t i = 0; i < by_first.size(); ++i) {
        auto changed = by_first;
        changed[i] = changed[i] == '0' ? '1' : '0';
        REQUIRE(check(at + ",v1=" + changed) == signature_verdict::wrong_signature);
    }
    CHECK(check("t=1798761601,v1=" + by_first) == signature_verdict::wrong_signature);
    CHECK(check(at + ",v1=" + by_first, body + "\n") == signature_verdict::wrong_signature);
    CHECK(check(at + ",v1=" + by_first, "") == signature_verdict::wrong_signature);
}

TEST_CASE("a signature is good for 300 seconds and not for 301; one from ahead of our clock is taken") {
    auto const header = at + ",v1=" + by_first;
    CHECK(check(header, body, signed_at + std::chrono::seconds{300}) == signature_verdict::genuine);
    CHECK(check(header, body, signed_at + std::chrono::milliseconds{300'999}) == signature_verdict::genuine);
    CHECK(check(header, body, signed_at + std::chrono::seconds{301}) == signature_verdict::too_old);
    CHECK(check(header, body, signed_at - std::chrono::hours{1}) == signature_verdict::genuine);
}

TEST_CASE("a forged old request is called forged, not old") {
    CHECK(check(at + ",v1=" + by_second, body, signed_at + std::chrono::hours{9}) ==
          signature_verdict::wrong_signature);
}

TEST_CASE("the timestamp is signed as it is written") {
    CHECK(check("t=01798761600,v1=" + by_first_with_zero) == signature_verdict::genuine);
    CHECK(check("t=01798761600,v1=" + by_first) == signature_verdict::wrong_signature);
}

TEST_CASE("other schemes are ignored, and do not count as a signature") {
    CHECK(check(at + ",v0=" + by_first) == signature_verdict::no_signature);
    CHECK(check(at + ",v2=zz,v0=" + by_second + ",v1=" + by_first + ",junk") == signature_verdict::genuine);
    CHECK(check("v1=" + by_first + "," + at) == signature_verdict::genuine);
}

TEST_CASE("a header that is not as documented is refused") {
    CHECK(check("") == signature_verdict::no_header);
    CHECK(check(",,,") == signature_verdict::malformed_header);
    CHECK(check("v1=" + by_first) == signature_verdict::malformed_header);
    for (auto const* const t : {"t=,", "t=now,", "t=-5,", "t=1798761600x,", "t= 1798761600,", "t=1e9,",
                                "t=99999999999999999999,", "t=1798761600,t=1798761600,"}) {
        CAPTURE(t);
        CHECK(check(t + ("v1=" + by_first)) == signature_verdict::malformed_header);
    }
    CHECK(check(at) == signature_verdict::no_signature);
    CHECK(check(at + ",v1=") == signature_verdict::wrong_signature);
    CHECK(check(at + ",v1=" + by_first + " ") == signature_verdict::wrong_signature);
    CHECK(check(at + ",v1=D7AFB62964CFB14657F8282869461D237BDA7473F50504FCCCB41DCE14C407F4") ==
          signature_verdict::wrong_signature);
    CHECK(check(at + ",v1=" + by_first.substr(0, 63)) == signature_verdict::wrong_signature);
}

TEST_CASE("a verifier without a secret cannot be made") {
    CHECK_THROWS_AS(verifier({}), std::invalid_argument);
    CHECK_THROWS_AS(verifier({"whsec_quittance_first", ""}), std::invalid_argument);
}

}  // namespace
