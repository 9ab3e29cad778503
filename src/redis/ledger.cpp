#include "ledger.hpp"

#include "keys.hpp"
#include "packing.hpp"
#include "quittance/records/ledger.hpp"
#include "store.hpp"

namespace quittance::redis {

namespace {

std::vector<std::string> unpacked_entries(reply& given) {
    std::vector<std::string> texts;
    texts.reserve(given.list().size());
    for (auto& one : given.list()) texts.push_back(unpacked(std::move(one.word())));
    return texts;
}

}  // namespace

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
    auto given = co_await connections.ask_one(batch);
    try {
        co_return read_ledger(unpacked_entries(given));
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
    try {
        found.ledger = unpacked_entries(both[1]);
    } catch (records::unreadable const& error) {
        throw engine::document_unreadable("the ledger of " + client.text() + ": " + error.what());
    }
    co_return found;
}

}  // namespace quittance::redis
