#include <doctest/doctest.h>

#include <deque>

#include "doubles/manual_clock.hpp"
#include "quittance/smtp/mailer.hpp"
#include "rate_limit.hpp"

namespace quittance::smtp {
namespace {

constexpr instant noon = from_unix_millis(1'795'262'400'000);

mail_server relay() {
    mail_server server;
    server.host = "smtp.provider.example";
    return server;
}

TEST_CASE("no minute, wherever it begins, holds more mails than are allowed") {
    for (unsigned const per_minute : {1U, 7U, 60U, 61U, 999U}) {
        rate_limit limit{per_minute};
        std::deque<instant> window;
        auto now = noon;
        for (int i = 0; i < 3'000; ++i) {
            auto const when = limit.reserve(now);
            CHECK(when >= now);
            while (!window.empty() && when - window.front() >= milliseconds{60'000}) window.pop_front();
            window.push_back(when);
            CHECK(window.size() <= per_minute);
            if (i % 5 == 0) now += milliseconds{i % 700};
        }
    }
}

TEST_CASE("the first mail after a pause goes at once, and pauses are not saved up") {
    rate_limit limit{60};
    CHECK(limit.reserve(noon) == noon);
    CHECK(limit.reserve(noon) == noon + milliseconds{1'000});
    auto const later = noon + milliseconds{3'600'000};
    CHECK(limit.reserve(later) == later);
    CHECK(limit.reserve(later) == later + milliseconds{1'000});
}

TEST_CASE("a clock that is put back does not hold mails back by as much") {
    rate_limit limit{60};
    static_cast<void>(limit.reserve(noon));
    auto const earlier = noon - milliseconds{3'600'000};
    CHECK(limit.reserve(earlier) == earlier + milliseconds{1'000});
}

TEST_CASE("a mail server is used encrypted, or on this machine") {
    CHECK_FALSE(problem_with(relay()));
    for (auto const* host : {"127.0.0.1", "127.8.9.10", "::1", "localhost"}) {
        auto server = relay();
        server.host = host;
        server.line = protection::none;
        CHECK_FALSE(problem_with(server));
    }
    for (auto const* host :
         {"smtp.provider.example", "127.0.0.1.example", "128.0.0.1", "127.1", "10.0.0.1", "::2"}) {
        auto server = relay();
        server.host = host;
        server.line = protection::none;
        CAPTURE(host);
        CHECK(problem_with(server));
    }
}

TEST_CASE("a mail server that cannot be one is refused under the name of what is wrong") {
    auto const refused = [](auto change) {
        auto server = relay();
        change(server);
        auto const problem = problem_with(server);
        return problem ? problem->setting : std::string_view{};
    };
    CHECK(refused([](auto& server) { server.host = ""; }) == "host");
    CHECK(refused([](auto& server) { server.host = "provider.example:587"; }) == "host");
    CHECK(refused([](auto& server) { server.host = "smtp://provider.example"; }) == "host");
    CHECK(refused([](auto& server) { server.host = "provider.example/\r\nX"; }) == "host");
    CHECK(refused([](auto& server) { server.port = 0; }) == "port");
    CHECK(refused([](auto& server) { server.user = "studio\r\n"; }) == "user");
    CHECK(refused([](auto& server) { server.own_name = "studio\r\nMAIL"; }) == "own_name");
    CHECK(refused([](auto& server) { server.per_minute = 0; }) == "per_minute");
    CHECK(refused([](auto& server) { server.per_minute = 60'001; }) == "per_minute");
    CHECK(refused([](auto& server) { server.lines = 0; }) == "lines");
    CHECK(refused([](auto& server) { server.lines = 17; }) == "lines");
    CHECK(refused([](auto& server) { server.whole = milliseconds{0}; }) == "timeouts");
    CHECK(refused([](auto& server) { server.answering = milliseconds{3'600'001}; }) == "timeouts");
}

TEST_CASE("a login is a user and a password, and the settings without the password can be looked at before") {
    auto server = relay();
    CHECK(problem_with_login(server) == login_problem::none);
    server.user = "studio";
    CHECK_FALSE(problem_with(server));
    CHECK(problem_with_login(server) == login_problem::password_missing);
    server.password = mail_password{"secret\n"};
    CHECK(problem_with_login(server) == login_problem::not_one_line);
    server.password = mail_password{"secret"};
    CHECK(problem_with_login(server) == login_problem::none);
    server.user.clear();
    CHECK(problem_with_login(server) == login_problem::user_missing);
    doubles::manual_clock time{noon};
    CHECK_THROWS_WITH_AS(make_smtp_mailer(server, time), doctest::Contains("user and password"),
                         std::invalid_argument);
}

}  // namespace
}  // namespace quittance::smtp
