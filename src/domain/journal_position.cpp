#include <algorithm>

#include "journal_sums.hpp"
#include "quittance/domain/calendar.hpp"
#include "timeline.hpp"

namespace quittance::domain {
namespace {

// Money in one place, against money in another.
void transfer(journal_sums& into, currency const& unit, book_account to, book_account from,
              std::int64_t units) {
    into.add(to, money::minor(units, unit));
    into.add(from, money::minor(-units, unit));
}

std::int64_t lost_to_disputes(payment const& from) {
    std::int64_t units = 0;
    for (auto const& d : from.disputes) {
        if (is_gone(d)) units += units_in(d.amount, from.captured.unit());
    }
    return std::min(units, went_back_of(from).minor_units());
}

struct halves {
    std::int64_t price = 0;
    std::int64_t fees = 0;
};

bool is_fee(booking const& what, int number) {
    return std::any_of(what.items.begin(), what.items.end(),
                       [number](item const& i) { return i.number == number && i.fee; });
}

halves returned_halves(booking const& what, settled const& story, payment const& from) {
    halves back;
    for (auto const& [number, units] : returned_of(what, story, from)) {
        (is_fee(what, number) ? back.fees : back.price) += units;
    }
    return back;
}

std::int64_t used_for_fees(booking const& what, settled const& story, payment const& from) {
    std::int64_t units = 0;
    for (auto const& a : story.shares) {
        if (a.intent == from.intent && is_fee(what, a.item)) units += a.amount.minor_units();
    }
    return units;
}

// What one payment brought, and where it is now. Answers how much of it is paid for the price and stayed.
std::int64_t post_payment(journal_sums& into, booking const& what, settled const& story,
                          payment const& from) {
    auto const& unit = from.captured.unit();
    auto const cash = from.by_hand ? book_account::hand_cash : book_account::processor_cash;
    auto const gone = went_back_of(from).minor_units();
    auto const there = from.captured.minor_units() - gone;
    bool const can_pay = unit == what.terms.price.unit();
    auto const spare = can_pay ? unused_of(story, from) : there;
    transfer(into, unit, cash, book_account::client_credit, spare);
    auto const back = can_pay ? returned_halves(what, story, from) : halves{};
    auto const for_fees = can_pay ? used_for_fees(what, story, from) - back.fees : 0;
    auto const for_price = there - spare - for_fees;
    transfer(into, unit, cash, book_account::deferred, for_price);
    transfer(into, unit, cash, book_account::fees, for_fees);
    auto const by_bank = std::min(back.price + back.fees, lost_to_disputes(from));
    auto const of_price = std::min(by_bank, back.price);
    transfer(into, unit, book_account::disputes, book_account::agreed, of_price);
    transfer(into, unit, book_account::disputes, book_account::fees, by_bank - of_price);
    transfer(into, unit, book_account::refunds, book_account::agreed, back.price - of_price);
    transfer(into, unit, book_account::refunds, book_account::fees, back.fees - (by_bank - of_price));
    return for_price;
}

// Of an item's waived money, the part that was written off: what the waivers say, as far as it counts.
std::int64_t written_off_of(booking const& what, item_standing const& one) {
    std::int64_t units = 0;
    for (auto const& w : what.waivers) {
        if (w.item == one.what.number && w.written_off) units += w.amount.minor_units();
    }
    return std::min(units, one.waived.minor_units());
}

void post_items(journal_sums& into, booking const& what) {
    auto const& unit = what.terms.price.unit();
    bool const owes = !what.closed_at && state_of(what) != booking_state::held;
    for (auto const& one : standing_of(what)) {
        auto const lost = written_off_of(what, one);
        auto const open = owes ? one.open.minor_units() : 0;
        auto const against = one.what.fee ? book_account::fees : book_account::agreed;
        transfer(into, unit, book_account::receivable, against, open);
        transfer(into, unit, book_account::written_off, against, lost);
        transfer(into, unit, book_account::waived, against, one.waived.minor_units() - lost);
    }
}

bool has_taken_place(booking const& what, instant as_of, std::string const& zone) {
    if (auto const moment = parse_rfc3339(what.service_at)) return *moment <= as_of;
    auto const day = what.service ? what.service : parse_iso_date(what.service_at);
    return !day || *day <= date_in(zone, as_of);
}

std::int64_t part_of(std::int64_t units, std::int64_t part, std::int64_t whole) {
    return units / whole * part + units % whole * part / whole;
}

std::int64_t earned_of(booking const& what, std::int64_t stayed, instant as_of, policy const& rules) {
    if (what.closed_at && what.close_reason == "cancelled") return stayed;
    auto const& zone = zone_of(what.who, rules);
    if (what.terms.credits.granted == 0) return has_taken_place(what, as_of, zone) ? stayed : 0;
    auto const credits = credits_of(what, date_in(zone, as_of), zone);
    if (credits.granted == 0) return 0;
    auto const gone = credits.used - credits.uncovered + credits.expired;
    return part_of(stayed, std::clamp(gone, 0, credits.granted), credits.granted);
}

}  // namespace

std::vector<posting> position_of(booking const& what, instant as_of, policy const& rules) {
    journal_sums all;
    auto const& unit = what.terms.price.unit();
    auto const story = settle(what);
    post_items(all, what);
    std::int64_t stayed = 0;
    for (auto const& p : what.payments) stayed += post_payment(all, what, story, p);
    transfer(all, unit, book_account::deferred, book_account::earned, earned_of(what, stayed, as_of, rules));
    return all.postings();
}

std::string_view name_of(book_account which) {
    switch (which) {
        case book_account::receivable: return "receivable";
        case book_account::agreed: return "agreed";
        case book_account::waived: return "waived";
        case book_account::written_off: return "written off";
        case book_account::refunds: return "refunds";
        case book_account::disputes: return "disputes";
        case book_account::processor_cash: return "cash at processor";
        case book_account::hand_cash: return "cash by hand";
        case book_account::client_credit: return "client credit";
        case book_account::deferred: return "deferred";
        case book_account::earned: return "earned";
        case book_account::fees: return "fees";
    }
    return "unknown";
}

}  // namespace quittance::domain
