#include "quittance/engine/owner_digest.hpp"

#include <algorithm>

#include "quittance/base/digest.hpp"
#include "quittance/domain/balance.hpp"
#include "quittance/domain/calendar.hpp"
#include "quittance/domain/unpaid_word.hpp"

namespace quittance::engine {
namespace {

constexpr std::size_t most_listed = 10;
constexpr std::size_t most_looked_through = 50;
constexpr std::chrono::minutes until_next_try{10};
constexpr int most_pages = 40;
constexpr std::chrono::hours at_first{24};
constexpr std::chrono::hours longest_back{7 * 24};  // however long no mail was taken
// No mail takes longer from its first byte to its last answer, twice over: who began it is dead.
constexpr std::chrono::minutes longest_mail{10};
constexpr int most_claims = 3;  // of one day: the first, and those after a death
constexpr unsigned was_begun = 102;
constexpr unsigned was_sent = 200;
constexpr unsigned was_empty = 204;

// Among the idempotent replies: a claim that ends by itself after minutes, and an answer that stays a day.
std::string claim_of(civil_date day, int number) {
    auto const after_a_death = number == 0 ? std::string{} : '\n' + std::to_string(number);
    return to_hex(sha256("owner's digest\n" + iso_date(day) + after_a_death));
}

bool died_with_it(idempotent_reply const& known, instant now) {
    auto const began = parse_rfc3339(known.body);
    return known.status == was_begun && began && now - *began > longest_mail;
}

bool was_due_before(domain::booking const& what, civil_date day) {
    return std::ranges::any_of(domain::standing_of(what), [day](auto const& one) {
        return !one.open.is_zero() && one.what.milestone.empty() && one.what.due < day;
    });
}

// What was only held when the last one was written became a booking with its first money.
bool is_newly_booked(domain::booking const& what, instant since) {
    if (domain::is_unpaid_word(what)) return false;
    if (what.booked_at >= since) return true;
    auto const before = [since](auto const& one) { return !one.captured.is_zero() && one.at < since; };
    return what.origin == domain::origin::plain_link && std::ranges::none_of(what.payments, before);
}

// Whether something had to be left out.
bool shorten(std::vector<found_booking>& list) {
    if (list.size() <= most_listed) return false;
    list.resize(most_listed);
    return true;
}

}  // namespace

bool says_something(digest_facts const& of) {
    return !of.needing.empty() || !of.late.empty() || !of.booked.empty() || of.more_booked;
}

owner_digest::owner_digest(bookings& reading, registry& lists, post_office& post, digest_writer const& words,
                           settings const& current, clock& time, digest_time when, log& journal)
    : reading_(reading),
      lists_(lists),
      post_(post),
      words_(words),
      current_(current),
      time_(time),
      when_(std::move(when)),
      journal_(journal) {}

bool owner_digest::is_time(civil_date today, instant now) const {
    if (current_.standing != store_standing::open || today == done_) return false;
    return now >= domain::at_hour(when_.zone, today, when_.from) && now >= not_before_ &&
           now >= post_.quiet_until;
}

awaitable<digest_facts> owner_digest::gather(civil_date today, instant now) {
    digest_facts all;
    all.day = today;
    auto counting = lists_.attention_count();
    all.attention = co_await std::move(counting);
    all.open = co_await lists_.open_count();
    all.needing = co_await reading_.needing_attention(most_listed);
    all.late = co_await reading_.owing(most_listed + 1);
    std::erase_if(all.late, [today](auto const& one) { return !was_due_before(one.booking, today); });
    all.more_late = shorten(all.late);
    auto const last = co_await lists_.digest_cursor();
    co_await add_booked(all, last ? std::max<instant>(*last, now - longest_back) : now - at_first);
    co_return all;
}

// Many that are only held may stand before the first that is booked.
awaitable<void> owner_digest::add_booked(digest_facts& all, instant since) {
    std::optional after{listed_booking{{}, {}, "", since - current_.policy.hold_time}};
    for (int page = 0; page < most_pages && after && all.booked.size() <= most_listed; ++page) {
        auto fresh = co_await reading_.page_of(booking_list::all, after, most_looked_through);
        for (auto& one : fresh.found) {
            if (is_newly_booked(one.booking, since)) all.booked.push_back(std::move(one));
        }
        after = std::move(fresh.next);
    }
    all.more_booked = shorten(all.booked) || after.has_value();
}

// Nothing: another gateway has it, or had it. Who takes over from a dead one does so under the next number,
// so that of several only one does.
awaitable<std::optional<std::string>> owner_digest::claim(civil_date today) {
    for (int number = 0; number < most_claims; ++number) {
        auto key = claim_of(today, number);
        auto const before = co_await lists_.begin_idempotent(key, key);
        if (!before) co_return key;
        if (before->status == was_sent || before->status == was_empty) done_ = today;
        if (!died_with_it(*before, time_.now())) co_return std::nullopt;
    }
    done_ = today;
    co_return std::nullopt;
}

// A line of the mail server comes first: there may be none for long, and a claim does not live that long.
awaitable<std::size_t> owner_digest::send_due() {
    auto const today = domain::date_in(when_.zone, time_.now());
    if (!is_time(today, time_.now())) co_return 0;
    auto leave = co_await post_.carrier.turn();
    if (!leave || !is_time(today, time_.now())) co_return 0;
    auto mine = co_await claim(today);
    if (!mine) co_return 0;
    co_return co_await send(std::move(*leave), std::move(*mine), today);
}

awaitable<std::size_t> owner_digest::send(mail_turn leave, std::string claim, civil_date today) {
    auto const now = time_.now();
    auto const facts = co_await gather(today, now);
    if (!says_something(facts)) {
        co_await lists_.keep_reply(claim, {claim, was_empty, {}});
        co_await lists_.move_digest_cursor(now);
        done_ = today;
        co_return 0;
    }
    auto mail = words_.write(facts, now);
    // From here on the claim lives as long as the day, however slow the mail server is.
    co_await lists_.keep_reply(claim, {claim, was_begun, rfc3339(now)});
    sending_ = true;
    auto const answered = co_await post_.carrier.send(std::move(leave), std::move(mail));
    sending_ = false;
    co_return co_await end(std::move(claim), today, now, answered.at(0));
}

// In doubt it is not sent again: tomorrow's says what is still so. What an address or a policy refuses would
// be refused again.
awaitable<std::size_t> owner_digest::end(std::string claim, civil_date today, instant told_until,
                                         recipient_outcome const& answered) {
    bool const later = answered.what == mail_outcome::deferred || answered.what == mail_outcome::busy ||
                       answered.what == mail_outcome::not_attempted;
    if (later) {
        not_before_ = time_.now() + until_next_try;
        journal_.warning(
            "digest_put_off",
            {{"outcome", name_of(answered.what)}, {"code", answered.code}, {"status", answered.status}});
        co_await lists_.forget_reply(claim);
        co_return 0;
    }
    done_ = today;
    bool const taken = answered.what == mail_outcome::accepted;
    if (taken) {
        journal_.info("digest_sent", {{"day", iso_date(today)}});
    } else {
        journal_.error(
            "digest_not_taken",
            {{"outcome", name_of(answered.what)}, {"code", answered.code}, {"status", answered.status}});
    }
    co_await lists_.keep_reply(claim, {claim, was_sent, {}});
    // Last: what nobody may have read is told again.
    if (taken) co_await lists_.move_digest_cursor(told_until);
    co_return taken ? 1 : 0;
}

}  // namespace quittance::engine
