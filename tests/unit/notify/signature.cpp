#include "signature.hpp"

#include <doctest/doctest.h>

#include <stdexcept>

using namespace quittance;
using namespace quittance::notify;

namespace {

std::vector<signing_secret> secrets(std::vector<std::string> const& texts) {
    std::vector<signing_secret> made;
    for (auto const& text : texts) made.emplace_back(text);
    return made;
}

// The published example of the scheme's reference implementations.
constexpr auto published_secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
constexpr auto published_signature = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";

std::string sign_published(signer const& with) {
    return with.sign("msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265330", R"({"test": 2432232314})");
}

std::string secret_of(std::size_t bytes) { return "whsec_" + to_base64(std::string(bytes, '\xFB')); }

}  // namespace

TEST_CASE("the published example has its published signature") {
    CHECK(sign_published(signer{secrets({published_secret})}) == published_signature);
}

TEST_CASE("while secrets rotate each of them signs, in their order") {
    auto const fresh = secret_of(32);
    auto const both = sign_published(signer{secrets({published_secret, fresh})});
    CHECK(both == std::string{published_signature} + " " + sign_published(signer{secrets({fresh})}));
    CHECK(sign_published(signer{secrets({fresh})}) != published_signature);
}

TEST_CASE("id, time and body are all signed") {
    signer const one{secrets({published_secret})};
    auto const right = one.sign("a", "1", "b");
    CHECK(one.sign("c", "1", "b") != right);
    CHECK(one.sign("a", "2", "b") != right);
    CHECK(one.sign("a", "1", "c") != right);
    CHECK(one.sign("a", "1", "b") == right);
}

TEST_CASE("base64 is the padded one of RFC 4648, both ways") {
    struct row {
        std::string bytes;
        char const* text;
    };
    for (auto const& [bytes, text] : {row{"", ""}, row{"f", "Zg=="}, row{"fo", "Zm8="}, row{"foo", "Zm9v"},
                                      row{"foob", "Zm9vYg=="}, row{"\xFB\xEF\xFF", "++//"}}) {
        CAPTURE(text);
        CHECK(to_base64(bytes) == text);
        CHECK(from_base64(text) == bytes);
    }
    for (auto const* const wrong : {"Zg", "Zg=", "Z===", "Zm9v=", "--__", "Zm 9", "Zh==", "===="}) {
        CAPTURE(wrong);
        CHECK(!from_base64(wrong));
    }
}

TEST_CASE("a secret has 24 to 64 bytes, and is never repeated by what refuses it") {
    CHECK(!problem_with_secret(secret_of(24)));
    CHECK(!problem_with_secret(secret_of(64)));
    for (auto const& wrong : {std::string{}, std::string{"whsec_"}, secret_of(23), secret_of(65),
                              std::string{"sec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"},
                              std::string{"whsec_not base64, but long enough to be one.."},
                              std::string{"MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"}}) {
        auto const problem = problem_with_secret(wrong);
        REQUIRE(problem);
        CHECK(problem->find("must be whsec_ and 24 to 64 bytes in base64") == 0);
        if (wrong.size() > 8) CHECK(problem->find(wrong.substr(6)) == std::string::npos);
        CHECK_THROWS_AS(signer{secrets({wrong})}, std::invalid_argument);
    }
    CHECK_THROWS_AS(signer{secrets({})}, std::invalid_argument);
}
