// The log and the figures of a simulated gateway.
#pragma once
#include "quittance/base/log.hpp"
#include "quittance/base/metrics.hpp"
#include "surroundings.hpp"

namespace quittance::simulation {

// Every line goes to the judge: it must hold no key, token or e-mail.
class judged_log final : public log {
public:
    judged_log(surroundings& around, int gateway) : around_(around), gateway_(gateway) {}
    void write(log_level level, std::string_view event, std::initializer_list<log_field> fields) override {
        auto const line = format_log_line({}, level, event, fields);
        around_.told.add(around_.time.now(), gateway_, "log", line);
        around_.judge.logged(line, around_.time.now());
    }

private:
    surroundings& around_;
    int gateway_;
};

// Nobody reads figures here.
class unread_metrics final : public metrics {
    struct unread final : counter, gauge, histogram {
        void add(double) override {}
        void set(double) override {}
        void observe(double) override {}
        double value() const override { return 0; }
    };

public:
    counter& count(std::string_view, std::string_view, labels) override { return one_; }
    gauge& measure(std::string_view, std::string_view, labels) override { return one_; }
    histogram& distribute(std::string_view, std::string_view, std::vector<double>, labels) override {
        return one_;
    }
    std::string render() const override { return {}; }

private:
    unread one_;
};

}  // namespace quittance::simulation
