// What one server counts: requests by route and class of status, refusals by reason, latency, connections.
#pragma once
#include <array>
#include <chrono>
#include <string>
#include <string_view>
#include <unordered_map>

#include "quittance/base/metrics.hpp"

namespace quittance::http {

class traffic {
public:
    traffic(metrics& figures, std::string listener);

    // `route` and `why` are from fixed sets of ours and outlive this object.
    void answered(std::string_view route, unsigned status, std::chrono::nanoseconds took);
    void refused(std::string_view why);
    void turned_away(std::string_view why);
    void connections(std::size_t open);

private:
    metrics& figures_;
    std::string listener_;
    histogram& seconds_;
    gauge& open_;
    std::unordered_map<std::string_view, std::array<counter*, 6>> requests_;
    std::unordered_map<std::string_view, counter*> refusals_;
    std::unordered_map<std::string_view, counter*> turned_away_;
};

}  // namespace quittance::http
