#include <algorithm>

#include "decide_money.hpp"
#include "quittance/domain/balance.hpp"
#include "timeline.hpp"
#include "used_credit.hpp"

namespace quittance::domain {
namespace {

// A slip of the hand, and sums of such could not be counted.
constexpr std::int64_t most_by_hand = 1'000'000'000'000;

verdict check_taking(booking const& what, take_by_hand const& asked) {
    if (asked.author.empty()) return refusal{refusal_reason::author_missing, "author"};
    if (asked.reference.empty()) return refusal{refusal_reason::reference_missing, "reference"};
    if (asked.amount.unit() != what.terms.price.unit())
        return refusal{refusal_reason::currency_differs, "currency"};
    if (asked.amount.minor_units() <= 0) return refusal{refusal_reason::amount_not_positive, "amount"};
    if (!asked.amount.is_in_steps()) return refusal{refusal_reason::amount_not_in_steps, "amount"};
    if (asked.amount.minor_units() > most_by_hand) return refusal{refusal_reason::amount_too_large, "amount"};
    if (!asked.on.ok()) return refusal{refusal_reason::date_missing, "on"};
    return {};
}

verdict check_correction(booking const& what, correct_by_hand const& asked) {
    if (auto const fine = check_signed(asked.author, asked.reason); !fine) return fine;
    if (asked.id.empty()) return refusal{refusal_reason::reference_missing, "id"};
    if (!find_payment(what, intent_by_hand(asked.reference)))
        return refusal{refusal_reason::payment_unknown, "reference"};
    if (!asked.amount) return {};
    if (asked.amount->unit() != what.terms.price.unit())
        return refusal{refusal_reason::currency_differs, "currency"};
    if (asked.amount->minor_units() <= 0) return refusal{refusal_reason::amount_not_positive, "amount"};
    if (!asked.amount->is_in_steps()) return refusal{refusal_reason::amount_not_in_steps, "amount"};
    return {};
}

std::int64_t units_of(hand_correction const& what) {
    return what.amount.minor_units() + what.handed_back.minor_units();
}

// Handed back, what was spare is simply not there any more; only the rest lowers what is owed.
void split(hand_correction& made, std::int64_t units, std::int64_t spare, bool handed_back, currency unit) {
    auto const gone = handed_back ? units - std::min(units, spare) : 0;
    made.amount = money::minor(units - gone, unit);
    made.handed_back = money::minor(gone, unit);
}

std::int64_t units_in_all(std::vector<used_share> const& all) {
    std::int64_t units = 0;
    for (auto const& one : all) units += one.units;
    return units;
}

// Where the money never came, neither did the credit that was made of it.
void take_back(deciding& so_far, std::vector<used_share> const& all, hand_correction said,
               std::int64_t units) {
    auto const unit = said.amount.unit();
    for (auto const& one : all) {
        auto const part = std::min(units, one.units);
        if (part == 0) continue;
        said.amount = money::minor(part, unit);
        so_far.happens(corrected_by_hand{one.where, one.intent, said});
        units -= part;
    }
}

// Said before under this id: the same, or something else.
std::optional<verdict> corrected_before(account const& in, payment const& known,
                                        correct_by_hand const& asked) {
    for (auto const& before : known.by_hand->corrections) {
        if (before.id != asked.id) continue;
        auto const units = units_of(before) + taken_back_elsewhere(in, known, asked.id);
        bool const same = !asked.amount || asked.amount->minor_units() == units;
        return same ? verdict{} : verdict{refusal{refusal_reason::reference_used, "id"}};
    }
    return std::nullopt;
}

}  // namespace

intent_id intent_by_hand(std::string const& reference) { return intent_id{"hand:" + reference}; }

money taken_at_first(payment const& known) {
    auto units = known.captured.minor_units();
    for (auto const& c : known.by_hand->corrections) units += c.amount.minor_units();
    return money::minor(units, known.captured.unit());
}

verdict do_take(deciding& so_far, take_by_hand const& asked, instant now) {
    auto const what = living(so_far, asked.booking);
    if (!what) return what.error();
    if (auto const fine = check_taking(**what, asked); !fine) return fine;
    auto const intent = intent_by_hand(asked.reference);
    if (auto const* const known = find_payment(**what, intent)) {
        if (taken_at_first(*known) == asked.amount) return {};
        return refusal{refusal_reason::reference_used, "reference"};
    }
    by_hand const said{asked.kind, asked.reference, asked.on, asked.author, {}};
    so_far.happens(taken_by_hand{asked.booking, intent, asked.amount, said, now});
    end_payers(so_far, asked.booking, std::nullopt);
    return {};
}

verdict do_correct(deciding& so_far, correct_by_hand const& asked, instant now) {
    auto const what = living(so_far, asked.booking);
    if (!what) return what.error();
    if (auto const fine = check_correction(**what, asked); !fine) return fine;
    auto const& known = *find_payment(**what, intent_by_hand(asked.reference));
    if (auto const before = corrected_before(so_far.seen(), known, asked)) return *before;
    // It came for another booking, and is corrected there: taken back here alone it would be nowhere.
    if (known.by_hand->kind == hand_kind::credit && !asked.handed_back)
        return refusal{refusal_reason::came_as_credit, "handed_back"};
    auto const elsewhere =
        asked.handed_back ? std::vector<used_share>{} : shares_elsewhere(so_far.seen(), known);
    auto const left = known.captured.minor_units() - went_back_of(known).minor_units();
    auto const most = left + units_in_all(elsewhere);
    auto const units = asked.amount ? asked.amount->minor_units() : most;
    if (units > most || units == 0) return refusal{refusal_reason::amount_too_large, "amount"};
    hand_correction made;
    made.id = asked.id;
    made.reason = asked.reason;
    made.author = asked.author;
    made.at = now;
    auto const here = std::min(units, left);
    split(made, here, unused_of(settle(**what), known), asked.handed_back, known.captured.unit());
    so_far.happens(corrected_by_hand{asked.booking, known.intent, made});
    take_back(so_far, elsewhere, made, units - here);
    return {};
}

}  // namespace quittance::domain
