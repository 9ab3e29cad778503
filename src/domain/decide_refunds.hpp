// Money back by the processor: ordered once for each request, never more than a payment has left.
#pragma once
#include "deciding.hpp"

namespace quittance::domain {

verdict do_refund(deciding& so_far, order_refund const& asked, instant now);

}  // namespace quittance::domain
