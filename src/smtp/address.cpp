#include "quittance/smtp/address.hpp"

#include <algorithm>
#include <stdexcept>

#include "letters.hpp"

namespace quittance::smtp {
namespace {

constexpr std::size_t longest_local = 64;
constexpr std::size_t longest_domain = 253;
constexpr std::size_t longest_label = 63;
constexpr std::size_t longest_id = 32;
constexpr std::size_t longest_token = 20;  // 80 bits: no two of a billion letters share one
constexpr std::size_t proof_digits = 12;   // 48 bits, and every try is a mail
constexpr std::size_t around_token = 2;    // '+' and '-'
constexpr std::size_t longest_name = longest_local - longest_token - proof_digits - around_token;

bool is_dot_atom(std::string_view text) {
    if (text.empty() || text.front() == '.' || text.back() == '.') return false;
    if (text.find("..") != std::string_view::npos) return false;
    return std::ranges::all_of(text, [](char c) { return c == '.' || is_atom_char(c); });
}

bool is_label(std::string_view label) {
    if (label.empty() || label.size() > longest_label) return false;
    if (label.front() == '-' || label.back() == '-') return false;
    return std::ranges::all_of(label, [](char c) { return is_letter(c) || is_digit(c) || c == '-'; });
}

bool is_token(std::string_view token) {
    return !token.empty() && token.size() <= longest_token &&
           std::ranges::all_of(token, [](char c) { return is_digit(c) || (c >= 'a' && c <= 'z'); });
}

std::size_t labels_in(std::string_view domain) {
    std::size_t count = 0;
    while (true) {
        auto const dot = domain.find('.');
        if (!is_label(domain.substr(0, dot))) return 0;
        ++count;
        if (dot == std::string_view::npos) return count;
        domain.remove_prefix(dot + 1);
    }
}

std::string checked_start(std::string local, std::string_view domain) {
    if (auto const problem = problem_with_return_path(local, domain)) {
        throw std::invalid_argument("the address that mail servers report to " + *problem);
    }
    return std::move(local) + '+';
}

hmac_sha256 keyed(return_path_key const& key) {
    constexpr std::size_t shortest = 16;
    if (key.reveal().size() < shortest) {
        throw std::invalid_argument("the key of return addresses must have 16 bytes or more");
    }
    return hmac_sha256{key.reveal()};
}

}  // namespace

std::optional<std::string> problem_with_domain(std::string_view domain) {
    if (domain.size() > longest_domain) return "has a domain of more than 253 characters";
    if (labels_in(domain) < 2) return "has a domain that is none, like client.example";
    auto const last = domain.substr(domain.rfind('.') + 1);
    if (std::ranges::all_of(last, is_digit)) return "has a number in place of a domain";
    return std::nullopt;
}

std::optional<std::string> problem_with_address(std::string_view address) {
    if (address.empty()) return "has nothing in it";
    if (address.size() > longest_address) return "has more than 254 characters";
    if (std::ranges::any_of(address, [](char c) { return !is_printable(c) || c == ' '; })) {
        return "has a space, a control character or a letter beyond ASCII in it";
    }
    auto const at = address.find('@');
    if (at == std::string_view::npos) return "has no @";
    if (address.find('@', at + 1) != std::string_view::npos) return "has more than one @";
    auto const local = address.substr(0, at);
    if (local.size() > longest_local) return "has more than 64 characters before the @";
    if (!is_dot_atom(local)) return "has something before the @ that no plain address has";
    return problem_with_domain(address.substr(at + 1));
}

std::optional<std::string> problem_with_return_path(std::string_view local, std::string_view domain) {
    if (auto problem = problem_with_domain(domain)) return problem;
    if (!is_dot_atom(local)) return "has something before the @ that no plain address has";
    if (local.size() > longest_name) {
        return "has more than " + std::to_string(longest_name) +
               " characters before the @, where a letter's own mark has to fit behind them";
    }
    if (longest_local + 1 + domain.size() > longest_address) {
        return "has a domain so long that a letter's own mark does not fit before it";
    }
    return std::nullopt;
}

std::string message_id_of(std::string_view key, std::string_view domain) {
    if (auto const problem = problem_with_domain(domain)) {
        throw std::invalid_argument("the domain of message ids " + *problem);
    }
    return to_hex(sha256(key)).substr(0, longest_id) + '@' + lowered(domain);
}

std::string token_of(std::string_view message_id) {
    return std::string{message_id.substr(0, std::min(message_id.find('@'), longest_token))};
}

return_paths::return_paths(return_path_key const& key, std::string_view local, std::string_view domain)
    : proof_(keyed(key)), before_(checked_start(lowered(local), domain)), after_('@' + lowered(domain)) {}

std::string return_paths::proof_of(std::string_view token) const {
    return to_hex(proof_({"return-path:", before_, token, after_})).substr(0, proof_digits);
}

std::string return_paths::address_of(std::string_view token) const {
    if (!is_token(token)) throw std::invalid_argument("a token of a return address is letters and digits");
    return before_ + std::string{token} + '-' + proof_of(token) + after_;
}

std::optional<std::string> return_paths::token_in(std::string_view address) const {
    auto const plain = lowered(address.substr(0, longest_address + 1));
    std::string_view left = plain;
    if (!left.starts_with(before_) || !left.ends_with(after_)) return std::nullopt;
    if (left.size() < before_.size() + after_.size()) return std::nullopt;
    left.remove_prefix(before_.size());
    left.remove_suffix(after_.size());
    auto const dash = left.find('-');
    auto const token = left.substr(0, dash);
    if (dash == std::string_view::npos || !is_token(token)) return std::nullopt;
    if (!equal_in_constant_time(left.substr(dash + 1), proof_of(token))) return std::nullopt;
    return std::string{token};
}

std::optional<std::string> return_paths::find_token(std::string_view text) const {
    auto const whole = lowered(text);
    for (auto at = whole.find(before_); at != std::string::npos; at = whole.find(before_, at + 1)) {
        // Not to the text's end: a text of nothing but beginnings would take its square in time.
        auto const here = std::string_view{whole}.substr(at, longest_address);
        auto const end = here.find(after_);
        if (end == std::string_view::npos) continue;
        auto found = token_in(here.substr(0, end + after_.size()));
        if (found) return found;
    }
    return std::nullopt;
}

}  // namespace quittance::smtp
