#include "ledger.hpp"

#include "keys.hpp"
#include "quittance/records/ledger.hpp"

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

}  // namespace quittance::redis
