#include "doctor_report.hpp"

#include <fmt/format.h>

#include <cstdio>

namespace quittance::app {

void doctor_report::fine(std::string const& check, std::string const& what) {
    fmt::print("ok     {:<10} {}\n", check, what);
    std::fflush(stdout);
}

void doctor_report::note(std::string const& check, std::string const& what, std::string const& advice) {
    fmt::print("note   {:<10} {}: {}\n", check, what, advice);
    std::fflush(stdout);
}

void doctor_report::wrong(std::string const& check, std::string const& what, std::string const& advice) {
    ++wrong_;
    fmt::print("WRONG  {:<10} {}: {}\n", check, what, advice);
    std::fflush(stdout);
}

void doctor_report::cannot_tell(std::string const& check, std::string const& why) {
    fmt::print("?      {:<10} cannot tell: {}\n", check, why);
    std::fflush(stdout);
}

}  // namespace quittance::app
