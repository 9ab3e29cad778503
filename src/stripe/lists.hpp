// Stripe's lists, newest first, a hundred at a time, followed to their end.
#pragma once
#include "caller.hpp"

namespace quittance::stripe {

awaitable<processor_result<std::vector<engine::routed_session>>> list_sessions(caller& over, instant from,
                                                                               instant to);
awaitable<processor_result<std::vector<engine::routed_intent>>> list_intents(caller& over, instant from,
                                                                             instant to);
awaitable<processor_result<std::vector<engine::event_pointer>>> list_events(caller& over, std::string after,
                                                                            instant from, std::size_t most,
                                                                            engine::event_bodies bodies);

}  // namespace quittance::stripe
