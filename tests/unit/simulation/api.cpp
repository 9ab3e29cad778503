#include "history.hpp"

namespace quittance::simulation {

namespace {
api_seen made(std::string body, instant at) { return {"/v1/checkouts", "order-1", 201, std::move(body), at}; }
}  // namespace

TEST_CASE("26: a key that is answered otherwise within a day is seen") {
    history told;
    auto const body = std::string{R"({"reference":"api-1","state":"open"})"};
    told.judge.api_answered(made(body, told.at));
    told.judge.api_answered(made(body, told.at + std::chrono::hours{1}));
    CHECK(told.judge.violation_count() == 0);
    told.judge.api_answered(made(R"({"reference":"api-1","state":"paid"})", told.at + std::chrono::hours{2}));
    CHECK(told.violations_of(26) == 1);
    auto other = made(body, told.at + std::chrono::hours{3});
    other.status = 200;
    told.judge.api_answered(other);
    CHECK(told.violations_of(26) == 2);
}

TEST_CASE("26: what comes after a day, or says to try again, is no other answer") {
    history told;
    auto const body = std::string{R"({"reference":"api-1"})"};
    told.judge.api_answered(made(body, told.at));
    auto away = made("", told.at);
    for (unsigned const status : {409U, 429U, 500U, 503U}) {
        away.status = status;
        told.judge.api_answered(away);
    }
    told.judge.api_answered(
        made(R"({"reference":"api-1","state":"paid"})", told.at + std::chrono::hours{25}));
    CHECK(told.judge.violation_count() == 0);
}

TEST_CASE("27: a booking that was made and cannot be found is seen; one that never was is not") {
    history told;
    api_seen look{"/v1/bookings/api-1", "", 404, "{}", told.at};
    told.judge.api_answered(look);
    CHECK(told.judge.violation_count() == 0);
    told.judge.api_answered(made(R"({"reference":"api-1"})", told.at));
    told.judge.api_answered(look);
    CHECK(told.violations_of(27) == 1);
}

TEST_CASE("21: an API reply that holds a key is seen") {
    history told;
    told.judge.api_answered(made(R"({"reference":"api-1","note":"sk_test_abc"})", told.at));
    CHECK(told.violations_of(21) == 1);
}

}  // namespace quittance::simulation
