// A 2xx reply into a value; one that is not as documented is `unknown`, for after a write it was carried out.
#pragma once
#include "json.hpp"
#include "quittance/engine/processor.hpp"
#include "quittance/stripe/transport.hpp"

namespace quittance::stripe {

inline engine::processor_failure malformed_reply(std::string const& why) {
    return {engine::processor_failure::kind::unknown, "malformed_reply",
            "Stripe's reply could not be read: " + why + "."};
}

// `read` takes the root node and throws malformed.
template <class Read>
auto read_reply(delivery const& reply, Read read)
    -> engine::processor_result<decltype(read(std::declval<node const&>()))> {
    try {
        return read(parse_json(reply.body));
    } catch (malformed const& broken) {
        return malformed_reply(broken.what());
    }
}

}  // namespace quittance::stripe
