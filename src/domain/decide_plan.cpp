// The open part of a plan as a whole: moved to other days, or replaced by another list.
#include <algorithm>

#include "decide_money.hpp"
#include "quittance/domain/balance.hpp"

namespace quittance::domain {
namespace {

bool is_among(std::vector<item> const& list, int number) {
    return std::ranges::find(list, number, &item::number) != list.end();
}

verdict check_plan(booking const& what, std::string const& author, std::string const& reason) {
    if (auto const fine = check_signed(author, reason); !fine) return fine;
    if (what.closed_at) return refusal{refusal_reason::booking_is_closed, ""};
    if (what.terms.plan.is_plan() && what.agreements.empty())
        return refusal{refusal_reason::agreement_missing, ""};
    return {};
}

// What is being paid this moment was shown as it is.
verdict check_payers(booking const& what, std::vector<item> const& changed) {
    bool const taking =
        std::ranges::any_of(changed, [&what](item const& i) { return is_being_paid(what, i.number); });
    return taking ? verdict{refusal{refusal_reason::payment_under_way, "item"}} : verdict{};
}

// --- Other days

// Items of one day stay together.
result<std::vector<civil_date>> days_for(std::vector<item> const& open, move_plan const& asked,
                                         plan_terms const& plan) {
    auto const days = std::chrono::sys_days{asked.to} - std::chrono::sys_days{asked.from};
    std::vector<civil_date> list;
    bool const follows = asked.in_rhythm && day_in_rhythm(plan, asked.to, 0);
    int periods = 0;
    for (std::size_t k = 0; k < open.size(); ++k) {
        if (k > 0 && open[k].due != open[k - 1].due) ++periods;
        civil_date const shifted{std::chrono::sys_days{open[k].due} + days};
        auto const day = follows ? day_in_rhythm(plan, asked.to, periods) : result<civil_date>{shifted};
        if (!day) return day.error();
        if (!day->ok() || static_cast<int>(day->year()) > 9'999) return plan_errc::date_out_of_range;
        list.push_back(*day);
    }
    return list;
}

std::vector<item> with_days(std::vector<item> items, std::vector<item> const& open,
                            std::vector<civil_date> const& days) {
    for (std::size_t k = 0; k < open.size(); ++k) {
        std::ranges::find(items, open[k].number, &item::number)->due = days[k];
    }
    return items;
}

// What is due first is another day by now, and says nothing of it.
bool was_moved_before(booking const& what, move_plan const& asked) {
    return !asked.id.empty() && std::ranges::find(what.plan_moves, asked.id) != what.plan_moves.end();
}

verdict check_days(move_plan const& asked) {
    if (!asked.from.ok()) return refusal{refusal_reason::date_missing, "from"};
    if (!asked.to.ok()) return refusal{refusal_reason::date_missing, "to"};
    return {};
}

// --- Another list

verdict check_list(std::vector<item> const& open, std::vector<item_part> const& parts) {
    if (parts.size() > static_cast<std::size_t>(most_items))
        return refusal{refusal_reason::plan_impossible, "parts"};
    std::int64_t left = 0;
    for (auto const& i : open) left += i.amount.minor_units();
    for (auto const& p : parts) {
        if (!p.due.ok()) return refusal{refusal_reason::date_missing, "parts"};
        if (p.amount.unit() != open.front().amount.unit())
            return refusal{refusal_reason::currency_differs, "parts"};
        if (p.amount.minor_units() <= 0) return refusal{refusal_reason::amount_not_positive, "parts"};
        if (!p.amount.is_in_steps()) return refusal{refusal_reason::amount_not_in_steps, "parts"};
        if (p.amount.minor_units() > left) return refusal{refusal_reason::sum_differs, "parts"};
        left -= p.amount.minor_units();
    }
    return left == 0 ? verdict{} : verdict{refusal{refusal_reason::sum_differs, "parts"}};
}

// What no card could pay is not made of what one could.
verdict check_list_sizes(std::vector<item> const& open, std::vector<item_part> const& parts,
                         policy const& rules) {
    auto const is_small = [&rules](auto const& one) { return is_too_small(one.amount, rules); };
    bool const more = std::ranges::count_if(parts, is_small) > std::ranges::count_if(open, is_small);
    return more ? verdict{refusal{refusal_reason::amount_too_small, "parts"}} : verdict{};
}

constexpr auto by_day = [](auto const& one) { return std::pair{one.due, one.amount.minor_units()}; };

bool is_as_listed(std::vector<item> open, std::vector<item_part> const& parts) {
    std::ranges::sort(open, {}, by_day);
    return std::ranges::equal(open, parts, [](item const& i, item_part const& p) {
        return i.milestone.empty() && i.amount == p.amount && i.due == p.due;
    });
}

// Where the old ones stood, as far as their sums reach: of a retainer the order tells whose period it is.
std::vector<item> in_places_of(std::vector<item> const& items, std::vector<item> const& open,
                               std::vector<item> const& fresh) {
    std::vector<item> made;
    auto next = fresh.begin();
    std::int64_t room = 0;
    for (auto const& i : items) {
        if (!is_among(open, i.number)) {
            made.push_back(i);
            continue;
        }
        room += i.amount.minor_units();
        for (; next != fresh.end() && room > 0; ++next) {
            made.push_back(*next);
            room -= next->amount.minor_units();
        }
    }
    return made;
}

std::vector<item> listed_items(std::vector<item_part> const& parts, std::vector<int> const& numbers) {
    std::vector<item> made;
    for (std::size_t k = 0; k < parts.size(); ++k)
        made.push_back({numbers[k], parts[k].amount, parts[k].due, {}});
    return made;
}

// The new ones go by the last numbers of the old ones and then by fresh ones: what was said about a number
// that is gone is never said about another amount.
std::vector<item> with_list(std::vector<item> const& items, std::vector<item> const& open,
                            std::vector<item_part> const& parts) {
    int last = 0;
    std::vector<int> numbers;
    for (auto const& i : items) last = std::max(last, i.number);
    numbers.reserve(std::max(open.size(), parts.size()));
    for (auto const& i : open) numbers.push_back(i.number);
    std::ranges::sort(numbers);
    if (numbers.size() > parts.size())
        numbers.erase(numbers.begin(), numbers.end() - static_cast<std::ptrdiff_t>(parts.size()));
    while (numbers.size() < parts.size()) numbers.push_back(++last);
    return in_places_of(items, open, listed_items(parts, numbers));
}

}  // namespace

verdict do_move_plan(deciding& so_far, move_plan const& asked, instant now) {
    auto const found = living(so_far, asked.booking);
    if (!found) return found.error();
    booking const& what = **found;
    if (was_moved_before(what, asked)) return {};
    if (auto const fine = check_days(asked); !fine) return fine;
    if (auto const fine = check_plan(what, asked.author, asked.reason); !fine) return fine;
    auto open = untouched_items(what);
    std::erase_if(open, [](item const& i) { return !i.milestone.empty(); });
    if (open.empty()) return refusal{refusal_reason::already_paid, ""};
    auto const first = open.front().due;
    if (first == asked.to && first != asked.from) return {};
    if (first != asked.from) return refusal{refusal_reason::plan_differs, "from"};
    auto const days = days_for(open, asked, what.terms.plan);
    if (!days) return refusal{refusal_reason::plan_impossible, "to"};
    auto items = with_days(what.items, open, *days);
    if (items == what.items) return {};
    if (auto const fine = check_payers(what, open); !fine) return fine;
    so_far.happens(items_changed{asked.booking, std::move(items), asked.reason, asked.author, now, asked.id});
    return {};
}

verdict do_change_plan(deciding& so_far, change_plan const& asked, instant now, policy const& rules) {
    auto const found = living(so_far, asked.booking);
    if (!found) return found.error();
    booking const& what = **found;
    if (auto const fine = check_plan(what, asked.author, asked.reason); !fine) return fine;
    auto const open = untouched_items(what);
    if (open.empty()) return refusal{refusal_reason::already_paid, ""};
    if (auto const fine = check_list(open, asked.parts); !fine) return fine;
    auto parts = asked.parts;
    std::ranges::sort(parts, {}, by_day);
    if (is_as_listed(open, parts)) return {};
    if (auto const fine = check_list_sizes(open, parts, rules); !fine) return fine;
    if (auto const fine = check_payers(what, open); !fine) return fine;
    auto items = with_list(what.items, open, parts);
    so_far.happens(items_changed{asked.booking, std::move(items), asked.reason, asked.author, now});
    for (auto const& i : open) end_payers(so_far, asked.booking, i.number);
    return {};
}

}  // namespace quittance::domain
