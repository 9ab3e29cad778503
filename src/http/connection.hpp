// One client's connection: read a request through the gate, have it answered, send the reply, again. Every
// wait has an absolute deadline, which the server's sweep enforces; a handler at work has none (it brings its
// own).
#pragma once
#include <boost/asio/awaitable.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <memory>
#include <optional>
#include <string>

#include "chunked.hpp"
#include "quittance/http/token_bucket.hpp"
#include "service.hpp"

namespace quittance::http {

class connection : public std::enable_shared_from_this<connection> {
public:
    connection(std::shared_ptr<service> home, boost::asio::ip::tcp::socket socket,
               boost::asio::ip::address peer);
    connection(connection const&) = delete;
    connection& operator=(connection const&) = delete;
    ~connection();

    boost::asio::awaitable<void> serve();
    boost::asio::cancellation_slot cancellation() { return cut_.slot(); }

    void expire_if_due(moment now);
    void drain();  // leaves at once when nothing was asked, else after the reply
    void cut();    // now, whatever is under way

    std::size_t place = 0;  // in the service's list

private:
    enum class phase { idle, header, body, handling, writing, lingering };
    enum class step { more, ready, refused, gone };

    boost::asio::awaitable<step> receive();
    boost::asio::awaitable<void> converse();
    boost::asio::awaitable<bool> deliver(response reply);
    boost::asio::awaitable<bool> send_rest(std::string const& head, std::string_view body, std::size_t sent);
    boost::asio::awaitable<void> linger();

    step read_some();
    step take_head(std::string_view bytes);
    step admit(admitted passed, std::string_view rest);
    step take_body(std::string_view bytes);
    step take_chunks(std::string_view bytes);
    step refuse(refusal const& no);
    step interrupted();
    bool invite_body();
    response refusal_reply() const;
    void check(response& reply) const;
    void number_request();
    bool unread_input();
    void begin(phase next, std::chrono::milliseconds allowed);
    void forget_request();

    std::shared_ptr<service> home_;
    boost::asio::ip::tcp::socket socket_;
    boost::asio::ip::address peer_;
    std::string peer_text_;
    boost::asio::cancellation_signal cut_;

    phase phase_ = phase::idle;
    moment deadline_ = moment::max();
    bool expired_ = false;
    bool keep_alive_ = true;
    bool linger_ = false;
    bool cut_short_ = false;

    std::string pending_;  // a header block that did not come in one piece
    std::size_t scanned_ = 0;
    request asked_;
    std::string request_id_;
    method verb_ = method::get;
    std::size_t missing_ = 0;  // of a body with a Content-Length
    std::optional<chunked_decoder> chunks_;
    std::size_t reserved_ = 0;
    std::optional<refusal> refusal_;
};

}  // namespace quittance::http
