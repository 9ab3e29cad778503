#include "address.hpp"

#include <charconv>
#include <stdexcept>

#include "quittance/base/digest.hpp"

namespace quittance::redis {
namespace {

bool take_prefix(std::string_view& text, std::string_view prefix) {
    if (!text.starts_with(prefix)) return false;
    text.remove_prefix(prefix.size());
    return true;
}

// What stands before `mark`, which goes with it; all of it when there is no such mark.
std::string_view take_until(std::string_view& text, char mark) {
    auto const at = text.find(mark);
    auto const taken = text.substr(0, at);
    text.remove_prefix(at == std::string_view::npos ? text.size() : at + 1);
    return taken;
}

std::string percent_decoded(std::string_view text) {
    std::string plain;
    for (std::size_t i = 0; i < text.size(); ++i) {
        auto const byte = text[i] == '%' ? from_hex(text.substr(i + 1, 2)) : std::nullopt;
        if (text[i] == '%' && (!byte || byte->size() != 1)) {
            throw std::invalid_argument("the Redis address has a % that two hex digits do not follow");
        }
        plain += byte ? *byte : std::string(1, text[i]);
        if (byte) i += 2;
    }
    return plain;
}

int parse_database(std::string_view text) {
    if (text.empty()) return 0;
    int number = -1;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size() || number < 0) {
        throw std::invalid_argument("the Redis address names a database that is not a number");
    }
    return number;
}

address parse_unix(std::string_view rest) {
    address found;
    found.over = address::transport::unix_socket;
    auto const path = take_until(rest, '?');
    if (path.empty()) throw std::invalid_argument("the Redis address says unix: without a path behind it");
    found.path = path;
    if (!rest.empty() && !take_prefix(rest, "db=")) {
        throw std::invalid_argument("the Redis address knows only ?db=NUMBER behind a path");
    }
    found.database = parse_database(rest);
    return found;
}

void read_host(std::string_view where, address& found) {
    if (take_prefix(where, "[")) {
        found.host = take_until(where, ']');
        take_prefix(where, ":");
    } else {
        found.host = take_until(where, ':');
    }
    found.port = where.empty() ? "6379" : std::string(where);
    if (found.host.empty()) throw std::invalid_argument("the Redis address names no host");
}

address parse_tcp(std::string_view rest, address::transport over) {
    address found;
    found.over = over;
    auto where = take_until(rest, '/');
    found.database = parse_database(rest);
    auto const at = where.rfind('@');
    if (at != std::string_view::npos) {
        auto credentials = where.substr(0, at);
        where.remove_prefix(at + 1);
        found.user = percent_decoded(take_until(credentials, ':'));
        found.password = percent_decoded(credentials);
    }
    read_host(where, found);
    return found;
}

}  // namespace

address parse_address(std::string_view url) {
    if (take_prefix(url, "unix:")) return parse_unix(url);
    if (take_prefix(url, "redis://")) return parse_tcp(url, address::transport::tcp);
    if (take_prefix(url, "rediss://")) return parse_tcp(url, address::transport::tls);
    throw std::invalid_argument(
        "the Redis address must begin with unix:, redis:// or rediss://, for example "
        "unix:/run/redis/redis.sock");
}

}  // namespace quittance::redis
