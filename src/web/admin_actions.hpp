// One account with what may be done about it, and the forms that do it.
#pragma once
#include "admin_health.hpp"

namespace quittance::web {

awaitable<http::response> answer_account(shared_desk at, http::request asked, http::captures caught);
// Done once however often it is pressed; then back to the account, which says so. What cannot be taken is
// shown as it was typed.
awaitable<http::response> answer_account_form(shared_desk at, http::request asked, http::captures caught);

}  // namespace quittance::web
