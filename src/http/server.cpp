#include "quittance/http/server.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <system_error>

#include "connection.hpp"
#include "quittance/net/quietly.hpp"

namespace quittance::http {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using reuse_port = asio::detail::socket_option::boolean<SOL_SOCKET, SO_REUSEPORT>;
std::string where(server_options const& options) { return options.host + ":" + std::to_string(options.port); }

[[noreturn]] void cannot_listen(server_options const& options, boost::system::error_code why) {
    throw std::system_error(
        why.value(), std::system_category(),
        "cannot listen on " + where(options) + " (" + options.name + "); free it or choose another address");
}

tcp::acceptor listening(asio::any_io_executor const& executor, server_options const& options) {
    boost::system::error_code error;
    auto const address = asio::ip::make_address(options.host, error);
    if (error) cannot_listen(options, error);
    tcp::endpoint const endpoint{address, options.port};
    tcp::acceptor acceptor{executor};
    acceptor.open(endpoint.protocol(), error);
    if (!error) acceptor.set_option(tcp::acceptor::reuse_address{true}, error);
    if (!error && options.share_port) acceptor.set_option(reuse_port{true}, error);
    if (!error) acceptor.bind(endpoint, error);
    if (!error) acceptor.listen(4096, error);
    if (error) cannot_listen(options, error);
    return acceptor;
}

// Often enough that a deadline is met to an eighth, seldom enough to cost nothing.
std::chrono::milliseconds sweep_period(limits const& limit) {
    auto const shortest =
        std::min({limit.header_deadline, limit.body_deadline, limit.write_deadline, limit.idle_deadline});
    return std::clamp(shortest / 8, std::chrono::milliseconds{5}, std::chrono::milliseconds{250});
}

}  // namespace

struct server::state {
    state(asio::any_io_executor executor, server_options options, router const& routes, log& journal,
          metrics& figures, entropy& randomness)
        : executor_(executor),
          acceptor_(listening(executor, options)),
          port_(acceptor_.local_endpoint().port()),
          sweeper_(executor),
          pause_(executor),
          service_(std::make_shared<service>(executor, std::move(options), routes, journal, figures,
                                             randomness)) {}

    asio::any_io_executor executor_;
    tcp::acceptor acceptor_;
    std::uint16_t port_;
    asio::steady_timer sweeper_;
    asio::steady_timer pause_;
    std::shared_ptr<service> service_;
    bool stopped_ = false;

    void welcome(tcp::socket socket);
    void turn_away(tcp::socket& socket, char const* why);
    void close_door();
    void cut_all();

    static asio::awaitable<void> accept(std::shared_ptr<state> self);
    static asio::awaitable<void> sweep(std::shared_ptr<state> self);
    static asio::awaitable<void> wait_until_empty(std::shared_ptr<state> self,
                                                  std::chrono::milliseconds most);
};

asio::awaitable<void> server::state::accept(std::shared_ptr<state> self) {
    while (!self->stopped_) {
        auto accepted = co_await self->acceptor_.async_accept(net::quietly);
        auto const error = std::get<0>(accepted);
        if (!error) {
            self->welcome(std::move(std::get<1>(accepted)));
            continue;
        }
        if (self->stopped_) co_return;
        if (error == asio::error::connection_aborted) continue;
        // Out of descriptors, most likely: waiting for connections to end is all that helps.
        self->service_->journal.warning("http_accept_failed", {{"why", error.message()}});
        self->pause_.expires_after(std::chrono::milliseconds{50});
        co_await self->pause_.async_wait(net::quietly);
    }
}

asio::awaitable<void> server::state::sweep(std::shared_ptr<state> self) {
    auto const period = sweep_period(self->service_->options.limit);
    while (!self->stopped_ || !self->service_->empty()) {
        self->sweeper_.expires_after(period);
        co_await self->sweeper_.async_wait(net::quietly);
        self->service_->expire(std::chrono::steady_clock::now());
    }
}

void server::state::welcome(tcp::socket socket) {
    boost::system::error_code error;
    auto const remote = socket.remote_endpoint(error);
    if (!error) socket.non_blocking(true, error);
    if (!error) socket.set_option(tcp::no_delay{true}, error);
    if (error) return;  // it left before it was greeted
    auto const peer = unmapped(remote.address());
    auto const* const why = service_->turn_away(peer);
    if (why != nullptr) return turn_away(socket, why);
    auto const guest = std::make_shared<connection>(service_, std::move(socket), peer);
    auto life = [guest]() { return guest->serve(); };
    asio::co_spawn(executor_, std::move(life),
                   asio::bind_cancellation_slot(guest->cancellation(), asio::detached));
}

void server::state::turn_away(tcp::socket& socket, char const* why) {
    constexpr std::string_view busy =
        "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 5\r\nContent-Length: 0\r\nConnection: "
        "close\r\n\r\n";
    service_->counted.turned_away(why);
    boost::system::error_code ignored;  // a courtesy: whoever cannot take it is turned away all the same
    socket.write_some(asio::buffer(busy), ignored);
}

void server::state::close_door() {
    stopped_ = true;
    service_->draining = true;
    boost::system::error_code ignored;  // closed is what it shall be
    acceptor_.close(ignored);
    pause_.cancel();
}

void server::state::cut_all() {
    for (auto const& guest : service_->guests()) guest->cut();
}

asio::awaitable<void> server::state::wait_until_empty(std::shared_ptr<state> self,
                                                      std::chrono::milliseconds most) {
    if (self->service_->empty()) co_return;
    self->service_->emptied.expires_after(most);
    co_await self->service_->emptied.async_wait(net::quietly);
}

server::server(asio::any_io_executor executor, server_options options, router const& routes, log& journal,
               metrics& figures, entropy& randomness)
    : state_(std::make_shared<state>(std::move(executor), std::move(options), routes, journal, figures,
                                     randomness)) {}

server::~server() {
    state_->close_door();
    state_->cut_all();
    state_->sweeper_.cancel();
    state_->service_->orphaned = true;
}

std::uint16_t server::port() const { return state_->port_; }

void server::start() {
    asio::co_spawn(state_->executor_, state::accept(state_), asio::detached);
    asio::co_spawn(state_->executor_, state::sweep(state_), asio::detached);
}

asio::awaitable<void> server::stop(std::chrono::milliseconds grace) {
    auto const self = state_;
    self->close_door();
    for (auto const& guest : self->service_->guests()) guest->drain();
    co_await state::wait_until_empty(self, grace);
    self->cut_all();
    // A cut handler may need a turn or two of the loop to notice.
    co_await state::wait_until_empty(self, std::chrono::milliseconds{500});
    self->sweeper_.cancel();
}

}  // namespace quittance::http
