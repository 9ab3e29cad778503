// The sentences of an agreement, once for the page and for the text that is kept.
#pragma once
#include <string>
#include <vector>

#include "quittance/pages/terms.hpp"
#include "words.hpp"

namespace quittance::pages {

struct term_line {
    std::string term;  // "Price"
    std::string text;
};
struct agreed_amount {
    std::string when;
    std::string how;
    std::string amount;
};
struct agreement_section {
    std::string heading;
    std::vector<std::string> sentences;
};
struct agreement_words {
    std::vector<term_line> facts;
    std::vector<agreed_amount> amounts;
    std::string sum;  // what the amounts come to, or how they go on
    std::vector<agreement_section> sections;
};
agreement_words agreement_of(business const& who, terms_view const& view, words const& say);

// What comes from outside is one line of the text, whatever it holds.
std::string one_line(std::string text);
std::string business_line(business const& who, words const& say);

// Something is collected after the client has left.
bool collects_later(terms_view const& view);
std::string period_words(domain::plan_terms const& plan, words const& say);  // "each month"

}  // namespace quittance::pages
