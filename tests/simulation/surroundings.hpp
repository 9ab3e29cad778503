// What gateways, people and trouble share: time, the store, the processor, the judge. Everything outside the
// gateways runs as one process of its own that never crashes.
#pragma once
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "auditor.hpp"
#include "clocks.hpp"
#include "doubles/memory_letters.hpp"
#include "doubles/memory_store.hpp"
#include "faults.hpp"
#include "plan.hpp"
#include "quittance/domain/reminders.hpp"
#include "quittance/sandbox/processor.hpp"
#include "trace.hpp"

namespace quittance::simulation {

// What the operator decided about letters, for the whole run; and the same for the judge.
domain::reminder_policy reminders_of(plan const& how);

// How many episodes cut each way right now, by gateway.
struct cut_ways {
    int store = 0;
    int processor = 0;
    int inbound = 0;
};

inline constexpr char const* the_store_id = "simulated-store";
inline constexpr char const* the_processor_account = "acct_1Sandbox00000000";
inline constexpr char const* the_api_key = "sk_test_sandbox";
inline constexpr char const* public_base = "https://pay.example";
inline constexpr char const* payment_pages = "https://checkout.stripe.com";
// The processor signs with both while they are rolled; a gateway may know either, or both.
inline constexpr char const* first_webhook_secret = "whsec_first_simulated_secret_000000";
inline constexpr char const* second_webhook_secret = "whsec_second_simulated_secret_00000";

class surroundings {
public:
    surroundings(plan what, bool aloud);
    surroundings(surroundings const&) = delete;
    surroundings& operator=(surroundings const&) = delete;
    ~surroundings();

    plan const how;
    world_clock time;
    trace told;
    trouble bad;
    chance latency;
    doubles::memory_store store;
    sandbox::processor machine;
    auditor judge;
    process outside;
    std::vector<cut_ways> cut;
    int store_refuses = 0;  // episodes under way
    int webhooks_dropped = 0;
    std::uint64_t store_losses = 0;                       // how often a tail was lost
    std::uint64_t losses_made_good = 0;                   // up to which of them
    std::map<std::string, std::int64_t> amounts_changed;  // by key, so that a repeat asks for the same
    std::uint64_t processor_changes = 0;
    std::exception_ptr broken;        // the simulator itself failed
    doubles::memory_letters letters;  // no bodies are kept here: none is to be forgotten
    std::uint64_t versions_lost = 0;  // commits that came after another one had changed the account
    milliseconds slowest_way{120};
    milliseconds slowest_store{0};                              // 0: it answers at once
    milliseconds changes_stay_fresh{std::chrono::minutes{11}};  // so long their event list is read on
    // Between two such readings: of many clients something is always fresh.
    milliseconds list_rests{0};
    // Somebody watches as closely as the judge; may be empty.
    std::function<void(commit_seen const&)> on_commit;
    std::function<void(call_seen const&)> on_call;
    // A mail is in somebody's inbox.
    std::function<void(std::string const& to, std::string const& body)> on_mail;

    // Runs it beside everything else, outside the gateways.
    void spawn(awaitable<void> work);
    awaitable<void> sleep(milliseconds span) { return outside.steady.until(time.now() + span); }
    milliseconds usual_delay() { return latency.between(milliseconds{5}, slowest_way); }

    // A parked event is kept whole: the processor forgets it after a month.
    void keep_parked(std::string body) { parked_bodies_.insert(std::move(body)); }
    // The store was written to.
    void stored() { ++store_changes_; }
    // When the first wake-up or lease is due.
    std::optional<instant> first_due();
    stored_account const& mirrored(domain::client_id const& client, engine::commit_request const& request);
    // After all of it was replaced.
    stored_account const& mirrored_anew(domain::client_id const& client);
    void forget(domain::client_id const& client) { mirror_.erase(client); }
    void lose_store_tail(doubles::memory_store::contents earlier);
    void close_store(std::string why);
    store_view view() const;
    processor_books books() const;

private:
    void mirror_all();

    std::map<domain::client_id, stored_account> mirror_;
    std::set<std::string> parked_bodies_;
    std::uint64_t store_changes_ = 0;
    std::uint64_t due_known_at_ = ~std::uint64_t{0};
    std::optional<instant> due_;
};

}  // namespace quittance::simulation
