// The other side: a server on loopback, TLS or plain, whose behaviour the path of a request chooses.
//   /ok      answers and keeps the connection      /bye     answers, then closes without saying so
//   /cut     half a reply, then closes             /drop    closes without a word
//   /silent  never answers                         /large   a body of one MiB and a byte
//   /gate    answers when opened                   /moved   redirects to /ok
//   /gone    answers 410                           /fault   answers 500
//   /flaky   500 to the first request, then /ok    /garbage no HTTP
#pragma once
#include <atomic>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "authority.hpp"

namespace quittance::net {

class peer {
public:
    peer();                                                  // plain
    explicit peer(issued const& identity, int max_tls = 0);  // TLS; `max_tls` as OpenSSL numbers versions
    peer(peer const&) = delete;
    peer& operator=(peer const&) = delete;
    ~peer();

    std::string port() const { return std::to_string(acceptor_.local_endpoint().port()); }
    void open_gate() { gate_ = true; }

    std::atomic<int> connections{0};
    std::atomic<int> requests{0};
    std::atomic<int> gone{0};  // connections that ended
    std::atomic<int> waiting{0};
    std::atomic<int> most_waiting{0};
    std::string last_name();     // the server name a TLS client asked for
    std::string last_request();  // head and body

private:
    void accept();
    void serve(std::shared_ptr<boost::asio::ip::tcp::socket> socket);
    template <class Stream>
    void converse(Stream& stream);
    template <class Stream>
    bool answer(Stream& stream, std::string const& path);
    template <class Stream>
    std::string read_request(Stream& stream);
    void wait_at_gate();

    boost::asio::io_context context_;
    boost::asio::ip::tcp::acceptor acceptor_;
    std::unique_ptr<boost::asio::ssl::context> tls_;
    std::atomic<bool> gate_{false};
    std::atomic<bool> ending_{false};
    std::mutex guard_;
    std::string name_;
    std::string request_;
    std::vector<std::shared_ptr<boost::asio::ip::tcp::socket>> sockets_;
    std::vector<std::thread> talks_;
    std::thread door_;
};

}  // namespace quittance::net
