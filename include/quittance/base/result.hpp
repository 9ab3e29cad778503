// Promises: expected outcomes travel as values. `result<T>` carries an std::error_code of a room's own enum;
// a room with more to say (which field, which limit) names its own error type as the second parameter.
#pragma once
#include <boost/system/error_code.hpp>
#include <boost/system/result.hpp>

namespace quittance {

template <class T, class Error = boost::system::error_code>
using result = boost::system::result<T, Error>;

}  // namespace quittance
