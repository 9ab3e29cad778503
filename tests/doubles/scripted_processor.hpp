// A card processor in memory, told by the test what to answer and what its payers do. It keeps the promises
// the engine relies on (a key replays its first answer, the same key with another body is an error, a session
// ends at its time) and counts every breach of those that the engine must keep.
#pragma once
#include <map>
#include <set>
#include <string>
#include <vector>

#include "quittance/base/clock.hpp"
#include "quittance/base/suspension.hpp"
#include "quittance/engine/processor.hpp"
#include "quittance/engine/webhook.hpp"

namespace quittance::doubles {

using engine::awaitable;

class scripted_processor final : public engine::processor {
public:
    explicit scripted_processor(clock const& time) : time_(time) {}

    // --- What the test tells it
    // A saved error was applied, and its reply is kept under its key for good.
    enum class answer { normal, refused, not_attempted, unknown_applied, unknown_not_applied, saved_error };
    answer creating = answer::normal;
    answer reading = answer::normal;  // of every read and list; applied or not makes no difference
    bool refuse_disputes = false;     // a key that may not read them
    bool slow = false;                // a creation is applied, and its reply waits for `release`
    bool slow_reads = false;          // the same of single objects
    void release();
    void drop_waiting();

    // --- What payers and the business do. False: the session takes no money (any more).
    bool pay(domain::session_id const& session);
    void expire(domain::session_id const& session);
    // In the dashboard: the refund carries no metadata.
    domain::refund_fact refund(domain::intent_id const& intent, domain::refund_status status);
    domain::dispute_fact dispute(domain::intent_id const& intent);
    void settle_refund(domain::refund_id const& which, domain::refund_status status);
    // Something the business sells without us.
    domain::intent_id sell_elsewhere();
    // By other means than a session, under this metadata.
    domain::intent_id sell_as(engine::route whose);
    // The event list tells of an object that nobody can read (any more).
    void mention(std::string object, engine::route whose);

    // --- A look inside
    struct creation {
        std::string body;
        domain::session_id session;
        int asked = 0;  // how often this key was sent
    };
    std::map<engine::effect_key, creation> const& creations() const { return creations_; }
    std::size_t sessions() const { return sessions_.size(); }
    std::vector<domain::session_id> open_sessions();
    domain::session_id last_session() const;
    engine::routed_session session(domain::session_id const& which);
    engine::routed_intent intent(domain::intent_id const& which) const { return intents_.at(which); }
    int asked = 0;          // creations, repeats included
    int reads = 0;          // of single objects
    int lists = 0;          // of sessions
    int key_misuses = 0;    // the same key with another body
    int double_payers = 0;  // a session made while another could take money for the same booking
    int payments = 0;       // paid sessions

    // --- The webhooks it would send
    engine::webhook_event event_of(domain::session_id const& session, std::string event_id);
    engine::webhook_event event_of(domain::intent_id const& intent, std::string event_id);

    // --- processor
    std::string checkout_body(domain::create_checkout const& order,
                              engine::route const& whose) const override;
    awaitable<engine::processor_result<engine::routed_session>> create_checkout(engine::effect_key key,
                                                                                std::string body) override;
    awaitable<engine::processor_result<engine::routed_session>> expire_session(
        engine::effect_key key, domain::session_id session) override;
    awaitable<engine::processor_result<engine::routed_session>> read_session(
        domain::session_id session) override;
    awaitable<engine::processor_result<engine::routed_intent>> read_intent(domain::intent_id intent) override;
    awaitable<engine::processor_result<domain::refund_fact>> read_refund(domain::refund_id refund) override;
    awaitable<engine::processor_result<domain::charge_fact>> read_charge(domain::charge_id charge) override;
    awaitable<engine::processor_result<domain::dispute_fact>> read_dispute(
        domain::dispute_id dispute) override;
    awaitable<engine::processor_result<std::vector<engine::routed_session>>> list_sessions(
        instant from, instant to) override;
    awaitable<engine::processor_result<std::vector<engine::event_pointer>>> list_events(
        std::string after, instant from, std::size_t most, engine::event_bodies bodies) override;
    awaitable<engine::processor_result<engine::processor_account>> read_account() override;

private:
    struct kept_session {
        engine::routed_session what;
        instant created{};
    };

    awaitable<void> turn();
    awaitable<void> wait_for_release();
    std::optional<engine::processor_failure> read_trouble();
    void let_end();
    domain::session_id apply(engine::effect_key const& key, std::string const& body);
    void tell(std::string type, std::string object, domain::intent_id intent, engine::route whose);

    clock const& time_;
    std::map<engine::effect_key, creation> creations_;
    std::set<engine::effect_key> saved_errors_;
    std::map<domain::session_id, kept_session> sessions_;
    std::map<domain::intent_id, engine::routed_intent> intents_;
    std::map<domain::refund_id, domain::refund_fact> refunds_;
    std::map<domain::dispute_id, domain::dispute_fact> disputes_;
    std::vector<engine::event_pointer> events_;
    std::map<int, suspension> waiting_;
    int so_far_ = 0;
};

}  // namespace quittance::doubles
