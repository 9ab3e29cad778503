#include <boost/asio/ip/address.hpp>
#include <charconv>

#include "config.hpp"

namespace quittance::app {

std::string endpoint::text() const {
    auto const bracketed = host.find(':') != std::string::npos ? "[" + host + "]" : host;
    return bracketed + ":" + std::to_string(port);
}

std::optional<endpoint> parse_endpoint(std::string const& text) {
    auto const colon = text.rfind(':');
    if (colon == std::string::npos || colon == 0) return std::nullopt;
    auto host = text.substr(0, colon);
    if (host.front() == '[' && host.back() == ']') host = host.substr(1, host.size() - 2);
    if (host == "localhost") host = "127.0.0.1";
    boost::system::error_code failed;
    boost::asio::ip::make_address(host, failed);
    if (failed) return std::nullopt;
    std::uint16_t port = 0;
    auto const* const end = text.data() + text.size();
    auto const [stop, error] = std::from_chars(text.data() + colon + 1, end, port);
    if (error != std::errc{} || stop != end || port == 0) return std::nullopt;
    return endpoint{host, port};
}

bool is_loopback(std::string const& host) {
    if (host == "localhost") return true;
    boost::system::error_code failed;
    auto const address = boost::asio::ip::make_address(host, failed);
    return !failed && address.is_loopback();
}

}  // namespace quittance::app
