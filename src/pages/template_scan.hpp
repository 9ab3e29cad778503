// What a template asks for: its variables, and its sections with theirs. Throws std::logic_error with the
// line where a marker or a section is not closed.
#pragma once
#include <map>
#include <set>
#include <string>
#include <string_view>

#include "sheet.hpp"

namespace quittance::pages {

struct wanted {
    std::set<std::string, std::less<>> variables;
    std::map<std::string, wanted, std::less<>> sections;
};
wanted scan_template(std::string_view text);

// Every variable of the shown sections has a value, and every value and section given is known. An empty text
// when so, else a sentence.
std::string disagreement(wanted const& asked, sheet const& given);

}  // namespace quittance::pages
