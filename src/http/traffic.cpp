#include "traffic.hpp"

#include <algorithm>

namespace quittance::http {
namespace {

constexpr std::array<std::string_view, 6> classes{"other", "1xx", "2xx", "3xx", "4xx", "5xx"};

std::vector<double> latency_bounds() {
    return {0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5};
}

}  // namespace

traffic::traffic(metrics& figures, std::string listener)
    : figures_(figures),
      listener_(std::move(listener)),
      seconds_(figures.distribute("quittance_http_request_seconds", "From a request read to its reply sent.",
                                  latency_bounds(), {{"listener", listener_}})),
      open_(figures.measure("quittance_http_connections", "Connections open now.",
                            {{"listener", listener_}})) {}

void traffic::answered(std::string_view route, unsigned status, std::chrono::nanoseconds took) {
    std::size_t const kind = status >= 100 && status < 600 ? status / 100 : 0;
    auto*& handle = requests_[route][kind];
    if (handle == nullptr) {
        handle = &figures_.count("quittance_http_requests_total", "Requests answered.",
                                 {{"listener", listener_}, {"route", route}, {"status", classes[kind]}});
    }
    handle->add();
    seconds_.observe(std::chrono::duration<double>(took).count());
}

void traffic::refused(std::string_view why) {
    auto*& handle = refusals_[why];
    if (handle == nullptr) {
        handle =
            &figures_.count("quittance_http_refused_total", "Requests refused before any route saw them.",
                            {{"listener", listener_}, {"why", why}});
    }
    handle->add();
}

void traffic::turned_away(std::string_view why) {
    auto*& handle = turned_away_[why];
    if (handle == nullptr) {
        handle = &figures_.count("quittance_http_turned_away_total", "Connections closed at the door.",
                                 {{"listener", listener_}, {"why", why}});
    }
    handle->add();
}

void traffic::connections(std::size_t open) { open_.set(static_cast<double>(open)); }

}  // namespace quittance::http
