// Promises: says of a text whether it is one plain address that mail is sent to, and makes the addresses that
// bounces come back to: a token in the local part and a proof that it is ours (VERP), so that nobody can have
// an address stopped by inventing a bounce.
// Refuses what the standard allows and nobody has: quoted local parts, comments, address literals, lists. An
// address with letters beyond ASCII is refused too: whether it arrives depends on every server on its way.
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "quittance/base/digest.hpp"
#include "quittance/base/secret.hpp"

namespace quittance::smtp {

inline constexpr std::size_t longest_address = 254;  // RFC 5321 with its errata

// What is wrong, as the rest of a sentence ("has …"); nothing: it can be used. Never repeats the address.
std::optional<std::string> problem_with_address(std::string_view address);
// Likewise of a domain alone.
std::optional<std::string> problem_with_domain(std::string_view domain);

// Whether return paths can be made of it: their mark takes 34 of the 64 characters there are before the '@'.
std::optional<std::string> problem_with_return_path(std::string_view local, std::string_view domain);

// 32 hexadecimal digits of the key's digest, '@', the domain: the same key gives the same id for ever, and
// tells nobody what the key was. The first 20 digits serve as a token of return paths.
std::string message_id_of(std::string_view key, std::string_view domain);
std::string token_of(std::string_view message_id);

using return_path_key = secret<struct return_path_key_tag>;

// `bounces+<token>-<proof>@mail.example`. The mail server has to deliver all of them to one place.
class return_paths {
public:
    // Throws std::invalid_argument with a sentence for a local part or domain that make no address, and for a
    // key of fewer than 16 bytes.
    return_paths(return_path_key const& key, std::string_view local, std::string_view domain);

    // A token is 1 to 20 letters and digits, lower case; std::invalid_argument otherwise.
    std::string address_of(std::string_view token) const;
    // The token of an address that was made here, however its letters' case was changed on the way.
    std::optional<std::string> token_in(std::string_view address) const;
    // Of the first such address anywhere in a text.
    std::optional<std::string> find_token(std::string_view text) const;

private:
    std::string proof_of(std::string_view token) const;

    hmac_sha256 proof_;
    std::string before_;  // "bounces+"
    std::string after_;   // "@mail.example"
};

}  // namespace quittance::smtp
