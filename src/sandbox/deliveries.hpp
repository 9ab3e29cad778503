// Webhooks on their way.
#pragma once
#include "world.hpp"

namespace quittance::sandbox {

std::vector<outgoing_webhook> take_due(world& here, std::size_t most);
void note_delivery(world& here, std::string const& id, bool accepted);
std::string sign(std::vector<std::string> const& secrets, std::int64_t timestamp, std::string_view body);

}  // namespace quittance::sandbox
