// Cards and bank debits, and whom they belong to.
#pragma once
#include "world.hpp"

namespace quittance::sandbox {

// A method of its own for the entry; the card must be one of the table.
std::string make_card_method(world& here, test_card const& card, card_entry const& entry);
std::string make_debit_method(world& here, bool fails, std::string_view email);
// A payment_method parameter: an existing id, or a name like pm_card_visa.
result<std::string, refusal> resolve_method(world& here, std::string const& given,
                                            std::string_view parameter);
void attach_method(world& here, std::string const& method, std::string const& customer);
bool detach(world& here, std::string_view method);
bool change_expiry(world& here, std::string_view method, unsigned year);
test_card const* card_of(world const& here, std::string const& method);

}  // namespace quittance::sandbox
