// A ledger in place of another. Its entries are brought to Redis before, under a name of this try's own, so
// that the script moves them and nothing of their size travels while it runs; what no script took ends there.
#include <algorithm>

#include "commit_script.hpp"
#include "keys.hpp"
#include "ledger.hpp"
#include "packing.hpp"
#include "quittance/records/ledger.hpp"
#include "store.hpp"

namespace quittance::redis {

using engine::awaitable;

namespace {

constexpr std::size_t entries_at_once = 100;
constexpr std::string_view staged_seconds = "60";

struct new_chain {
    std::vector<std::string> entries;
    std::string head;
};

new_chain chain_of(std::vector<engine::ledger_part> const& parts) {
    new_chain made;
    made.entries.reserve(parts.size());
    for (auto const& part : parts) {
        made.entries.push_back(
            records::encode_entry(made.entries.size() + 1, part.at, part.commit, made.head, part.events));
        made.head = records::digest_of(made.entries.back());
    }
    return made;
}

awaitable<void> stage(pool& connections, std::string key, std::vector<std::string> const& entries) {
    for (std::size_t from = 0; from < entries.size(); from += entries_at_once) {
        auto const until = std::min(from + entries_at_once, entries.size());
        command_batch batch;
        batch.begin(2 + until - from).add("RPUSH").add(key);
        for (auto i = from; i < until; ++i) batch.add(packed(entries[i]));
        if (from == 0) batch.command({"EXPIRE", key, staged_seconds});
        auto const given = co_await connections.ask(batch);
        for (auto const& one : given) require_fine(one);
    }
}

}  // namespace

awaitable<engine::whole_record> redis_store::record_of(domain::client_id client) {
    auto stored = co_await stored_account_of(pool_, client);
    engine::whole_record record;
    record.loaded = std::move(stored.loaded);
    try {
        for (auto const& text : stored.ledger) {
            auto entry = records::decode_entry(text);
            record.ledger.push_back({entry.at, std::move(entry.commit), std::move(entry.events)});
        }
    } catch (records::unreadable const& error) {
        throw engine::document_unreadable("the ledger of " + client.text() + ": " + error.what());
    }
    co_return record;
}

awaitable<engine::commit_result> redis_store::replace_ledger(std::vector<engine::ledger_part> const& former,
                                                             engine::commit_request const& last) {
    auto const& client = last.after->id;
    auto const chain = chain_of(former);
    auto const entry =
        records::encode_entry(last.after->version, last.at, last.commit_id, chain.head, *last.events);
    engine::commit_result answer;
    answer.chain_head = records::digest_of(entry);
    auto const staged = staged_key(client, last.commit_id);
    co_await stage(pool_, staged, chain.entries);
    auto& seen = seen_[shard_of(client.text())];
    auto const call = make_commit_call(last, entry, answer.chain_head, seen, staged);
    try {
        auto const given = co_await pool_.run_one(replace_script(), call);
        answer.outcome = outcome_of(given, seen);
    } catch (answer_lost const&) {
        answer.outcome = engine::commit_outcome::unknown;
    }
    co_return answer;
}

}  // namespace quittance::redis
