// One call to Stripe: attempts and pauses as the retry rule says, and what came of it in the port's words.
#pragma once
#include "quittance/base/entropy.hpp"
#include "quittance/engine/processor.hpp"
#include "quittance/stripe/processor.hpp"
#include "retry_rule.hpp"

namespace quittance::stripe {

using engine::processor_failure;
using engine::processor_result;

class caller {
public:
    caller(transport& over, entropy& jitter, log& to, processor_options const& options);

    // A 2xx reply, or why there is none. An error of Stripe's with the status `also_an_answer` is a reply
    // too.
    awaitable<processor_result<delivery>> call(request what, unsigned also_an_answer = 0);
    log& journal() { return log_; }

private:
    judgement judge_delivery(attempt& state, delivery const& came);

    transport& over_;
    entropy& jitter_;
    log& log_;
    milliseconds attempt_patience_;
    retry_policy policy_;
};

}  // namespace quittance::stripe
