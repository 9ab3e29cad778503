// Long texts as Redis keeps them: zlib's format (RFC 1950), whose first byte no JSON document begins with. A
// letter comes to about a quarter of its size, and memory is what Redis runs out of.
#pragma once
#include <string>
#include <string_view>

namespace quittance::redis {

std::string packed(std::string_view text);

// What was kept as it is, by an older program, comes back as it is. Throws records::unreadable for what is
// damaged, or would be over 32 MiB.
std::string unpacked(std::string_view kept);

}  // namespace quittance::redis
