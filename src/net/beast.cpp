// The one translation unit in which Beast's own code is compiled.
#include <boost/beast/src.hpp>
