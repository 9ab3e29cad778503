// `quittance doctor`: what has to be right before money comes, one line each.
#include <fmt/format.h>

#include <boost/asio/ip/tcp.hpp>
#include <cstdlib>

#include "binding.hpp"
#include "doctor_address.hpp"
#include "doctor_webhook.hpp"
#include "plan_findings.hpp"
#include "processor_link.hpp"
#include "quittance/domain/calendar.hpp"
#include "store_link.hpp"
#include "store_mark.hpp"

namespace quittance::app {
namespace {

constexpr milliseconds most_skew{2'000};

void check_skew(std::string const& whose, std::optional<milliseconds> skew, doctor_report& report) {
    if (!skew) return report.cannot_tell("clock", whose + " did not say what time it is");
    auto const said = fmt::format("{} is {} ms {} ours", whose, std::abs(skew->count()),
                                  skew->count() < 0 ? "behind" : "ahead of");
    if (*skew > most_skew || *skew < -most_skew) {
        report.wrong("clock", said, "set this machine's clock by NTP");
    } else {
        report.fine("clock", said);
    }
}

// As a gateway would find it at its start.
void check_standing(engine::store_look const& seen, state_folder const& state, doctor_report& report) {
    std::vector<store_mark> known;
    if (auto mark = read_mark(state)) known.push_back(std::move(*mark));
    auto const found = judge(seen, known);
    if (found.what == engine::store_standing::open) return;
    report.wrong("store", "in quarantine: " + std::string{name_of(found.what)}, found.why);
}

boost::asio::awaitable<void> check_store(redis::database& store, state_folder const& state,
                                         doctor_report& report) {
    std::string away;
    try {
        co_await reach_store(store, false);
        auto const refused = co_await store.refusals();
        for (auto const& one : refused) report.wrong("redis", one, "then start again");
        auto const seen = co_await store.registry().condition();
        if (!seen.writable) report.wrong("redis", "cannot write", seen.reason);
        if (refused.empty() && seen.writable) {
            report.fine("redis", fmt::format("durable, answers in {} ms", seen.round_trip.count()));
        }
        check_skew("Redis", seen.skew, report);
        auto const look = co_await store.registry().look();
        check_standing(look, state, report);
    } catch (std::exception const& error) {
        away = error.what();
    }
    if (!away.empty()) report.wrong("redis", away, "start it, or set QUITTANCE_REDIS");
}

void say_account(foundation const& base, engine::processor_account const& account, doctor_report& report) {
    auto const mode = base.around.processor.livemode ? "live" : "test";
    report.fine("account", fmt::format("{} in {} mode, by {}", account.id, mode, base.around.processor.base));
    auto const bound = read_binding(*base.around.state);
    if (bound) {
        auto const wrong =
            binding_conflict("the state folder", *bound, {account.id, base.around.processor.livemode});
        if (wrong) report.wrong("account", *wrong, "see above");
    }
    check_skew("the processor", account.skew, report);
}

boost::asio::awaitable<bool> check_account(foundation& base, engine::processor& outside,
                                           doctor_report& report) {
    auto const account = co_await outside.read_account();
    if (account) {
        say_account(base, *account, report);
        co_return true;
    }
    auto const& why = account.error();
    if (why.code == "forbidden") {
        report.cannot_tell("account", "the key may not read the account (Account: read)");
        co_return true;
    }
    if (why.code == "unauthorized") {
        report.wrong("account", "the key is not accepted (401)", "set STRIPE_SECRET_KEY to a valid key");
    } else {
        report.wrong("account", fmt::format("{} does not answer ({})", base.around.processor.base, why.code),
                     "check the network, and https://status.stripe.com");
    }
    co_return false;
}

void check_public_address(foundation const& base, doctor_report& report) {
    auto const& address = base.settings.public_address;
    if (address.empty()) {
        if (base.around.processor.livemode) {
            return report.wrong("public", "no public address", "set [public] address in quittance.toml");
        }
        return report.fine("public", base.public_base() + " (this machine only)");
    }
    if (!address.starts_with("https://")) {
        return report.wrong("public", address + " is not https",
                            "put a reverse proxy with a certificate in front");
    }
    report.fine("public", address);
}

boost::asio::awaitable<int> examine(foundation& base, bool fix) {
    doctor_report report;
    report.fine("config", fmt::format("{}, {} offers", base.config_file, base.settings.offers.size()));
    report_plans(base.settings, domain::date_in(base.settings.policy.zone, base.time.now()), report);
    check_public_address(base, report);
    co_await check_reachable(base, report);
    auto const store = make_store(base);
    co_await check_store(*store, *base.around.state, report);
    processor_link outside{base.loop.get_executor(),
                           base.around.processor,
                           base.settings.processor,
                           base.time,
                           *base.randomness,
                           *base.journal,
                           *base.figures};
    auto const reachable = co_await check_account(base, outside.calls(), report);
    if (reachable) {
        auto const endpoints = outside.endpoints();
        co_await check_webhook(base, *endpoints, fix, report);
    }
    outside.close();
    store->close();
    co_return report.exit_code();
}

}  // namespace

int doctor(common_options const& how, bool fix) {
    foundation base{how, foundation::voice::warnings};
    return run_on(base.loop, examine(base, fix));
}

}  // namespace quittance::app
