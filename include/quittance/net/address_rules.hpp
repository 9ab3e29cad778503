// Promises: which addresses of the network a client may connect to. Only public ones: nothing of this
// machine, of private networks, of links, of carriers' networks, no multicast, no documentation or benchmark
// nets, and no IPv6 address that carries an IPv4 one; but whatever the operator allowed by network. Asked
// after a name was resolved, about the very address that is connected to: a name that leads elsewhere the
// next time leads nowhere.
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace quittance::net {

class address_rules {
public:
    address_rules() = default;
    // Networks that are allowed beside the public ones: "10.1.0.0/16", "fd00::/8", "127.0.0.1". Throws
    // std::invalid_argument with a sentence for what is none.
    explicit address_rules(std::vector<std::string> const& allowed);

    // A numeric address; what is none is not permitted.
    bool permits(std::string_view address) const;

private:
    struct network {
        std::string bytes;  // 4 or 16
        unsigned bits = 0;
    };
    static network parse(std::string const& text);
    static bool holds(network const& what, std::string_view bytes);

    std::vector<network> allowed_;
};

}  // namespace quittance::net
