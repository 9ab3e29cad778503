// What a person reads of a template file: without markers, tags, comments and style. Line feeds stay where
// they were, so that a line of it is the file's.
#pragma once
#include <string>
#include <string_view>

namespace quittance::pages {

// A variable becomes U+FFFC, which no word and no gap between words matches.
std::string seen_text(std::string_view file, bool html);

}  // namespace quittance::pages
