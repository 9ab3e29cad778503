// `quittance move OLD NEW` and `quittance replay`: commands that change accounts, through the engine.
#include <fmt/format.h>

#include "finding.hpp"
#include "parked_events.hpp"
#include "quittance/stripe/webhook.hpp"
#include "wiring.hpp"

namespace quittance::app {
namespace {

boost::asio::awaitable<int> move_it(application& parts, move_options what) {
    co_await parts.open();
    booking_name called{what.from, what.offer, what.source};
    auto const found = co_await find_the_one(parts.reading, parts.base.settings, std::move(called));
    if (!found) {
        parts.store->close();
        co_return 1;
    }
    auto const& from = found->booking.identity;
    auto to = from;
    to.reference = what.to;
    auto const moved = co_await parts.buying.move(from, to);
    parts.store->close();
    if (!moved) {
        fmt::print(stderr, "quittance: not moved: {}\n", domain::name_of(moved.error().reason));
        co_return 1;
    }
    fmt::print("'{}' is now '{}'; its payments came along.\n", from.reference, to.reference);
    co_return 0;
}

boost::asio::awaitable<engine::webhook_outcome> receive(application& parts, engine::parked_event one) {
    auto read = stripe::read_event(one.body);
    if (!read) throw std::runtime_error{"it cannot be read: " + read.error().message()};
    co_return co_await parts.settling.receive(std::move(*read), std::move(one.body));
}

boost::asio::awaitable<int> replay_them(application& parts, std::vector<std::string> ids) {
    co_await parts.open();
    auto const again = [&parts](engine::parked_event one) { return receive(parts, std::move(one)); };
    auto const told = co_await replay_parked(parts.store->registry(), ids, again);
    for (auto const& line : told.lines) fmt::print("{}\n", line);
    if (told.lines.empty()) fmt::print("Nothing was parked{}.\n", ids.empty() ? "" : " under that id");
    parts.store->close();
    co_return told.failed == 0 ? 0 : 1;
}

boost::asio::awaitable<int> drop_it(application& parts, replay_options what) {
    co_await parts.open();
    auto const dropped = co_await drop_parked(parts.store->registry(), what.drop);
    parts.store->close();
    if (!dropped) {
        fmt::print(stderr, "quittance: nothing is parked under '{}'\n", what.drop);
        co_return 1;
    }
    parts.base.journal->warning("parked_event_dropped", {{"event_id", dropped->event_id},
                                                         {"type", dropped->type},
                                                         {"reason", dropped->reason},
                                                         {"author", what.author}});
    fmt::print("{}  {}  {}  dropped\n", dropped->id, dropped->event_id, dropped->type);
    co_return 0;
}

}  // namespace

int move_booking(common_options const& how, move_options const& what) {
    foundation base{how, foundation::voice::warnings};
    application parts{base};
    return run_on(base.loop, move_it(parts, what));
}

int replay(common_options const& how, replay_options const& what) {
    foundation base{how, foundation::voice::warnings};
    application parts{base};
    auto work = what.drop.empty() ? replay_them(parts, what.ids) : drop_it(parts, what);
    return run_on(base.loop, std::move(work));
}

}  // namespace quittance::app
