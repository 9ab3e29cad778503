// The store port on Redis.
#pragma once
#include <array>
#include <cstdint>

#include "keys.hpp"
#include "pool.hpp"
#include "quittance/engine/erasure.hpp"
#include "quittance/engine/store.hpp"

namespace quittance::redis {

// An account from the answer of HGETALL. Throws document_unreadable.
engine::loaded_account read_whole(domain::client_id const& client, reply& fields);

// Of the scripts that write accounts; what the shard has taken by now is remembered in `seen`.
engine::commit_outcome outcome_of(reply const& given, std::uint64_t& seen);

class redis_store final : public engine::store, public engine::ledgers {
public:
    explicit redis_store(pool& connections) : pool_(connections) {}

    engine::awaitable<engine::loaded_account> load(domain::client_id client,
                                                   std::vector<domain::booking_id> bookings) override;
    engine::awaitable<engine::loaded_account> load_whole(domain::client_id client) override;
    engine::awaitable<engine::commit_result> commit(engine::commit_request const& request) override;
    engine::awaitable<engine::commit_outcome> erase(engine::loaded_account whole, std::string seal) override;
    engine::awaitable<domain::client_id> claim_identity(domain::booking_identity identity,
                                                        domain::client_id proposed) override;
    engine::awaitable<std::optional<domain::client_id>> find_identity(
        domain::booking_identity identity) override;
    engine::awaitable<void> disown_identity(domain::booking_identity identity,
                                            domain::client_id owner) override;
    engine::awaitable<std::vector<domain::offer_id>> offers_under(std::string source,
                                                                  std::string reference) override;

    engine::awaitable<engine::whole_record> record_of(domain::client_id client) override;
    engine::awaitable<engine::commit_result> replace_ledger(std::vector<engine::ledger_part> const& former,
                                                            engine::commit_request const& last) override;

    // What this process saw of the store's past counts no longer: a person said so, or nothing is believed.
    void forget_what_was_seen() { seen_.fill(0); }
    std::vector<std::uint64_t> commits_seen() const { return {seen_.begin(), seen_.end()}; }

private:
    engine::awaitable<void> erase_directory(engine::loaded_account const& whole);
    engine::awaitable<void> forget_offer(domain::booking_identity const& identity);
    pool& pool_;
    std::array<std::uint64_t, shard_count> seen_{};  // commits of each shard, as replies told them
};

}  // namespace quittance::redis
