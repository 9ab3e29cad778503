#include <fmt/format.h>
#include <boost/json/array.hpp>

#include "admin_health.hpp"
#include "replies.hpp"

namespace quittance::web {
namespace {

std::string_view word_of(standing state) {
    switch (state) {
        case standing::pass: return "pass";
        case standing::warn: return "warn";
        case standing::fail: break;
    }
    return "fail";
}

boost::json::array figure_json(health_figure const& one, instant now) {
    boost::json::object told;
    told["status"] = word_of(one.state);
    told["time"] = rfc3339(now);
    if (one.value)
        told["observedValue"] = *one.value;
    else
        told["observedValue"] = one.text;
    if (!one.unit.empty()) told["observedUnit"] = one.unit;
    if (!one.advice.empty()) told["output"] = one.advice;
    return {boost::json::value(told)};
}

std::string value_text(health_figure const& one) {
    if (!one.value) return one.text;
    return fmt::format("{:g}{}{}", *one.value, one.unit.empty() ? "" : " ", one.unit);
}

}  // namespace

std::vector<pages::figure> shown(health_report const& report) {
    std::vector<pages::figure> rows;
    for (auto const& one : report.figures)
        rows.push_back({one.name, value_text(one), one.state == standing::pass, one.advice});
    return rows;
}

http::response health_reply(health_report const& report, instant now) {
    boost::json::object body;
    body["status"] = word_of(report.worst());
    body["serviceId"] = "quittance";
    boost::json::object checks;
    for (auto const& one : report.figures) checks[one.id] = figure_json(one, now);
    body["checks"] = std::move(checks);
    // A warning is for a person; only a failure is for the load balancer.
    auto const status = report.worst() == standing::fail ? 503U : 200U;
    return json_reply(status, body, "application/health+json");
}

}  // namespace quittance::web
