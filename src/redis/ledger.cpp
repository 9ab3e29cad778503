#include "ledger.hpp"

#include "keys.hpp"
#include "quittance/records/ledger.hpp"
#include "store.hpp"

namespace quittance::redis {

std::vector<domain::recorded> read_ledger(std::vector<std::string> const& entries) {
    std::vector<domain::recorded> all;
    all.reserve(entries.size());
    for (auto const& text : entries) {
        auto entry = records::decode_entry(text);
        all.push_back({entry.at, std::move(entry.events)});
    }
    return all;
}

boost::asio::awaitable<std::vector<domain::recorded>> ledger_of(pool& connections, domain::client_id client) {
    command_batch batch;
    batch.command({"LRANGE", ledger_key(client), "0", "-1"});
    auto const given = co_await connections.ask_one(batch);
    std::vector<std::string> entries;
    for (auto const& one : given.list()) entries.push_back(one.word());
    try {
        co_return read_ledger(entries);
    } catch (records::unreadable const& error) {
        throw engine::document_unreadable("the ledger of " + client.text() + ": " + error.what());
    }
}

boost::asio::awaitable<stored_account> stored_account_of(pool& connections, domain::client_id client) {
    command_batch batch;
    batch.command({"MULTI"}).command({"HGETALL", account_key(client)});
    batch.command({"LRANGE", ledger_key(client), "0", "-1"}).command({"EXEC"});
    auto given = co_await connections.ask_again(batch);
    require_fine(given[3]);
    auto& both = given[3].list_of(2);
    for (auto const& one : both) require_fine(one);
    stored_account found;
    found.loaded = read_whole(client, both[0]);
    for (auto& entry : both[1].list()) found.ledger.push_back(std::move(entry.word()));
    co_return found;
}

}  // namespace quittance::redis
