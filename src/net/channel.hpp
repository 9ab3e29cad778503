// One connection to the origin, plain or TLS, that can carry one request after another. Whatever it is doing
// is ended by closing the socket under it when its deadline passes.
#pragma once
#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <chrono>
#include <memory>
#include <optional>
#include <string>

#include "origin.hpp"
#include "quittance/net/https_client.hpp"

namespace quittance::net {

class channel : public std::enable_shared_from_this<channel> {
public:
    using moment = std::chrono::steady_clock::time_point;

    explicit channel(boost::asio::any_io_executor executor);

    // `tls` null: plain. `rules` null: any address will do. False: no connection, or not to whom we meant.
    boost::asio::awaitable<bool> open(origin const& there, boost::asio::ssl::context* tls,
                                      address_rules const* rules = nullptr);
    // After open: whether there were addresses, and none of them was permitted.
    bool refused() const { return refused_; }
    // Sends `text` and reads one reply. From its first byte on every failure but size is outcome_unknown.
    boost::asio::awaitable<result<client_reply>> exchange(std::string text, bool head,
                                                          std::size_t most_bytes);

    void arm(moment until);
    void disarm();
    void abort();
    // After a reply: whether it may carry another request.
    bool reusable() const { return reusable_; }
    // Whether the other side closed or said something while nothing was asked.
    bool stale();

    moment idle_since{};

private:
    struct lookup;

    boost::asio::awaitable<bool> connect(origin const& there, address_rules const* rules);
    boost::asio::awaitable<bool> secure(origin const& there, boost::asio::ssl::context& tls);
    boost::asio::awaitable<bool> resolve(origin const& there,
                                         std::vector<boost::asio::ip::tcp::endpoint>& found);
    template <class Stream>
    boost::asio::awaitable<result<client_reply>> converse(Stream& stream, std::string text, bool head,
                                                          std::size_t most_bytes);
    void watch();
    static void start(std::shared_ptr<lookup> const& one, origin const& there);

    boost::asio::ip::tcp::socket socket_;
    std::optional<boost::asio::ssl::stream<boost::asio::ip::tcp::socket&>> tls_;
    boost::beast::flat_buffer buffer_;
    boost::asio::steady_timer watchdog_;
    std::shared_ptr<lookup> lookup_;
    moment until_ = moment::max();
    bool aborted_ = false;
    bool reusable_ = false;
    bool refused_ = false;
};

}  // namespace quittance::net
