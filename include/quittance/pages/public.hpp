// Promises: every page a client may see, as pure functions of plain values, escaped by context, without a
// script and without a word about the person. Words, amounts and dates read in the locale that is given, else
// in the business's, else in English, and never in two of them at once; the languages are those of
// languages.hpp. A page holds at most one button; a plan's page, one that stands out.
#pragma once
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "quittance/base/time.hpp"
#include "quittance/domain/money.hpp"
#include "quittance/domain/offer.hpp"
#include "quittance/pages/business.hpp"

namespace quittance::pages {

// What is being paid for.
struct purchase_view {
    std::string title;
    std::string description;  // may be empty
    domain::money price;
    domain::tax_terms tax;
    std::string locale;  // BCP 47; empty: the business's
};

// A button that sends a form by POST. `action` is a path of ours.
struct button {
    std::string label;  // of the desk's buttons; those of clients' pages are labelled by the page
    std::string action;
    std::vector<std::pair<std::string, std::string>> fields;  // sent along, hidden
};

// The same page for a wrong, a changed and an expired link: it tells nobody which it was.
std::string booking_not_found(business const& who);
std::string continue_to_payment(business const& who, purchase_view const& what, button go_on);
std::string already_paid(business const& who, purchase_view const& what);
// A plan of which nothing is due today.
std::string plan_on_its_way(business const& who, purchase_view const& what);
std::string payment_under_way(business const& who, purchase_view const& what);
std::string booking_closed(business const& who, purchase_view const& what);
// The processor did not answer: nothing was charged, the booking stays.
std::string try_again(business const& who, purchase_view const& what, std::optional<button> again);
std::string refused_by_processor(business const& who, purchase_view const& what);
// The link asks for what no card can pay: nothing was booked.
std::string amount_not_payable(business const& who, purchase_view const& what);
// Money arrived that fits nothing agreed: a person looks before more is taken.
std::string person_looks(business const& who, purchase_view const& what);
std::string store_away(business const& who);
std::string payments_rest(business const& who);
std::string too_many_requests(business const& who);
std::string something_went_wrong(business const& who, std::string const& request_id);

enum class payment_state { open, paying, paid, part_paid, returned, disputed, closed };

struct payment_line {
    domain::money amount;
    civil_date on{};  // in the client's zone
};

// The return page: what the store knows of a booking, under its unguessable address.
struct return_view {
    purchase_view what;
    payment_state state = payment_state::open;
    std::string reference;
    std::vector<payment_line> payments;
    domain::money received;
    domain::money went_back;
    domain::money open;
    bool looked_at = false;     // money that fits nothing waits for a person
    std::optional<button> pay;  // while something is open
};
std::string return_page(business const& who, return_view const& view);

}  // namespace quittance::pages
