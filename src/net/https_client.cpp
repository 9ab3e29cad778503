#include "quittance/net/https_client.hpp"

#include <algorithm>
#include <boost/asio/steady_timer.hpp>
#include <set>

#include "channel.hpp"
#include "request_text.hpp"
#include "tls_context.hpp"
#include "turnstile.hpp"

namespace quittance::net {
namespace {

namespace asio = boost::asio;
using moment = std::chrono::steady_clock::time_point;

bool same_name(std::string_view one, std::string_view other) {
    auto const lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
    return std::ranges::equal(one, other, {}, lower, lower);
}

}  // namespace

std::string_view client_reply::header(std::string_view name) const {
    for (auto const& [key, value] : headers) {
        if (same_name(key, name)) return value;
    }
    return {};
}

struct https_client::state : std::enable_shared_from_this<https_client::state> {
    state(asio::any_io_executor executor, client_options chosen)
        : options(std::move(chosen)),
          there(parse_origin(options.base, options.allow_plain_loopback)),
          executor_(executor),
          places(executor, options.most_in_flight),
          reaper(executor) {
        if (there.tls) tls.emplace(make_client_context(options.ca_file));
    }

    client_options options;
    origin there;
    asio::any_io_executor executor_;
    std::optional<asio::ssl::context> tls;
    turnstile places;
    asio::steady_timer reaper;
    std::vector<std::shared_ptr<channel>> idle;  // the longest idle first
    std::set<channel*> busy;
    bool closed = false;

    std::shared_ptr<channel> take_idle();
    void keep(std::shared_ptr<channel> one);
    void reap();
    void close();
    static asio::awaitable<result<client_reply>> talk(std::shared_ptr<state> self, std::string text,
                                                      bool head, moment until);
};

namespace {

// Gives back what a request holds, however its coroutine ends.
template <class Release>
class on_leaving {
public:
    explicit on_leaving(Release release) : release_(std::move(release)) {}
    on_leaving(on_leaving const&) = delete;
    on_leaving& operator=(on_leaving const&) = delete;
    ~on_leaving() { release_(); }

private:
    Release release_;
};

}  // namespace

std::shared_ptr<channel> https_client::state::take_idle() {
    while (!idle.empty()) {
        auto one = std::move(idle.back());
        idle.pop_back();
        bool const expired = std::chrono::steady_clock::now() - one->idle_since >= options.idle_keep;
        if (!expired && !one->stale()) return one;
        one->abort();
    }
    return nullptr;
}

void https_client::state::keep(std::shared_ptr<channel> one) {
    one->idle_since = std::chrono::steady_clock::now();
    idle.push_back(std::move(one));
    if (idle.size() == 1) reap();
}

void https_client::state::reap() {
    auto const now = std::chrono::steady_clock::now();
    auto const alive = std::ranges::find_if(
        idle, [this, now](auto const& one) { return now - one->idle_since < options.idle_keep; });
    idle.erase(idle.begin(), alive);
    if (idle.empty()) return;
    reaper.expires_at(idle.front()->idle_since + options.idle_keep);
    reaper.async_wait([weak = weak_from_this()](boost::system::error_code error) {
        auto const self = weak.lock();
        if (!error && self && !self->closed) self->reap();
    });
}

void https_client::state::close() {
    closed = true;
    reaper.cancel();
    idle.clear();
    places.close();
    for (auto* const one : busy) one->abort();
}

asio::awaitable<result<client_reply>> https_client::state::talk(std::shared_ptr<state> self, std::string text,
                                                                bool head, moment until) {
    auto one = self->take_idle();
    bool const fresh = one == nullptr;
    if (fresh) one = std::make_shared<channel>(self->executor_);
    self->busy.insert(one.get());
    auto forget = [&self, &one] { self->busy.erase(one.get()); };
    on_leaving const leaving{std::move(forget)};
    one->arm(until);
    if (fresh) {
        auto* const context = self->tls ? &*self->tls : nullptr;
        auto const* const rules = self->options.addresses ? &*self->options.addresses : nullptr;
        bool const opened = co_await one->open(self->there, context, rules);
        if (!opened) one->abort();
        if (!opened) co_return one->refused() ? client_errc::address_refused : client_errc::not_sent;
    }
    if (self->closed || std::chrono::steady_clock::now() >= until) co_return client_errc::not_sent;
    auto reply = co_await one->exchange(std::move(text), head, self->options.most_reply_bytes);
    one->disarm();
    bool const good = one->reusable() && !self->closed;
    if (!good) one->abort();
    if (good) self->keep(one);
    co_return reply;
}

std::optional<std::string> problem_with_base(std::string_view base, bool allow_plain_loopback) {
    try {
        parse_origin(base, allow_plain_loopback);
    } catch (std::invalid_argument const& wrong) {
        return std::string{wrong.what()};
    }
    return std::nullopt;
}

https_client::https_client(asio::any_io_executor executor, client_options options)
    : state_(std::make_shared<state>(std::move(executor), std::move(options))) {}

https_client::~https_client() { state_->close(); }

void https_client::close() { state_->close(); }

asio::awaitable<result<client_reply>> https_client::send(client_request request,
                                                         std::chrono::milliseconds patience) {
    auto const self = state_;
    auto const until = std::chrono::steady_clock::now() + patience;
    auto text = request_text(self->there, request);
    bool const entered = co_await self->places.enter(until);
    if (!entered) co_return client_errc::not_sent;
    auto give_back = [&self] { self->places.leave(); };
    on_leaving const leaving{std::move(give_back)};
    bool const head = request.method == "HEAD";
    auto reply = co_await state::talk(self, std::move(text), head, until);
    co_return reply;
}

}  // namespace quittance::net
