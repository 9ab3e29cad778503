#include "quittance/base/metrics.hpp"

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include <map>

namespace quittance {
namespace {

std::map<std::string, std::string> as_map(labels with) {
    std::map<std::string, std::string> out;
    for (auto const& [name, value] : with) out.emplace(name, value);
    return out;
}

class prometheus_counter final : public counter {
public:
    explicit prometheus_counter(prometheus::Counter& inner) : inner_(inner) {}
    void add(double amount) override { inner_.Increment(amount); }
    double value() const override { return inner_.Value(); }

private:
    prometheus::Counter& inner_;
};

class prometheus_gauge final : public gauge {
public:
    explicit prometheus_gauge(prometheus::Gauge& inner) : inner_(inner) {}
    void set(double value) override { inner_.Set(value); }
    double value() const override { return inner_.Value(); }

private:
    prometheus::Gauge& inner_;
};

class prometheus_histogram final : public histogram {
public:
    explicit prometheus_histogram(prometheus::Histogram& inner) : inner_(inner) {}
    void observe(double value) override { inner_.Observe(value); }

private:
    prometheus::Histogram& inner_;
};

template <class Handle, class Inner>
Handle& keep(std::map<Inner*, std::unique_ptr<Handle>>& handles, Inner& inner) {
    auto& handle = handles[&inner];
    if (!handle) handle = std::make_unique<Handle>(inner);
    return *handle;
}

class prometheus_metrics final : public metrics {
public:
    counter& count(std::string_view name, std::string_view help, labels with) override {
        auto& family =
            prometheus::BuildCounter().Name(std::string(name)).Help(std::string(help)).Register(registry_);
        return keep(counters_, family.Add(as_map(with)));
    }
    gauge& measure(std::string_view name, std::string_view help, labels with) override {
        auto& family =
            prometheus::BuildGauge().Name(std::string(name)).Help(std::string(help)).Register(registry_);
        return keep(gauges_, family.Add(as_map(with)));
    }
    histogram& distribute(std::string_view name, std::string_view help, std::vector<double> bounds,
                          labels with) override {
        auto& family =
            prometheus::BuildHistogram().Name(std::string(name)).Help(std::string(help)).Register(registry_);
        return keep(histograms_, family.Add(as_map(with), std::move(bounds)));
    }
    std::string render() const override {
        return prometheus::TextSerializer{}.Serialize(registry_.Collect());
    }

private:
    prometheus::Registry registry_;
    std::map<prometheus::Counter*, std::unique_ptr<prometheus_counter>> counters_;
    std::map<prometheus::Gauge*, std::unique_ptr<prometheus_gauge>> gauges_;
    std::map<prometheus::Histogram*, std::unique_ptr<prometheus_histogram>> histograms_;
};

}  // namespace

std::unique_ptr<metrics> make_metrics() { return std::make_unique<prometheus_metrics>(); }

}  // namespace quittance
