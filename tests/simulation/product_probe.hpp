// Rules 17 and 18 are about the product's own functions, and whether its sums are right can only be asked of
// itself. This is the one place where the auditor calls the product; it is a library of its own, so that no
// other judgement can lean on it. Texts in, plain numbers out.
#pragma once
#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "quittance/base/time.hpp"

namespace quittance::simulation {

struct product_fault {
    int rule = 0;
    std::string what;
};

// What the product says of a stored booking, in minor units of its currency.
struct product_sums {
    std::int64_t price = 0, received = 0, went_back = 0, open = 0, unallocated = 0;
    std::set<std::string> attention;
    int live = 0;
    std::int64_t granted = 0;  // credits
};
product_sums sums_by_product(std::string_view booking_document);

// 18: what is stored is read and written again to the same bytes.
std::vector<product_fault> probe_encoding(std::string_view client_document, std::string_view booking_document,
                                          std::string_view entry);
// 17: the same question twice, of two copies, gives the same bytes; 9: what the entry recorded is no news to
// the account any more.
std::vector<product_fault> probe_decisions(std::string const& client, std::string_view client_document,
                                           std::string_view booking_document, std::string_view entry,
                                           instant now);

}  // namespace quittance::simulation
