#include "admin_health.hpp"

#include <algorithm>
#include <cmath>

namespace quittance::web {
namespace {

double seconds(milliseconds span) { return static_cast<double>(span.count()) / 1000.0; }

health_figure store_figure(engine::store_condition const& store) {
    health_figure made{"store:writable", "Store can be written", standing::pass, {}, "", "yes", ""};
    if (store.writable) return made;
    made.state = standing::fail;
    made.text = "no: " + store.reason;
    made.advice = "Webhooks are answered 503 and come again. " + store.reason;
    return made;
}

bool is_closed(admin_site const& at) {
    return at.settings != nullptr && at.settings->standing != engine::store_standing::open &&
           at.settings->standing != engine::store_standing::checking;
}

health_figure standing_figure(admin_site const& at) {
    health_figure made{"store:standing", "Store is the one we knew", standing::pass, {}, "", "yes", ""};
    if (!is_closed(at)) return made;
    made.state = standing::fail;
    made.text = "in quarantine: " + std::string{name_of(at.settings->standing)};
    made.advice = at.settings->standing_reason;
    return made;
}

health_figure skew_figure(char const* id, char const* name, std::optional<milliseconds> skew,
                          milliseconds limit) {
    health_figure made{id, name, standing::pass, {}, "s", "", ""};
    if (!skew) {
        made.text = "not known";
        return made;
    }
    made.value = seconds(*skew);
    if (std::chrono::abs(*skew) <= limit) return made;
    made.state = standing::warn;
    made.advice = "The clocks differ: set this machine's clock (chrony or systemd-timesyncd).";
    return made;
}

health_figure lag_figure(char const* id, char const* name, std::optional<instant> due, instant now,
                         milliseconds limit) {
    health_figure made{id, name, standing::pass, 0.0, "s", "", ""};
    if (!due || *due >= now) return made;
    made.value = seconds(now - *due);
    if (now - *due <= limit) return made;
    made.state = standing::warn;
    made.advice = "Work is waiting: look for errors of the processor or the store in the log.";
    return made;
}

health_figure parked_figure(std::uint64_t parked) {
    health_figure made{
        "events:parked", "Parked events", standing::pass, static_cast<double>(parked), "", "", ""};
    if (parked == 0) return made;
    made.state = standing::warn;
    made.advice = "Read them with `quittance parked`, then `quittance replay`.";
    return made;
}

health_figure webhook_figure(admin_site const& at, instant now) {
    health_figure made{"webhook:lastSeen", "Time since the last webhook", standing::pass, {}, "s", "", ""};
    if (!at.watch.last) {
        made.text = "none since start";
        return made;
    }
    made.value = seconds(now - *at.watch.last);
    // Where nothing is sold nothing is told.
    bool const expected = at.silence == nullptr || at.silence->waits_for_any();
    if (at.options.polling || !expected || now - *at.watch.last <= at.options.quiet_limit) return made;
    made.state = standing::warn;
    made.advice = "Check the webhook endpoint with `quittance doctor`; until then look-ups settle payments.";
    return made;
}

// Which changes had to be found by looking, though a webhook tells them.
health_figure silence_figure(engine::webhook_silence const& silence, instant now) {
    health_figure made{"webhook:missed", "Changes that no webhook told", standing::pass, 0.0, "", "", ""};
    std::string kinds;
    for (auto const& [kind, one] : silence.since_long(now, std::chrono::minutes{10})) {
        made.value = *made.value + static_cast<double>(one.count);
        kinds += (kinds.empty() ? "" : ", ") + std::string{name_of(kind)} + " since " + rfc3339(one.first);
    }
    if (kinds.empty()) return made;
    made.state = standing::warn;
    made.advice = "Found by looking, and no webhook of their kind has come since: " + kinds +
                  ". Check the endpoint and its events with `quittance doctor`.";
    return made;
}

health_figure polling_figure(bool polling) {
    return {"webhook:mode",
            "How payments are heard of",
            standing::pass,
            {},
            "",
            polling ? "by polling: there is no public address" : "by webhooks and look-ups",
            ""};
}

// Those that are left alone, and those that have waited since before they were last tried in vain.
health_figure notices_figure(std::vector<engine::endpoint_standing> const& all, instant now,
                             milliseconds limit) {
    health_figure made{"notify:lag", "Oldest notice that is due", standing::pass, 0.0, "s", "", ""};
    std::string disabled;
    for (auto const& one : all) {
        if (one.disabled_at) {
            disabled += (disabled.empty() ? "" : ", ") + one.name;
        } else if (one.oldest && *one.oldest < now) {
            made.value = std::max(*made.value, seconds(now - *one.oldest));
        }
    }
    if (!disabled.empty()) {
        made.advice = "Gone, and told nothing until `quittance notify enable`: " + disabled + ".";
    } else if (*made.value > seconds(limit)) {
        made.advice = "Nobody sends them: see `quittance notify list`, and the log of the gateways.";
    }
    if (!made.advice.empty()) made.state = standing::warn;
    return made;
}

health_figure mail_figure(std::string const& trouble) {
    health_figure made{"mail:server", "Mail server takes letters", standing::pass, {}, "", "yes", ""};
    if (trouble.empty()) return made;
    made.state = standing::fail;
    made.text = "no: " + trouble;
    made.advice = "Nothing is sent until it does. Check [mail], the server's log and the domain's records.";
    return made;
}

awaitable<void> examine_queues(shared_desk at, health_report& report) {
    auto const now = at->time.now();
    auto const limit = at->options.lag_limit;
    auto asking_wake = at->queues.oldest_wake();
    auto const wake = co_await std::move(asking_wake);
    auto asking_effect = at->queues.oldest_effect();
    auto const effect = co_await std::move(asking_effect);
    auto asking_parked = at->registry.parked_count();
    report.parked = co_await std::move(asking_parked);
    report.figures.push_back(lag_figure("wakeups:lag", "Oldest wake-up that is due", wake, now, limit));
    report.figures.push_back(lag_figure("effects:lag", "Oldest effect that is due", effect, now, limit));
    report.figures.push_back(parked_figure(report.parked));
    if (at->notices == nullptr) co_return;
    auto asking_endpoints = at->notices->endpoints();
    auto const endpoints = co_await std::move(asking_endpoints);
    if (!endpoints.empty()) report.figures.push_back(notices_figure(endpoints, now, limit));
}

void say_lag(metrics& figures, std::string_view queue, double waited) {
    figures
        .measure("quittance_oldest_due_seconds",
                 "How long the oldest due effect or wake-up has waited; NaN: not known.", {{"queue", queue}})
        .set(waited);
}

double waited_since(std::optional<instant> oldest, instant now) {
    return oldest && *oldest < now ? seconds(now - *oldest) : 0;
}

awaitable<engine::store_condition> store_condition_of(shared_desk at) {
    try {
        auto asking = at->registry.condition();
        auto found = co_await std::move(asking);
        co_return found;
    } catch (engine::store_unavailable const& away) {
        engine::store_condition none;
        none.reason = away.what();
        co_return none;
    }
}

}  // namespace

standing health_report::worst() const {
    auto worst = standing::pass;
    for (auto const& one : figures) worst = std::max(worst, one.state);
    return worst;
}

awaitable<void> measure_lag(shared_desk at) {
    auto const now = at->time.now();
    try {
        auto asking_wake = at->queues.oldest_wake();
        auto const wake = co_await std::move(asking_wake);
        auto asking_effect = at->queues.oldest_effect();
        auto const effect = co_await std::move(asking_effect);
        say_lag(at->figures, "wakeups", waited_since(wake, now));
        say_lag(at->figures, "effects", waited_since(effect, now));
    } catch (engine::store_unavailable const&) {
        // The other figures are told all the same.
        for (auto const queue : {"wakeups", "effects"}) say_lag(at->figures, queue, std::nan(""));
    }
}

awaitable<health_report> examine(shared_desk at) {
    health_report report;
    auto asking = store_condition_of(at);
    auto const store = co_await std::move(asking);
    report.figures.push_back(store_figure(store));
    report.figures.push_back(standing_figure(*at));
    if (store.writable) {
        report.figures.push_back({"store:roundTrip", "Store round trip", standing::pass,
                                  static_cast<double>(store.round_trip.count()), "ms", "", ""});
        report.figures.push_back(
            skew_figure("store:skew", "Store's clock minus ours", store.skew, at->options.skew_limit));
        try {
            auto queues = examine_queues(at, report);
            co_await std::move(queues);
        } catch (engine::store_unavailable const& away) {
            report.figures.push_back({"store:queues",
                                      "Queues",
                                      standing::fail,
                                      {},
                                      "",
                                      away.what(),
                                      "The store went away while it was asked; ask again."});
        }
    }
    report.figures.push_back(skew_figure("processor:skew", "Processor's clock minus ours",
                                         at->processor_skew(), at->options.skew_limit));
    report.figures.push_back(webhook_figure(*at, at->time.now()));
    if (at->mail.trouble) report.figures.push_back(mail_figure(at->mail.trouble()));
    if (at->silence != nullptr && !at->options.polling)
        report.figures.push_back(silence_figure(*at->silence, at->time.now()));
    report.figures.push_back(polling_figure(at->options.polling));
    co_return report;
}

awaitable<std::vector<std::string>> reasons_not_ready(shared_desk at) {
    auto asking = store_condition_of(at);
    auto const store = co_await std::move(asking);
    std::vector<std::string> reasons;
    if (!store.writable) reasons.push_back("the store cannot be written: " + store.reason);
    if (is_closed(*at) && at->settings->standing == engine::store_standing::other) {
        reasons.push_back(at->settings->standing_reason);
    }
    co_return reasons;
}

std::string quarantine_of(admin_site const& at) { return is_closed(at) ? at.settings->standing_reason : ""; }

}  // namespace quittance::web
