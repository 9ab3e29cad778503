// Promises: the account statement that goes with the last automatic letter: for each booking what is due,
// paid, booked and received, as a text that is complete by itself, in the client's language.
#pragma once
#include <string>
#include <vector>

#include "quittance/pages/client.hpp"

namespace quittance::pages {

struct statement_booking {
    std::string title;
    std::string reference;
    client_sums sums;
};
struct statement_view {
    std::string client;  // a name; empty: not known
    std::string locale;  // BCP 47; empty: the business's
    civil_date on{};     // the client's day
    std::vector<statement_booking> bookings;
};
// UTF-8, with the mark by which readers of plain files know that.
std::string statement_text(business const& who, statement_view const& view);

}  // namespace quittance::pages
