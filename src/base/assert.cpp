#include "quittance/base/assert.hpp"

#include <cstdio>
#include <cstdlib>

namespace quittance {

void assertion_failed(char const* expression, char const* file, int line) noexcept {
    std::fprintf(stderr, "quittance: assertion failed: %s (%s:%d)\n", expression, file, line);
    std::abort();
}

}  // namespace quittance
