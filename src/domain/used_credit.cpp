#include "used_credit.hpp"

#include <algorithm>

#include "decide_money.hpp"
#include "quittance/domain/balance.hpp"
#include "quittance/domain/client_credit.hpp"

namespace quittance::domain {
namespace {

constexpr std::string_view use_prefix = "credit ";
constexpr std::string_view reference_begins = "credit of ";
constexpr std::string_view id_begins = " (";

struct home {
    booking_id id;
    booking const* what = nullptr;  // nothing: it is not loaded
};

home home_of(account const& in, booking_id which) {
    auto const* what = in.find(which);
    while (what && !what->moved_to.empty()) {
        which = what->moved_to;
        what = in.find(which);
    }
    return {std::move(which), what};
}

// Both were recorded in one decision; where the credit came from may be called otherwise by now.
bool is_made_by(hand_correction const& use, payment const& there) {
    bool const is_credit = there.by_hand && there.by_hand->kind == hand_kind::credit;
    if (!is_credit || there.at != use.at || !use.id.starts_with(use_prefix)) return false;
    return there.by_hand->reference.ends_with(std::string{id_begins} + use.id.substr(use_prefix.size()) +
                                              ')');
}

payment const* made_by(hand_correction const& use, booking const& where) {
    auto const found =
        std::ranges::find_if(where.payments, [&use](payment const& there) { return is_made_by(use, there); });
    return found == where.payments.end() ? nullptr : &*found;
}

// One id says the same thing in both places.
std::int64_t taken_back_there(payment const& from, payment const& there) {
    std::int64_t units = 0;
    for (auto const& one : there.by_hand->corrections) {
        bool const is_of_this = std::ranges::any_of(from.by_hand->corrections, [&one](auto const& own) {
            return own.used_for.empty() && own.id == one.id;
        });
        if (one.used_for.empty() && is_of_this) units += one.amount.minor_units();
    }
    return units;
}

}  // namespace

std::string use_correction_id(use_credit const& asked) { return std::string{use_prefix} + asked.id; }

std::string use_reference(booking const& from, use_credit const& asked) {
    return std::string{reference_begins} + from.identity.reference + std::string{id_begins} + asked.id + ')';
}

std::string credit_source_of(by_hand const& said) {
    auto const& text = said.reference;
    if (said.kind != hand_kind::credit || !text.starts_with(reference_begins)) return {};
    auto const named = text.substr(reference_begins.size());
    return named.substr(0, named.rfind(id_begins));
}

std::vector<used_share> shares_elsewhere(account const& in, payment const& from) {
    std::vector<used_share> all;
    for (auto const& use : from.by_hand->corrections) {
        if (use.used_for.empty()) continue;
        auto const now_at = home_of(in, use.used_for);
        auto const* const there = now_at.what ? made_by(use, *now_at.what) : nullptr;
        if (!there) continue;
        auto const kept = there->captured.minor_units() - went_back_of(*there).minor_units();
        auto const units = std::min(kept, use.amount.minor_units() - taken_back_there(from, *there));
        if (units > 0) all.push_back({now_at.id, there->intent, units});
    }
    std::ranges::reverse(all);
    return all;
}

std::int64_t taken_back_elsewhere(account const& in, payment const& from, std::string const& id) {
    std::int64_t units = 0;
    for (auto const& use : from.by_hand->corrections) {
        auto const now_at = use.used_for.empty() ? home{} : home_of(in, use.used_for);
        auto const* const there = now_at.what ? made_by(use, *now_at.what) : nullptr;
        if (!there) continue;
        for (auto const& one : there->by_hand->corrections) {
            if (one.used_for.empty() && one.id == id) units += one.amount.minor_units();
        }
    }
    return units;
}

std::vector<booking_id> uses_to_load(account const& loaded, correct_by_hand const& asked) {
    std::vector<booking_id> missing;
    auto const* const what = loaded.find(asked.booking);
    auto const* const from = what ? find_payment(*what, intent_by_hand(asked.reference)) : nullptr;
    if (!from || !from->by_hand || asked.handed_back) return missing;
    for (auto const& use : from->by_hand->corrections) {
        if (use.used_for.empty()) continue;
        auto now_at = home_of(loaded, use.used_for);
        if (!now_at.what) missing.push_back(std::move(now_at.id));
    }
    return missing;
}

}  // namespace quittance::domain
