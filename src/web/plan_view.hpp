// A plan that was agreed to, as its client's page and the API tell it: each amount with what has become of
// it.
#pragma once
#include <string>
#include <vector>

#include "quittance/domain/decide.hpp"
#include "quittance/pages/plan.hpp"

namespace quittance::web {

bool is_agreed(domain::booking const& what);
// The day it came, in the client's zone; of money by hand, the day that was said.
civil_date day_of_payment(domain::payment const& one, std::string const& zone);
std::vector<pages::plan_amount> amounts_of(domain::booking const& what, civil_date today,
                                           std::string const& zone);
// `zone`: the client's; `pay_action`: where the page's buttons lead.
pages::plan_view plan_view_of(domain::booking const& what, civil_date today, std::string const& zone,
                              std::string pay_action);
// Money that fits nothing waits for a person, and nothing that is open is charged or paid meanwhile.
bool is_looked_at(domain::booking const& what);
// What a card cannot pay is not offered alone.
void heed_least(pages::plan_view& view, domain::policy const& rules);
pages::payment_state shown_state(domain::booking const& what);

}  // namespace quittance::web
