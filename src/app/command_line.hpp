// Promises: the words of the command line turned into one command, and its exit code.
#pragma once

namespace quittance::app {

int run(int argc, char** argv);

}  // namespace quittance::app
