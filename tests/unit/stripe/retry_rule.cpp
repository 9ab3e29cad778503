#include "retry_rule.hpp"

#include <doctest/doctest.h>

namespace {

using namespace quittance;
using namespace quittance::stripe;

attempt replied(unsigned status, bool is_write = true) {
    attempt last;
    last.is_write = is_write;
    last.what = delivery::kind::reply;
    last.status = status;
    return last;
}
attempt from_between(unsigned status, bool is_write = true) {
    auto last = replied(status, is_write);
    last.not_its_own = true;
    return last;
}
attempt lost(delivery::kind what, bool is_write = true) {
    attempt last;
    last.is_write = is_write;
    last.what = what;
    return last;
}
verdict at_first(attempt last) { return judge(last, {}, 0).what; }
verdict at_last(attempt last) {
    last.number = retry_policy{}.most_attempts;
    return judge(last, {}, 0).what;
}

struct row {
    char const* situation;
    attempt last;
    verdict first;  // after the first attempt
    verdict end;    // after the last one allowed
};

TEST_CASE("every outcome of an attempt has its verdict") {
    using enum verdict;
    row const table[] = {
        {"write 200", replied(200), answered, answered},
        {"write, connection refused", lost(delivery::kind::not_sent), again, not_attempted},
        {"write, connection lost after sending", lost(delivery::kind::unknown), again, unknown},
        {"write 400", replied(400), refused, refused},
        {"write 402", replied(402), refused, refused},
        {"write 404", replied(404), refused, refused},
        {"write 401", replied(401), not_attempted, not_attempted},
        {"write 403", replied(403), not_attempted, not_attempted},
        {"write 409, key in use", replied(409), again, not_attempted},
        {"write 429, rate or lock_timeout", replied(429), again, not_attempted},
        {"write 424", replied(424), again, unknown},
        {"write 500", replied(500), again, unknown},
        {"write 503", replied(503), again, unknown},
        {"write 302, which is never followed", replied(302), unknown, unknown},
        {"write 400 of something between us", from_between(400), again, unknown},
        {"write 404 of something between us", from_between(404), again, unknown},
        {"write 429 of something between us", from_between(429), again, not_attempted},
        {"read 404 of something between us", from_between(404, false), again, unknown},
        {"read 400 of something between us", from_between(400, false), again, unknown},
        {"read 200", replied(200, false), answered, answered},
        {"read, connection refused", lost(delivery::kind::not_sent, false), again, not_attempted},
        {"read, connection lost", lost(delivery::kind::unknown, false), again, unknown},
        {"read 404", replied(404, false), not_found, not_found},
        {"read 400", replied(400, false), refused, refused},
        {"read 401", replied(401, false), not_attempted, not_attempted},
        {"read 403", replied(403, false), not_attempted, not_attempted},
        {"read 429", replied(429, false), again, not_attempted},
        {"read 500", replied(500, false), again, unknown},
    };
    for (auto const& one : table) {
        CAPTURE(one.situation);
        CHECK(at_first(one.last) == one.first);
        CHECK(at_last(one.last) == one.end);
    }
}

TEST_CASE("Stripe's own word on repeating decides") {
    auto last = replied(500);
    last.should_retry = false;
    CHECK(at_first(last) == verdict::unknown);
    last = replied(409);
    last.should_retry = false;
    CHECK(at_first(last) == verdict::not_attempted);
    last = replied(400);
    last.should_retry = true;
    CHECK(at_first(last) == verdict::again);
    CHECK(at_last(last) == verdict::refused);
}

TEST_CASE("a saved 500 is not asked for again: the same key would replay it for a day") {
    auto last = replied(500);
    last.replayed = true;
    last.should_retry = true;
    CHECK(at_first(last) == verdict::unknown);
}

TEST_CASE("a key that was used with another body is refused, whatever else was said") {
    auto last = replied(400);
    last.idempotency_mismatch = true;
    last.should_retry = true;
    CHECK(at_first(last) == verdict::refused);
}

TEST_CASE("after an attempt that may have been carried out, 'not sent' proves nothing about a write") {
    auto last = lost(delivery::kind::not_sent);
    last.doubt = true;
    CHECK(at_last(last) == verdict::unknown);
    last = replied(429);
    last.doubt = true;
    CHECK(at_last(last) == verdict::unknown);
    last = replied(401);
    last.doubt = true;
    CHECK(at_first(last) == verdict::unknown);
    last = replied(429, false);
    last.doubt = true;
    CHECK(at_last(last) == verdict::not_attempted);
}

TEST_CASE("a key is never used again 23 hours after its order; a read may be") {
    auto last = replied(503);
    last.since_ordered = key_lifetime - std::chrono::seconds{1};
    CHECK(judge(last, {}, 0).what == verdict::again);
    last.since_ordered = key_lifetime - milliseconds{250};
    CHECK(judge(last, {}, 0).what == verdict::unknown);
    last.is_write = false;
    CHECK(judge(last, {}, 0).what == verdict::again);
}

TEST_CASE("no attempt begins after the patience is over") {
    auto last = replied(503, false);
    retry_policy const policy;
    last.since_start = policy.patience - milliseconds{251};
    CHECK(judge(last, policy, 0).what == verdict::again);
    last.since_start = policy.patience - milliseconds{250};
    CHECK(judge(last, policy, 0).what == verdict::unknown);
}

TEST_CASE("waits double from half a second to at most five, spread over their upper half") {
    retry_policy policy;
    policy.most_attempts = 100;
    policy.patience = std::chrono::hours{1};
    auto last = replied(503);
    long const full[] = {500, 1000, 2000, 4000, 5000, 5000};
    for (int n = 1; n <= 6; ++n) {
        last.number = n;
        CHECK(judge(last, policy, 0).wait.count() == full[n - 1] / 2);
        CHECK(judge(last, policy, 500).wait.count() == full[n - 1] * 3 / 4);
        CHECK(judge(last, policy, 1000).wait.count() == full[n - 1]);
        CHECK(judge(last, policy, 4'000'000'000U).wait.count() == full[n - 1]);
    }
    last.number = 90;
    CHECK(judge(last, policy, 1000).wait == policy.longest_wait);
}

}  // namespace
