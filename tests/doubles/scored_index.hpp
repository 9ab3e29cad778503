// Promises: what a sorted set does: each member has one instant, and the earliest ones are found without a
// look at all of them. Read as a map from member to instant.
#pragma once
#include <algorithm>
#include <iterator>
#include <map>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "quittance/base/time.hpp"

namespace quittance::doubles {

template <class Key>
class scored_index {
public:
    auto begin() const { return scores_.begin(); }
    auto end() const { return scores_.end(); }
    auto find(Key const& key) const { return scores_.find(key); }
    bool empty() const { return scores_.empty(); }

    // Nothing: the member goes.
    void move(Key const& key, std::optional<instant> at) {
        auto const known = scores_.find(key);
        if (known != scores_.end()) by_time_.erase({known->second, key});
        if (!at) {
            scores_.erase(key);
            return;
        }
        scores_.insert_or_assign(key, *at);
        by_time_.emplace(*at, key);
    }

    std::optional<instant> first() const {
        return by_time_.empty() ? std::nullopt : std::optional{by_time_.begin()->first};
    }

    // Due at `now`, the oldest first.
    std::vector<std::pair<Key, instant>> due(instant now, std::size_t most) const {
        std::vector<std::pair<Key, instant>> found;
        for (auto const& [at, key] : by_time_) {
            if (at > now || found.size() == most) break;
            found.emplace_back(key, at);
        }
        return found;
    }

    template <class Question>
    void erase_if(Key const& from, Question belongs) {
        for (auto at = scores_.lower_bound(from); at != scores_.end() && belongs(*at);) {
            by_time_.erase({at->second, at->first});
            at = scores_.erase(at);
        }
    }

    friend bool operator==(scored_index const&, scored_index const&) = default;

private:
    std::map<Key, instant> scores_;
    std::set<std::pair<instant, Key>> by_time_;
};

}  // namespace quittance::doubles
