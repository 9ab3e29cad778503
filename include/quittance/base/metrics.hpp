// Promises: counters, gauges and histograms by name, cheap enough for the hot path (a handle is looked up
// once, then it is one addition), rendered in Prometheus' text format. Refuses label values from outside:
// labels are fixed when a handle is made, so a stranger cannot grow the set.
#pragma once
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace quittance {

class counter {
public:
    virtual ~counter() = default;
    virtual void add(double amount = 1) = 0;
    virtual double value() const = 0;
};

class gauge {
public:
    virtual ~gauge() = default;
    virtual void set(double value) = 0;
    virtual double value() const = 0;
};

class histogram {
public:
    virtual ~histogram() = default;
    virtual void observe(double value) = 0;
};

using labels = std::initializer_list<std::pair<std::string_view, std::string_view>>;

class metrics {
public:
    metrics() = default;
    metrics(metrics const&) = delete;
    metrics& operator=(metrics const&) = delete;
    virtual ~metrics() = default;

    // The same name and labels give the same handle; a handle lives as long as the registry.
    virtual counter& count(std::string_view name, std::string_view help, labels with = {}) = 0;
    virtual gauge& measure(std::string_view name, std::string_view help, labels with = {}) = 0;
    // Bounds ascending, in the unit of the name (`…_seconds`).
    virtual histogram& distribute(std::string_view name, std::string_view help, std::vector<double> bounds,
                                  labels with = {}) = 0;
    virtual std::string render() const = 0;  // text/plain; version=0.0.4
};

std::unique_ptr<metrics> make_metrics();

}  // namespace quittance
