// A webhook is genuine only when one of our secrets signed these bytes at that time. First line: the header,
// in which `@` stands for the right signature of the first `t=`; the rest is the body.
#include <algorithm>
#include <charconv>

#include "fuzz/input.hpp"
#include "quittance/base/assert.hpp"
#include "quittance/base/digest.hpp"
#include "quittance/stripe/webhook.hpp"

namespace quittance::stripe {
namespace {

constexpr std::string_view first_secret = "whsec_first";
constexpr std::string_view second_secret = "whsec_second";
constexpr std::int64_t seconds_now = 1'798'761'600;

webhook_verifier const& verifier() {
    static webhook_verifier const kept{
        {signing_secret{std::string{first_secret}}, signing_secret{std::string{second_secret}}}};
    return kept;
}

std::vector<std::string_view> values_of(std::string_view header, std::string_view scheme) {
    std::vector<std::string_view> found;
    for (std::size_t at = 0; at <= header.size();) {
        auto const pair = header.substr(at, header.find(',', at) - at);
        if (pair.starts_with(scheme) && pair.substr(scheme.size()).starts_with('=')) {
            found.push_back(pair.substr(scheme.size() + 1));
        }
        at += pair.size() + 1;
    }
    return found;
}

std::string mac_of(std::string_view secret, std::string_view time, std::string_view body) {
    return to_hex(hmac_sha256{secret}({time, ".", body}));
}

std::string with_signature(std::string_view header, std::string_view body) {
    auto const times = values_of(header, "t");
    std::string text;
    for (char const c : header) {
        if (c != '@') text += c;
        if (c == '@' && !times.empty()) text += mac_of(first_secret, times.front(), body);
    }
    return text;
}

bool deserved(std::string_view header, std::string_view body) {
    auto const times = values_of(header, "t");
    if (times.size() != 1) return false;
    std::int64_t seconds = 0;
    std::from_chars(times[0].data(), times[0].data() + times[0].size(), seconds);
    auto const signatures = values_of(header, "v1");
    auto const has = [&](std::string_view secret) {
        return std::ranges::find(signatures, mac_of(secret, times[0], body)) != signatures.end();
    };
    return (has(first_secret) || has(second_secret)) && seconds_now - seconds <= 300;
}

void check(fuzz::input bytes) {
    auto const pattern = bytes.line();
    auto const body = bytes.rest();
    auto const header = with_signature(pattern, body);
    auto const now = from_unix_seconds(seconds_now);
    auto const verdict = verifier().check(header, body, now);
    QUITTANCE_ASSERT(verdict == verifier().check(header, body, now));
    QUITTANCE_ASSERT(verdict != signature_verdict::genuine || deserved(header, body));
    if (verdict != signature_verdict::genuine) return;
    auto const other = std::string{body} + ' ';
    QUITTANCE_ASSERT(verifier().check(header, other, now) == signature_verdict::wrong_signature);
    QUITTANCE_ASSERT(verifier().check(header + ",v0=00,v2=ff", body, now) == verdict);
    auto const later = from_unix_seconds(seconds_now + 253'402'300'799 / 2);
    QUITTANCE_ASSERT(verifier().check(header, body, later) != signature_verdict::no_signature);
}

}  // namespace
}  // namespace quittance::stripe

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    quittance::stripe::check({data, size});
    return 0;
}
