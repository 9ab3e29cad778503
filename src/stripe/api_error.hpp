// What an error reply says, without the parts that may repeat what a customer typed: Stripe's `message` is
// never kept.
#pragma once
#include <string>

#include "quittance/engine/processor.hpp"
#include "quittance/stripe/transport.hpp"

namespace quittance::stripe {

struct api_error {
    std::string type;
    std::string code;
    std::string param;
    bool is_stripes = false;  // the body has Stripe's error object; else something between us answered
};

// The words are empty when the body is not an error as documented.
api_error read_api_error(delivery const& reply);
bool is_idempotency_mismatch(unsigned status, api_error const& error);

std::string code_of(unsigned status, api_error const& error);
// "Stripe answered 400 parameter_unknown (param payment_method_types, request req_…)."
std::string sentence_of(delivery const& reply, api_error const& error);

}  // namespace quittance::stripe
