// The ledgers of the store in memory: read as a whole, and one put in the place of another.
#include "doubles/memory_store.hpp"
#include "quittance/records/ledger.hpp"

namespace quittance::doubles {

awaitable<engine::whole_record> memory_store::record_of(domain::client_id client) {
    engine::whole_record record;
    record.loaded = co_await load_whole(client);
    auto const found = all_.accounts.find(client);
    if (found == all_.accounts.end()) co_return record;
    for (auto const& text : found->second.ledger) {
        auto entry = records::decode_entry(text);
        record.ledger.push_back({entry.at, std::move(entry.commit), std::move(entry.events)});
    }
    co_return record;
}

awaitable<engine::commit_result> memory_store::replace_ledger(std::vector<engine::ledger_part> const& former,
                                                              engine::commit_request const& last) {
    co_await turn();
    auto const trouble_now = std::exchange(next_commit, trouble::none);
    if (trouble_now == trouble::lost_before) co_return engine::commit_result{};
    auto const& client = last.after->id;
    if (last.seal != all_.seal || all_.taken < seen_)
        co_return engine::commit_result{engine::commit_outcome::store_changed, {}};
    if (!stands_at(client, last.after->version - 1, last.chain_head))
        co_return engine::commit_result{engine::commit_outcome::version_changed, {}};
    auto& kept = all_.accounts[client];
    kept.ledger.clear();
    kept.chain_head.clear();
    for (auto const& part : former) {
        kept.ledger.push_back(records::encode_entry(kept.ledger.size() + 1, part.at, part.commit,
                                                    kept.chain_head, part.events));
        kept.chain_head = records::digest_of(kept.ledger.back());
    }
    std::erase_if(all_.effects,
                  [&client](auto const& entry) { return entry.second.effect.client == client; });
    auto continued = last;
    continued.chain_head = kept.chain_head;
    apply(continued);
    if (trouble_now == trouble::lost_after) co_return engine::commit_result{};
    seen_ = all_.taken;
    co_return engine::commit_result{engine::commit_outcome::committed, all_.accounts[client].chain_head};
}

}  // namespace quittance::doubles
