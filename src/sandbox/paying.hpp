// What the payer does on the hosted page.
#pragma once
#include "world.hpp"

namespace quittance::sandbox {

std::optional<page_view> view_page(world const& here, std::string const& session);
pay_outcome pay_by_card(world& here, std::string const& session, card_entry const& entry);
pay_outcome pay_by_debit(world& here, std::string const& session, bool will_succeed, std::string_view email);
pay_outcome answer_challenge(world& here, std::string const& id, bool succeeds);
void finish_delayed(world& here, std::string const& intent);

}  // namespace quittance::sandbox
