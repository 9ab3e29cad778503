#include "url.hpp"

#include <algorithm>

#include "quittance/net/https_client.hpp"
#include "quittance/notify/notifier.hpp"

namespace quittance::notify {
namespace {

constexpr std::size_t longest_url = 2'000;

// An address in digits can be judged at once; a name only where it leads to.
bool is_numeric(std::string const& host) {
    bool const v6 = host.find(':') != std::string::npos;
    return v6 || std::ranges::all_of(host, [](char c) { return (c >= '0' && c <= '9') || c == '.'; });
}

}  // namespace

url parse_url(std::string const& text) {
    auto const scheme = text.find("://");
    auto const from = scheme == std::string::npos ? 0 : scheme + 3;
    auto const path = std::min(text.find_first_of("/?", from), text.size());
    url made{text.substr(0, path), text.substr(from, path - from), text.substr(path)};
    if (!made.target.starts_with('/')) made.target.insert(0, 1, '/');
    if (made.host.starts_with('[')) {
        made.host = made.host.substr(1, made.host.find(']') - 1);
    } else {
        made.host.erase(std::min(made.host.find(':'), made.host.size()));
    }
    return made;
}

std::optional<std::string> problem_with_url(std::string const& text, net::address_rules const& addresses) {
    bool const printable = std::ranges::all_of(text, [](char c) { return c > ' ' && c < '\x7F'; });
    if (!printable || text.size() > longest_url || text.find('#') != std::string::npos) {
        return "must be an address without spaces, letters beyond ASCII or a '#', of 2000 characters at most";
    }
    auto const parts = parse_url(text);
    if (text.starts_with("http://") && net::problem_with_base(parts.base, true)) {
        return "must begin with https://; plain HTTP is spoken to this machine's loopback only";
    }
    if (auto const wrong = net::problem_with_base(parts.base, true)) {
        return "must be like https://booking.example.com/hooks/payments (" + *wrong + ")";
    }
    if (is_numeric(parts.host) && !addresses.permits(parts.host)) {
        return "leads to " + parts.host +
               ", which is not a public address; if it is meant, add it to notify.allowed_networks";
    }
    return std::nullopt;
}

}  // namespace quittance::notify
