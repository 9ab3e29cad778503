// Promises: what a person read in a mail that `compose` made: its subject, and the text that stands for
// itself. Refuses nothing: of a mail that somebody else made it gives as much as is plain, and never throws.
#pragma once
#include <string>
#include <string_view>

namespace quittance::smtp {

struct read_mail {
    std::string subject;
    std::string text;  // lines end in LF; empty: there is none that can be read
};
read_mail read_back(std::string_view mail);

}  // namespace quittance::smtp
