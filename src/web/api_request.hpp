// The body of POST /v1/checkouts, checked whole: every field that is wrong is named, not only the first.
#pragma once
#include <optional>
#include <string_view>
#include <variant>
#include <vector>

#include "quittance/domain/offer.hpp"
#include "quittance/engine/checkouts.hpp"
#include "quittance/web/routes.hpp"
#include "replies.hpp"

namespace quittance::web {

// Bookings that name no source or offer of ours carry these.
inline constexpr std::string_view api_source = "api";
inline constexpr std::string_view custom_offer = "custom";

// A purchase, or the problem to answer with (400 for what is no JSON, 422 for the rest). `booked`: what was
// agreed under the reference, where the catalogue does not hold the offer.
std::variant<engine::purchase, problem> read_checkout_request(
    std::string_view body, public_options const& options, domain::catalogue const& catalogue,
    amount_gate const& refuses_amount, std::optional<domain::sale_terms> const& booked = std::nullopt);
// Which booking is meant, when it names an offer that the catalogue does not hold (any more).
std::optional<domain::booking_identity> unlisted_identity(std::string_view body,
                                                          domain::catalogue const& catalogue);

// Who pays: at least an address to write to.
std::variant<domain::contact, problem> read_client_request(std::string_view body, std::string_view key);

// The name nearest to `given`, when it is near enough to be a slip.
std::string_view nearest_name(std::string_view given, std::vector<std::string_view> const& known);

}  // namespace quittance::web
