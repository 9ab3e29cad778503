// Promises: a link that says what the catalogue does not fix, minted offline by whoever holds a key. The
// format, so that a booking page can mint it without calling us:
//
//   <public base>/l/<kid>.<payload>.<exp>.<mac>
//
//   kid      name of the key, 1 to 32 of A-Z a-z 0-9 _ -
//   payload  base64url without padding of an application/x-www-form-urlencoded text with these fields:
//            offer, ref (both required), source, amount (whole minor units), currency (both or none), title,
//            description, client, name, email, due (YYYY-MM-DD), locale, zone, previous_ref, service
//   exp      when it stops to work, in unix seconds, decimal
//   mac      base64url without padding of HMAC-SHA256(key, "<kid>.<payload>.<exp>")
//
// An offer of the catalogue lends its terms; amount, title and description given here replace them. An offer
// the catalogue does not hold needs amount, currency and title.
// Refuses every link alike: which of the reasons it was is for the log alone.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "quittance/base/result.hpp"
#include "quittance/base/secret.hpp"
#include "quittance/base/time.hpp"

namespace quittance::web {

struct link_key {
    std::string kid;
    secret<struct link_key_tag> key;  // at least 32 random bytes
};

// As the link says them; empty: not said. What they mean is checked where the booking is made.
struct signed_fields {
    std::string offer, reference, source, amount, currency, title, description, client, name, email, due,
        locale, zone, previous_reference, service;
    friend bool operator==(signed_fields const&, signed_fields const&) = default;
};

enum class link_refusal { malformed = 1, unknown_key, wrong_mac, expired };
std::string_view name_of(link_refusal reason);
[[noreturn]] void throw_exception_from_error(link_refusal error, boost::source_location const& where);

// The token: what follows "/l/".
std::string mint(link_key const& key, signed_fields const& fields, instant expires);
result<signed_fields, link_refusal> open(std::string_view token, std::vector<link_key> const& keys,
                                         instant now);

}  // namespace quittance::web
