// The figures of health: each names a cause and what to do, and none of them is a guess.
#pragma once
#include <string>
#include <vector>

#include "quittance/pages/desk.hpp"
#include "quittance/web/routes.hpp"

namespace quittance::web {

using shared_desk = std::shared_ptr<admin_site>;

enum class standing { pass, warn, fail };

struct health_figure {
    std::string id;    // "store:roundTrip": as application/health+json names it
    std::string name;  // for people
    standing state = standing::pass;
    std::optional<double> value;
    std::string unit;
    std::string text;    // in place of a value, or beside it
    std::string advice;  // where it is not a pass
};
struct health_report {
    std::vector<health_figure> figures;
    std::uint64_t parked = 0;
    standing worst() const;
};

// Never throws store_unavailable: that is a figure.
awaitable<health_report> examine(shared_desk at);
// Into the metrics, for who scrapes them now.
awaitable<void> measure_lag(shared_desk at);
// Why a webhook could not be taken durably right now; empty when it could.
awaitable<std::vector<std::string>> reasons_not_ready(shared_desk at);

// Why nothing is charged, and what to do; empty: it is.
std::string quarantine_of(admin_site const& at);

std::vector<pages::figure> shown(health_report const& report);
http::response health_reply(health_report const& report, instant now);

}  // namespace quittance::web
