// The sentences of pages as they are embedded: one catalogue for each language, made from
// words/<language>.txt.
#pragma once
#include <map>
#include <span>
#include <string>
#include <string_view>

namespace quittance::pages {

struct language_text {
    std::string_view language;  // "de"
    std::string_view text;
};
std::span<language_text const> embedded_words();

// `name = sentence`; a line that begins with two blanks continues the one above, `#` begins a comment.
// Throws std::logic_error naming the line of anything else, and of a name that is there twice.
std::map<std::string, std::string, std::less<>> read_catalogue(std::string_view text);

}  // namespace quittance::pages
