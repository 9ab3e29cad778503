// The store, queues and registry in memory, with the semantics of the redis room: both pass the contract
// suite in tests/contract/store. Trouble on request, so that engine tests can show what a lost reply does.
#pragma once
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "doubles/scored_index.hpp"
#include "quittance/base/clock.hpp"
#include "quittance/engine/erasure.hpp"
#include "quittance/engine/outbox.hpp"
#include "quittance/engine/queues.hpp"
#include "quittance/engine/registry.hpp"
#include "quittance/engine/store.hpp"

namespace quittance::doubles {

using engine::awaitable;

class memory_store final : public engine::store,
                           public engine::queues,
                           public engine::registry,
                           public engine::outbox,
                           public engine::ledgers {
public:
    // Without a clock nothing expires: dedupe marks, idempotent replies and the counts of held bookings stay.
    explicit memory_store(clock const* time = nullptr) : clock_(time) {}

    // --- Trouble and a look inside
    enum class trouble { none, lost_before, lost_after };  // before or after the commit was applied
    bool unavailable = false;                              // every call throws store_unavailable
    trouble next_commit = trouble::none;                   // then back to none
    std::uint64_t loads = 0;
    std::uint64_t commits = 0;  // applied ones

    // As if restored from a copy made some commits ago: what was acknowledged is known still, what it did is
    // not. (It keeps the accounts; only the count goes back.)
    void lose_count_of(std::uint64_t how_many) { all_.taken -= how_many; }
    void forget_what_was_seen() { seen_ = 0; }

    // What lies beside the accounts and goes with them.
    std::function<void(domain::client_id const&)> on_erase = [](domain::client_id const&) {};

    std::vector<domain::event> ledger(domain::client_id const& client) const;
    domain::account snapshot(domain::client_id const& client) const;
    std::vector<domain::client_id> clients() const;
    std::vector<engine::ordered_effect> effects() const;
    std::optional<instant> wake_of(domain::client_id const& client, domain::booking_id const& booking) const;

    // --- store
    awaitable<engine::loaded_account> load(domain::client_id client,
                                           std::vector<domain::booking_id> bookings) override;
    awaitable<engine::loaded_account> load_whole(domain::client_id client) override;
    awaitable<engine::commit_result> commit(engine::commit_request const& request) override;
    // For one of several processes: `seen` is what its own replies told it.
    awaitable<engine::commit_result> commit_for(engine::commit_request const& request, std::uint64_t& seen);
    awaitable<engine::commit_outcome> erase(engine::loaded_account whole, std::string seal) override;
    awaitable<engine::commit_outcome> erase_for(engine::loaded_account whole, std::string seal,
                                                std::uint64_t& seen);
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

    // --- outbox
    awaitable<std::vector<engine::ordered_notice>> claim_notices(std::string endpoint, instant now,
                                                                 milliseconds lease,
                                                                 std::size_t most) override;
    awaitable<void> settle_notice(engine::delivery_note told) override;
    awaitable<std::vector<engine::delivery_note>> deliveries(std::string endpoint, std::size_t most) override;
    awaitable<std::size_t> replay_notices(std::string endpoint, engine::replay_choice which,
                                          instant now) override;
    awaitable<void> know_endpoints(std::vector<std::string> names) override;
    awaitable<std::vector<engine::endpoint_standing>> endpoints() override;
    awaitable<bool> is_disabled(std::string endpoint) override;
    awaitable<void> disable_endpoint(std::string endpoint, instant at) override;
    awaitable<void> enable_endpoint(std::string endpoint, instant now) override;
    awaitable<void> forget_endpoint(std::string endpoint) override;

    // --- All of it as one value: a copy is a snapshot, and going back to one loses what came after.
    struct kept_account {
        domain::account account;
        std::string chain_head;
        std::string last_commit;
        std::vector<std::string> ledger;  // entries as they would be stored
        std::string client_document;      // likewise
        std::map<domain::booking_id, std::string> documents;
    };
    struct leased_effect {
        engine::ordered_effect effect;
        instant lease_end{};
    };
    struct idempotent_record {
        engine::idempotent_reply reply;
        std::optional<instant> ends;
    };
    struct network_count {
        std::uint64_t held = 0;
        std::optional<instant> ends;
    };
    struct due_notice {
        engine::ordered_notice notice;
        instant due{};
    };
    using notice_key = std::pair<domain::client_id, engine::notice_id>;
    using booking_key = std::pair<domain::client_id, domain::booking_id>;
    using attention_key = std::tuple<domain::client_id, domain::booking_id, std::string>;
    struct contents {
        std::map<domain::client_id, kept_account> accounts;
        std::map<domain::booking_id, domain::client_id> directory;
        std::map<domain::booking_id, domain::booking_identity> claimed;  // as the directory has it
        std::set<std::pair<std::int64_t, std::string>> marks;            // by day
        std::map<std::int64_t, instant> marks_end;  // of each day, 40 days after its first
        scored_index<booking_key> wakes;
        std::map<booking_key, instant> open;
        std::map<booking_key, instant> held;
        std::map<attention_key, instant> attention;
        std::map<engine::effect_key, leased_effect> effects;
        std::optional<engine::store_identity> identity;
        std::string seal;
        std::uint64_t sealed = 0;
        std::string replaces;
        std::string closed;
        std::uint64_t taken = 0;  // commits and erasures
        std::vector<engine::api_key_record> keys;
        std::vector<engine::api_key_record> ended_keys;
        std::map<std::string, idempotent_record> replies;
        std::map<std::string, network_count> networks;
        std::vector<engine::parked_event> parked;
        std::uint64_t parked_so_far = 0;
        std::optional<engine::event_mark> cursor;
        std::optional<instant> told_until;
        std::map<std::string, std::map<notice_key, due_notice>> notices;  // by endpoint
        std::map<std::string, std::map<notice_key, engine::delivery_note>> deliveries;
        std::map<std::string, std::optional<instant>> endpoints;  // when it was disabled
    };
    contents const& inside() const { return all_; }
    void go_back_to(contents earlier) { all_ = std::move(earlier); }

private:
    std::vector<engine::listed_booking> whole_list(engine::booking_list which) const;
    awaitable<void> turn();
    std::optional<instant> after(milliseconds span) const;
    bool is_over(std::optional<instant> const& ends) const;
    std::uint64_t version_of(domain::client_id const& client) const;
    bool stands_at(domain::client_id const& client, std::uint64_t version, std::string const& head) const;
    void forget_old_marks();
    void apply(engine::commit_request const& request);
    void apply_marks(engine::commit_request const& request);
    void apply_effects(engine::commit_request const& request);
    void apply_indexes(engine::commit_request const& request);
    void apply_notices(engine::commit_request const& request);
    void forget_notices_of(domain::client_id const& client);

    clock const* clock_;
    contents all_;
    std::uint64_t seen_ = 0;  // commits, as the replies told them
};

}  // namespace quittance::doubles
