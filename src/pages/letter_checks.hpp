// Whether a letter's templates can be trusted with every client's mail.
#pragma once
#include <optional>

#include "letter_files.hpp"
#include "sheet.hpp"
#include "template_scan.hpp"

namespace quittance::pages {

// Empty where the template cannot be read; then that is a problem.
std::optional<wanted> scan(assembled const& from, problems& wrong);

struct scanned_letter {
    wanted subject, text, html;
};
// Unknown variables and sections, what the kind requires, the order of links, one primary button, what HTML
// may not hold.
void check_letter(letter_kind kind, assembled_letter const& from, scanned_letter const& asked,
                  problems& wrong);

// For counting words: every value is one, and of every list there is one line.
sheet shortest_values(letter_kind kind);
int words_in(std::string_view text);

}  // namespace quittance::pages
