// What a template asks for: its variables, and its sections with theirs, each with the line of its first use.
#pragma once
#include <map>
#include <stdexcept>
#include <string>
#include <string_view>

#include "sheet.hpp"

namespace quittance::pages {

struct wanted {
    int line = 1;
    std::map<std::string, int, std::less<>> variables;
    std::map<std::string, wanted, std::less<>> sections;
};

class template_broken : public std::logic_error {
public:
    template_broken(int line, std::string const& what);
    int line() const { return line_; }
    std::string const& reason() const { return reason_; }

private:
    int line_;
    std::string reason_;
};
// Throws template_broken where a marker or a section is not closed.
wanted scan_template(std::string_view text);

// The template asks for it, as a variable or as a section, at any depth.
bool mentions(wanted const& asked, std::string_view name);
// Every variable of the shown sections has a value, and every value and section given is known. An empty text
// when so, else a sentence.
std::string disagreement(wanted const& asked, sheet const& given);
// The variables, each with its line, that would have no value.
std::map<std::string, int> without_value(wanted const& asked, sheet const& given);

}  // namespace quittance::pages
