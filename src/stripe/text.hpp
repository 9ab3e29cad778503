// Texts as Stripe takes them: a hint it would refuse must not cost the customer the checkout.
#pragma once
#include <cstddef>
#include <string>
#include <string_view>

namespace quittance::stripe {

// Valid UTF-8 of at most `most` characters: bytes that are not UTF-8 become '?', control characters become
// spaces, the end is cut between characters.
std::string clean_text(std::string_view text, std::size_t most);

// Certainly an address Stripe accepts; many strange but valid ones are not "certainly".
bool is_plain_email(std::string_view text);

// Safe as client_reference_id.
bool is_plain_reference(std::string_view text);

// The name Stripe has for this language (BCP 47), or empty: then the page follows the browser.
std::string_view stripe_locale(std::string_view language);

}  // namespace quittance::stripe
