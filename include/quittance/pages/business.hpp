// Promises: what every page says about the business, as plain text; escaping is the pages' own.
#pragma once
#include <string>
#include <string_view>

namespace quittance::pages {

struct business {
    std::string name;
    std::string address;  // lines separated by '\n'; may be empty
    std::string contact;  // a person's way to reach the business: mail, phone; may be empty
    std::string vat_id;   // may be empty
    std::string terms_url;
    std::string logo_url;          // https, or empty: the name alone
    std::string locale = "en-GB";  // BCP 47: how pages read where the client's is not known
    std::string zone = "UTC";      // IANA: in which dates of money are told
};

// What the style sheet inside every page hashes to, as a CSP source: 'sha256-…'.
std::string const& style_source();

}  // namespace quittance::pages
