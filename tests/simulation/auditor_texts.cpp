// Hash, units and forms, by the auditor's own hand.
#include <openssl/sha.h>

#include <algorithm>
#include <array>

#include "auditor_state.hpp"

namespace quittance::simulation {
namespace {

int digit_of(char letter) {
    if (letter >= '0' && letter <= '9') return letter - '0';
    if (letter >= 'a' && letter <= 'f') return letter - 'a' + 10;
    if (letter >= 'A' && letter <= 'F') return letter - 'A' + 10;
    return -1;
}

}  // namespace

std::string digest_of(std::string_view text) {
    constexpr std::string_view letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    std::array<unsigned char, SHA256_DIGEST_LENGTH> hash;
    std::string const copy{text};
    SHA256(reinterpret_cast<unsigned char const*>(copy.data()), copy.size(), hash.data());
    std::string made;
    unsigned kept = 0;
    unsigned bits = 0;
    for (unsigned const byte : hash) {
        kept = (kept << 8U) | byte;
        for (bits += 8; bits >= 6; bits -= 6) made += letters[(kept >> (bits - 6)) & 63U];
    }
    if (bits > 0) made += letters[(kept << (6 - bits)) & 63U];
    return made;
}

std::string upper(std::string_view currency) {
    std::string made{currency};
    std::transform(made.begin(), made.end(), made.begin(),
                   [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
    return made;
}

std::int64_t in_our_units(std::int64_t units, std::string_view currency) {
    auto const code = upper(currency);
    return code == "ISK" || code == "UGX" ? units / 100 : units;
}

std::string percent_decoded(std::string_view text) {
    std::string made;
    for (std::size_t i = 0; i < text.size(); ++i) {
        bool const coded =
            text[i] == '%' && i + 2 < text.size() && digit_of(text[i + 1]) >= 0 && digit_of(text[i + 2]) >= 0;
        if (coded) {
            made += static_cast<char>(digit_of(text[i + 1]) * 16 + digit_of(text[i + 2]));
            i += 2;
        } else {
            made += text[i] == '+' ? ' ' : text[i];
        }
    }
    return made;
}

std::map<std::string, std::string> form_of(std::string_view body) {
    std::map<std::string, std::string> made;
    while (!body.empty()) {
        auto const end = std::min(body.find('&'), body.size());
        auto const pair = body.substr(0, end);
        auto const equals = std::min(pair.find('='), pair.size());
        auto const value = equals < pair.size() ? pair.substr(equals + 1) : std::string_view{};
        made[percent_decoded(pair.substr(0, equals))] = percent_decoded(value);
        body.remove_prefix(std::min(end + 1, body.size()));
    }
    return made;
}

}  // namespace quittance::simulation
