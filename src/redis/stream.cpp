#include "stream.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/connect.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

namespace quittance::redis {
namespace {

namespace asio = boost::asio;
using asio::awaitable;
using asio::use_awaitable;
using asio::ip::tcp;

template <class Socket>
class socket_stream : public stream {
public:
    explicit socket_stream(Socket&& socket) : socket_(std::move(socket)) {}
    awaitable<std::size_t> read_some(std::span<char> into) override {
        co_return co_await socket_.async_read_some(asio::buffer(into.data(), into.size()), use_awaitable);
    }
    awaitable<void> write(std::string_view bytes) override {
        co_await asio::async_write(socket_, asio::buffer(bytes.data(), bytes.size()), use_awaitable);
    }

protected:
    Socket& socket() { return socket_; }

private:
    Socket socket_;
};

void close_quietly(auto& socket) {
    boost::system::error_code told;  // closing what is closed already is no news
    socket.close(told);
}

awaitable<void> connect_tcp(tcp::socket& socket, std::string host, std::string port) {
    tcp::resolver resolver(socket.get_executor());
    auto const found = co_await resolver.async_resolve(host, port, use_awaitable);
    co_await asio::async_connect(socket, found, use_awaitable);
    socket.set_option(tcp::no_delay(true));
}

class unix_stream final : public socket_stream<asio::local::stream_protocol::socket> {
public:
    unix_stream(asio::any_io_executor executor, std::string path)
        : socket_stream(asio::local::stream_protocol::socket(executor)), path_(std::move(path)) {}
    awaitable<void> connect() override {
        asio::local::stream_protocol::endpoint const where(path_);
        co_await socket().async_connect(where, use_awaitable);
    }
    void close() override { close_quietly(socket()); }

private:
    std::string path_;
};

class tcp_stream final : public socket_stream<tcp::socket> {
public:
    tcp_stream(asio::any_io_executor executor, address where)
        : socket_stream(tcp::socket(executor)), where_(std::move(where)) {}
    awaitable<void> connect() override { co_await connect_tcp(socket(), where_.host, where_.port); }
    void close() override { close_quietly(socket()); }

private:
    address where_;
};

asio::ssl::context make_context(std::string const& ca_file) {
    asio::ssl::context context(asio::ssl::context::tls_client);
    context.set_options(asio::ssl::context::no_tlsv1 | asio::ssl::context::no_tlsv1_1);
    if (ca_file.empty()) {
        context.set_default_verify_paths();
    } else {
        context.load_verify_file(ca_file);
    }
    context.set_verify_mode(asio::ssl::verify_peer);
    return context;
}

// The context must be there before the stream that is made from it.
struct context_holder {
    explicit context_holder(std::string const& ca_file) : context(make_context(ca_file)) {}
    asio::ssl::context context;
};

class tls_stream final : private context_holder, public socket_stream<asio::ssl::stream<tcp::socket>> {
public:
    tls_stream(asio::any_io_executor executor, address where, std::string const& ca_file)
        : context_holder(ca_file),
          socket_stream(asio::ssl::stream<tcp::socket>(executor, context)),
          where_(std::move(where)) {}
    awaitable<void> connect() override {
        co_await connect_tcp(socket().next_layer(), where_.host, where_.port);
        socket().set_verify_callback(asio::ssl::host_name_verification(where_.host));
        SSL_set_tlsext_host_name(socket().native_handle(), where_.host.c_str());
        co_await socket().async_handshake(asio::ssl::stream_base::client, use_awaitable);
    }
    void close() override { close_quietly(socket().next_layer()); }

private:
    address where_;
};

}  // namespace

std::unique_ptr<stream> make_stream(asio::any_io_executor executor, address const& where,
                                    std::string const& ca_file) {
    switch (where.over) {
        case address::transport::unix_socket: return std::make_unique<unix_stream>(executor, where.path);
        case address::transport::tls: return std::make_unique<tls_stream>(executor, where, ca_file);
        case address::transport::tcp: break;
    }
    return std::make_unique<tcp_stream>(executor, where);
}

}  // namespace quittance::redis
