#include "forwarded.hpp"

#include <algorithm>
#include <charconv>
#include <optional>
#include <stdexcept>

#include "text.hpp"

namespace quittance::http {
namespace {

namespace ip = boost::asio::ip;

ip::address_v6::bytes_type as_v6(ip::address const& address) {
    if (address.is_v6()) return address.to_v6().to_bytes();
    return ip::make_address_v6(ip::v4_mapped, address.to_v4()).to_bytes();
}

bool same_prefix(ip::address_v6::bytes_type const& one, ip::address_v6::bytes_type const& other,
                 unsigned bits) {
    for (unsigned i = 0; i < 16 && bits > 0; ++i) {
        unsigned const here = std::min(bits, 8U);
        auto const differing = static_cast<unsigned>(one[i] ^ other[i]);
        if ((differing >> (8U - here)) != 0) return false;
        bits -= here;
    }
    return true;
}

std::optional<ip::address> parsed(std::string_view text) {
    boost::system::error_code bad;
    auto const address = ip::make_address(std::string{text}, bad);
    if (bad) return std::nullopt;
    return unmapped(address);
}

// `1.2.3.4`, `1.2.3.4:567`, `[::1]`, `[::1]:567` or `::1`.
std::optional<ip::address> parsed_node(std::string_view text) {
    if (text.size() >= 2 && text.front() == '"' && text.back() == '"') text = text.substr(1, text.size() - 2);
    if (text.starts_with('[')) {
        auto const end = text.find(']');
        if (end == text.npos) return std::nullopt;
        return parsed(text.substr(1, end - 1));
    }
    if (std::ranges::count(text, ':') == 1) return parsed(text.substr(0, text.find(':')));
    return parsed(text);
}

// The value of `for=` in one element of Forwarded; empty when it has none.
std::string_view for_of(std::string_view element) {
    while (!element.empty()) {
        auto const pair = trimmed(element.substr(0, element.find(';')));
        element.remove_prefix(std::min(element.size(), element.find(';')));
        if (!element.empty()) element.remove_prefix(1);
        if (pair.size() > 4 && same_word(pair.substr(0, 4), "for=")) return pair.substr(4);
    }
    return {};
}

struct forwarding {
    std::vector<std::string_view> hops;  // client first
    bool plain = false;                  // X-Forwarded-For was there
    bool standard = false;               // Forwarded was there
};

void take_hops(std::string_view list, bool standard, std::vector<std::string_view>& hops) {
    while (!list.empty()) {
        auto const piece = list.substr(0, list.find(','));
        list.remove_prefix(std::min(list.size(), piece.size() + 1));
        hops.push_back(standard ? for_of(piece) : trimmed(piece));
    }
}

forwarding forwarding_of(header_list const& headers) {
    forwarding found;
    for (auto const& [name, value] : headers) {
        bool const plain = same_word(name, "x-forwarded-for");
        bool const standard = same_word(name, "forwarded");
        found.plain = found.plain || plain;
        found.standard = found.standard || standard;
        if (plain || standard) take_hops(value, standard, found.hops);
    }
    return found;
}

}  // namespace

ip::address unmapped(ip::address const& address) {
    if (address.is_v6() && address.to_v6().is_v4_mapped()) {
        return ip::make_address_v4(ip::v4_mapped, address.to_v6());
    }
    return address;
}

trusted_proxies::trusted_proxies(std::vector<std::string> const& blocks) {
    for (auto const& text : blocks) {
        auto const slash = std::min(text.find('/'), text.size());
        auto const address = parsed(std::string_view{text}.substr(0, slash));
        unsigned const most = address && address->is_v4() ? 32 : 128;
        unsigned bits = most;
        bool fits = address.has_value();
        if (fits && slash < text.size()) {
            auto const* const end = text.data() + text.size();
            auto const read = std::from_chars(text.data() + slash + 1, end, bits);
            fits = read.ec == std::errc{} && read.ptr == end && bits <= most;
        }
        if (!fits) {
            throw std::invalid_argument("trusted_proxies: '" + text +
                                        "' is neither an address nor a block like 10.0.0.0/8; correct it");
        }
        blocks_.push_back({as_v6(*address), bits + (128 - most)});
    }
}

bool trusted_proxies::contain(ip::address const& address) const {
    auto const bytes = as_v6(address);
    return std::ranges::any_of(
        blocks_, [&bytes](block const& one) { return same_prefix(bytes, one.prefix, one.bits); });
}

ip::address trusted_proxies::client(ip::address const& peer, header_list const& headers) const {
    if (blocks_.empty() || !contain(peer)) return peer;
    auto const found = forwarding_of(headers);
    if (found.plain && found.standard) return peer;
    auto last = peer;
    for (auto hop = found.hops.rbegin(); hop != found.hops.rend(); ++hop) {
        auto const address = parsed_node(*hop);
        if (!address) return last;
        last = *address;
        if (!contain(last)) return last;
    }
    return last;
}

}  // namespace quittance::http
