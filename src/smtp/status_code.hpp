// RFC 3463: enhanced status codes, "5.1.1".
#pragma once
#include <string>
#include <string_view>

namespace quittance::smtp {

// At the front of a text; empty: there is none.
std::string status_in(std::string_view text);
// At the end of the words, as qmail writes it: "no such person. (#5.1.1)".
std::string status_at_end(std::string_view text);
// Of a server's line, "550 5.1.1 no such person": the one after the digits where it is of their class, else
// the class alone, "5.0.0". Empty where the line begins with no code.
std::string status_of_line(std::string_view line);
// 250 of "250 ok", "250-ok" and "250"; 0: it begins with no code.
unsigned code_in(std::string_view line);

}  // namespace quittance::smtp
