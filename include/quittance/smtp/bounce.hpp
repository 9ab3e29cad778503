// Promises: says what a mail that came to a return path means: that an address is dead, that it waits, that
// somebody complained, that a machine answered, or that a person did. It is believed only with a token that
// we made; what carries none is `not_for_us`, whatever it claims. Refuses to guess from a mail's wording: a
// failure counts when it is reported as RFC 3464 says, a complaint as RFC 5965 says, and a machine's answer
// never counts as a person's. Never throws for what is in the mail; reads at most `most_bounce_bytes` of it,
// and no deeper than a few parts within parts.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "quittance/smtp/address.hpp"

namespace quittance::smtp {

inline constexpr std::size_t most_bounce_bytes = 512 * 1024;

enum class bounce_kind {
    hard_bounce,   // it failed, and nobody tries again; whether the address is dead, its status says
    soft_bounce,   // it waits, or the box is full
    complaint,     // the person who got it called it unwanted
    auto_reply,    // a machine's: out of office, a receipt, a report that says nothing of failing
    person_reply,  // a person wrote to the return path
    not_for_us,    // no token of ours
};
std::string_view name_of(bounce_kind kind);

// Of one recipient of ours, as the report names him: compare it with who the mail was sent to.
struct reported_recipient {
    std::string address;     // as reported; may be empty
    bounce_kind what{};      // hard_bounce, soft_bounce, or auto_reply where it did not fail
    std::string status;      // RFC 3463, "5.1.1"; empty: none was given
    std::string diagnostic;  // the other server's words; may hold the address: for records, not for logs
    friend bool operator==(reported_recipient const&, reported_recipient const&) = default;
};

struct bounce {
    bounce_kind what = bounce_kind::not_for_us;
    std::string token;       // whose mail it is about
    std::string status;      // of the hardest recipient
    std::string diagnostic;  // likewise
    std::vector<reported_recipient> recipients;
    friend bool operator==(bounce const&, bounce const&) = default;
};

// `delivered_to`: the address the mail server delivered it for, where it says so; else empty.
bounce read_bounce(std::string_view mail, return_paths const& ours, std::string_view delivered_to = {});

}  // namespace quittance::smtp
