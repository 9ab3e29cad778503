#include "wall_clock.hpp"
#include "quittance/net/quietly.hpp"

#include <algorithm>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <charconv>
#include <fstream>
#include <iterator>
#include <list>

namespace quittance::app {
namespace {

namespace asio = boost::asio;
constexpr std::chrono::milliseconds look_every{100};
// A sleeper looks at the wall clock at least this often: the system's clock may be set while it sleeps.
constexpr milliseconds longest_nap{30'000};

milliseconds read_offset(std::string const& file) {
    std::ifstream from{file};
    std::string text{std::istreambuf_iterator<char>{from}, {}};
    return parse_offset(text).value_or(milliseconds{0});
}

}  // namespace

std::optional<milliseconds> parse_offset(std::string_view text) {
    while (!text.empty() && static_cast<unsigned char>(text.back()) <= ' ') text.remove_suffix(1);
    while (!text.empty() && static_cast<unsigned char>(text.front()) <= ' ') text.remove_prefix(1);
    if (text.starts_with('+')) text.remove_prefix(1);
    std::int64_t number = 0;
    auto const [stop, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    // A thousand years: far beyond any test, far below overflow.
    constexpr std::int64_t most = 1'000LL * 366 * 86'400;
    if (error != std::errc{}) return std::nullopt;
    auto const unit = text.substr(static_cast<std::size_t>(stop - text.data()));
    std::int64_t factor = 0;
    if (unit.empty() || unit == "s") factor = 1'000;
    if (unit == "ms") factor = 1;
    if (unit == "m") factor = 60'000;
    if (unit == "h") factor = 3'600'000;
    if (unit == "d") factor = 86'400'000;
    if (factor == 0 || number > most * 1'000 / factor || number < -most * 1'000 / factor) return std::nullopt;
    return milliseconds{number * factor};
}

struct wall_clock::state : std::enable_shared_from_this<state> {
    state(asio::any_io_executor where, std::string offset_file)
        : executor(std::move(where)), file(std::move(offset_file)), watch(executor) {
        if (!file.empty()) offset = read_offset(file);
    }

    void look_again() {
        watch.expires_after(look_every);
        watch.async_wait([held = weak_from_this()](boost::system::error_code stopped) {
            auto const self = held.lock();
            if (stopped || !self) return;
            auto const fresh = read_offset(self->file);
            if (fresh != std::exchange(self->offset, fresh)) self->wake_all();
            self->look_again();
        });
    }
    void wake_all() {
        for (auto* const timer : sleepers) timer->cancel();
    }
    // A place among the sleepers, left however the coroutine ends (its frame may be destroyed while it
    // sleeps).
    struct bed {
        bed(state& owner, asio::steady_timer& timer)
            : all(owner.sleepers), place(all.insert(all.end(), &timer)) {}
        bed(bed const&) = delete;
        bed& operator=(bed const&) = delete;
        ~bed() { all.erase(place); }
        std::list<asio::steady_timer*>& all;
        std::list<asio::steady_timer*>::iterator place;
    };

    asio::any_io_executor executor;
    std::string file;
    milliseconds offset{0};
    asio::steady_timer watch;
    std::list<asio::steady_timer*> sleepers;
};

wall_clock::wall_clock(asio::any_io_executor executor, std::string offset_file)
    : state_(std::make_shared<state>(std::move(executor), std::move(offset_file))) {
    if (!state_->file.empty()) state_->look_again();
}

wall_clock::~wall_clock() { state_->watch.cancel(); }

instant wall_clock::now() const {
    return std::chrono::floor<milliseconds>(std::chrono::system_clock::now()) + state_->offset;
}

asio::awaitable<void> wall_clock::sleep_until(instant when) {
    auto const kept = state_;
    asio::steady_timer timer{kept->executor};
    state::bed const place{*kept, timer};
    while (now() < when) {
        timer.expires_after(std::min(when - now(), longest_nap));
        co_await timer.async_wait(net::quietly);
        auto const asked = co_await asio::this_coro::cancellation_state;
        if (asked.cancelled() != asio::cancellation_type::none) co_return;
    }
}

}  // namespace quittance::app
