// Promises: where paying in parts may count as regulated consumer credit, by the country of the business and
// the kind of client: which known limits a plan passes, each with its source.
// Refuses to advise: it knows four limits, not the law, and says nothing about countries it does not know.
#pragma once
#include <string_view>
#include <vector>

#include "quittance/domain/offer.hpp"

namespace quittance::domain {

enum class client_kind { consumer, business };

enum class plan_rule {
    us_four_instalments,    // more than four instalments by written agreement
    uk_twelve_instalments,  // more than twelve instalments
    uk_twelve_months,       // an instalment twelve months or more after the agreement
    eu_fifty_days           // an instalment more than 50 days after delivery
};
std::vector<plan_rule> const& all_plan_rules();
std::string_view name_of(plan_rule rule);      // "us-four-instalments"
std::string_view sentence_of(plan_rule rule);  // what the plan does, and what follows
std::string_view source_of(plan_rule rule);    // "Regulation Z, 12 CFR 1026.1(c)"

// Whether any rule is known for the country (ISO 3166-1, upper case; the United Kingdom is GB).
bool has_plan_rules(std::string_view country);

// The limits a plan passes when it is agreed on `agreed` or later. What is paid when the plan is agreed as
// its deposit is no instalment. A service is taken to be delivered when agreed, unless the plan counts from
// its day; milestones are paid for work done and have no date. Retainers pay each period as it begins: no
// rule.
std::vector<plan_rule> rules_met(sale_terms const& terms, std::string_view country, client_kind clients,
                                 civil_date agreed);

}  // namespace quittance::domain
