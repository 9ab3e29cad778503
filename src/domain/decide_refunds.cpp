#include "decide_refunds.hpp"

#include <algorithm>

#include "quittance/domain/balance.hpp"

namespace quittance::domain {
namespace {

// What was asked under this id before, all payments together; nothing: never asked.
std::optional<money> asked_before(booking const& what, std::string const& id) {
    std::optional<money> sum;
    for (auto const& o : what.refund_orders) {
        if (o.id != id) continue;
        sum = sum ? money::minor(sum->minor_units() + o.amount.minor_units(), sum->unit()) : o.amount;
    }
    return sum;
}

verdict check_repeat(money const before, order_refund const& asked) {
    if (!asked.amount || *asked.amount == before) return {};
    return refusal{refusal_reason::reference_used, "id"};
}

verdict check(booking const& what, order_refund const& asked) {
    if (asked.author.empty()) return refusal{refusal_reason::author_missing, "author"};
    if (asked.id.empty()) return refusal{refusal_reason::reference_missing, "id"};
    if (asked.amount && asked.amount->minor_units() <= 0)
        return refusal{refusal_reason::amount_not_positive, "amount"};
    if (!asked.intent.empty() && !find_payment(what, asked.intent))
        return refusal{refusal_reason::payment_unknown, "payment"};
    for (int const number : asked.items) {
        bool const known = std::any_of(what.items.begin(), what.items.end(),
                                       [number](item const& i) { return i.number == number; });
        if (!known) return refusal{refusal_reason::item_unknown, "items"};
    }
    return {};
}

// The payments this may come from, newest first.
std::vector<payment const*> sources_of(booking const& what, order_refund const& asked) {
    std::vector<payment const*> sources;
    for (auto const& p : what.payments) {
        bool const meant = asked.intent.empty() || p.intent == asked.intent;
        bool const fits = !asked.amount || asked.amount->unit() == p.captured.unit();
        if (meant && fits && left_to_refund(what, p).minor_units() > 0) sources.push_back(&p);
    }
    std::sort(sources.begin(), sources.end(), [](payment const* a, payment const* b) {
        return std::tie(b->at, b->intent) < std::tie(a->at, a->intent);
    });
    return sources;
}

std::vector<int> items_paid_by(booking const& what, payment const& source) {
    std::vector<int> numbers;
    for (auto const& a : allocations_of(what)) {
        if (a.intent == source.intent) numbers.push_back(a.item);
    }
    std::reverse(numbers.begin(), numbers.end());
    return numbers;
}

// The processor knows three reasons; whatever else was written stays with us.
std::string word_for(std::string const& reason) {
    bool const known = reason == "requested_by_customer" || reason == "duplicate" || reason == "fraudulent";
    return known ? reason : "";
}

void order_from(deciding& so_far, payment const& source, money amount, order_refund const& asked,
                instant now) {
    auto const& what = *so_far.seen().find(asked.booking);
    refund_order made;
    made.number = static_cast<int>(what.refund_orders.size()) + 1;
    made.intent = source.intent;
    made.amount = amount;
    made.reopens = asked.reopens;
    made.items = asked.items.empty() ? items_paid_by(what, source) : asked.items;
    made.reason = asked.reason;
    made.author = asked.author;
    made.id = asked.id;
    made.at = now;
    so_far.happens(refund_ordered{asked.booking, made});
    so_far.orders(create_refund{asked.booking, made.number, made.intent, amount, word_for(asked.reason)});
}

}  // namespace

verdict do_refund(deciding& so_far, order_refund const& asked, instant now) {
    auto const* const found = so_far.seen().find(asked.booking);
    if (!found) return refusal{refusal_reason::booking_unknown, ""};
    booking const what = *found;
    if (auto const fine = check(what, asked); !fine) return fine;
    if (auto const before = asked_before(what, asked.id)) return check_repeat(*before, asked);
    auto const sources = sources_of(what, asked);
    if (sources.empty()) return refusal{refusal_reason::amount_too_large, "amount"};
    std::int64_t there = 0;
    for (auto const* const p : sources) there += left_to_refund(what, *p).minor_units();
    auto left = asked.amount ? asked.amount->minor_units() : there;
    if (left > there) return refusal{refusal_reason::amount_too_large, "amount"};
    for (auto const* const p : sources) {
        auto const part = std::min(left, left_to_refund(what, *p).minor_units());
        if (part > 0) order_from(so_far, *p, money::minor(part, p->captured.unit()), asked, now);
        left -= part;
    }
    return {};
}

}  // namespace quittance::domain
