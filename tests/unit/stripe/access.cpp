#include <doctest/doctest.h>

#include "http_date.hpp"
#include "quittance/stripe/processor.hpp"

namespace {

using namespace quittance;
using namespace quittance::stripe;

bool usable(std::string_view base, std::string key) {
    return !problem_with_access(base, secret_key{std::move(key)}).has_value();
}
std::string sentence(std::string_view base, std::string key) {
    return problem_with_access(base, secret_key{std::move(key)}).value_or("");
}

TEST_CASE("a test key may go to Stripe, to another https host, and unencrypted to this machine only") {
    CHECK(usable("https://api.stripe.com", "sk_test_1"));
    CHECK(usable("https://stripe.proxy.example", "rk_test_1"));
    CHECK(usable("http://127.0.0.1:12111", "sk_test_1"));
    CHECK(usable("http://localhost", "sk_test_1"));
    CHECK(usable("http://[::1]:80/", "sk_test_1"));
    for (auto const* const base :
         {"http://api.stripe.com", "http://127.0.0.1.evil.example", "http://127.0.0.1@evil.example",
          "http://127.0.0.1:80@evil.example", "http://localhost.evil.example",
          "http://127.0.0.1:", "ftp://api.stripe.com", "api.stripe.com", "https://", ""}) {
        CAPTURE(base);
        CHECK_FALSE(usable(base, "sk_test_1"));
    }
}

TEST_CASE("a live key goes to Stripe and nowhere else") {
    CHECK(usable("https://api.stripe.com", "sk_live_1"));
    CHECK(usable("https://api.stripe.com/", "rk_live_1"));
    for (auto const* const base : {"http://127.0.0.1:12111", "https://api.stripe.com.evil.example",
                                   "https://api.stripe.com@evil.example", "https://proxy.example"}) {
        CAPTURE(base);
        CHECK_FALSE(usable(base, "sk_live_1"));
        CHECK_FALSE(usable(base, "rk_live_1"));
    }
    CHECK(is_live_key(secret_key{"rk_live_x"}));
    CHECK_FALSE(is_live_key(secret_key{"sk_test_live_"}));
}

TEST_CASE("what is not a secret key is refused in a sentence that does not repeat it") {
    for (auto const* const key : {"", "pk_test_1", "whsec_1", "sk_test_a b", "sk_test_a\n"}) {
        CAPTURE(key);
        CHECK(sentence("https://api.stripe.com", key).find("STRIPE_SECRET_KEY") == 0);
    }
    CHECK(sentence("https://api.stripe.com", "pk_live_hidden").find("hidden") == std::string::npos);
    CHECK(sentence("https://x.example", "sk_live_hidden").find("hidden") == std::string::npos);
}

TEST_CASE("the Date header is read, and only in its one form") {
    CHECK(parse_http_date("Fri, 01 Jan 2027 00:00:00 GMT") == from_unix_seconds(1'798'761'600));
    CHECK(parse_http_date("Sun, 06 Nov 1994 08:49:37 GMT") == from_unix_seconds(784'111'777));
    for (auto const* const text :
         {"", "Fri, 32 Jan 2027 00:00:00 GMT", "Fri, 30 Feb 2027 00:00:00 GMT",
          "Fri, 01 Jan 2027 24:00:00 GMT", "Fri, 01 Jan 2027 00:00:00 UTC", "Fri, 01 Foo 2027 00:00:00 GMT",
          "Fri, -1 Jan 2027 00:00:00 GMT", "Sunday, 06-Nov-94 08:49:37 GMT"}) {
        CAPTURE(text);
        CHECK(parse_http_date(text) == std::nullopt);
    }
}

}  // namespace
