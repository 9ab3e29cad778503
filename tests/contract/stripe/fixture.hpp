// A body as Stripe sends it, trimmed to the members that are read and some that are not. Ids are invented.
#pragma once
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>

namespace quittance::stripe_test {

inline std::string fixture(std::string const& name) {
    std::ifstream file{"tests/contract/stripe/fixtures/" + name + ".json", std::ios::binary};
    if (!file) throw std::runtime_error{"no fixture " + name};
    return {std::istreambuf_iterator<char>{file}, {}};
}

}  // namespace quittance::stripe_test
