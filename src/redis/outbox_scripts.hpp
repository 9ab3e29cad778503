// What moves notices and keeps deliveries, each in one step.
#pragma once
#include <string>
#include <vector>

#include "quittance/engine/outbox.hpp"
#include "script.hpp"

namespace quittance::redis {

// The note of a delivery, in place of an older one; beyond the thousandth the oldest go.
script const& note_script();
script_call make_note_call(engine::delivery_note const& told);

// Moves a notice that is still there, or takes it out.
script const& move_notice_script();
script_call make_move_notice_call(engine::delivery_note const& told);

// Puts a notice into its queue, due at `now`.
script const& order_notice_script();
script_call make_order_notice_call(engine::ordered_notice const& what, instant now);

// Makes up to a hundred that wait for later due at `now`; answers how many.
script const& hasten_script();
script_call make_hasten_call(unsigned shard, std::string const& endpoint, instant now);

// Takes what is of one client out of the deliveries of an endpoint.
script const& forget_deliveries_script();
script_call make_forget_deliveries_call(domain::client_id const& client, std::string const& endpoint);

script const& know_script();
script_call make_know_call(std::vector<std::string> const& names);

}  // namespace quittance::redis
