#include "notice_fsck.hpp"

#include <algorithm>

#include "notice_text.hpp"
#include "outbox.hpp"

namespace quittance::redis {

using engine::awaitable;

namespace {

// A sorted set and the hash beside it.
struct evidence {
    std::set<std::string> members;
    std::vector<std::pair<std::string, std::string>> bodies;
};

awaitable<evidence> read_both(pool& connections, std::string members, std::string bodies) {
    command_batch batch;
    batch.command({"MULTI"}).command({"ZRANGE", members, "0", "-1"});
    batch.command({"HGETALL", bodies}).command({"EXEC"});
    auto const given = co_await connections.ask_again(batch);
    require_fine(given[3]);
    auto const& both = given[3].list();
    for (auto const& one : both) require_fine(one);
    evidence found;
    for (auto const& one : given[3].at(0).list()) found.members.insert(one.word());
    auto const& pairs = given[3].at(1).pairs();
    for (std::size_t i = 0; i < pairs.size(); i += 2) {
        found.bodies.emplace_back(pairs[i].word(), pairs[i + 1].word());
    }
    co_return found;
}

void say(std::vector<finding>& out, std::string const& what, std::string rest) {
    auto owner = client_of_notice(what);
    out.push_back({owner ? std::move(*owner) : domain::client_id{}, "notice " + what + std::move(rest)});
}

engine::ordered_notice notice_in(std::string const& body, bool log) {
    return log ? read_delivery(body).notice : read_notice(body);
}

void check_body(std::string const& member, std::string const& body, bool log, std::vector<finding>& out) {
    try {
        auto const kept = notice_in(body, log);
        if (member_of(kept.client, kept.id) != member) say(out, member, " holds another notice");
    } catch (engine::document_unreadable const& error) {
        say(out, member, std::string(" cannot be read: ") + error.what());
    }
}

void check_pairs(evidence& found, std::string const& endpoint, bool log, std::vector<finding>& out) {
    auto const where = (log ? " in the deliveries of " : " for ") + endpoint;
    for (auto const& [member, body] : found.bodies) {
        check_body(member, body, log, out);
        if (found.members.erase(member) == 0) {
            say(out, member, where + (log ? " has no time" : " will never be told: it is not in the queue"));
        }
    }
    for (auto const& member : found.members) say(out, member, where + " has no body");
}

void check_owners(evidence const& found, std::string const& endpoint,
                  std::vector<domain::client_id> const& clients, std::vector<finding>& out) {
    for (auto const& [member, body] : found.bodies) {
        auto const owner = client_of_notice(member);
        if (owner && std::binary_search(clients.begin(), clients.end(), *owner)) continue;
        say(out, member, " for " + endpoint + " is of no account");
    }
}

}  // namespace

awaitable<void> check_notices(pool& connections, known_clients const& clients, std::vector<finding>& out) {
    auto const endpoints = co_await endpoint_names(connections);
    for (auto const& endpoint : endpoints) {
        for (unsigned shard = 0; shard < shard_count; ++shard) {
            auto queue = co_await read_both(connections, notices_key(shard, endpoint),
                                            notice_bodies_key(shard, endpoint));
            check_owners(queue, endpoint, clients[shard], out);
            check_pairs(queue, endpoint, false, out);
        }
        auto told = co_await read_both(connections, deliveries_key(endpoint), delivery_bodies_key(endpoint));
        check_pairs(told, endpoint, true, out);
    }
}

}  // namespace quittance::redis
