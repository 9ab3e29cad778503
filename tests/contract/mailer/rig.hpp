// Sends mails and waits for what becomes of them.
#pragma once
#include <doctest/doctest.h>

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <optional>

#include "contract/mailer/smtp_peer.hpp"
#include "quittance/base/clock.hpp"
#include "quittance/smtp/mailer.hpp"

namespace quittance::tests {

using engine::mail_outcome;
using outcomes = std::vector<engine::recipient_outcome>;

// Whoever sleeps makes it later.
class hasty_clock final : public clock {
public:
    instant now() const override { return now_; }
    boost::asio::awaitable<void> sleep_until(instant when) override {
        now_ = std::max(now_, when);
        co_return;
    }

private:
    instant now_ = from_unix_millis(1'795'262'400'000);
};

inline engine::posted_mail mail_to(std::vector<std::string> recipients, std::string const& id = "1") {
    return {id + "@studio.example", "bounces+" + id + "@studio.example", std::move(recipients),
            "Subject: " + id + "\r\n\r\nHello\r\n.\r\n..two\r\nend\r\n"};
}

// To a scripted server; short patience, no limit of the rate to speak of.
inline smtp::mail_server server_at(std::uint16_t port) {
    smtp::mail_server server;
    server.host = "127.0.0.1";
    server.port = port;
    server.line = smtp::protection::none;
    server.own_name = "client.example";
    server.connecting = milliseconds{5'000};
    server.answering = milliseconds{5'000};
    server.whole = milliseconds{10'000};
    server.per_minute = 60'000;
    server.lines = 1;
    return server;
}

inline boost::asio::awaitable<outcomes> sent(engine::mailer& by, engine::posted_mail mail) {
    auto leave = co_await by.turn();
    if (!leave) co_return outcomes{{mail.recipients.front(), mail_outcome::not_attempted, 0, {}, "closed"}};
    auto result = co_await by.send(std::move(*leave), std::move(mail));
    co_return result;
}

inline outcomes send(engine::mailer& by, engine::posted_mail mail) {
    boost::asio::io_context loop;
    std::optional<outcomes> result;
    boost::asio::co_spawn(loop, sent(by, std::move(mail)),
                          [&result](std::exception_ptr error, outcomes given) {
                              if (error) std::rethrow_exception(error);
                              result = std::move(given);
                          });
    loop.run();
    REQUIRE(result);
    return *result;
}

inline std::string words(std::vector<mail_outcome> const& all) {
    std::string text;
    for (auto const one : all) text += (text.empty() ? "" : " ") + std::string{engine::name_of(one)};
    return text;
}

inline std::string words_of(outcomes const& all) {
    std::vector<mail_outcome> what;
    for (auto const& one : all) what.push_back(one.what);
    return words(what);
}

}  // namespace quittance::tests
