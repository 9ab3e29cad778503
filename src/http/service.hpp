// What all connections of one server share: options, routes, figures, one read buffer, who is connected.
#pragma once
#include <array>
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <map>
#include <memory>
#include <vector>

#include "forwarded.hpp"
#include "gate.hpp"
#include "quittance/base/entropy.hpp"
#include "quittance/base/log.hpp"
#include "quittance/http/server.hpp"
#include "traffic.hpp"

namespace quittance::http {

class connection;
using moment = std::chrono::steady_clock::time_point;

// Draws from the generator in large pieces: one draw per request would cost a tenth of the request.
class batched_entropy final : public entropy {
public:
    explicit batched_entropy(entropy& source) : source_(source) {}
    void fill(std::span<std::byte> bytes) override;

private:
    entropy& source_;
    std::array<std::byte, 1024> batch_{};
    std::size_t used_ = batch_.size();
};

class service {
public:
    service(boost::asio::any_io_executor executor, server_options chosen, router const& known, log& writes,
            metrics& figures, entropy& randomness);

    // Empty: welcome. Else why not, for the figures.
    char const* turn_away(boost::asio::ip::address const& peer) const;
    void enter(connection& guest, boost::asio::ip::address const& peer);
    void leave(connection& guest, boost::asio::ip::address const& peer);
    std::vector<std::shared_ptr<connection>> guests() const;
    bool empty() const { return open_.size() == 0; }
    void expire(moment now);

    bool reserve(std::size_t bytes);
    void release(std::size_t bytes) { in_flight_ -= bytes; }
    gate_rules rules() const;

    server_options options;
    router const& routes;
    log& journal;
    traffic counted;
    batched_entropy ids;
    trusted_proxies proxies;
    bool draining = false;
    bool orphaned = false;              // the server is gone, and what it was given by reference may be too
    boost::asio::steady_timer emptied;  // cancelled when the last connection leaves
    // Read into by whoever has bytes to read, emptied before anyone else runs: an idle connection holds no
    // buffer.
    std::array<char, 64 * 1024> scratch{};

private:
    bool counts(boost::asio::ip::address const& peer) const;

    std::vector<connection*> open_;
    std::map<boost::asio::ip::address, std::size_t> per_address_;
    std::size_t in_flight_ = 0;
};

}  // namespace quittance::http
