#include "refusal.hpp"

#include <algorithm>

namespace quittance::sandbox {

json::object error_object(std::string_view type, std::string_view message, std::string_view code) {
    json::object error;
    if (!code.empty()) {
        std::string page(code);
        std::replace(page.begin(), page.end(), '_', '-');
        error["code"] = code;
        error["doc_url"] = "https://stripe.com/docs/error-codes/" + page;
    }
    error["message"] = message;
    error["type"] = type;
    return error;
}

refusal with_status(unsigned status, std::string_view type, std::string_view message, std::string_view code) {
    return {.status = status,
            .error = error_object(type, message, code),
            .stored = status != 429 && status != 401};
}

refusal impossible(std::string_view message, std::string_view parameter, std::string_view code) {
    auto refused = with_status(400, "invalid_request_error", message, code);
    if (!parameter.empty()) refused.error["param"] = parameter;
    return refused;
}

refusal invalid(std::string_view message, std::string_view parameter, std::string_view code) {
    auto refused = impossible(message, parameter, code);
    refused.stored = false;
    return refused;
}

refusal missing_resource(std::string_view kind, std::string_view id, std::string_view parameter) {
    std::string const message = "No such " + std::string(kind) + ": '" + std::string(id) + "'";
    auto refused = with_status(404, "invalid_request_error", message, "resource_missing");
    refused.error["param"] = parameter;
    return refused;
}

refusal missing_parameter(std::string_view parameter) {
    return invalid("Missing required param: " + std::string(parameter) + ".", parameter, "parameter_missing");
}

}  // namespace quittance::sandbox
