// One line to the mail server at a time, through libcurl; kept open between mails for half a minute.
#pragma once
#include <memory>

#include "carrier.hpp"
#include "quittance/smtp/login.hpp"

namespace quittance::smtp {

std::unique_ptr<carrier> make_smtp_carrier(mail_server const& server, std::shared_ptr<login const> by);

}  // namespace quittance::smtp
