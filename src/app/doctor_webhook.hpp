// Promises: the processor's webhook endpoint is what `serve` needs, or what is missing is said, or (asked to
// fix) made: a missing endpoint is created, a wrong version gets a second one, and the old one is switched
// off only when the new secret is kept where `serve` reads it.
#pragma once
#include "doctor_report.hpp"
#include "foundation.hpp"
#include "quittance/stripe/endpoints.hpp"

namespace quittance::app {

enum class endpoint_need { none, correct, replace, create };
struct endpoint_finding {
    endpoint_need need = endpoint_need::create;
    std::string id;  // of the endpoint at our address; empty when there is none
};
// Among those registered: the one at `url` that serves us best.
endpoint_finding judge_endpoints(std::vector<stripe::webhook_endpoint> const& all, std::string const& url);

boost::asio::awaitable<void> check_webhook(foundation& base, stripe::endpoint_registry& endpoints, bool fix,
                                           doctor_report& report);

}  // namespace quittance::app
