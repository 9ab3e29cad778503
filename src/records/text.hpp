// JSON text, as far as a writer needs it.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

namespace quittance::records {

void append_string(std::string& out, std::string_view text);
void append_integer(std::string& out, std::int64_t value);
void append_integer(std::string& out, std::uint64_t value);
// What is not UTF-8 becomes U+FFFD, byte by byte. JSON's own marks are ASCII, so a whole document may be
// given.
void repair_utf8(std::string& document);

}  // namespace quittance::records
