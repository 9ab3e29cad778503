// A Lua script as Redis knows it, and one call of it.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "command.hpp"

namespace quittance::redis {

class script {
public:
    explicit script(std::string_view text);
    std::string const& text() const { return text_; }
    std::string const& sha() const { return sha_; }

private:
    std::string text_;
    std::string sha_;  // SHA-1, as EVALSHA asks for
};

class script_call {
public:
    // Room for an ordinary commit, so that neither list grows while it is filled.
    script_call() {
        keys_.reserve(9);
        arguments_.reserve(24);
    }

    void key(std::string key) { keys_.push_back(std::move(key)); }
    void argument(std::string value) { arguments_.push_back(std::move(value)); }
    void argument(std::int64_t value) { arguments_.push_back(std::to_string(value)); }

    void append_to(command_batch& batch, script const& what) const;

private:
    std::vector<std::string> keys_;
    std::vector<std::string> arguments_;
};

}  // namespace quittance::redis
