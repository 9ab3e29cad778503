#include "doctor_webhook.hpp"

#include <fmt/format.h>

namespace quittance::app {
namespace {

constexpr char const* check = "webhook";
constexpr char const* secret_name = "STRIPE_WEBHOOK_SECRET";
constexpr char const* secret_file = "stripe_webhook_secret";

// A new secret goes first; the ones in use stay until the old endpoint is off and a person removes them.
void keep_secret(foundation const& base, stripe::signing_secret const& fresh) {
    std::string all{fresh.reveal()};
    for (auto const& one : base.around.processor.webhook_secrets) {
        all += ",";
        all += one.reveal();
    }
    base.around.state->keep(secret_file, all);
}

std::string where_kept(foundation const& base) {
    return fmt::format("its secret is in {}; reload a running gateway with SIGHUP",
                       (base.around.state->where() / secret_file).string());
}

// A new secret that `serve` would not read: every webhook of the new endpoint would be refused, and the old
// one is the only one that works.
bool would_be_overruled(foundation const& base, doctor_report& report) {
    auto const now = locate_secret(secret_name, process_variables(), *base.around.state);
    if (!now || now->before_state.empty()) return false;
    auto const file = (base.around.state->where() / secret_file).string();
    report.wrong(
        check,
        fmt::format("nothing was changed: the new endpoint's secret would go to {}, but {} wins over it",
                    file, now->before_state),
        fmt::format("write what it holds into {} (mode 0600), take it away where it is now, for `serve` "
                    "and for doctor, and run quittance doctor --fix again",
                    file));
    return true;
}

boost::asio::awaitable<bool> create_endpoint(foundation& base, stripe::endpoint_registry& endpoints,
                                             std::string url, doctor_report& report) {
    auto const key = random_token(*base.randomness);
    auto made = co_await endpoints.create(key, url);
    if (!made) {
        report.wrong(check, "the endpoint was not created (" + made.error().code + ")", made.error().message);
        co_return false;
    }
    keep_secret(base, made->secret);
    report.fine(check, fmt::format("created {} for {}; {}", made->id, url, where_kept(base)));
    co_return true;
}

boost::asio::awaitable<void> disable_endpoint(foundation& base, stripe::endpoint_registry& endpoints,
                                              std::string id, doctor_report& report) {
    auto const key = random_token(*base.randomness);
    auto const off = co_await endpoints.disable(key, id);
    if (off) {
        report.fine(check, "switched off " + id + ", which had another API version");
    } else {
        report.wrong(check, id + " was not switched off", off.error().message);
    }
}

boost::asio::awaitable<void> correct_endpoint(foundation& base, stripe::endpoint_registry& endpoints,
                                              std::string id, doctor_report& report) {
    auto const key = random_token(*base.randomness);
    auto const done = co_await endpoints.correct(key, id);
    if (done) {
        report.fine(check, "corrected " + id + ": switched on, with the events we take");
    } else {
        report.wrong(check, id + " was not corrected", done.error().message);
    }
}

boost::asio::awaitable<void> mend(foundation& base, stripe::endpoint_registry& endpoints,
                                  endpoint_finding found, std::string url, doctor_report& report) {
    if (found.need == endpoint_need::correct) {
        co_await correct_endpoint(base, endpoints, found.id, report);
        co_return;
    }
    if (would_be_overruled(base, report)) co_return;
    auto const created = co_await create_endpoint(base, endpoints, url, report);
    if (created && found.need == endpoint_need::replace) {
        co_await disable_endpoint(base, endpoints, found.id, report);
    }
}

void say_need(endpoint_finding const& found, std::string const& url, doctor_report& report) {
    switch (found.need) {
        case endpoint_need::none: break;
        case endpoint_need::correct:
            return report.wrong(check, found.id + " is switched off or lacks events",
                                "run quittance doctor --fix");
        case endpoint_need::replace:
            return report.wrong(
                check, found.id + " has another API version than " + std::string{stripe::api_version},
                "run quittance doctor --fix: it makes a second endpoint, then switches this one off");
        case endpoint_need::create:
            return report.wrong(check, "no endpoint is registered for " + url, "run quittance doctor --fix");
    }
}

}  // namespace

endpoint_finding judge_endpoints(std::vector<stripe::webhook_endpoint> const& all, std::string const& url) {
    endpoint_finding best;
    for (auto const& one : all) {
        if (one.url != url) continue;
        if (stripe::serves_us(one)) return {endpoint_need::none, one.id};
        if (one.version == stripe::api_version) {
            best = {endpoint_need::correct, one.id};
        } else if (best.need == endpoint_need::create && one.enabled) {
            best = {endpoint_need::replace, one.id};
        }
    }
    return best;
}

boost::asio::awaitable<void> check_webhook(foundation& base, stripe::endpoint_registry& endpoints, bool fix,
                                           doctor_report& report) {
    if (base.around.processor.sandbox) {
        report.fine(check, "the sandbox signs with the secret of the state folder");
        co_return;
    }
    if (base.settings.public_address.empty() && base.around.processor.base.starts_with("https://")) {
        report.wrong(check, "the processor cannot reach us without a public address, so the gateway polls",
                     "set [public] address in quittance.toml");
        co_return;
    }
    auto const url = base.public_base() + "/webhooks/stripe";
    auto const all = co_await endpoints.list();
    if (!all) {
        report.cannot_tell(check,
                           all.error().code == "forbidden"
                               ? "the key may not read webhook endpoints (Webhook Endpoints: read, and write "
                                 "for --fix)"
                               : all.error().message);
        co_return;
    }
    auto const found = judge_endpoints(*all, url);
    bool const has_secret = !base.around.processor.webhook_secrets.empty();
    if (found.need == endpoint_need::none) {
        if (has_secret) {
            report.fine(check, fmt::format("{} sends what we take to {}", found.id, url));
        } else {
            report.wrong(
                check, found.id + " is registered, but its secret is not known here",
                "set STRIPE_WEBHOOK_SECRET, or delete it in the dashboard and run quittance doctor --fix");
        }
        co_return;
    }
    if (fix) {
        co_await mend(base, endpoints, found, url, report);
    } else {
        say_need(found, url, report);
    }
}

}  // namespace quittance::app
