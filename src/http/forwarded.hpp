// Whose address a request counts for: the connection's, or, behind a trusted proxy, the last one in Forwarded
// or X-Forwarded-For that no trusted proxy owns. Refuses to choose when a request carries both: a proxy sets
// one and passes the other through as the client wrote it, so the address would be the client's invention.
#pragma once
#include <boost/asio/ip/address.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "quittance/http/message.hpp"

namespace quittance::http {

class trusted_proxies {
public:
    // Addresses or CIDR blocks; throws std::invalid_argument with a sentence naming the one that is neither.
    explicit trusted_proxies(std::vector<std::string> const& blocks);

    bool contain(boost::asio::ip::address const& address) const;
    // Who asked, given who connected.
    boost::asio::ip::address client(boost::asio::ip::address const& peer, header_list const& headers) const;

private:
    struct block {
        boost::asio::ip::address_v6::bytes_type prefix;
        unsigned bits = 0;
    };
    std::vector<block> blocks_;
};

// An IPv4 address that came through a dual-stack socket is still that IPv4 address.
boost::asio::ip::address unmapped(boost::asio::ip::address const& address);

}  // namespace quittance::http
