// Promises: which offers of the catalogue pass a known limit of consumer credit, and whether the operator has
// acknowledged it. Not legal advice, and every line that is told says so.
#pragma once
#include <string>
#include <vector>

#include "config.hpp"
#include "doctor_report.hpp"
#include "quittance/base/log.hpp"
#include "quittance/domain/plan_rules.hpp"

namespace quittance::app {

struct plan_finding {
    domain::offer_id offer;
    domain::plan_rule rule{};
    bool acknowledged = false;
    friend bool operator==(plan_finding const&, plan_finding const&) = default;
};
std::vector<plan_finding> plan_findings(config const& settings, civil_date today);

// "'course' has more than four instalments, ...; source: ..."
std::string finding_text(plan_finding const& found);
// What to do about it: "this is not legal advice; ... acknowledge = [\"course: us-four-instalments\"]".
std::string finding_advice(plan_finding const& found);

// Offers whose first given date has passed: nobody can agree to them any more.
std::vector<domain::offer_id> past_plans(config const& settings, civil_date today);

void report_plans(config const& settings, civil_date today, doctor_report& report);
// What is not acknowledged, and what is past, at start and on reload.
void log_plans(config const& settings, civil_date today, log& journal);

}  // namespace quittance::app
