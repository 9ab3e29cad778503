// Promises: the receipt for one payment as a text that is complete by itself, in the client's language: from
// whom, for what, how much, the tax in it, when and under which reference, and what is left. The facts of
// this moment: what went back since stands on it.
#pragma once
#include <string>

#include "quittance/domain/offer.hpp"
#include "quittance/pages/business.hpp"

namespace quittance::pages {

struct receipt_view {
    std::string locale;  // BCP 47; empty: the business's
    std::string client;  // a name; empty: not known
    std::string title;
    std::string description;  // may be empty
    std::string booking;      // its reference
    std::string payment;      // the payment's own reference
    std::string credit_of;    // credit of this other booking paid it; empty: it came by itself
    domain::money amount;
    domain::money taxed;  // of the amount: what the tax is in; zero: none of it
    domain::tax_terms tax;
    civil_date on{};               // in the client's zone
    domain::money went_back;       // of this payment
    domain::money used_elsewhere;  // of this payment: credit that pays another booking now
    domain::money price;           // of the booking
    domain::money open;            // of the booking
};
// UTF-8, with the mark by which readers of plain files know that.
std::string receipt_text(business const& who, receipt_view const& view);

}  // namespace quittance::pages
