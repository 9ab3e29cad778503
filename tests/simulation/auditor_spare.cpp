// Money of the processor that fits nothing, and who has looked at it.
#include <algorithm>

#include "auditor_model.hpp"

namespace quittance::simulation {

std::vector<std::string> reasons_for(std::string const& subject, std::vector<std::string> words) {
    for (auto& word : words) word += ':' + subject;
    return words;
}

std::vector<std::string> reasons_of_spare(std::string const& intent) {
    return reasons_for(intent,
                       {"unallocated_money", "currency_differs", "amount_differs", "paid_after_close"});
}

bool is_seen(booking_model const& what, std::vector<std::string> const& reasons) {
    return std::any_of(reasons.begin(), reasons.end(), [&what](std::string const& reason) {
        return std::binary_search(what.acknowledged.begin(), what.acknowledged.end(), reason);
    });
}

namespace {

// What the page or charge asked for that this money came through.
bool is_still_owed(booking_model const& what, sums const& known, payment_model const& money_in) {
    for (auto const& page : what.checkouts) {
        if (page.number != money_in.checkout) continue;
        for (int const item : page.items) {
            auto const open = known.open_items.find(item);
            if (open != known.open_items.end() && open->second > 0) return true;
        }
    }
    return false;
}

}  // namespace

bool waits_for_a_look_at_money(booking_model const& what, sums const& known) {
    return std::any_of(what.payments.begin(), what.payments.end(), [&](auto const& p) {
        auto const used = known.used.find(p.first);
        auto const units = used == known.used.end() ? 0 : used->second;
        bool const spare =
            p.second.by_hand.empty() && p.second.captured.units - units > went_back_of(p.second);
        return spare && (!is_seen(what, reasons_of_spare(p.first)) || is_still_owed(what, known, p.second));
    });
}

}  // namespace quittance::simulation
