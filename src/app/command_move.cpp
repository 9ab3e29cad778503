// `quittance move OLD NEW` and `quittance replay`: commands that change accounts, through the engine.
#include <fmt/format.h>

#include <algorithm>

#include "finding.hpp"
#include "quittance/stripe/webhook.hpp"
#include "wiring.hpp"

namespace quittance::app {
namespace {

constexpr std::size_t most_replayed = 10'000;

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

std::string_view word_for(engine::webhook_outcome outcome) {
    switch (outcome) {
        case engine::webhook_outcome::applied: return "applied";
        case engine::webhook_outcome::nothing_new: return "nothing new";
        case engine::webhook_outcome::foreign: return "not ours";
        case engine::webhook_outcome::ignored: return "not of interest";
        case engine::webhook_outcome::parked: return "still has no account";
    }
    return "parked";
}

// An event that still finds no account stays parked as it is.
boost::asio::awaitable<void> replay_one(application& parts, engine::parked_event one) {
    auto read = stripe::read_event(one.body);
    if (!read) {
        fmt::print("{}  {}  cannot be read: {}\n", one.id, one.type, read.error().message());
        co_return;
    }
    auto const outcome = co_await parts.settling.receive(std::move(*read), one.body);
    if (outcome != engine::webhook_outcome::parked) co_await parts.store->registry().unpark(one.id);
    fmt::print("{}  {}  {}\n", one.id, one.type, word_for(outcome));
}

boost::asio::awaitable<int> replay_them(application& parts, std::vector<std::string> ids) {
    co_await parts.open();
    auto const events = co_await parts.store->registry().parked(most_replayed);
    std::size_t tried = 0;
    for (auto const& one : events) {
        if (!ids.empty() && std::find(ids.begin(), ids.end(), one.id) == ids.end()) continue;
        co_await replay_one(parts, one);
        ++tried;
    }
    if (tried == 0) fmt::print("Nothing was parked{}.\n", ids.empty() ? "" : " under that id");
    parts.store->close();
    co_return 0;
}

}  // namespace

int move_booking(common_options const& how, move_options const& what) {
    foundation base{how, foundation::voice::warnings};
    application parts{base};
    return run_on(base.loop, move_it(parts, what));
}

int replay(common_options const& how, std::vector<std::string> const& ids) {
    foundation base{how, foundation::voice::warnings};
    application parts{base};
    return run_on(base.loop, replay_them(parts, ids));
}

}  // namespace quittance::app
