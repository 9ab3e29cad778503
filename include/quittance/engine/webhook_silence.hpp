// Promises: what a webhook should have told and did not: a look-up or the event list was first, and none of
// that kind came shortly before or has come since (it is heard before it is recorded). By kind, because an
// endpoint may lack some events only. Of this process: behind a
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

    // False: one of its kind was heard just now, so this is not missed.
    bool found_otherwise(news_kind kind, instant at) {
        auto const last = heard_.find(kind);
        if (last != heard_.end() && at - last->second < heard_lately) return false;
        auto& one = missed_[kind];
        if (one.count++ == 0) one.first = at;
        return true;
    }
    void heard(news_kind kind, instant at) {
        missed_.erase(kind);
        heard_[kind] = at;
    }
    // Something came about that a webhook tells, and none has told it.
    bool waits_for_any() const { return !missed_.empty(); }
    // What is missing for at least `patience`: one that is only late comes in seconds.
    std::map<news_kind, missed> since_long(instant now, milliseconds patience) const {
        auto long_ago = missed_;
        std::erase_if(long_ago, [&](auto const& entry) { return now - entry.second.first < patience; });
        return long_ago;
    }

private:
    static constexpr std::chrono::minutes heard_lately{10};
    std::map<news_kind, instant> heard_;
    std::map<news_kind, missed> missed_;
};

}  // namespace quittance::engine
