#include "quittance/http/token_bucket.hpp"

#include <algorithm>
#include <boost/asio/ip/address.hpp>
#include <list>
#include <string>
#include <unordered_map>

#include "quittance/base/assert.hpp"

namespace quittance::http {

struct token_buckets::state {
    struct bucket {
        std::string key;
        double tokens = 0;
        instant filled;
    };
    using order = std::list<bucket>;  // the longest untouched last

    bucket_rate rate;
    std::size_t most_keys = 0;
    order touched;
    std::unordered_map<std::string_view, order::iterator>
        known;  // views into the list's keys, which stay put

    bucket& at(std::string_view key, instant now) {
        auto const found = known.find(key);
        if (found != known.end()) {
            touched.splice(touched.begin(), touched, found->second);
            return touched.front();
        }
        if (touched.size() == most_keys) {
            known.erase(touched.back().key);
            touched.pop_back();
        }
        touched.push_front({std::string{key}, rate.burst, now});
        known.emplace(touched.front().key, touched.begin());
        return touched.front();
    }

    void refill(bucket& one, instant now) const {
        // A clock set back must not hand out tokens twice, nor freeze the bucket.
        auto const passed = std::max(now - one.filled, milliseconds{0});
        double const minutes = static_cast<double>(passed.count()) / 60'000.0;
        one.tokens = std::min(rate.burst, one.tokens + minutes * rate.per_minute);
        one.filled = now;
    }
};

token_buckets::token_buckets(bucket_rate rate, std::size_t most_keys) : state_(std::make_unique<state>()) {
    QUITTANCE_ASSERT(most_keys > 0 && rate.burst >= 1 && rate.per_minute >= 0);
    state_->rate = rate;
    state_->most_keys = most_keys;
}
token_buckets::token_buckets(token_buckets&&) noexcept = default;
token_buckets& token_buckets::operator=(token_buckets&&) noexcept = default;
token_buckets::~token_buckets() = default;

bool token_buckets::take(std::string_view key, instant now) {
    auto& one = state_->at(key, now);
    state_->refill(one, now);
    if (one.tokens < 1) return false;
    one.tokens -= 1;
    return true;
}

std::string token_buckets::network_of(std::string_view address) {
    boost::system::error_code unparsable;
    auto parsed = boost::asio::ip::make_address(std::string{address}, unparsable);
    if (unparsable) return std::string{address};
    if (parsed.is_v6() && parsed.to_v6().is_v4_mapped()) {
        parsed = boost::asio::ip::make_address_v4(boost::asio::ip::v4_mapped, parsed.to_v6());
    }
    if (parsed.is_v4()) {
        auto const network = parsed.to_v4().to_uint() & 0xFFFFFF00U;
        return boost::asio::ip::make_address_v4(network).to_string() + "/24";
    }
    auto bytes = parsed.to_v6().to_bytes();
    std::fill(bytes.begin() + 7, bytes.end(), static_cast<unsigned char>(0));
    return boost::asio::ip::make_address_v6(bytes).to_string() + "/56";
}

}  // namespace quittance::http
