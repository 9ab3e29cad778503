// What comes to a return path, from anybody: nothing is believed without our token. `%RETURN%` stands for a
// right return address; the first byte chooses whether the mail server names it.
#include "fuzz/input.hpp"
#include "quittance/base/assert.hpp"
#include "quittance/smtp/bounce.hpp"

namespace quittance::smtp {
namespace {

constexpr std::string_view mark = "%RETURN%";

return_paths const& ours() {
    static return_paths const kept{return_path_key{"a key of more than 16 bytes"}, "bounces",
                                   "mail.studio.example"};
    return kept;
}
return_paths const& theirs() {
    static return_paths const kept{return_path_key{"another key of 16 bytes"}, "bounces",
                                   "mail.studio.example"};
    return kept;
}

std::string with_return_path(std::string_view text, std::string_view address) {
    std::string result;
    for (auto at = text.find(mark); at != std::string_view::npos; at = text.find(mark)) {
        result += text.substr(0, at);
        result += address;
        text.remove_prefix(at + mark.size());
    }
    return result + std::string{text};
}

bool can_be_shown(std::string_view text) {
    for (char const c : text) {
        if ((c >= 0 && c < ' ') || c == '\x7f') return false;
    }
    return true;
}

void check(fuzz::input bytes) {
    auto const named = bytes.byte() % 4 == 0;
    static auto const address = ours().address_of("abc123");
    auto const mail = with_return_path(bytes.rest(), address);
    auto const found = read_bounce(mail, ours(), named ? address : std::string{});
    QUITTANCE_ASSERT(found == read_bounce(mail, ours(), named ? address : std::string{}));
    bool const has_token = named || mail.find(address) < most_bounce_bytes - address.size();
    QUITTANCE_ASSERT(!has_token || found.token == "abc123");
    QUITTANCE_ASSERT((found.what == bounce_kind::not_for_us) == found.token.empty());
    QUITTANCE_ASSERT(!found.token.empty() || found == bounce{});
    QUITTANCE_ASSERT(read_bounce(mail, theirs(), address) == bounce{});
    QUITTANCE_ASSERT(found.recipients.size() <= 100);
    for (auto const& one : found.recipients) {
        QUITTANCE_ASSERT(one.diagnostic.size() <= 500 && can_be_shown(one.diagnostic));
        QUITTANCE_ASSERT(one.address.size() <= 500 && can_be_shown(one.address));
        QUITTANCE_ASSERT(one.what >= found.what);
    }
}

}  // namespace
}  // namespace quittance::smtp

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    quittance::smtp::check({data, size});
    return 0;
}
