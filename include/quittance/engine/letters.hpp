// Promises: what a letter says is made from the account as it is when the letter goes out, by the rooms that
// know words; what sends it knows none. Refuses to write about what is settled: who asks has looked before.
#pragma once
#include <string>
#include <vector>

#include "quittance/base/clock.hpp"
#include "quittance/engine/kept_letters.hpp"
#include "quittance/engine/mailer.hpp"
#include "quittance/engine/settings.hpp"

namespace quittance::engine {

// Of its envelope: the client first, then whom they named, as far as no earlier try reached them. Of a copy
// that was put off: its one reader alone.
std::vector<std::string> envelope_of(domain::letter const& what);

class letter_writer {
public:
    letter_writer() = default;
    letter_writer(letter_writer const&) = delete;
    letter_writer& operator=(letter_writer const&) = delete;
    virtual ~letter_writer() = default;

    // Pure. `all` holds the bookings the letter is about, and `own`, which it was ordered for: where it names
    // none, it is about that one, wherever it was moved to. `key`: the same letter has the same Message-ID,
    // however often it is written. Throws std::logic_error where the letter cannot be written: our mistake.
    virtual posted_mail write(domain::account const& all, domain::booking_id const& own,
                              domain::letter const& what, std::string const& key, instant now) const = 0;
};

// The way out for letters, and what it said when it last said no to all mail.
struct post_office {
    mailer& carrier;
    letter_writer const& words;
    instant quiet_until{};           // nothing is sent before
    std::string trouble;             // why nothing was taken lately; empty: all is well
    kept_letters* record = nullptr;  // where what is sent stays; nullptr: nowhere
};

}  // namespace quittance::engine
