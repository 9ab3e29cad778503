#include "channel.hpp"
#include "quittance/net/quietly.hpp"

#include <openssl/ssl.h>
#include <sys/socket.h>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/connect.hpp>
#include <boost/asio/ssl/host_name_verification.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <cerrno>

namespace quittance::net {
namespace {

namespace asio = boost::asio;
namespace ssl = boost::asio::ssl;
namespace beast_http = boost::beast::http;
using asio::ip::tcp;
using reply_parser = beast_http::response_parser<beast_http::string_body>;
constexpr std::uint32_t most_header_bytes = 64 * 1024;
constexpr std::size_t read_at_once = 16 * 1024;

client_reply plain(beast_http::response<beast_http::string_body> message) {
    client_reply reply;
    reply.status = message.result_int();
    for (auto const& field : message) {
        reply.headers.emplace_back(std::string{field.name_string()}, std::string{field.value()});
    }
    reply.body = std::move(message.body());
    return reply;
}

// What is connected to is what was looked at: the name is not asked again.
void keep_permitted(std::vector<tcp::endpoint>& found, address_rules const& rules, bool plain) {
    std::erase_if(found, [&rules, plain](tcp::endpoint const& one) {
        auto const address = one.address();
        return !rules.permits(address.to_string()) || (plain && !address.is_loopback());
    });
}

client_errc translated(boost::system::error_code error) {
    bool const large = error == beast_http::error::body_limit || error == beast_http::error::header_limit;
    return large ? client_errc::reply_too_large : client_errc::outcome_unknown;
}

}  // namespace

// Outlives the coroutine that asked: a running getaddrinfo cannot be interrupted, only left behind.
struct channel::lookup {
    explicit lookup(asio::any_io_executor const& executor) : resolver(executor), done(executor) {}
    tcp::resolver resolver;
    asio::steady_timer done;
    std::vector<tcp::endpoint> found;
    bool finished = false;
};

void channel::start(std::shared_ptr<lookup> const& one, origin const& there) {
    one->resolver.async_resolve(there.host, there.port,
                                [one](boost::system::error_code error, tcp::resolver::results_type results) {
                                    one->finished = true;
                                    if (!error) one->found.assign(results.begin(), results.end());
                                    one->done.cancel();
                                });
}

channel::channel(asio::any_io_executor executor) : socket_(executor), watchdog_(executor) {}

void channel::arm(moment until) {
    until_ = until;
    watchdog_.expires_at(until);
    watch();
}

void channel::disarm() {
    until_ = moment::max();
    watchdog_.cancel();
}

void channel::watch() {
    watchdog_.async_wait([weak = weak_from_this()](boost::system::error_code error) {
        auto const self = weak.lock();
        // The deadline may have moved while this was on its way.
        if (!error && self && std::chrono::steady_clock::now() >= self->until_) self->abort();
    });
}

void channel::abort() {
    aborted_ = true;
    watchdog_.cancel();
    if (lookup_) lookup_->done.cancel();
    boost::system::error_code ignored;  // closed is what it shall be
    socket_.close(ignored);
}

bool channel::stale() {
    char byte = 0;
    auto const count = ::recv(socket_.native_handle(), &byte, 1, MSG_PEEK | MSG_DONTWAIT);
    bool const quiet = count < 0 && (errno == EAGAIN || errno == EWOULDBLOCK);
    return !quiet;
}

asio::awaitable<bool> channel::open(origin const& there, ssl::context* tls, address_rules const* rules) {
    bool const connected = co_await connect(there, rules);
    if (!connected || tls == nullptr) co_return connected;
    bool const secured = co_await secure(there, *tls);
    co_return secured;
}

asio::awaitable<bool> channel::resolve(origin const& there, std::vector<tcp::endpoint>& found) {
    boost::system::error_code not_numeric;
    auto const address = asio::ip::make_address(there.host, not_numeric);
    if (!not_numeric) {
        found.emplace_back(address, static_cast<std::uint16_t>(std::stoul(there.port)));
        co_return true;
    }
    auto const one = std::make_shared<lookup>(socket_.get_executor());
    lookup_ = one;
    one->done.expires_at(until_);
    start(one, there);
    co_await one->done.async_wait(quietly);
    lookup_.reset();
    if (!one->finished) one->resolver.cancel();
    found = std::move(one->found);
    co_return !found.empty();
}

asio::awaitable<bool> channel::connect(origin const& there, address_rules const* rules) {
    std::vector<tcp::endpoint> endpoints;
    bool const known = co_await resolve(there, endpoints);
    if (!known || aborted_) co_return false;
    if (rules != nullptr) keep_permitted(endpoints, *rules, !there.tls);
    refused_ = endpoints.empty();
    if (refused_) co_return false;
    auto const connected = co_await asio::async_connect(socket_, endpoints, quietly);
    if (std::get<0>(connected) || aborted_) co_return false;
    boost::system::error_code ignored;  // a hint: without it requests are only slower
    socket_.set_option(tcp::no_delay{true}, ignored);
    co_return true;
}

asio::awaitable<bool> channel::secure(origin const& there, ssl::context& tls) {
    tls_.emplace(socket_, tls);
    tls_->set_verify_callback(ssl::host_name_verification(there.host));
    boost::system::error_code not_numeric;
    asio::ip::make_address(there.host, not_numeric);
    if (not_numeric && SSL_set_tlsext_host_name(tls_->native_handle(), there.host.c_str()) != 1)
        co_return false;
    auto const shaken = co_await tls_->async_handshake(ssl::stream_base::client, quietly);
    co_return !std::get<0>(shaken) && !aborted_;
}

asio::awaitable<result<client_reply>> channel::exchange(std::string text, bool head, std::size_t most_bytes) {
    reusable_ = false;
    if (tls_) {
        auto reply = co_await converse(*tls_, std::move(text), head, most_bytes);
        co_return reply;
    }
    auto reply = co_await converse(socket_, std::move(text), head, most_bytes);
    co_return reply;
}

template <class Stream>
asio::awaitable<result<client_reply>> channel::converse(Stream& stream, std::string text, bool head,
                                                        std::size_t most_bytes) {
    // Else it is read in pieces of 512 bytes, each of them a turn of the loop.
    buffer_.reserve(read_at_once);
    auto const written = co_await asio::async_write(stream, asio::buffer(text), quietly);
    if (std::get<0>(written)) co_return client_errc::outcome_unknown;
    for (;;) {
        reply_parser parser;
        parser.body_limit(most_bytes);
        parser.header_limit(most_header_bytes);
        parser.skip(head);
        auto const read = co_await beast_http::async_read(stream, buffer_, parser, quietly);
        if (std::get<0>(read)) co_return translated(std::get<0>(read));
        if (parser.get().result_int() < 200) continue;  // an interim reply: the answer follows
        reusable_ = parser.keep_alive() && buffer_.size() == 0 && !aborted_;
        co_return plain(parser.release());
    }
}

}  // namespace quittance::net
