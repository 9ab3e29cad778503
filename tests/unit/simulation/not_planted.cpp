// Compiled as the product is: without the definition a planted bug is the constant false.
#include "quittance/base/planted.hpp"

#include <doctest/doctest.h>

#ifdef QUITTANCE_PLANTED
#error "this file must be compiled as the product is"
#endif

namespace quittance {
namespace {

static_assert(!planted(bug::skip_dedupe));
static_assert(!planted(bug::none));
static_assert(planted_memory() == 0);

}  // namespace
}  // namespace quittance
