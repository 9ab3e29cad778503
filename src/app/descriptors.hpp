// How many files and connections the process may have open.
#pragma once
#include <cstddef>

namespace quittance::app {

// As many as the system allows: the 1,024 that a shell gives would turn away the thousandth client. Answers
// how many that is.
std::size_t raise_descriptor_limit();

}  // namespace quittance::app
