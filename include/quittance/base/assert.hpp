// Promises: a broken assumption of ours stops the process with one line that says where, in every build.
// Refuses to be switched off by NDEBUG: a wrong balance costs more than a restart, and every state of this
// program is safe to be killed in.
#pragma once

namespace quittance {
[[noreturn]] void assertion_failed(char const* expression, char const* file, int line) noexcept;
}

#define QUITTANCE_ASSERT(expression) \
    ((expression) ? static_cast<void>(0) : ::quittance::assertion_failed(#expression, __FILE__, __LINE__))
