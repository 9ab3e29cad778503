#include "quittance/net/address_rules.hpp"

#include <algorithm>
#include <array>
#include <boost/asio/ip/address.hpp>
#include <charconv>
#include <stdexcept>

namespace quittance::net {
namespace {

namespace ip = boost::asio::ip;

template <class Bytes>
std::string text_of(Bytes const& bytes) {
    return {bytes.begin(), bytes.end()};
}

// 4 or 16 bytes; empty: no address. A scope (fe80::1%eth0) makes none.
std::string bytes_of(std::string_view text) {
    boost::system::error_code none;
    auto const address = ip::make_address(std::string{text}, none);
    if (none || text.find('%') != text.npos) return {};
    return address.is_v4() ? text_of(address.to_v4().to_bytes()) : text_of(address.to_v6().to_bytes());
}

bool same_start(std::string_view one, std::string_view other, unsigned bits) {
    auto const whole = bits / 8;
    if (one.substr(0, whole) != other.substr(0, whole)) return false;
    if (bits % 8 == 0) return true;
    auto const shift = 8 - bits % 8;
    return static_cast<unsigned char>(one[whole]) >> shift ==
           static_cast<unsigned char>(other[whole]) >> shift;
}

struct net_text {
    char const* start;
    unsigned bits;
};

// IANA's special-purpose registries, as far as they are not reachable for everybody.
constexpr std::array special_v4{
    net_text{"0.0.0.0", 8},      net_text{"10.0.0.0", 8},     net_text{"100.64.0.0", 10},
    net_text{"127.0.0.0", 8},    net_text{"169.254.0.0", 16}, net_text{"172.16.0.0", 12},
    net_text{"192.0.0.0", 24},   net_text{"192.0.2.0", 24},   net_text{"192.88.99.0", 24},
    net_text{"192.168.0.0", 16}, net_text{"198.18.0.0", 15},  net_text{"198.51.100.0", 24},
    net_text{"203.0.113.0", 24}, net_text{"224.0.0.0", 4},    net_text{"240.0.0.0", 4}};
// Within 2000::/3, outside of which nothing is public: protocol assignments with Teredo, documentation, 6to4.
constexpr std::array special_v6{net_text{"2001::", 23}, net_text{"2001:db8::", 32}, net_text{"2002::", 16},
                                net_text{"3fff::", 20}};

template <class Nets>
bool lies_in(Nets const& nets, std::string_view bytes) {
    return std::ranges::any_of(
        nets, [bytes](net_text const& one) { return same_start(bytes_of(one.start), bytes, one.bits); });
}

bool is_public(std::string_view bytes) {
    if (bytes.size() == 4) return !lies_in(special_v4, bytes);
    return same_start(bytes_of("2000::"), bytes, 3) && !lies_in(special_v6, bytes);
}

}  // namespace

address_rules::network address_rules::parse(std::string const& text) {
    auto const slash = std::min(text.find('/'), text.size());
    network made{bytes_of(text.substr(0, slash)), 0};
    auto const most = static_cast<unsigned>(8 * made.bytes.size());
    made.bits = most;
    auto const* const end = text.data() + text.size();
    bool good = !made.bytes.empty();
    if (good && slash != text.size()) {
        auto const [stop, error] = std::from_chars(text.data() + slash + 1, end, made.bits);
        good = error == std::errc{} && stop == end && made.bits <= most;
    }
    if (good) return made;
    throw std::invalid_argument("'" + text + "' is no network; write it like 10.1.0.0/16 or fd00::/8");
}

bool address_rules::holds(network const& what, std::string_view bytes) {
    return what.bytes.size() == bytes.size() && same_start(what.bytes, bytes, what.bits);
}

address_rules::address_rules(std::vector<std::string> const& allowed) {
    for (auto const& text : allowed) allowed_.push_back(parse(text));
}

bool address_rules::permits(std::string_view address) const {
    auto const bytes = bytes_of(address);
    if (bytes.empty()) return false;
    auto const allows = [&bytes](network const& one) { return holds(one, bytes); };
    return std::any_of(allowed_.begin(), allowed_.end(), allows) || is_public(bytes);
}

}  // namespace quittance::net
