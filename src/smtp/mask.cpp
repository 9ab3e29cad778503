#include "quittance/smtp/message.hpp"

namespace quittance::smtp {
namespace {

constexpr std::string_view soft_break = "=\r\n";  // RFC 2045, 6.7: the line goes on

// Where each character of the secret stands from `at` on; empty: it does not begin there.
std::vector<std::size_t> places_of(std::string_view mail, std::size_t at, std::string_view secret) {
    std::vector<std::size_t> places;
    for (char const wanted : secret) {
        if (mail.substr(at).starts_with(soft_break)) at += soft_break.size();
        if (at >= mail.size() || mail[at] != wanted) return {};
        places.push_back(at++);
    }
    return places;
}

}  // namespace

std::string masked(std::string mail, std::string_view secret) {
    if (secret.empty()) return mail;
    for (auto at = mail.find(secret.front()); at != std::string::npos;
         at = mail.find(secret.front(), at + 1)) {
        for (auto const place : places_of(mail, at, secret)) mail[place] = 'x';
    }
    return mail;
}

}  // namespace quittance::smtp
