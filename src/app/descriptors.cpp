#include "descriptors.hpp"

#include <sys/resource.h>

namespace quittance::app {

std::size_t raise_descriptor_limit() {
    rlimit allowed{};
    if (::getrlimit(RLIMIT_NOFILE, &allowed) != 0) return 0;
    auto const before = allowed.rlim_cur;
    allowed.rlim_cur = allowed.rlim_max;
    bool const raised = ::setrlimit(RLIMIT_NOFILE, &allowed) == 0;
    return static_cast<std::size_t>(raised ? allowed.rlim_cur : before);
}

}  // namespace quittance::app
