#pragma once
#include "world.hpp"

namespace quittance::sandbox {

outcome open_dispute(world& here, std::string const& charge_or_intent, dispute_kind kind,
                     std::optional<std::int64_t> amount);
void open_dispute_of_card(world& here, std::string const& charge);
void withdraw_for_dispute(world& here, std::string const& id);
outcome close_dispute(world& here, std::string const& id, bool won);

}  // namespace quittance::sandbox
