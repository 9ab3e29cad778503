// A plain booking link: offer and reference, and hints. The price is the catalogue's.
#pragma once
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "quittance/domain/offer.hpp"
#include "quittance/engine/checkouts.hpp"
#include "quittance/pages/public.hpp"
#include "quittance/web/options.hpp"

namespace quittance::web {

using form = std::vector<std::pair<std::string, std::string>>;

struct plain_link {
    engine::purchase what;
    pages::button press;  // the same link as a form
};
// Nothing: no such source, no reference, no such offer, or one that plain links may not sell.
std::optional<plain_link> read_plain_link(public_options const& options, domain::catalogue const& catalogue,
                                          std::string const& offer, form const& parameters);

// The same without terms, whether the offer is sold or not: it may have booked something once.
std::optional<plain_link> read_former_link(public_options const& options, std::string const& offer,
                                           form const& parameters);

// The first value of that name, or empty.
std::string const& value_of(form const& parameters, std::string_view name);

}  // namespace quittance::web
