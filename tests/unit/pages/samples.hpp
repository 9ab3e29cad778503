// What the tests of pages show: businesses, purchases, agreements and plans of every kind.
#pragma once
#include <string>
#include <vector>

#include "quittance/pages/client.hpp"
#include "quittance/pages/plan.hpp"
#include "quittance/pages/terms.hpp"

namespace quittance::pages_test {

domain::money eur(std::int64_t units);
civil_date day(char const* text);
pages::business business_with(std::string text);
pages::purchase_view purchase_with(std::string text);

domain::sale_terms course();    // 100 at once, then six monthly parts of 200
domain::sale_terms retainer();  // 190 each month, two credits each
domain::sale_terms website();   // a fifth at once, the rest by milestones
pages::terms_view view_of(domain::sale_terms terms, char const* agreed = "2027-01-31",
                          char const* zone = "Europe/Lisbon", char const* service = nullptr);

// One of each kind, with `text` wherever text comes from outside.
std::vector<pages::terms_view> every_agreement(std::string const& text);
std::vector<pages::plan_view> every_plan(std::string const& text);

// A client's page with everything on it that there is.
pages::client_view full_account(std::string const& locale);

std::string without_tags(std::string page);
bool has(std::string const& page, std::string_view part);

}  // namespace quittance::pages_test
