// What money was used for, told once more in the order of time: money of the processor pays what its checkout
// asked for, money by hand whatever is open, a waiver gives up, a refund that reopens takes out again.
#include <algorithm>
#include <functional>
#include <tuple>

#include "auditor_model.hpp"

namespace quittance::simulation {
namespace {

checkout_model const* numbered(booking_model const& what, int number) {
    for (auto const& each : what.checkouts) {
        if (each.number == number) return &each;
    }
    return nullptr;
}

// Of one moment: payments, money by hand, waivers, refunds.
struct happening {
    millis at = 0;
    int place = 0;
    std::string id;
    std::function<void()> tell;
};

struct teller {
    sums& all;
    booking_model const& what;
    std::map<std::string, std::map<int, std::int64_t>> shares;  // by intent, by item
    std::vector<std::pair<std::string, std::int64_t>> hands;
    std::vector<payment_model const*> pages;
    std::vector<happening> steps;

    std::int64_t use(std::string const& intent, int item, std::int64_t most) {
        auto const open = all.open_items.find(item);
        if (open == all.open_items.end()) return 0;
        auto const units = std::min(open->second, most);
        if (units <= 0) return 0;
        open->second -= units;
        shares[intent][item] += units;
        return units;
    }

    // What was asked for, to the unit; of that whatever is still open.
    void pay(payment_model const& money_in, std::int64_t left) {
        for (int const number : numbered(what, money_in.checkout)->items) {
            left -= use(money_in.intent, number, left);
        }
    }

    // Each behind all that was there before it.
    void add_fees(std::vector<item_model>& by_age) const {
        auto fees = what.items;
        std::erase_if(fees, [](item_model const& one) { return one.fee.empty(); });
        std::sort(fees.begin(), fees.end(),
                  [](item_model const& a, item_model const& b) { return a.number < b.number; });
        for (auto const& fee : fees) {
            auto place = by_age.size();
            while (place > 0 && by_age[place - 1].number > fee.number) --place;
            by_age.insert(by_age.begin() + static_cast<std::ptrdiff_t>(place), fee);
        }
    }

    void use_hands() {
        auto by_age = what.items;
        std::erase_if(by_age, [](item_model const& one) { return !one.fee.empty(); });
        std::sort(by_age.begin(), by_age.end(), [](item_model const& a, item_model const& b) {
            return std::make_tuple(!a.milestone.empty(), a.due, a.number) <
                   std::make_tuple(!b.milestone.empty(), b.due, b.number);
        });
        add_fees(by_age);
        for (auto& [intent, left] : hands) {
            for (auto const& each : by_age) left -= use(intent, each.number, left);
        }
    }

    void waive(json::object const& given, int place) {
        auto const open = all.open_items.find(static_cast<int>(number_in(given, "item")));
        auto const said = amount_in(given, "amount").units;
        auto const counts = open == all.open_items.end() ? 0 : std::min(open->second, said);
        if (counts < said) all.overtaken.push_back(place);
        if (counts > 0) open->second -= counts;
    }

    void reopen(json::object const& order, std::int64_t units) {
        auto& from = shares[text_in(order, "intent")];
        std::vector<int> items;
        for (auto const& each : array_in(order, "items")) items.push_back(each.to_number<int>());
        for (auto const& [item, share] : from) items.push_back(item);
        for (int const item : items) {
            auto const taken = std::min(from[item], units);
            from[item] -= taken;
            units -= taken;
            if (taken > 0) all.open_items[item] += taken;
        }
        for (auto const* const page : pages) {
            auto spare = page->captured.units - went_back_of(*page);
            for (auto const& [item, share] : shares[page->intent]) spare -= share;
            if (spare > 0) pay(*page, spare);
        }
        use_hands();
    }
};

bool is_what_was_asked(booking_model const& what, payment_model const& money_in) {
    auto const* const asked = numbered(what, money_in.checkout);
    return asked && money_in.captured == asked->asked && money_in.captured.currency == what.price.currency;
}

void add_payments(teller& by) {
    for (auto const& [intent, each] : by.what.payments) {
        bool const too_late = by.what.closed_at && each.at > *by.what.closed_at;
        if (each.captured.units <= 0 || too_late) continue;
        auto const* const money_in = &each;
        if (!each.by_hand.empty()) {
            by.steps.push_back({each.at, 1, intent, [&by, money_in] {
                                    by.hands.emplace_back(money_in->intent, money_in->captured.units);
                                    by.use_hands();
                                }});
        } else if (is_what_was_asked(by.what, each)) {
            by.steps.push_back({each.at, 0, intent, [&by, money_in] {
                                    by.pages.push_back(money_in);
                                    by.pay(*money_in, money_in->captured.units);
                                }});
        }
    }
}

void add_decisions(teller& by) {
    int place = 0;
    for (auto const& given : by.what.waivers) {
        auto const* const said = &given;
        ++place;
        by.steps.push_back({number_in(given, "at"), 2, text_in(given, "id"),
                            [&by, said, place] { by.waive(*said, place); }});
    }
    for (auto const& order : by.what.refund_orders) {
        auto const from = by.what.payments.find(text_in(order, "intent"));
        if (!flag_in(order, "reopens") || from == by.what.payments.end()) continue;
        for (auto const& [id, back] : from->second.refunds) {
            if (back.order != number_in(order, "number", 1) || back.status >= refund_canceled) continue;
            auto const units = back.sum.currency == by.what.price.currency ? back.sum.units : 0;
            auto const* const said = &order;
            by.steps.push_back(
                {std::max(back.at, from->second.at), 3, id, [&by, said, units] { by.reopen(*said, units); }});
        }
    }
}

}  // namespace

void use_money(sums& all, booking_model const& what) {
    for (auto const& each : what.items) all.open_items[each.number] = each.owed.units;
    teller by{all, what, {}, {}, {}, {}};
    add_payments(by);
    add_decisions(by);
    std::sort(by.steps.begin(), by.steps.end(), [](happening const& a, happening const& b) {
        return std::tie(a.at, a.place, a.id) < std::tie(b.at, b.place, b.id);
    });
    for (auto const& each : by.steps) each.tell();
    for (auto const& [intent, items] : by.shares) {
        for (auto const& [item, units] : items) {
            all.used[intent] += units;
            all.paid += units;
        }
    }
}

std::int64_t ordered_back(booking_model const& what, payment_model const& from) {
    std::int64_t sum = 0;
    for (auto const& order : what.refund_orders) {
        bool const heard = std::any_of(from.refunds.begin(), from.refunds.end(), [&order](auto const& each) {
            return each.second.order == number_in(order, "number", 1);
        });
        bool const waits = text_in(order, "intent") == from.intent && text_in(order, "refusal").empty();
        if (waits && !heard) sum += amount_in(order, "amount").units;
    }
    return sum;
}

}  // namespace quittance::simulation
