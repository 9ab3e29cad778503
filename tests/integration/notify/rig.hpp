// A gateway's notifier over the store in memory, a clock that is moved by hand, and real receivers on
// loopback.
#pragma once
#include <doctest/doctest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <functional>
#include <memory>
#include <optional>

#include "doubles/manual_clock.hpp"
#include "doubles/memory_store.hpp"
#include "doubles/recording_log.hpp"
#include "doubles/seeded_entropy.hpp"
#include "integration/net/peer.hpp"
#include "quittance/notify/notifier.hpp"

namespace quittance::notify_test {

using namespace std::chrono_literals;

inline constexpr instant noon = from_unix_millis(1'795'262'400'000);
inline constexpr auto known_secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

notify::endpoint endpoint_at(net::peer const& there, std::string const& path, std::string name = "calendar");
// Loopback allowed; tries end after a second.
notify::options options_for(std::vector<notify::endpoint> endpoints);

// What gateways share.
struct world {
    doubles::memory_store store;
    engine::settings current;
};

class rig {
public:
    explicit rig(world& all, std::uint64_t seed = 1);
    rig(rig const&) = delete;
    rig& operator=(rig const&) = delete;
    ~rig();

    void start(notify::options how);
    // Ordered as a commit orders it, and the notifier told.
    void order(std::string const& number, std::string const& endpoint = "calendar");
    void poke() { notifier.poke(); }
    // Runs until it is so; fails after ten seconds.
    void until(std::function<bool()> const& is_so);
    // Runs what can run within a moment.
    void settle();
    void pass(milliseconds span);
    void stop();

    std::vector<engine::delivery_note> deliveries(std::string endpoint = "calendar");
    // The latest note about one notice.
    engine::delivery_note note_of(std::string const& number, std::string endpoint = "calendar");
    // Until there is a note that says so many tries.
    engine::delivery_note after_try(int tries, std::string const& number = "1",
                                    std::string const& endpoint = "calendar");
    engine::endpoint_standing standing(std::string const& endpoint = "calendar");

    template <class T>
    T ask(boost::asio::awaitable<T> work) {
        std::optional<T> answer;
        boost::asio::co_spawn(loop, std::move(work), [&answer](std::exception_ptr error, T given) {
            if (error) std::rethrow_exception(error);
            answer = std::move(given);
        });
        until([&answer] { return answer.has_value(); });
        return std::move(*answer);
    }
    void ask(boost::asio::awaitable<void> work);

    world& all;
    boost::asio::io_context loop;
    doubles::manual_clock time{noon};
    doubles::seeded_entropy randomness;
    doubles::recording_log journal;
    std::unique_ptr<metrics> figures = make_metrics();
    notify::notifier notifier;
};

std::string header_of(std::string const& request, std::string const& name);

}  // namespace quittance::notify_test
