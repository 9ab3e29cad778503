#include "service.hpp"

#include <algorithm>
#include <cstring>

#include "connection.hpp"
#include "quittance/base/assert.hpp"

namespace quittance::http {

void batched_entropy::fill(std::span<std::byte> bytes) {
    QUITTANCE_ASSERT(bytes.size() <= batch_.size());
    if (batch_.size() - used_ < bytes.size()) {
        source_.fill(batch_);
        used_ = 0;
    }
    std::memcpy(bytes.data(), batch_.data() + used_, bytes.size());
    std::memset(batch_.data() + used_, 0, bytes.size());
    used_ += bytes.size();
}

service::service(boost::asio::any_io_executor executor, server_options chosen, router const& known,
                 log& writes, metrics& figures, entropy& randomness)
    : options(std::move(chosen)),
      routes(known),
      journal(writes),
      counted(figures, options.name),
      ids(randomness),
      proxies(options.trusted_proxies),
      emptied(std::move(executor)) {}

bool service::counts(boost::asio::ip::address const& peer) const {
    if (peer.is_loopback() && options.limit.loopback_exempt) return false;
    return !proxies.contain(peer);
}

char const* service::turn_away(boost::asio::ip::address const& peer) const {
    if (open_.size() >= options.limit.connections) return "connections";
    if (!counts(peer)) return nullptr;
    auto const known = per_address_.find(peer);
    bool const full = known != per_address_.end() && known->second >= options.limit.connections_per_address;
    return full ? "connections_per_address" : nullptr;
}

void service::enter(connection& guest, boost::asio::ip::address const& peer) {
    guest.place = open_.size();
    open_.push_back(&guest);
    if (counts(peer)) ++per_address_[peer];
    counted.connections(open_.size());
}

void service::leave(connection& guest, boost::asio::ip::address const& peer) {
    QUITTANCE_ASSERT(guest.place < open_.size() && open_[guest.place] == &guest);
    open_[guest.place] = open_.back();
    open_[guest.place]->place = guest.place;
    open_.pop_back();
    if (counts(peer)) {
        auto const known = per_address_.find(peer);
        QUITTANCE_ASSERT(known != per_address_.end());
        if (--known->second == 0) per_address_.erase(known);
    }
    if (!orphaned) counted.connections(open_.size());
    if (open_.empty()) emptied.cancel();
}

std::vector<std::shared_ptr<connection>> service::guests() const {
    std::vector<std::shared_ptr<connection>> all;
    all.reserve(open_.size());
    // One that is being destroyed right now has no owner any more.
    for (auto* const guest : open_) {
        if (auto owned = guest->weak_from_this().lock()) all.push_back(std::move(owned));
    }
    return all;
}

void service::expire(moment now) {
    for (auto* const guest : open_) guest->expire_if_due(now);
}

bool service::reserve(std::size_t bytes) {
    if (bytes > options.limit.bytes_in_flight - in_flight_) return false;
    in_flight_ += bytes;
    return true;
}

gate_rules service::rules() const {
    auto const& limit = options.limit;
    return {limit.header_bytes, limit.header_lines, limit.target_bytes, options.allowed_hosts,
            options.addresses_allowed};
}

}  // namespace quittance::http
