#include "parked_events.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

#include "quittance/engine/reconciliation.hpp"

namespace quittance::app {
namespace {

using boost::asio::awaitable;

constexpr std::size_t most_replayed = 10'000;
constexpr std::string_view only_reconcile =
    "no event: put its offer and booking page back into the configuration and run `quittance reconcile "
    "--apply`, or `quittance replay --drop ID --by NAME`";

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

struct tried {
    std::string word;
    bool failed = false;
};

// An event that still finds no account stays parked as it is.
awaitable<tried> replay_one(engine::registry& lists, engine::parked_event one, take_event take) {
    if (one.type == engine::parked_by_reconciliation) co_return tried{std::string{only_reconcile}, false};
    auto const id = one.id;
    try {
        auto const outcome = co_await take(std::move(one));
        if (outcome != engine::webhook_outcome::parked) co_await lists.unpark(id);
        co_return tried{std::string{word_for(outcome)}, false};
    } catch (std::runtime_error const& error) {
        co_return tried{std::string{"failed: "} + error.what(), true};
    }
}

}  // namespace

awaitable<replayed> replay_parked(engine::registry& lists, std::vector<std::string> ids, take_event take) {
    replayed told;
    auto const events = co_await lists.parked(most_replayed);
    for (auto const& one : events) {
        if (!ids.empty() && std::find(ids.begin(), ids.end(), one.id) == ids.end()) continue;
        auto const came = co_await replay_one(lists, one, take);
        told.lines.push_back(fmt::format("{}  {}  {}", one.id, one.type, came.word));
        if (came.failed) ++told.failed;
    }
    co_return told;
}

awaitable<std::optional<engine::parked_event>> drop_parked(engine::registry& lists, std::string id) {
    auto const events = co_await lists.parked(most_replayed);
    auto const found = std::find_if(events.begin(), events.end(),
                                    [&id](engine::parked_event const& one) { return one.id == id; });
    if (found == events.end()) co_return std::nullopt;
    co_await lists.unpark(id);
    co_return *found;
}

}  // namespace quittance::app
