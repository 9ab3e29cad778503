// One try to take the money of a payment intent.
#pragma once
#include "world.hpp"

namespace quittance::sandbox {

enum class taken { yes, declined, challenge, processing };
struct attempt {
    taken what = taken::yes;
    json::object error;  // declined: as it stands in last_payment_error
};
struct circumstances {
    bool off_session = false;
    bool authenticated = false;
};

attempt try_charge(world& here, json::object& intent, std::string const& method, circumstances how);
// A delayed method: begins, and ends later.
void begin_delayed(world& here, json::object& intent, std::string const& method);
bool settle_delayed(world& here, json::object& intent);  // true: the money came
attempt fail_authentication(world& here, json::object& intent, std::string const& method);
// Whether saving the card (mode=setup) asks for a challenge.
bool asks_when_saved(test_card const& card);
json::object payment_error(world& here, std::string_view code, std::string_view decline_code,
                           std::string const& method, std::string const& charge);

}  // namespace quittance::sandbox
