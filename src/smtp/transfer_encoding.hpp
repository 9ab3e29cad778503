// RFC 2045 §6: octets as short lines of ASCII that end in CR LF.
#pragma once
#include <string>
#include <string_view>

namespace quittance::smtp {

// Of text whose lines end in LF.
std::string quoted_printable(std::string_view text);
std::string base64_lines(std::string_view bytes);

}  // namespace quittance::smtp
