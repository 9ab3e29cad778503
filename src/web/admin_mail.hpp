// The letters that lie in the mail folder, for the owner's eyes.
#pragma once
#include "admin_health.hpp"

namespace quittance::web {

awaitable<http::response> answer_mails(shared_desk at, http::request asked, http::captures caught);
awaitable<http::response> answer_mail(shared_desk at, http::request asked, http::captures caught);

}  // namespace quittance::web
