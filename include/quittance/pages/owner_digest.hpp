// Promises: the day's digest for the owner as one plain text, complete by itself: what needs a person, what
// is open since before today, what was booked, and where to look. It shows people's names, so it is for the
// owner's own address alone. No name or title can pretend to be another line.
#pragma once
#include <string>
#include <vector>

#include "quittance/pages/desk.hpp"

namespace quittance::pages {

struct digest_view {
    civil_date day{};
    std::string desk;             // address of the admin listener, without a slash at the end
    std::uint64_t attention = 0;  // in all; `needing` lists the oldest
    std::uint64_t open = 0;
    std::vector<booking_line> needing;
    std::vector<booking_line> late;
    std::vector<booking_line> booked;
    bool more_late = false;
    bool more_booked = false;
};
struct digest_words {
    std::string subject;
    std::string text;  // UTF-8, lines end in LF
};
digest_words digest_of(business const& who, digest_view const& view);

}  // namespace quittance::pages
