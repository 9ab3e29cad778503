// What a stranger's link says about a person: taken when it is in form, dropped when not. A booking is never
// refused over a hint, and a hint never selects a client.
#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace quittance::web {

// C1 controls, line and paragraph separators and the bidirectional overrides, as UTF-8.
bool has_hidden_characters(std::string_view text);
std::string without_hidden_characters(std::string_view text);
std::string trimmed(std::string_view text);
// UTF-8 text of 1 to `most` bytes without control characters, trimmed; else nothing.
std::optional<std::string> plain_line(std::string_view text, std::size_t most);
bool is_email(std::string_view text);

std::string name_hint(std::string_view text);
std::string email_hint(std::string_view text);
std::string zone_hint(std::string_view text);
std::string locale_hint(std::string_view text);
// RFC 3339 or a date, as written; a `+` of the offset that a form decoded to a space is put back.
std::string start_hint(std::string_view text);
// A booking page's own name of a booking: 1 to 200 bytes, else nothing.
std::optional<std::string> reference_of(std::string_view text);

}  // namespace quittance::web
