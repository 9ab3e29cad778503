#include "origin.hpp"

namespace quittance::app {

std::string origin_of(std::string const& address) {
    auto const slash = address.find('/', address.find("://") + 3);
    return address.substr(0, slash);
}

std::vector<std::string> names_of_origin(std::string const& own) {
    std::vector<std::string> const here{"http://127.0.0.1", "http://localhost"};
    for (auto const& name : here) {
        if (own != name && !own.starts_with(name + ':')) continue;
        std::vector<std::string> all;
        all.reserve(here.size());
        for (auto const& other : here) all.push_back(other + own.substr(name.size()));
        return all;
    }
    return {own};
}

}  // namespace quittance::app
