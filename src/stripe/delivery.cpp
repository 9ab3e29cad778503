#include <algorithm>

#include "http_date.hpp"
#include "quittance/stripe/transport.hpp"

namespace quittance::stripe {

namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool same_name(std::string_view left, std::string_view right) {
    return std::equal(left.begin(), left.end(), right.begin(), right.end(),
                      [](char a, char b) { return lower(a) == lower(b); });
}

}  // namespace

std::string_view delivery::header(std::string_view name) const {
    for (auto const& [known, value] : headers) {
        if (same_name(known, name)) return value;
    }
    return {};
}

std::optional<instant> date_of(delivery const& reply) { return parse_http_date(reply.header("Date")); }

}  // namespace quittance::stripe
