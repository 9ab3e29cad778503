#include "quittance/base/log.hpp"

#include <fmt/format.h>

#include <chrono>
#include <condition_variable>
#include <cstdio>
#include <iterator>
#include <mutex>
#include <thread>

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

// Waking a thread and a system call for every line cost a webhook a sixth of its time; so lines are collected
// for a few milliseconds and written together.
class stderr_log final : public log {
public:
    explicit stderr_log(log_level least) : least_(least), writer_([this] { write_out(); }) {}
    ~stderr_log() override {
        {
            std::lock_guard const lock{guard_};
            stopping_ = true;
        }
        news_.notify_one();
        writer_.join();
    }

    void write(log_level level, std::string_view event, std::initializer_list<log_field> fields) override {
        if (level < least_) return;
        // A log line says when it was written, whatever clock the gateway works by: the one place below `app`
        // that reads real time, and nothing is decided by it.
        auto const at = std::chrono::floor<milliseconds>(std::chrono::system_clock::now());
        add(format_log_line(rfc3339(at), level, event, fields));
    }

private:
    void add(std::string const& line) {
        bool first = false;
        {
            std::lock_guard const lock{guard_};
            first = lines_.empty();
            if (lines_.size() + line.size() >= most_waiting) lose_waiting();
            ++waiting_;
            lines_ += line;
            lines_ += '\n';
        }
        if (first) news_.notify_one();
    }

    void lose_waiting() {
        lost_ += waiting_;
        waiting_ = 0;
        lines_.clear();
    }

    void write_out() {
        std::string batch;
        for (bool last = false; !last;) {
            {
                std::unique_lock lock{guard_};
                news_.wait(lock, [this] { return stopping_ || !lines_.empty(); });
                news_.wait_for(lock, collect_for, [this] { return stopping_; });
                last = stopping_;
                batch.swap(lines_);
                lines_.clear();
                waiting_ = 0;
                if (lost_ > 0)
                    batch += "level=error event=log_lines_lost count=" + std::to_string(lost_) + '\n';
                lost_ = 0;
            }
            std::fwrite(batch.data(), 1, batch.size(), stderr);
            batch.clear();
        }
    }

    static constexpr std::size_t most_waiting = std::size_t{4} * 1024 * 1024;
    static constexpr milliseconds collect_for{5};

    log_level least_;
    std::mutex guard_;
    std::condition_variable news_;
    std::string lines_;
    std::uint64_t waiting_ = 0;  // lines in lines_
    std::uint64_t lost_ = 0;
    bool stopping_ = false;
    std::thread writer_;
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
