// Promises: a verified webhook as the engine takes it, whichever processor sent it.
#pragma once
#include <string>
#include <string_view>
#include <variant>

#include "quittance/engine/processor.hpp"

namespace quittance::engine {

// What a webhook says about one object. `pointer` when its body may not be believed (another API version):
// the object is read instead.
struct session_report {
    domain::session_fact fact;
    bool async_failed = false;
};
struct pointer_report {
    std::string object_id;
};
struct uninteresting {};  // an event type the product does not take, or a thin event
using report =
    std::variant<uninteresting, session_report, domain::intent_fact, domain::charge_fact, domain::refund_fact,
                 domain::dispute_fact, domain::card_page_fact, domain::method_fact, pointer_report>;

struct webhook_event {
    std::string event_id;
    std::string type;
    instant created{};
    bool livemode = false;
    std::string account;           // the processor account it is for, when it says so (Connect); may be empty
    route whose;                   // from the object's metadata; may be empty
    domain::intent_id intent;      // the intent it is about, to find the route by; may be empty
    domain::customer_id customer;  // whose card it is about: the way to the route where no intent is
    report what;
};

enum class webhook_outcome { applied, nothing_new, foreign, ignored, parked };
std::string_view name_of(webhook_outcome outcome);

}  // namespace quittance::engine
