// Keeps the names of what was logged.
#pragma once
#include <map>
#include <string>

#include "quittance/base/log.hpp"

namespace quittance::doubles {

class recording_log final : public log {
public:
    void write(log_level, std::string_view event, std::initializer_list<log_field>) override {
        ++seen_[std::string{event}];
    }
    int count(std::string const& event) const {
        auto const found = seen_.find(event);
        return found == seen_.end() ? 0 : found->second;
    }

private:
    std::map<std::string, int> seen_;
};

}  // namespace quittance::doubles
