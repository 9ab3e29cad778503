// Promises: the written agreement after a change: every amount as it stands, what of it was paid, when and at
// whose wish it was changed, and which version holds what else was agreed. It stands on its own and is the
// same, byte for byte, whenever the same facts are given. Refuses the reason a person noted for the change:
// it is on record beside the text, in words that were not written for the client.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "quittance/domain/balance.hpp"
#include "quittance/pages/business.hpp"

namespace quittance::pages {

struct former_version {
    int number = 1;
    std::string hash;
    civil_date agreed{};
};
struct renewal_view {
    domain::sale_terms terms;
    std::string reference;
    std::string locale;  // BCP 47; empty: the business's
    std::string zone;    // the client's, in which the days are
    int version = 1;
    civil_date changed{};
    bool by_client = false;
    std::optional<civil_date> service;     // its day, where it is known
    std::optional<former_version> former;  // none: nothing was put in writing before
    std::vector<domain::item_standing> items;
};
std::string renewal_text(business const& who, renewal_view const& view);
// Beside the processor's pay button.
std::string renewal_note(business const& who, std::string_view locale, std::string_view hash);

}  // namespace quittance::pages
