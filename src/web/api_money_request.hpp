// The bodies of POST /v1/bookings/{reference}/refunds, /payments, /client-credit, /corrections, /waivers,
// /changes, /moves, /remaining, /cancellation, /service, /deliveries, /reservations, /credits and /contacts,
// checked whole.
#pragma once
#include <string_view>
#include <variant>

#include "quittance/domain/command.hpp"
#include "replies.hpp"

namespace quittance::web {

// `key`: the call's Idempotency-Key, which names what the body gives no `id` of its own.
using money_request = std::variant<domain::command, problem>;
money_request read_refund(std::string_view body, domain::booking const& about, std::string const& key);
money_request read_payment(std::string_view body, domain::booking const& about, std::string const& key);
money_request read_client_credit(std::string_view body, domain::booking const& about, std::string const& key);
money_request read_correction(std::string_view body, domain::booking const& about, std::string const& key);
money_request read_waiver(std::string_view body, domain::booking const& about, std::string const& key);
money_request read_change(std::string_view body, domain::booking const& about, std::string const& key);
money_request read_move(std::string_view body, domain::booking const& about, std::string const& key);
money_request read_remaining(std::string_view body, domain::booking const& about, std::string const& key);
money_request read_cancellation(std::string_view body, domain::booking const& about, std::string const& key);
money_request read_service(std::string_view body, domain::booking const& about, std::string const& key);
money_request read_delivery(std::string_view body, domain::booking const& about, std::string const& key);
money_request read_reservation(std::string_view body, domain::booking const& about, std::string const& key);
money_request read_credits(std::string_view body, domain::booking const& about, std::string const& key);
money_request read_contacts(std::string_view body, domain::booking const& about, std::string const& key);

}  // namespace quittance::web
