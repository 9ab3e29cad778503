#include <stdexcept>

#include "quittance/engine/processor.hpp"

namespace quittance::engine {

void throw_exception_from_error(processor_failure const& error, boost::source_location const&) {
    throw std::logic_error("a failed call to the processor was taken for an answer: " + error.code);
}

}  // namespace quittance::engine
