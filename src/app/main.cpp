// The program: everything else is in the rooms.
#ifdef QUITTANCE_MIMALLOC
#include <mimalloc-new-delete.h>
#endif

#include <cstdio>
#include <exception>

#include "command_line.hpp"

int main(int argc, char** argv) {
    try {
        return quittance::app::run(argc, argv);
    } catch (std::exception const& error) {
        std::fprintf(stderr, "quittance: %s\n", error.what());
        return 1;
    }
}
