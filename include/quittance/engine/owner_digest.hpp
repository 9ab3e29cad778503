// Promises: once a day, from the minute the business chose, one mail to its owner about what needs a person,
// who owes what since before today, and what was booked since the last mail that was taken, however many
// gateways run: the day is claimed in the store before the mail goes, and let go only where certainly nobody
// has it. A gateway that dies with it in hand is taken over from ten minutes later, under the same
// Message-ID: then it may arrive twice. Refuses to write where there is nothing to say, while the store is in
// quarantine, and for a day that ended: the next one's says what is still so. Its cost does not grow with the
// number of accounts.
#pragma once
#include <optional>

#include "quittance/base/log.hpp"
#include "quittance/engine/bookings.hpp"
#include "quittance/engine/letters.hpp"

namespace quittance::engine {

struct digest_facts {
    civil_date day{};
    // In all; what is listed below is the oldest of it.
    std::uint64_t attention = 0;
    std::uint64_t open = 0;
    std::vector<found_booking> needing;
    std::vector<found_booking> late;    // something of it was due before `day` and is open
    std::vector<found_booking> booked;  // since the last one, but those that are only held
    bool more_late = false;             // than are listed
    bool more_booked = false;           // or too many were only held to look through them all
};
bool says_something(digest_facts const& of);

class digest_writer {
public:
    digest_writer() = default;
    digest_writer(digest_writer const&) = delete;
    digest_writer& operator=(digest_writer const&) = delete;
    virtual ~digest_writer() = default;

    // Pure. The same day has the same Message-ID.
    virtual posted_mail write(digest_facts const& of, instant now) const = 0;
};

struct digest_time {
    std::string zone;             // the business's
    std::chrono::minutes from{};  // since midnight
};

class owner_digest {
public:
    owner_digest(bookings& reading, registry& lists, post_office& post, digest_writer const& words,
                 settings const& current, clock& time, digest_time when, log& journal);

    // One when a mail was taken, else none; what failed is tried again in ten minutes. Waits for a line of
    // the mail server. Throws store_unavailable: the claim it may have left ends by itself.
    awaitable<std::size_t> send_due();
    // A mail server has one in hand: cutting the carrier ends that.
    bool is_sending() const { return sending_; }

private:
    bool is_time(civil_date today, instant now) const;
    awaitable<digest_facts> gather(civil_date today, instant now);
    awaitable<void> add_booked(digest_facts& all, instant since);
    awaitable<std::optional<std::string>> claim(civil_date today);
    awaitable<std::size_t> send(mail_turn leave, std::string claim, civil_date today);
    awaitable<std::size_t> end(std::string claim, civil_date today, instant told_until,
                               recipient_outcome const& answered);

    bookings& reading_;
    registry& lists_;
    post_office& post_;
    digest_writer const& words_;
    settings const& current_;
    clock& time_;
    digest_time when_;
    log& journal_;
    civil_date done_{};
    instant not_before_{};
    bool sending_ = false;
};

}  // namespace quittance::engine
