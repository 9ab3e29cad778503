// `quittance serve`: from refusals in clear sentences to a drained stop.
#include <fmt/format.h>
#include <unistd.h>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <csignal>
#include <cstdio>
#include <cstdlib>

#include "api_keys.hpp"
#include "descriptors.hpp"
#include "gateway.hpp"
#include "holidays_folder.hpp"
#include "notify_options.hpp"
#include "plan_findings.hpp"
#include "quittance/domain/calendar.hpp"
#include "quittance/net/quietly.hpp"

namespace quittance::app {
namespace {

namespace asio = boost::asio;
void say_where_we_are(foundation const& base) {
    base.journal->info("serving",
                       {{"public", base.around.public_listen.text()},
                        {"admin", base.around.admin_listen.text()},
                        {"address", base.public_base()},
                        {"processor", base.around.processor.sandbox ? "sandbox" : base.around.processor.base},
                        {"mode", base.around.processor.livemode ? "live" : "test"}});
    log_plans(base.settings, domain::date_in(base.settings.policy.zone, base.time.now()), *base.journal);
    if (auto const missing = missing_holidays(base.settings.policy); !missing.empty())
        base.journal->warning("holidays_unknown", {{"reason", missing}});
    if (must_poll(base)) {
        base.journal->warning("polling",
                              {{"reason",
                                "no webhook secret or no public address: the event list is read instead; "
                                "run quittance doctor --fix once [public] address is set"}});
    }
}

// A second signal while draining cuts: every state of this program is safe to be killed in. One that asks for
// a reload comes too late, and asks for nothing else.
void cut_on_second_signal(asio::signal_set& signals) {
    signals.async_wait([&signals](boost::system::error_code stopped, int number) {
        if (stopped) return;
        if (number == SIGHUP) return cut_on_second_signal(signals);
        ::_exit(1);
    });
}

asio::awaitable<void> wait_for_stop(gateway& running, log& journal) {
    auto const executor = co_await asio::this_coro::executor;
    asio::signal_set signals{executor, SIGHUP, SIGTERM, SIGINT};
    for (;;) {
        auto const [failed, number] = co_await signals.async_wait(net::quietly);
        if (failed || number != SIGHUP) break;
        co_await running.reload();
    }
    journal.info("draining", {});
    cut_on_second_signal(signals);
    co_await running.stop();
}

asio::awaitable<int> serve_until_stopped(foundation& base, application& parts) {
    co_await parts.open();
    bool const usable = !parts.guard.quarantined();
    if (usable) {
        co_await keep_first_key(parts.store->registry(), base.around.first_api_key, base.time.now(),
                                *base.journal);
    }
    gateway running{parts};
    running.start();
    say_where_we_are(base);
    // "ready" is said where a booking could be taken.
    if (usable) {
        std::puts("ready");
    } else {
        fmt::print("in quarantine: {}\n", parts.current.standing_reason);
    }
    std::fflush(stdout);
    co_await wait_for_stop(running, *base.journal);
    base.journal->info("stopped", {});
    co_return 0;
}

// Fewer than are configured, and the last who come are not turned away with a word but not heard at all.
void open_for_all(foundation const& base) {
    constexpr std::size_t our_own = 64;
    auto const allowed = raise_descriptor_limit();
    auto const wanted = base.settings.limits.connections + our_own;
    if (allowed >= wanted) return;
    base.journal->warning(
        "few_open_files_allowed",
        {{"allowed", allowed}, {"wanted", wanted}, {"advice", "raise LimitNOFILE or `ulimit -Hn`"}});
}

}  // namespace

int serve(common_options const& how) {
    std::signal(SIGPIPE, SIG_IGN);
    foundation base{how, foundation::voice::full};
    open_for_all(base);
    // Refused before anything is opened.
    static_cast<void>(notify_options_of(base.settings, process_variables(), *base.around.state));
    application parts{base};
    parts.send_mail();
    return run_on(base.loop, serve_until_stopped(base, parts));
}

}  // namespace quittance::app
