#include "quittance/base/log.hpp"

#include <doctest/doctest.h>

#include "quittance/base/metrics.hpp"

using namespace quittance;

TEST_CASE("a log line stays one line, whatever a value holds") {
    CHECK(format_log_line("T", log_level::info, "webhook_applied", {{"event_id", "evt_1"}, {"millis", 12}}) ==
          "ts=T level=info event=webhook_applied event_id=evt_1 millis=12");
    CHECK(format_log_line("T", log_level::error, "x", {{"reason", "a \"b\"\nlevel=info"}}) ==
          "ts=T level=error event=x reason=\"a \\\"b\\\"\\x0alevel=info\"");
    CHECK(format_log_line("T", log_level::error, "x", {{"empty", ""}}) ==
          "ts=T level=error event=x empty=\"\"");
}

TEST_CASE("a metric asked for twice is one metric") {
    auto figures = make_metrics();
    figures->count("q_total", "Things.", {{"kind", "a"}}).add();
    figures->count("q_total", "Things.", {{"kind", "a"}}).add(2);
    figures->count("q_total", "Things.", {{"kind", "b"}}).add();
    CHECK(figures->count("q_total", "Things.", {{"kind", "a"}}).value() == 3);
    CHECK(figures->render().find("q_total{kind=\"a\"} 3") != std::string::npos);
}
