// Values as they may stand in a mail: no control character and nothing that turns the direction of writing
// around, so that no name or title can pretend to be another line, or another header.
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace quittance::pages {

// On one line, blanks between words made one, at most so many characters (then it ends with "…").
std::string plain_line(std::string_view text, std::size_t most = 10'000);
// Each line by itself; empty ones at the end are left out.
std::vector<std::string> plain_lines(std::string_view text);

}  // namespace quittance::pages
