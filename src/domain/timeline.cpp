#include "timeline.hpp"

#include <algorithm>
#include <tuple>

#include "quittance/base/planted.hpp"

namespace quittance::domain {
namespace {

bool arrived_after_close(booking const& what, payment const& money_in) {
    return what.closed_at && money_in.at > *what.closed_at;
}

// What its checkout asked for, and nothing else.
bool fits(booking const& what, payment const& money_in) {
    auto const* const asked = find_checkout(what, money_in.checkout);
    bool const as_asked = planted(bug::use_any_amount) || (asked && money_in.captured == asked->amount);
    return asked && as_asked && asked->amount.unit() == what.terms.price.unit();
}

// One thing that happened; of those at one moment payments come first, so that what answers them finds them.
struct step {
    enum class kind { payment, by_hand, waiver, reopening };
    instant at{};
    kind what = kind::payment;
    std::string_view id;
    payment const* money_in = nullptr;
    waiver const* given = nullptr;
    refund_order const* order = nullptr;
    std::int64_t units = 0;

    friend bool operator<(step const& a, step const& b) {
        return std::tie(a.at, a.what, a.id) < std::tie(b.at, b.what, b.id);
    }
};

void add_payments(std::vector<step>& steps, booking const& what) {
    for (auto const& p : what.payments) {
        if (p.captured.minor_units() <= 0 || arrived_after_close(what, p)) continue;
        auto const kind = p.by_hand ? step::kind::by_hand : step::kind::payment;
        if (p.by_hand ? p.captured.unit() != what.terms.price.unit() : !fits(what, p)) continue;
        steps.push_back({p.at, kind, p.intent.text(), &p, nullptr, nullptr, 0});
    }
}

void add_reopenings(std::vector<step>& steps, booking const& what, refund_order const& order) {
    auto const* const from = find_payment(what, order.intent);
    if (!from) return;
    for (auto const& r : from->refunds) {
        if (r.order != order.number || came_to_nothing(r)) continue;
        auto const units = units_in(r.amount, what.terms.price.unit());
        steps.push_back(
            {std::max(r.at, from->at), step::kind::reopening, r.id.text(), from, nullptr, &order, units});
    }
}

std::vector<step> steps_of(booking const& what) {
    std::vector<step> steps;
    steps.reserve(what.payments.size() + what.waivers.size());
    add_payments(steps, what);
    for (auto const& w : what.waivers) {
        steps.push_back({w.at, step::kind::waiver, w.id, nullptr, &w, nullptr, 0});
    }
    for (auto const& o : what.refund_orders) {
        if (o.reopens) add_reopenings(steps, what, o);
    }
    std::sort(steps.begin(), steps.end());
    return steps;
}

class telling {
public:
    explicit telling(booking const& what) : what_(what) {
        for (auto const& i : what.items) made_.open.push_back(i.amount.minor_units());
        made_.waived.resize(what.items.size());
        made_.counted.resize(what.waivers.size());
    }

    void tell(step const& one) {
        switch (one.what) {
            case step::kind::payment:
                pages_.push_back(one.money_in);
                pay_what_was_asked(*one.money_in, one.money_in->captured.minor_units());
                break;
            case step::kind::by_hand:
                hands_.push_back({one.money_in, one.money_in->captured.minor_units()});
                use_hands();
                break;
            case step::kind::waiver: give_up(*one.given); break;
            case step::kind::reopening:
                reopen(one);
                use_spare();
                use_hands();
                break;
        }
    }
    settled done() {
        std::erase_if(made_.shares, [](allocation const& a) { return a.amount.is_zero(); });
        return std::move(made_);
    }

private:
    struct hand {
        payment const* from;
        std::int64_t left;
    };

    std::optional<std::size_t> place_of(int number) const {
        auto const at = std::find_if(what_.items.begin(), what_.items.end(),
                                     [number](item const& i) { return i.number == number; });
        if (at == what_.items.end()) return std::nullopt;
        return static_cast<std::size_t>(at - what_.items.begin());
    }

    // As much of the item as is open and there.
    std::int64_t use(payment const& money_in, std::size_t place, std::int64_t there) {
        auto const units = std::min(there, made_.open[place]);
        if (units <= 0) return 0;
        made_.open[place] -= units;
        auto const number = what_.items[place].number;
        auto const known = std::find_if(made_.shares.begin(), made_.shares.end(), [&](allocation const& a) {
            return a.item == number && a.intent == money_in.intent;
        });
        auto const before = known == made_.shares.end() ? 0 : known->amount.minor_units();
        auto const sum = money::minor(before + units, what_.terms.price.unit());
        if (known == made_.shares.end()) {
            made_.shares.push_back({money_in.intent, number, sum});
        } else {
            known->amount = sum;
        }
        return units;
    }

    // What another payer paid meanwhile stays unused: a person decides about it.
    void pay_what_was_asked(payment const& money_in, std::int64_t left) {
        for (int const number : find_checkout(what_, money_in.checkout)->items) {
            if (auto const place = place_of(number)) left -= use(money_in, *place, left);
        }
    }

    // The oldest first; what waits for a milestone has no day yet.
    std::vector<std::size_t> const& by_age() {
        if (by_age_.size() == what_.items.size()) return by_age_;
        for (std::size_t i = 0; i < what_.items.size(); ++i) by_age_.push_back(i);
        std::sort(by_age_.begin(), by_age_.end(), [this](std::size_t a, std::size_t b) {
            auto const& one = what_.items[a];
            auto const& other = what_.items[b];
            auto const waits = [](item const& i) { return !i.milestone.empty(); };
            return std::make_tuple(one.fee.has_value(), waits(one), one.due, one.number) <
                   std::make_tuple(other.fee.has_value(), waits(other), other.due, other.number);
        });
        place_fees();
        return by_age_;
    }

    // After all that was owed when they were added, and before what began later: a fee never takes money that
    // paid something else, nor does a later period take the fee's.
    void place_fees() {
        auto const fees = std::find_if(by_age_.begin(), by_age_.end(),
                                       [this](std::size_t i) { return what_.items[i].fee.has_value(); });
        std::vector<std::size_t> const later(fees, by_age_.end());
        by_age_.erase(fees, by_age_.end());
        for (auto const fee : later) {
            auto const older = [&](std::size_t i) { return what_.items[i].number < what_.items[fee].number; };
            auto const last = std::find_if(by_age_.rbegin(), by_age_.rend(), older);
            by_age_.insert(last.base(), fee);
        }
    }

    void use_hands() {
        for (auto& [from, left] : hands_) {
            if (left == 0) continue;
            for (auto const place : by_age()) left -= use(*from, place, left);
        }
    }

    // Times are whole seconds of two clocks: the payment that an opened item was asked for may seem to come
    // before the refund that opened it.
    void use_spare() {
        for (auto const* const p : pages_) {
            auto const spare = unused_of(made_, *p);
            if (spare > 0) pay_what_was_asked(*p, spare);
        }
    }

    void give_up(waiver const& given) {
        auto const place = place_of(given.item);
        if (!place) return;
        auto const units = std::min(given.amount.minor_units(), made_.open[*place]);
        made_.open[*place] -= units;
        made_.waived[*place] += units;
        made_.counted[static_cast<std::size_t>(&given - what_.waivers.data())] = units;
    }

    std::int64_t take_out(allocation& share, std::int64_t most) {
        auto const units = std::min(most, share.amount.minor_units());
        auto const place = place_of(share.item);
        if (!place) return 0;
        made_.open[*place] += units;
        share.amount = money::minor(share.amount.minor_units() - units, share.amount.unit());
        return units;
    }

    // From the items the order names, in its order; then from whatever else the payment paid, newest first.
    void reopen(step const& one) {
        auto left = one.units;
        for (int const number : one.order->items) {
            for (auto& a : made_.shares) {
                if (a.item == number && a.intent == one.money_in->intent) left -= take_out(a, left);
            }
        }
        for (auto a = made_.shares.rbegin(); a != made_.shares.rend(); ++a) {
            if (a->intent == one.money_in->intent) left -= take_out(*a, left);
        }
    }

    booking const& what_;
    settled made_;
    std::vector<payment const*> pages_;
    std::vector<hand> hands_;
    std::vector<std::size_t> by_age_;
};

}  // namespace

std::int64_t units_in(money amount, currency const& unit) {
    return amount.unit() == unit ? amount.minor_units() : 0;
}

bool came_to_nothing(refund const& what) {
    bool const failed = what.status == refund_status::failed || what.status == refund_status::canceled;
    return failed && !planted(bug::count_failed_refund);
}

std::int64_t settled::used_of(intent_id const& intent) const {
    std::int64_t sum = 0;
    for (auto const& a : shares) sum += a.intent == intent ? a.amount.minor_units() : 0;
    return sum;
}

settled settle(booking const& what) {
    telling story{what};
    if (what.payments.empty() && what.waivers.empty()) return story.done();
    for (auto const& one : steps_of(what)) story.tell(one);
    return story.done();
}

}  // namespace quittance::domain
