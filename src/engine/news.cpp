#include "news.hpp"

#include <algorithm>
#include <tuple>

#include "hops.hpp"
#include "quittance/domain/balance.hpp"

namespace quittance::engine {
namespace {

domain::booking const* find(domain::account const& in, domain::booking_id const& which) {
    auto const* what = in.find(which);
    for (int hops = 0; what && !what->moved_to.empty() && hops < most_hops; ++hops) {
        auto const* const next = in.find(what->moved_to);
        if (!next) break;
        what = next;
    }
    return what;
}

bool same(domain::checkout const& a, domain::checkout const& b) {
    return std::tie(a.status, a.payment, a.intent_canceled, a.async_failed) ==
           std::tie(b.status, b.payment, b.intent_canceled, b.async_failed);
}
bool same(domain::refund const& a, domain::refund const& b) {
    return std::tie(a.id, a.amount, a.status) == std::tie(b.id, b.amount, b.status);
}
bool same(domain::dispute const& a, domain::dispute const& b) {
    return std::tie(a.id, a.amount, a.status, a.withdrawn, a.reinstated) ==
           std::tie(b.id, b.amount, b.status, b.withdrawn, b.reinstated);
}

bool same(domain::payment const& a, domain::payment const& b);

template <class Row>
bool same_rows(std::vector<Row> const& a, std::vector<Row> const& b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [](Row const& x, Row const& y) { return same(x, y); });
}

bool same(domain::payment const& a, domain::payment const& b) {
    return std::tie(a.intent, a.captured) == std::tie(b.intent, b.captured) &&
           same_rows(a.refunds, b.refunds) && same_rows(a.disputes, b.disputes);
}

bool same_sums(domain::booking const& before, domain::booking const& after) {
    auto const a = domain::balance_of(before);
    auto const b = domain::balance_of(after);
    return std::tie(a.received, a.went_back, a.open, a.unallocated) ==
           std::tie(b.received, b.went_back, b.open, b.unallocated);
}

}  // namespace

bool is_news(domain::account const& before, domain::account const& after, domain::booking_id const& which) {
    auto const* const then = find(before, which);
    auto const* const now = find(after, which);
    if (!then || !now) return then != now;
    return !same_sums(*then, *now) || !same_rows(then->checkouts, now->checkouts) ||
           !same_rows(then->payments, now->payments);
}

}  // namespace quittance::engine
