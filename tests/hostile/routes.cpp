// Every route there is, one a line: `public GET /pay/{}`. For tests that must leave none out.
#include <cstdio>

#include "harness.hpp"

int main() {
    quittance::web_test::world const mounted;
    for (auto const& one : mounted.routes.list()) std::printf("public %s\n", one.c_str());
    for (auto const& one : mounted.desk_routes.list()) std::printf("admin %s\n", one.c_str());
    return 0;
}
