// Promises: one structured line per fact, `ts level event key=value …`, written without blocking the caller.
// Refuses secrets by type (a `secret` has no conversion to text) and control characters by escaping them.
// Never pass a name, an e-mail, a token or a card number: ids of ours and of the processor say enough.
#pragma once
#include <concepts>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>

#include "quittance/base/id.hpp"

namespace quittance {

enum class log_level { debug, info, warning, error };

struct log_field {
    log_field(std::string_view key, std::string_view value) : name(key), text(value) {}
    log_field(std::string_view key, char const* value) : name(key), text(value) {}
    log_field(std::string_view key, std::string const& value) : name(key), text(value) {}
    template <class Tag>
    log_field(std::string_view key, id<Tag> const& value) : name(key), text(value.text()) {}
    template <std::integral Number>
    log_field(std::string_view key, Number value) : name(key), text(std::to_string(value)) {}

    std::string_view name;
    std::string text;
};

class log {
public:
    log() = default;
    log(log const&) = delete;
    log& operator=(log const&) = delete;
    virtual ~log() = default;

    virtual void write(log_level level, std::string_view event, std::initializer_list<log_field> fields) = 0;

    void debug(std::string_view event, std::initializer_list<log_field> fields) {
        write(log_level::debug, event, fields);
    }
    void info(std::string_view event, std::initializer_list<log_field> fields) {
        write(log_level::info, event, fields);
    }
    void warning(std::string_view event, std::initializer_list<log_field> fields) {
        write(log_level::warning, event, fields);
    }
    void error(std::string_view event, std::initializer_list<log_field> fields) {
        write(log_level::error, event, fields);
    }
};

// `ts=… level=info event=webhook_applied key=value`: values with spaces, quotes or control characters are
// quoted and escaped. `at` is written as RFC 3339.
std::string format_log_line(std::string_view at, log_level level, std::string_view event,
                            std::initializer_list<log_field> fields);

// To standard error, through a bounded queue and a writer thread; when the queue is full the oldest lines go
// (a log that is not read must never stop a payment). Lines below `least` are dropped.
std::unique_ptr<log> make_stderr_log(log_level least);
// For tests and tools that have nothing to tell.
std::unique_ptr<log> make_silent_log();

}  // namespace quittance
