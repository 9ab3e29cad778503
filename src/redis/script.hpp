// A Lua script as Redis knows it, and one call of it.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

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
    // Room for an ordinary commit, so that it does not move while it grows.
    script_call() { encoded_.reserve(4096); }

    // All keys come before the first argument.
    void key(std::string_view key);
    void argument(std::string_view value);
    void argument(std::int64_t value);

    void append_to(command_batch& batch, script const& what) const;

private:
    std::string
        encoded_;  // keys and arguments as they are sent: a list of texts cost 30 allocations a commit
    std::int64_t keys_ = 0;
    std::size_t arguments_ = 0;
};

}  // namespace quittance::redis
