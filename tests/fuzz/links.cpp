// Signed links: what we mint opens and says the same; any change to it, and anything that was not minted, is
// refused. First line: fields as name=value pairs parted by `;`; second: a token; the last bytes: what to
// turn.
#include <algorithm>

#include "fuzz/input.hpp"
#include "quittance/base/assert.hpp"
#include "quittance/base/digest.hpp"
#include "quittance/web/signed_link.hpp"

namespace quittance::web {
namespace {

auto const now = from_unix_seconds(1'800'000'000);
constexpr std::string_view secret_text = "0123456789abcdef0123456789abcdef";

std::vector<link_key> const& keys() {
    static std::vector<link_key> const kept = [] {
        std::vector<link_key> made(2);
        made[0].kid = "k1";
        made[0].key = secret<link_key_tag>{std::string{secret_text}};
        made[1].kid = "old";
        made[1].key = secret<link_key_tag>{"another key of thirty-two bytes!"};
        return made;
    }();
    return kept;
}

std::string clean(std::string_view text) {
    std::string kept;
    for (char const c : text) {
        if (c > 0 && c < 0x7F) kept += c;  // the form's decoder takes UTF-8 only
    }
    return kept;
}

signed_fields fields_of(std::string_view line) {
    signed_fields fields;
    std::string* const places[] = {&fields.offer, &fields.reference, &fields.amount, &fields.currency,
                                   &fields.title, &fields.client,    &fields.email,  &fields.due};
    for (auto* const place : places) {
        auto const piece = line.substr(0, line.find(';'));
        line.remove_prefix(std::min(line.size(), piece.size() + 1));
        *place = clean(piece);
    }
    return fields;
}

void check_minted(signed_fields const& fields, std::string_view turns) {
    auto const token = mint(keys()[0], fields, now + std::chrono::hours{1});
    auto const opened = open(token, keys(), now);
    QUITTANCE_ASSERT(opened.has_value() && *opened == fields);
    QUITTANCE_ASSERT(open(token, keys(), now + std::chrono::hours{1}).error() == link_refusal::expired);
    auto broken = token;
    for (std::size_t i = 0; i + 2 < turns.size() && i < 8; i += 3) {
        auto const at = (static_cast<unsigned char>(turns[i]) * std::size_t{256} +
                         static_cast<unsigned char>(turns[i + 1])) %
                        broken.size();
        broken[at] = turns[i + 2];
    }
    if (broken != token) QUITTANCE_ASSERT(!open(broken, keys(), now).has_value());
}

// What opens carries the mac of its own text under the key it names.
void check_stranger(std::string_view token) {
    auto const opened = open(token, keys(), now);
    if (!opened) return;
    auto const text = token.substr(0, token.rfind('.'));
    auto const& key = token.starts_with("old.") ? keys()[1] : keys()[0];
    auto const mac = to_base64url(as_text(hmac_sha256{key.key.reveal()}({text})));
    QUITTANCE_ASSERT(token.substr(token.rfind('.') + 1) == mac);
}

void check(fuzz::input bytes) {
    auto const fields = fields_of(bytes.line());
    check_stranger(bytes.line());
    check_minted(fields, bytes.rest());
}

}  // namespace
}  // namespace quittance::web

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    quittance::web::check({data, size});
    return 0;
}
