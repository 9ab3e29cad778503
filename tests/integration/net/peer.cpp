#include "peer.hpp"

#include <openssl/ssl.h>

#include <boost/asio/buffer.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/write.hpp>
#include <chrono>

namespace quittance::net {

namespace asio = boost::asio;
namespace ssl = boost::asio::ssl;
using asio::ip::tcp;

peer::peer() : acceptor_(context_, tcp::endpoint{asio::ip::address_v4::loopback(), 0}) {
    door_ = std::thread{[this] { accept(); }};
}

peer::peer(issued const& identity, int max_tls)
    : acceptor_(context_, tcp::endpoint{asio::ip::address_v4::loopback(), 0}),
      tls_(std::make_unique<ssl::context>(ssl::context::tls_server)) {
    tls_->use_certificate_chain(asio::buffer(identity.certificate));
    tls_->use_private_key(asio::buffer(identity.key), ssl::context::pem);
    if (max_tls != 0) {
        SSL_CTX_set_security_level(tls_->native_handle(), 0);
        SSL_CTX_set_min_proto_version(tls_->native_handle(), TLS1_VERSION);
        SSL_CTX_set_max_proto_version(tls_->native_handle(), max_tls);
    }
    door_ = std::thread{[this] { accept(); }};
}

peer::~peer() {
    ending_ = true;
    ::shutdown(acceptor_.native_handle(), SHUT_RDWR);
    door_.join();
    for (auto const& socket : sockets_) ::shutdown(socket->native_handle(), SHUT_RDWR);
    for (auto& talk : talks_) talk.join();
}

void peer::accept() {
    for (;;) {
        auto const socket = std::make_shared<tcp::socket>(context_);
        boost::system::error_code error;
        acceptor_.accept(*socket, error);
        if (error || ending_) return;
        ++connections;
        sockets_.push_back(socket);
        talks_.emplace_back([this, socket] {
            serve(socket);
            // Shut, not closed: the descriptor stays ours until the end, so that nobody else can get its
            // number.
            ::shutdown(socket->native_handle(), SHUT_RDWR);
            ++gone;
        });
    }
}

void peer::serve(std::shared_ptr<tcp::socket> socket) {
    if (!tls_) return converse(*socket);
    ssl::stream<tcp::socket&> stream{*socket, *tls_};
    boost::system::error_code error;
    stream.handshake(ssl::stream_base::server, error);
    if (error) return;
    auto const* const asked = SSL_get_servername(stream.native_handle(), TLSEXT_NAMETYPE_host_name);
    {
        std::lock_guard const lock{guard_};
        name_ = asked != nullptr ? asked : "";
    }
    converse(stream);
}

template <class Stream>
std::string peer::read_request(Stream& stream) {
    std::string text;
    boost::system::error_code error;
    auto const head = asio::read_until(stream, asio::dynamic_buffer(text), "\r\n\r\n", error);
    if (error) return {};
    auto const length = text.find("Content-Length: ");
    std::size_t const body = length < head ? std::stoul(text.substr(length + 16)) : 0;
    auto const missing = head + body - std::min(text.size(), head + body);
    asio::read(stream, asio::dynamic_buffer(text), asio::transfer_exactly(missing), error);
    return error ? std::string{} : text;
}

template <class Stream>
void peer::converse(Stream& stream) {
    for (;;) {
        auto const text = read_request(stream);
        if (text.empty()) return;
        ++requests;
        {
            std::lock_guard const lock{guard_};
            request_ = text;
        }
        auto const start = text.find(' ') + 1;
        if (!answer(stream, text.substr(start, text.find(' ', start) - start))) return;
    }
}

template <class Stream>
bool peer::answer(Stream& stream, std::string const& path) {
    std::string reply = "HTTP/1.1 200 OK\r\nX-Word: yes\r\nContent-Length: 2\r\n\r\nok";
    if (path == "/drop") return false;
    if (path == "/cut") reply.pop_back();
    if (path == "/large") {
        reply = "HTTP/1.1 200 OK\r\nContent-Length: 1048577\r\n\r\n" + std::string(1024 * 1024 + 1, 'a');
    }
    if (path == "/moved") reply = "HTTP/1.1 302 Found\r\nLocation: /ok\r\nContent-Length: 0\r\n\r\n";
    if (path == "/early") reply = "HTTP/1.1 103 Early Hints\r\nLink: <a>\r\n\r\n" + reply;
    if (path == "/gone") reply = "HTTP/1.1 410 Gone\r\nContent-Length: 0\r\n\r\n";
    bool const faulty = path == "/fault" || (path == "/flaky" && requests == 1);
    if (faulty) reply = "HTTP/1.1 500 Internal Server Error\r\nContent-Length: 0\r\n\r\n";
    if (path == "/garbage") reply = "\x16\x03\x01 not HTTP at all\r\n\r\n";
    if (path == "/gate" || path == "/silent") wait_at_gate();
    boost::system::error_code error;
    asio::write(stream, asio::buffer(reply), error);
    return !error && path != "/bye" && path != "/cut" && path != "/garbage";
}

void peer::wait_at_gate() {
    int const now = ++waiting;
    int most = most_waiting;
    while (now > most && !most_waiting.compare_exchange_weak(most, now)) {
    }
    while (!gate_ && !ending_) std::this_thread::sleep_for(std::chrono::milliseconds{1});
    --waiting;
}

std::string peer::last_name() {
    std::lock_guard const lock{guard_};
    return name_;
}

std::string peer::last_request() {
    std::lock_guard const lock{guard_};
    return request_;
}

}  // namespace quittance::net
