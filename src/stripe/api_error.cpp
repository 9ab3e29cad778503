#include "api_error.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "json.hpp"

namespace quittance::stripe {

namespace {

constexpr std::size_t most_word = 120;

// Words of Stripe's, not of a person's: anything else is dropped.
std::string word(std::string text) {
    bool const plain = text.size() <= most_word && std::all_of(text.begin(), text.end(), [](char c) {
                           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                                  (c >= '0' && c <= '9') || c == '_' || c == '-' || c == '.' || c == '[' ||
                                  c == ']';
                       });
    return plain ? text : std::string{};
}

}  // namespace

api_error read_api_error(delivery const& reply) {
    try {
        auto const error = parse_json(reply.body)["error"];
        return {word(error["type"].text_or_empty()), word(error["code"].text_or_empty()),
                word(error["param"].text_or_empty()), error.is_object()};
    } catch (malformed const&) {
        return {};  // the status alone then says what it can
    }
}

bool is_idempotency_mismatch(unsigned status, api_error const& error) {
    return status == 400 && error.type == "idempotency_error";
}

std::string code_of(unsigned status, api_error const& error) {
    if (status == 401) return "unauthorized";
    if (status == 403) return "forbidden";
    if (is_idempotency_mismatch(status, error)) return "idempotency_error";
    return error.code.empty() ? "http_" + std::to_string(status) : error.code;
}

std::string sentence_of(delivery const& reply, api_error const& error) {
    auto const param = error.param.empty() ? std::string{} : "param " + error.param + ", ";
    auto const request = word(std::string{reply.header("Request-Id")});
    return fmt::format("Stripe answered {} {} ({}request {}).", reply.status, code_of(reply.status, error),
                       param, request.empty() ? "unknown" : request);
}

}  // namespace quittance::stripe
