#include "quittance/domain/offer.hpp"

namespace quittance::domain {

result<sale_terms> terms_of(offer const& what) {
    sale_terms terms{what.id, what.title, what.description, what.price, what.tax};
    if (what.tax.included || what.tax.rate_ppm == 0) return terms;
    auto const tax = tax_on_top(what.price, what.tax.rate_ppm);
    if (!tax) return tax.error();
    auto const sum = what.price.plus(*tax);
    if (!sum) return sum.error();
    terms.price = *sum;
    return terms;
}

}  // namespace quittance::domain
