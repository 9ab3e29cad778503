// Texts as they come in, made fit to be mailed: always valid UTF-8, nothing in it that is not meant to be
// read.
#pragma once
#include <string>
#include <string_view>

namespace quittance::smtp {

// For a header: one line, without control characters and without those that turn the reading direction or
// cannot be seen; blanks at the ends are gone.
std::string header_text(std::string_view given);
// For a body: lines end in LF, tabs stay, other control characters are gone.
std::string body_text(std::string_view given);

// The code point at the front, which is taken off; U+FFFD for one octet that begins none.
char32_t take_code_point(std::string_view& text);
void append_utf8(std::string& text, char32_t point);

}  // namespace quittance::smtp
