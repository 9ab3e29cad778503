// Promises: what a webhook should have told and did not: a look-up or the event list was first, and none of
// that kind has come since. By kind, because an endpoint may lack some events only. Of this process: behind a
// balancer each one hears its share.
#pragma once
#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "quittance/base/time.hpp"

namespace quittance::engine {

enum class news_kind { checkouts, payments, refunds, disputes, other };
std::string_view name_of(news_kind kind);
news_kind news_kind_of(std::string_view event_type);

class webhook_silence {
public:
    struct missed {
        std::uint64_t count = 0;
        instant first{};
    };

    void found_otherwise(news_kind kind, instant at) {
        auto& one = missed_[kind];
        if (one.count++ == 0) one.first = at;
    }
    void heard(news_kind kind) { missed_.erase(kind); }
    // What is missing for at least `patience`: one that is only late comes in seconds.
    std::map<news_kind, missed> since_long(instant now, milliseconds patience) const {
        auto long_ago = missed_;
        std::erase_if(long_ago, [&](auto const& entry) { return now - entry.second.first < patience; });
        return long_ago;
    }

private:
    std::map<news_kind, missed> missed_;
};

}  // namespace quittance::engine
