// A plan that was agreed to, as its client's page and the API tell it: each amount with what has become of
// it.
#pragma once
#include <string>
#include <vector>

#include "quittance/domain/decide.hpp"
#include "quittance/pages/plan.hpp"

namespace quittance::web {

bool is_agreed(domain::booking const& what);
std::vector<pages::plan_amount> amounts_of(domain::booking const& what, civil_date today);
// `pay_action`: where the page's buttons lead.
pages::plan_view plan_view_of(domain::booking const& what, civil_date today, std::string pay_action);
// What a card cannot pay is not offered alone.
void heed_least(pages::plan_view& view, domain::policy const& rules);
pages::payment_state shown_state(domain::booking const& what);

}  // namespace quittance::web
