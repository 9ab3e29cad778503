// What a refused request is answered with.
#pragma once
#include <boost/json.hpp>
#include <string>
#include <string_view>

#include "quittance/base/result.hpp"

namespace quittance::sandbox {

namespace json = boost::json;

struct refusal {
    unsigned status = 400;
    json::object error;
    bool stored = true;  // under the idempotency key; validation is not
};

using outcome = result<json::object, refusal>;

// Validation: 400, never stored. An empty code or parameter is left out.
refusal invalid(std::string_view message, std::string_view parameter, std::string_view code = {});
// The endpoint ran and said no: 400, stored.
refusal impossible(std::string_view message, std::string_view parameter, std::string_view code = {});
refusal missing_resource(std::string_view kind, std::string_view id, std::string_view parameter);
refusal missing_parameter(std::string_view parameter);
refusal with_status(unsigned status, std::string_view type, std::string_view message,
                    std::string_view code = {});

json::object error_object(std::string_view type, std::string_view message, std::string_view code);

}  // namespace quittance::sandbox
