// A card processor in memory, told by the test what to answer and what its payers do. It keeps the promises
// the engine relies on (a key replays its first answer, the same key with another body is an error, a session
// ends at its time) and counts every breach of those that the engine must keep.
//
// Collecting is scripted in two ways. What an *order* meets on its way: `ordering` (all charges and refunds:
// customer, intent, confirm, cancel, refund), or `answers_to["confirm_intent"]` for one kind of order; a lost
// reply is `unknown_applied`, a lost request `unknown_not_applied`, and `slow` holds back every reply until
// `release`. What a *card* does when an intent is confirmed with it: `cards[method]`, e.g.
//     outside.cards[method] = {.decline_code = "insufficient_funds", .advice_code = "try_again_later"};
//     outside.cards[method] = doubles::asks_for_authentication;   // off-session; a payer at a session
//     succeeds outside.cards[method].delayed = true;                       // processing, until settle_intent
// A card that is not in `cards` pays. A session paid with keep_card attaches the payer's card to its customer
// (pay(session, method) says which card; "pm_<n>" otherwise).
#pragma once
#include <functional>
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "quittance/base/clock.hpp"
#include "quittance/base/suspension.hpp"
#include "quittance/engine/processor.hpp"
#include "quittance/engine/webhook.hpp"

namespace quittance::doubles {

using engine::awaitable;

// What comes of confirming an intent with a card. No decline code: it pays.
struct scripted_card {
    std::string decline_code = {};
    std::string advice_code = {};
    bool delayed = false;
};
inline scripted_card const asks_for_authentication{"authentication_required", "", false};

class scripted_processor final : public engine::processor {
public:
    explicit scripted_processor(clock const& time) : time_(time) {}

    // --- What the test tells it
    // A saved error was applied, and its reply is kept under its key for good.
    enum class answer { normal, refused, not_attempted, unknown_applied, unknown_not_applied, saved_error };
    answer creating = answer::normal;
    answer reading = answer::normal;   // of every read and list; applied or not makes no difference
    answer ordering = answer::normal;  // of customers, charges and refunds
    std::map<std::string, answer, std::less<>> answers_to;  // of one kind of them, by the effect's name
    std::map<domain::method_id, scripted_card> cards;
    domain::refund_status refunding = domain::refund_status::succeeded;  // what a new refund is at first
    std::set<std::string, std::less<>> unreadable;                       // objects whose reply makes no sense
    std::set<std::string, std::less<>> forbidden;                        // objects the key may not read
    bool refuse_disputes = false;                                        // a key that may not read them
    bool slow_reads = false;  // a read of a single object waits the same way
    bool slow = false;        // an order is applied, and its reply waits for `release`
    void release();
    void drop_waiting();

    // --- What payers and the business do. False: the session takes no money (any more).
    bool pay(domain::session_id const& session, domain::method_id method = {});
    void expire(domain::session_id const& session);
    // In the dashboard: the refund carries no metadata.
    domain::refund_fact refund(domain::intent_id const& intent, domain::refund_status status);
    domain::dispute_fact dispute(domain::intent_id const& intent);
    void decide_dispute(domain::dispute_id const& dispute, domain::dispute_status status);
    void settle_refund(domain::refund_id const& which, domain::refund_status status);
    // The end of a delayed charge. An empty code: it paid.
    void settle_intent(domain::intent_id const& which, std::string decline_code = {});
    void detach(domain::method_id const& method);
    // On a page that takes a card and no money; "pm_<n>" when none is said. Empty: the page is over.
    domain::method_id name_card(domain::session_id const& page, domain::method_id method = {});
    domain::method_fact& kept_card(domain::method_id const& method) { return methods_.at(method); }
    // A customer with a card, as an earlier session left it.
    domain::method_id keep_card(domain::customer_id const& customer);
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
    int asked = 0;  // creations, repeats included
    int reads = 0;  // of single objects
    int lists = 0;  // of sessions
    // Charges and refunds, by the effect's name: how often each was asked for, and each body by its key.
    std::map<std::string, int, std::less<>> orders;
    std::map<engine::effect_key, std::string> const& bodies() const { return bodies_; }
    std::vector<domain::intent_id> intents() const;  // in the order they were made, those of sessions too
    std::vector<domain::intent_id> open_intents() const;  // those that may still take money
    std::vector<domain::refund_fact> refunds() const;
    std::size_t customers() const { return customers_.size(); }
    std::map<domain::customer_id, std::string> addresses;  // of customers, as they were changed
    int charges = 0;                                       // intents that took money, by session or not
    int confirmations = 0;                                 // tries that reached the card
    int key_misuses = 0;                                   // the same key with another body
    int double_payers = 0;  // a session made while another could take money for the same booking
    int payments = 0;       // paid sessions

    // --- The webhooks it would send
    engine::webhook_event event_of(domain::session_id const& session, std::string event_id);
    engine::webhook_event event_of(domain::intent_id const& intent, std::string event_id);
    engine::webhook_event event_of(domain::method_id const& method, std::string event_id);
    engine::webhook_event setup_event(domain::session_id const& page, std::string event_id);

    // --- processor
    std::string checkout_body(domain::create_checkout const& order,
                              engine::route const& whose) const override;
    std::string customer_body(domain::create_customer const& order,
                              engine::route const& whose) const override;
    std::string customer_change_body(domain::change_customer const& order) const override;
    std::string intent_body(domain::create_intent const& order, engine::route const& whose) const override;
    std::string confirm_body(domain::confirm_intent const& order) const override;
    std::string refund_body(domain::create_refund const& order, engine::route const& whose) const override;
    std::string card_page_body(domain::create_card_page const& order,
                               engine::route const& whose) const override;
    awaitable<engine::processor_result<engine::routed_card_page>> read_setup(std::string setup) override;
    awaitable<engine::processor_result<engine::route>> read_customer(domain::customer_id customer) override;
    awaitable<engine::processor_result<domain::customer_fact>> create_customer(engine::effect_key key,
                                                                               std::string body) override;
    awaitable<engine::processor_result<domain::customer_fact>> change_customer(engine::effect_key key,
                                                                               domain::customer_id customer,
                                                                               std::string body) override;
    awaitable<engine::processor_result<engine::routed_intent>> create_intent(engine::effect_key key,
                                                                             std::string body) override;
    awaitable<engine::processor_result<engine::routed_intent>> confirm_intent(engine::effect_key key,
                                                                              domain::intent_id intent,
                                                                              std::string body) override;
    awaitable<engine::processor_result<engine::routed_intent>> cancel_intent(
        engine::effect_key key, domain::intent_id intent) override;
    awaitable<engine::processor_result<domain::refund_fact>> create_refund(engine::effect_key key,
                                                                           std::string body) override;
    awaitable<engine::processor_result<domain::method_fact>> read_method(domain::method_id method) override;
    awaitable<engine::processor_result<std::vector<engine::routed_intent>>> list_intents(instant from,
                                                                                         instant to) override;
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
    domain::session_id apply_card_page(engine::effect_key const& key, std::string const& body);
    struct kept_session {
        engine::routed_session what;
        instant created{};
        bool keeps_card = false;
    };

    awaitable<void> turn();
    awaitable<void> held_back(bool waits);
    // One order under its key: `act` is what it does when it is carried out for the first time.
    template <class Fact>
    awaitable<engine::processor_result<Fact>> carry_out(std::string kind, engine::effect_key key,
                                                        std::string body,
                                                        std::function<engine::processor_result<Fact>()> act);
    answer way_of(std::string_view kind) const;
    engine::routed_intent confirm(domain::intent_id const& which, std::string const& body);
    engine::processor_result<domain::refund_fact> give_back(std::string const& body);
    void attach(domain::method_id const& method, domain::customer_id const& customer);
    void succeed(engine::routed_intent& what);
    void fail(engine::routed_intent& what, std::string decline_code, std::string advice_code);
    std::optional<engine::processor_failure> read_trouble(std::string_view object = {});
    void let_end();
    domain::session_id apply(engine::effect_key const& key, std::string const& body);
    void tell(std::string type, std::string object, domain::intent_id const& intent, engine::route whose);

    clock const& time_;
    std::map<engine::effect_key, creation> creations_;
    std::set<engine::effect_key> saved_errors_;
    std::map<domain::session_id, kept_session> sessions_;
    std::map<domain::intent_id, engine::routed_intent> intents_;
    std::map<domain::refund_id, domain::refund_fact> refunds_;
    std::map<domain::dispute_id, domain::dispute_fact> disputes_;
    std::map<domain::customer_id, instant> customers_;
    std::map<domain::customer_id, engine::route> owners_;
    std::map<domain::method_id, domain::customer_id> former_;  // of cards that were detached
    std::map<domain::method_id, domain::method_fact> methods_;
    std::vector<std::pair<domain::intent_id, instant>> made_;  // intents, in their order
    std::map<engine::effect_key, std::string> bodies_;
    template <class Fact>
    using replies = std::map<engine::effect_key, engine::processor_result<Fact>>;
    std::tuple<replies<domain::customer_fact>, replies<engine::routed_intent>, replies<domain::refund_fact>>
        replies_;
    std::vector<engine::event_pointer> events_;
    std::map<int, suspension> waiting_;
    int so_far_ = 0;
};

}  // namespace quittance::doubles
