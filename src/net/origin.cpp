#include "origin.hpp"

#include <algorithm>
#include <boost/asio/ip/address.hpp>
#include <stdexcept>

namespace quittance::net {
namespace {

[[noreturn]] void refuse(std::string_view what) {
    throw std::invalid_argument(std::string{what} +
                                "; write it like https://api.example.com or https://host:8443");
}

bool names_loopback(std::string const& host) {
    boost::system::error_code not_numeric;
    auto const address = boost::asio::ip::make_address(host, not_numeric);
    return not_numeric ? host == "localhost" : address.is_loopback();
}

bool is_host(std::string_view host, bool literal) {
    return !host.empty() && std::ranges::all_of(host, [literal](char c) {
        bool const word = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        return word || c == '.' || (literal ? c == ':' : c == '-');
    });
}

bool is_port(std::string_view port) {
    return !port.empty() && port.size() <= 5 &&
           std::ranges::all_of(port, [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

origin parse_origin(std::string_view base, bool allow_plain_loopback) {
    origin here;
    here.tls = base.starts_with("https://");
    if (!here.tls && !base.starts_with("http://")) refuse("the base address is neither https:// nor http://");
    auto rest = base.substr(here.tls ? 8 : 7);
    if (rest.ends_with('/')) rest.remove_suffix(1);
    bool const literal = rest.starts_with('[');
    auto const end = literal ? rest.find(']') : std::min(rest.find(':'), rest.size());
    if (end == rest.npos) refuse("the base address has a bracket without end");
    here.host = literal ? rest.substr(1, end - 1) : rest.substr(0, end);
    auto const port = rest.substr(literal ? end + 1 : end);
    if (!is_host(here.host, literal)) refuse("the base address has no plain host name");
    if (!port.empty() && (port.front() != ':' || !is_port(port.substr(1)))) {
        refuse("the base address has more than a host and a port");
    }
    here.port = !port.empty() ? std::string{port.substr(1)} : here.tls ? "443" : "80";
    here.authority = rest;
    here.loopback = names_loopback(here.host);
    if (!here.tls && !(here.loopback && allow_plain_loopback)) {
        refuse("plain http is allowed to this machine only, and only where the settings say so");
    }
    return here;
}

}  // namespace quittance::net
