// Promises: one JSON document of all that is held about a client and handed to them (domain/disclosure.hpp),
// complete by itself: who they are, their bookings, the letters they were sent with their text, and the
// record in its order. Moments as RFC 3339 in UTC, days as YYYY-MM-DD, amounts as "120.00 EUR"; the names of
// fields are those of the record, and what says nothing is left out. What was left out because there is too
// much of it is counted. Refuses nothing: bytes that are no text become U+FFFD.
#pragma once
#include <string>
#include <vector>

#include "quittance/domain/event.hpp"

namespace quittance::records {

struct told_entry {
    instant at{};
    std::vector<domain::event> events;
};
// A letter that went out, or may have. The link to the client's page was masked when it was kept.
struct told_letter {
    int number = 0;
    instant at{};
    std::string subject;
    std::string text;  // empty: its words are not kept any more
    std::string hash;  // SHA-256 of its bytes, hexadecimal
};
struct disclosure {
    std::string business;
    std::string contact;  // whom to ask for the rest; may be empty
    instant now{};
    domain::account account;  // whole
    std::vector<told_entry> record;
    std::vector<told_letter> letters;
    std::size_t entries_left_out = 0;  // the oldest ones
    std::size_t letters_left_out = 0;
};
std::string disclosure_text(disclosure what);

}  // namespace quittance::records
