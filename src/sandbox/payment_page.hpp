// The hosted payment page, as a function of what it shows.
#pragma once
#include <string>

#include "quittance/http/message.hpp"
#include "quittance/sandbox/processor.hpp"

namespace quittance::sandbox {

http::response payment_page(page_view const& view);
http::response challenge_page(std::string_view action, std::string_view business);
http::response plain_page(unsigned status, std::string_view title, std::string_view sentence);

}  // namespace quittance::sandbox
