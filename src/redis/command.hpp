// Commands as RESP text. One string for a whole pipeline: redisFormatCommandArgv allocates per command and
// costs 0.9 µs more for a webhook.
#pragma once
#include <concepts>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>

namespace quittance::redis {

// One part of a command (a word, a key, an argument) behind what is in `out`.
void append_part(std::string& out, std::string_view part);
void append_part(std::string& out, std::int64_t part);

class command_batch {
public:
    // Begins a command of that many parts; as many must be added.
    command_batch& begin(std::size_t parts);
    command_batch& add(std::string_view part);
    command_batch& add(std::int64_t part);
    // Parts that append_part made.
    command_batch& add_encoded(std::string_view parts);

    command_batch& command(std::initializer_list<std::string_view> parts);

    // Room for that much more, so that a long command does not move what is there again and again.
    void expect(std::size_t bytes) { text_.reserve(text_.size() + bytes); }
    std::string const& text() const { return text_; }
    std::size_t commands() const { return commands_; }
    bool empty() const { return commands_ == 0; }

private:
    std::string text_;
    std::size_t commands_ = 0;
};

}  // namespace quittance::redis
