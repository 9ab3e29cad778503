// What a client said on their page and a person has not dealt with.
#pragma once
#include <string_view>

#include "quittance/domain/account.hpp"

namespace quittance::domain {

// A reason of hand-overs and rests: a question, "already paid", a wish for more time.
bool is_of_client(std::string_view reason);
bool words_wait(booking const& what);

}  // namespace quittance::domain
