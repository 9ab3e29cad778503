#include "connection.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include "quittance/base/assert.hpp"
#include "quittance/net/quietly.hpp"
#include "wire.hpp"

namespace quittance::http {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
// simdjson reads beyond the end of what it parses: room behind the body saves it a copy.
constexpr std::size_t body_padding = 64;
// A larger body gets its room as it comes.
constexpr std::size_t most_on_trust = std::size_t{64} * 1024;
constexpr std::chrono::milliseconds linger_time{1'000};

std::string_view sentence_of(unsigned status) {
    switch (status) {
        case 408: return "The request did not arrive in time.";
        case 413: return "The request body is too large.";
        case 414: return "The address is too long.";
        case 417: return "The expectation cannot be met.";
        case 421: return "This host is not served here.";
        case 431: return "The request headers are too large.";
        case 501: return "This transfer encoding is not supported.";
        case 503: return "Too busy just now. Please try again.";
        case 505: return "This HTTP version is not supported.";
        default: return "The request is not valid HTTP.";
    }
}

}  // namespace

connection::connection(std::shared_ptr<service> home, tcp::socket socket, asio::ip::address peer)
    : home_(std::move(home)),
      socket_(std::move(socket)),
      peer_(std::move(peer)),
      peer_text_(peer_.to_string()) {
    home_->enter(*this, peer_);
}

connection::~connection() {
    home_->release(reserved_);
    home_->leave(*this, peer_);
}

asio::awaitable<void> connection::serve() {
    try {
        co_await converse();
    } catch (std::exception const& failure) {
        if (!cut_short_) home_->journal.warning("http_connection_failed", {{"why", failure.what()}});
    }
}

asio::awaitable<void> connection::converse() {
    for (bool stays = true; stays;) {
        auto const got = co_await receive();
        if (got == step::gone) co_return;
        number_request();
        auto const began = std::chrono::steady_clock::now();
        std::string_view route = "refused";
        response reply;
        if (got == step::refused) {
            reply = refusal_reply();
        } else {
            route = home_->routes.name_of(asked_.verb, asked_.path);
            reply = co_await home_->routes.answer(std::move(asked_));
            check(reply);
        }
        auto const status = reply.status;
        stays = co_await deliver(std::move(reply));
        home_->counted.answered(route, status, std::chrono::steady_clock::now() - began);
        forget_request();
    }
    if (linger_) co_await linger();
}

asio::awaitable<connection::step> connection::receive() {
    begin(phase::idle, home_->options.limit.idle_deadline);
    for (;;) {
        if (cut_short_ || (phase_ == phase::idle && home_->draining)) co_return step::gone;
        auto const waited = co_await socket_.async_wait(tcp::socket::wait_read, net::quietly);
        if (std::get<0>(waited) || expired_) co_return interrupted();
        auto const now = read_some();
        if (now != step::more) co_return now;
    }
}

connection::step connection::read_some() {
    auto& scratch = home_->scratch;
    boost::system::error_code error;
    auto const count = socket_.read_some(asio::buffer(scratch), error);
    if (error == asio::error::would_block || error == asio::error::try_again) return step::more;
    if (error) return step::gone;
    std::string_view const bytes{scratch.data(), count};
    if (phase_ == phase::body) return take_body(bytes);
    if (pending_.empty()) return take_head(bytes);
    pending_.append(bytes);
    auto const whole = std::exchange(pending_, {});
    return take_head(whole);
}

connection::step connection::take_head(std::string_view bytes) {
    if (bytes.starts_with("HEAD ")) asked_.verb = method::head;  // a refusal has no body then either
    auto const most = home_->options.limit.header_bytes;
    auto const seen = find_head_end(bytes, scanned_);
    if (seen.what == head_scan::found::bare_line_feed) return refuse({400, "bare_line_feed"});
    if (seen.what == head_scan::found::incomplete) {
        if (bytes.size() >= most) return refuse(too_long_to_wait_for(bytes));
        if (phase_ == phase::idle) begin(phase::header, home_->options.limit.header_deadline);
        scanned_ = bytes.size();
        pending_ = bytes;
        return step::more;
    }
    auto passed = gate(bytes.substr(0, seen.length), home_->rules());
    if (!passed) return refuse(passed.error());
    return admit(std::move(*passed), bytes.substr(seen.length));
}

connection::step connection::admit(admitted passed, std::string_view rest) {
    auto const most = home_->routes.body_limit(passed.asked.path);
    if (passed.chunked && !home_->routes.chunked_allowed(passed.asked.path)) return refuse({501, "chunked"});
    if (passed.content_length > most) return refuse({413, "body_too_large"});
    missing_ = static_cast<std::size_t>(passed.content_length);
    if (passed.chunked) chunks_.emplace(most);
    keep_alive_ = passed.keep_alive;
    asked_ = std::move(passed.asked);
    if (missing_ > 0) asked_.body.reserve(std::min(missing_, most_on_trust) + body_padding);
    auto const now = take_body(rest);
    if (now != step::more) return now;
    begin(phase::body, home_->options.limit.body_deadline);
    if (passed.expects_continue && rest.empty() && !invite_body()) return step::gone;
    return step::more;
}

connection::step connection::take_body(std::string_view bytes) {
    // Counted as it comes: what is only announced would keep everybody else out for nothing.
    if (!home_->reserve(bytes.size())) return refuse({503, "bytes_in_flight"});
    reserved_ += bytes.size();
    if (chunks_) return take_chunks(bytes);
    // What follows a request before its reply is not the next request but a dispute about this one's length.
    if (bytes.size() > missing_) return refuse({400, "bytes_after_request"});
    asked_.body.append(bytes);
    missing_ -= bytes.size();
    if (missing_ > 0) return step::more;
    if (!asked_.body.empty()) asked_.body.reserve(asked_.body.size() + body_padding);
    return step::ready;
}

connection::step connection::take_chunks(std::string_view bytes) {
    std::size_t used = 0;
    switch (chunks_->feed(bytes, asked_.body, used)) {
        case chunked_decoder::progress::more: return step::more;
        case chunked_decoder::progress::broken: return refuse({400, "chunk_syntax"});
        case chunked_decoder::progress::too_large: return refuse({413, "body_too_large"});
        case chunked_decoder::progress::done: break;
    }
    if (used != bytes.size()) return refuse({400, "bytes_after_request"});
    asked_.body.reserve(asked_.body.size() + body_padding);
    return step::ready;
}

bool connection::invite_body() {
    constexpr std::string_view invitation = "HTTP/1.1 100 Continue\r\n\r\n";
    boost::system::error_code error;
    auto const sent = socket_.write_some(asio::buffer(invitation), error);
    return !error && sent == invitation.size();
}

connection::step connection::refuse(refusal const& no) {
    home_->counted.refused(no.why);
    home_->journal.info("http_refused", {{"listener", home_->options.name},
                                         {"status", no.status},
                                         {"why", no.why},
                                         {"network", token_buckets::network_of(peer_text_)}});
    refusal_ = no;
    keep_alive_ = false;
    linger_ = true;
    return step::refused;
}

connection::step connection::interrupted() {
    bool const late = std::exchange(expired_, false);
    if (late && !cut_short_ && phase_ == phase::header) return refuse({408, "header_deadline"});
    if (late && !cut_short_ && phase_ == phase::body) return refuse({408, "body_deadline"});
    return step::gone;
}

response connection::refusal_reply() const {
    QUITTANCE_ASSERT(refusal_.has_value());
    auto reply = plain_problem(refusal_->status, sentence_of(refusal_->status));
    if (refusal_->status == 503) reply.headers.emplace_back("Retry-After", "1");
    reply.close = true;
    return reply;
}

void connection::number_request() {
    phase_ = phase::handling;
    deadline_ = moment::max();
    request_id_ = random_token(home_->ids);
    verb_ = asked_.verb;
    asked_.request_id = request_id_;
    asked_.peer = peer_text_;
    if (home_->options.trusted_proxies.empty()) return;
    auto const client = home_->proxies.client(peer_, asked_.headers);
    if (client != peer_) asked_.peer = client.to_string();
}

void connection::check(response& reply) const {
    if (!splits(reply)) return;
    home_->journal.error("http_header_refused", {{"request", request_id_}, {"status", reply.status}});
    reply = plain_problem(500, "Something went wrong on our side. Please try again.");
    reply.close = true;
}

asio::awaitable<bool> connection::deliver(response reply) {
    if (reply.abandon) co_return false;
    if (unread_input()) linger_ = true;
    bool const close = reply.close || linger_ || !keep_alive_ || home_->draining;
    wire_rules const rules{request_id_, close, home_->options.tls_in_front};
    auto const head = head_of(reply, rules);
    std::string_view body = reply.body;
    if (verb_ == method::head || !has_body(reply.status)) body = {};
    std::array<asio::const_buffer, 2> const pieces{asio::buffer(head), asio::buffer(body)};
    boost::system::error_code error;
    auto const sent = socket_.write_some(pieces, error);
    if (error && error != asio::error::would_block) co_return false;
    bool whole = sent == head.size() + body.size();
    if (!whole) whole = co_await send_rest(head, body, sent);
    if (!whole) linger_ = false;
    co_return whole && !close;
}

// The caller's frame holds head and body until this is done.
asio::awaitable<bool> connection::send_rest(std::string const& head, std::string_view body,
                                            std::size_t sent) {
    begin(phase::writing, home_->options.limit.write_deadline);
    auto const of_head = std::min(sent, head.size());
    std::array<asio::const_buffer, 2> const rest{asio::buffer(head) + of_head,
                                                 asio::buffer(body) + (sent - of_head)};
    auto const written = co_await asio::async_write(socket_, rest, net::quietly);
    co_return !std::get<0>(written) && !expired_;
}

// Closing on unread bytes makes the kernel reset the connection and the client lose the reply; so the rest of
// what it sends is read and thrown away for a moment.
asio::awaitable<void> connection::linger() {
    boost::system::error_code error;
    socket_.shutdown(tcp::socket::shutdown_send, error);
    begin(phase::lingering, linger_time);
    while (!error && !expired_ && !cut_short_) {
        auto const waited = co_await socket_.async_wait(tcp::socket::wait_read, net::quietly);
        if (std::get<0>(waited)) co_return;
        socket_.read_some(asio::buffer(home_->scratch), error);
        if (error == asio::error::would_block) error.clear();
    }
}

bool connection::unread_input() {
    boost::system::error_code error;
    return socket_.available(error) > 0;
}

void connection::begin(phase next, std::chrono::milliseconds allowed) {
    phase_ = next;
    deadline_ = std::chrono::steady_clock::now() + allowed;
}

void connection::forget_request() {
    asked_ = {};
    scanned_ = 0;
    missing_ = 0;
    chunks_.reset();
    refusal_.reset();
    home_->release(std::exchange(reserved_, 0));
}

void connection::expire_if_due(moment now) {
    if (now < deadline_) return;
    deadline_ = moment::max();
    expired_ = true;
    boost::system::error_code ignored;  // nothing to cancel is as good
    socket_.cancel(ignored);
}

void connection::drain() {
    boost::system::error_code ignored;  // the wait may just have ended
    if (phase_ == phase::idle) socket_.cancel(ignored);
}

void connection::cut() {
    cut_short_ = true;
    cut_.emit(asio::cancellation_type::terminal);
    boost::system::error_code ignored;  // it is going either way
    socket_.close(ignored);
}

}  // namespace quittance::http
