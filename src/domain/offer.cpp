#include "quittance/domain/offer.hpp"

namespace quittance::domain {

namespace {

// What is stated without a tax that comes on top, with it.
result<money> with_tax(money stated, tax_terms const& tax) {
    auto const on_top = tax_on_top(stated, tax.rate_ppm);
    if (!on_top) return on_top.error();
    return stated.plus(*on_top);
}

}  // namespace

result<sale_terms> terms_of(offer const& what) {
    sale_terms terms{what.id,   what.title,   what.description,  what.price,    what.tax,
                     what.plan, what.credits, what.cancellation, what.late_fee, what.hold_hours};
    if (what.tax.included || what.tax.rate_ppm == 0) return terms;
    auto const price = with_tax(what.price, what.tax);
    if (!price) return price.error();
    terms.price = *price;
    if (what.plan.deposit.is_zero()) return terms;
    auto const deposit = with_tax(what.plan.deposit, what.tax);
    if (!deposit) return deposit.error();
    terms.plan.deposit = *deposit;
    return terms;
}

}  // namespace quittance::domain
