// Promises: one line for each check, and what to do when it is wrong.
#pragma once
#include <string>

namespace quittance::app {

class doctor_report {
public:
    void fine(std::string const& check, std::string const& what);
    // Not wrong, but a person should know.
    void note(std::string const& check, std::string const& what, std::string const& advice);
    void wrong(std::string const& check, std::string const& what, std::string const& advice);
    // Neither: the key may not look, or there is nothing to compare with.
    void cannot_tell(std::string const& check, std::string const& why);
    int exit_code() const { return wrong_ == 0 ? 0 : 1; }

private:
    int wrong_ = 0;
};

}  // namespace quittance::app
