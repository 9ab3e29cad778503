// Responses of the three kinds we give: a page, JSON, a problem (RFC 9457).
#pragma once
#include <boost/json/object.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "quittance/http/message.hpp"
#include "quittance/web/options.hpp"

namespace quittance::web {

// "https://host:port" of an address; empty when it is not a plain http(s) address.
std::string origin_of(std::string_view address);
std::string content_policy(pages::business const& business, std::vector<std::string> const& form_origins);

http::response page_reply(unsigned status, std::string html, public_options const& options);
http::response desk_reply(unsigned status, std::string html, admin_options const& options);
http::response redirect_to(std::string const& address);
http::response text_reply(unsigned status, std::string text);
http::response json_reply(unsigned status, boost::json::object const& body,
                          std::string_view type = "application/json");
void retry_after(http::response& reply, int seconds);

struct field_error {
    std::string field;
    std::string detail;
};
struct problem {
    unsigned status = 500;
    std::string type;  // short name: "invalid-request"
    std::string title;
    std::string detail;
    std::vector<field_error> errors;
};
http::response problem_reply(problem const& what);

}  // namespace quittance::web
