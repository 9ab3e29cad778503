// Promises: whether the public address leads to a gateway, asked through the front door, as a client would
// come: name, certificate and proxy are all in it. Whatever else answers there is not taken for us.
#pragma once
#include <optional>

#include "doctor_report.hpp"
#include "foundation.hpp"

namespace quittance::app {

// What is wrong with an answer to GET /v1/openapi.json, as the rest of a sentence; nothing: it is a
// gateway's.
struct strange_answer {
    std::string what;
    std::string advice;
};
std::optional<strange_answer> judge_answer(unsigned status, std::string_view body);

boost::asio::awaitable<void> check_reachable(foundation& base, doctor_report& report);

}  // namespace quittance::app
