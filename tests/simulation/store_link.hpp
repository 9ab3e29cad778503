// Promises: the store as one gateway reaches it: the double all gateways share, behind a way that may be cut,
// slow or lossy, and behind a Redis that may refuse (OOM, READONLY, BUSY). Outcomes are told as the redis
// room tells them: a commit whose reply is lost is `unknown`, everything else throws store_unavailable,
// carried out or not. What was applied is told to the judge at once, also when nobody hears of it.
#pragma once
#include <functional>
#include <utility>

#include "quittance/engine/erasure.hpp"
#include "surroundings.hpp"

namespace quittance::simulation {

class store_link final : public engine::store,
                         public engine::queues,
                         public engine::registry,
                         public engine::ledgers {
public:
    store_link(surroundings& around, process& owner, int gateway)
        : around_(around), owner_(owner), gateway_(gateway), inner_(around.store) {}

    // As the redis room tells it: whatever comes back may be another store.
    void on_connection_lost(std::function<void()> tell) { tell_lost_ = std::move(tell); }
    std::uint64_t commits_seen() const { return seen_; }
    void forget_what_was_seen() { seen_ = 0; }

    // --- store
    awaitable<engine::loaded_account> load(domain::client_id client,
                                           std::vector<domain::booking_id> bookings) override;
    awaitable<engine::loaded_account> load_whole(domain::client_id client) override;
    awaitable<engine::commit_result> commit(engine::commit_request const& request) override;
    awaitable<engine::commit_outcome> erase(engine::loaded_account whole, std::string seal) override;
    awaitable<domain::client_id> claim_identity(domain::booking_identity identity,
                                                domain::client_id proposed) override;
    awaitable<std::optional<domain::client_id>> find_identity(domain::booking_identity identity) override;
    awaitable<void> disown_identity(domain::booking_identity identity, domain::client_id owner) override;
    awaitable<std::vector<domain::offer_id>> offers_under(std::string source, std::string reference) override;

    // --- ledgers
    awaitable<engine::whole_record> record_of(domain::client_id client) override;
    awaitable<engine::commit_result> replace_ledger(std::vector<engine::ledger_part> const& former,
                                                    engine::commit_request const& last) override;

    // --- queues
    awaitable<std::vector<engine::wake>> claim_wakes(instant now, milliseconds lease,
                                                     std::size_t most) override;
    awaitable<void> move_wake(domain::client_id client, domain::booking_id booking, std::uint64_t version,
                              std::optional<instant> next) override;
    awaitable<std::vector<engine::ordered_effect>> claim_effects(instant now, milliseconds lease,
                                                                 std::size_t most) override;
    awaitable<std::optional<engine::ordered_effect>> claim_effect(engine::effect_key key, instant now,
                                                                  milliseconds lease) override;
    awaitable<void> postpone_effect(engine::effect_key key, instant when) override;
    awaitable<void> finish_effect(engine::effect_key key) override;
    awaitable<std::optional<instant>> oldest_wake() override;
    awaitable<std::optional<instant>> oldest_effect() override;

    // --- registry
    awaitable<engine::store_identity> identify(engine::store_identity fresh) override;
    awaitable<engine::store_condition> condition() override;
    awaitable<engine::store_look> look() override;
    awaitable<void> close(std::string why) override;
    awaitable<void> seal(engine::store_identity as, std::string replaces, std::string closed,
                         std::string reason) override;
    awaitable<std::vector<engine::api_key_record>> api_keys() override;
    awaitable<void> add_api_key(engine::api_key_record key) override;
    awaitable<void> end_api_key(engine::api_key_record key) override;
    awaitable<std::vector<engine::api_key_record>> ended_api_keys() override;
    awaitable<std::optional<engine::idempotent_reply>> begin_idempotent(std::string key,
                                                                        std::string body_hash) override;
    awaitable<void> keep_reply(std::string key, engine::idempotent_reply reply) override;
    awaitable<void> forget_reply(std::string key) override;
    awaitable<void> park(engine::parked_event event) override;
    awaitable<std::vector<engine::parked_event>> parked(std::size_t most) override;
    awaitable<void> unpark(std::string id) override;
    awaitable<std::uint64_t> parked_count() override;
    awaitable<std::optional<engine::event_mark>> event_cursor() override;
    awaitable<void> move_event_cursor(engine::event_mark to) override;
    awaitable<std::optional<instant>> digest_cursor() override;
    awaitable<void> move_digest_cursor(instant to) override;
    awaitable<std::vector<engine::listed_booking>> open_list(std::size_t most) override;
    awaitable<std::vector<engine::listed_booking>> attention_list(std::size_t most) override;
    awaitable<std::vector<engine::listed_booking>> page_of(engine::booking_list which,
                                                           std::optional<engine::listed_booking> after,
                                                           std::size_t most) override;
    awaitable<std::uint64_t> open_count() override;
    awaitable<std::uint64_t> attention_count() override;
    awaitable<std::uint64_t> held_count() override;
    awaitable<engine::held_admission> admit_held(domain::booking_id booking, std::string network_hash,
                                                 std::uint64_t most) override;

private:
    enum class kind { read, write };
    // Throws when it does not get there.
    awaitable<void> go(kind what);
    // Throws when the answer does not come back.
    awaitable<void> come_back(std::uint64_t losses_before);
    template <class T>
    awaitable<T> ask(kind what, awaitable<T> work);
    awaitable<void> tell(awaitable<void> work);
    awaitable<bool> gets_there();
    awaitable<void> linger();
    void connection_lost() {
        if (tell_lost_) tell_lost_();
    }
    awaitable<engine::commit_result> hear_nothing();
    void applied(engine::commit_request const& request);

    surroundings& around_;
    process& owner_;
    int gateway_;
    doubles::memory_store& inner_;
    std::uint64_t seen_ = 0;
    std::function<void()> tell_lost_;
};

template <class T>
awaitable<T> store_link::ask(kind what, awaitable<T> work) {
    auto const losses = around_.store_losses;
    co_await go(what);
    auto given = co_await std::move(work);
    if (what == kind::write) around_.stored();
    co_await come_back(losses);
    co_return std::move(given);
}

}  // namespace quittance::simulation
