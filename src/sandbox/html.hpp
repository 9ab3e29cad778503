// Escaping by context, and the frame around every page.
#pragma once
#include <string>
#include <string_view>

#include "quittance/http/message.hpp"

namespace quittance::sandbox {

std::string escape_html(std::string_view text);  // for text and for quoted attributes
// An address fit for href or action: http and https only, else "#"; escaped.
std::string escape_address(std::string_view address);
http::response html_page(unsigned status, std::string_view title, std::string_view body);
http::response see_other(std::string_view where);
std::string_view stylesheet();

}  // namespace quittance::sandbox
