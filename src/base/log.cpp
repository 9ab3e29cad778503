#include "quittance/base/log.hpp"

#include <fmt/format.h>
#include <spdlog/async.h>
#include <spdlog/async_logger.h>
#include <spdlog/sinks/stdout_sinks.h>

#include <chrono>
#include <iterator>

#include "quittance/base/time.hpp"

namespace quittance {
namespace {

std::string_view name_of(log_level level) {
    switch (level) {
        case log_level::debug: return "debug";
        case log_level::info: return "info";
        case log_level::warning: return "warning";
        case log_level::error: return "error";
    }
    return "error";
}

bool is_plain(std::string_view value) {
    for (char const c : value) {
        if (c <= ' ' || c == 127 || c == '"' || c == '=' || c == '\\') return false;
    }
    return !value.empty();
}

void append_value(std::string& line, std::string_view value) {
    if (is_plain(value)) {
        line += value;
        return;
    }
    line += '"';
    for (char const c : value) {
        if (c == '"' || c == '\\') {
            line += '\\';
            line += c;
        } else if (static_cast<unsigned char>(c) < ' ' || c == 127) {
            fmt::format_to(std::back_inserter(line), "\\x{:02x}", static_cast<unsigned char>(c));
        } else {
            line += c;
        }
    }
    line += '"';
}

class stderr_log final : public log {
public:
    explicit stderr_log(log_level least)
        : least_(least), pool_(std::make_shared<spdlog::details::thread_pool>(8192, 1)) {
        auto sink = std::make_shared<spdlog::sinks::stderr_sink_mt>();
        sink->set_pattern("%v");
        writer_ = std::make_shared<spdlog::async_logger>("quittance", std::move(sink), pool_,
                                                         spdlog::async_overflow_policy::overrun_oldest);
    }

    void write(log_level level, std::string_view event, std::initializer_list<log_field> fields) override {
        if (level < least_) return;
        // A log line says when it was written, whatever clock the gateway works by: the one place below `app`
        // that reads real time, and nothing is decided by it.
        auto const at = std::chrono::floor<milliseconds>(std::chrono::system_clock::now());
        writer_->log(spdlog::level::info, format_log_line(rfc3339(at), level, event, fields));
    }

private:
    log_level least_;
    std::shared_ptr<spdlog::details::thread_pool> pool_;
    std::shared_ptr<spdlog::async_logger> writer_;
};

class silent_log final : public log {
public:
    void write(log_level, std::string_view, std::initializer_list<log_field>) override {}
};

}  // namespace

std::string format_log_line(std::string_view at, log_level level, std::string_view event,
                            std::initializer_list<log_field> fields) {
    std::string line;
    line.reserve(160);
    line += "ts=";
    line += at;
    line += " level=";
    line += name_of(level);
    line += " event=";
    append_value(line, event);
    for (auto const& field : fields) {
        line += ' ';
        line += field.name;
        line += '=';
        append_value(line, field.text);
    }
    return line;
}

std::unique_ptr<log> make_stderr_log(log_level least) { return std::make_unique<stderr_log>(least); }
std::unique_ptr<log> make_silent_log() { return std::make_unique<silent_log>(); }

}  // namespace quittance
