// Mails composed and handed to a mail server that takes everything, and how late the event loop is meanwhile.
//
// Its own work is told apart from what a busy machine adds: how long the loop's thread computed between two
// looks (a millisecond apart, if nobody is late) bounds the longest time it kept anybody waiting by itself.
//
//   bench_mails --mails 20000 --lines 4 --under-way 64     prints one line of JSON
#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <cstdio>
#include <ctime>

#include "arguments.hpp"
#include "contract/mailer/smtp_peer.hpp"
#include "latencies.hpp"
#include "quittance/smtp/address.hpp"
#include "quittance/smtp/mailer.hpp"
#include "quittance/smtp/message.hpp"

namespace quittance::bench {
namespace {

using steady = std::chrono::steady_clock;

// Never makes anybody wait: the rate is not what is measured.
class hasty_clock final : public clock {
public:
    instant now() const override { return now_; }
    boost::asio::awaitable<void> sleep_until(instant when) override {
        now_ = std::max(now_, when);
        co_return;
    }

private:
    instant now_ = from_unix_seconds(1'795'262'400);
};

smtp::letter letter_of(std::size_t number) {
    smtp::letter what;
    what.message_id = smtp::message_id_of(std::to_string(number), "studio.example");
    what.date = from_unix_seconds(1'795'262'400);
    what.from = {"Studio Müller", "studio@studio.example"};
    what.to = {"Berta Clientin", "berta@client.example"};
    what.subject = "Zahlung fällig am Freitag, 27. November";
    for (int i = 0; i < 20; ++i)
        what.text += "Eine Zeile von der Länge, die in Briefen üblich ist, und nicht mehr.\n";
    what.html = "<!doctype html><html lang=\"de\"><body>" + what.text + what.text + "</body></html>";
    return what;
}

struct measured {
    std::size_t left = 0;
    std::size_t accepted = 0;
    std::size_t senders = 0;
    steady::duration composing{};
    steady::duration longest_delay{};
    std::chrono::nanoseconds longest_work{};
    latencies delays;
};

boost::asio::awaitable<void> keep_sending(engine::mailer& by, measured& all) {
    while (all.left > 0) {
        auto const number = all.left--;
        auto leave = co_await by.turn();  // written when it can go, as the gateway does
        auto const began = steady::now();
        auto const what = letter_of(number);
        engine::posted_mail mail{what.message_id, "bounces@studio.example", smtp::recipients_of(what),
                                 smtp::compose(what)};
        all.composing += steady::now() - began;
        auto const told = co_await by.send(std::move(*leave), std::move(mail));
        if (told.front().what == engine::mail_outcome::accepted) ++all.accepted;
    }
    --all.senders;
}

std::chrono::nanoseconds computed_here() {
    timespec used{};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &used);
    return std::chrono::seconds{used.tv_sec} + std::chrono::nanoseconds{used.tv_nsec};
}

boost::asio::awaitable<void> watch_loop(measured& all) {
    constexpr std::chrono::milliseconds step{1};
    boost::asio::steady_timer timer{co_await boost::asio::this_coro::executor};
    while (all.senders > 0) {
        auto const due = steady::now() + step;
        auto const before = computed_here();
        timer.expires_at(due);
        co_await timer.async_wait(boost::asio::use_awaitable);
        auto const late = steady::now() - due;
        all.delays.add(late);
        all.longest_work = std::max(all.longest_work, computed_here() - before);
        all.longest_delay = std::max(all.longest_delay, late);
    }
}

int run(arguments const& given) {
    tests::smtp_peer const sink;
    smtp::mail_server server;
    server.host = "127.0.0.1";
    server.port = sink.port();
    server.line = smtp::protection::none;
    server.per_minute = 60'000;
    server.lines = given.number("lines");
    hasty_clock time;
    auto const mailer = smtp::make_smtp_mailer(server, time);
    boost::asio::io_context loop{1};
    measured all;
    auto const mails = given.number("mails");
    all.left = mails;
    all.senders = given.number("under-way");
    auto const began = steady::now();
    boost::asio::co_spawn(loop, watch_loop(all), boost::asio::detached);
    for (std::size_t i = all.senders; i > 0; --i) {
        boost::asio::co_spawn(loop, keep_sending(*mailer, all), boost::asio::detached);
    }
    loop.run();
    std::chrono::duration<double> const took = steady::now() - began;
    std::chrono::duration<double, std::micro> const composing = all.composing;
    std::chrono::duration<double, std::milli> const longest = all.longest_delay;
    std::printf(
        "{\"accepted\":%zu,\"per_second\":%.0f,\"compose_us\":%.1f,\"loop_p99_ms\":%.3f,\"loop_max_ms\":%.3f,"
        "\"loop_work_max_ms\":%.3f}\n",
        all.accepted, static_cast<double>(mails) / took.count(),
        composing.count() / static_cast<double>(mails), all.delays.at(0.99) / 1000, longest.count(),
        std::chrono::duration<double, std::milli>{all.longest_work}.count());
    return all.accepted == mails ? 0 : 1;
}

}  // namespace
}  // namespace quittance::bench

int main(int argc, char** argv) {
    try {
        return quittance::bench::run({argc, argv, {{"mails", "20000"}, {"lines", "4"}, {"under-way", "64"}}});
    } catch (std::exception const& wrong) {
        std::fprintf(stderr, "bench_mails: %s\n", wrong.what());
        return 1;
    }
}
