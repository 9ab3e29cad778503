// Promises: a card processor as one state machine: customers, hosted checkout, payment intents, refunds,
// disputes, events, webhook endpoints, idempotency. Parameters are refused as the real one refuses them. Free
// of I/O: time and the seed are inputs, so a simulator can hold it, and one seed replays a run. Every input
// that changed something is one journal line; replaying the lines gives the same state. Refuses to know HTTP
// servers, sockets and files (server.hpp and journal.hpp do), and shares no code with the gateway's own
// adapter: a double built from the adapter would prove nothing.
#pragma once
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "quittance/base/time.hpp"

namespace quittance::sandbox {

struct configured_endpoint {
    std::string url;
    std::vector<std::string> secrets;  // whsec_…; several while rotating: one v1 each
    std::vector<std::string> enabled_events{"*"};
};

struct processor_options {
    std::string secret_key = "sk_test_sandbox";
    std::string restricted_key;  // 403: /v1/account, /v1/balance, /v1/webhook_endpoints, /v1/setup_intents
    std::string api_version = "2026-10-28.endive";
    std::string account_id = "acct_1Sandbox00000000";
    std::string business_name = "Ana Coaching";
    std::string public_address = "http://127.0.0.1:12111";  // where payment pages are, no slash at the end
    std::optional<configured_endpoint> endpoint;
    std::uint64_t seed = 1;
    std::chrono::seconds delayed_method_takes{60};
    std::chrono::seconds refund_takes{20};
    std::chrono::seconds dispute_comes_after{5};
    // Gaps after failed webhook deliveries; after the last one the delivery is given up.
    std::vector<std::chrono::seconds> webhook_gaps{
        std::chrono::seconds{2},   std::chrono::seconds{10},    std::chrono::seconds{60},
        std::chrono::seconds{300}, std::chrono::seconds{1'800}, std::chrono::hours{2},
        std::chrono::hours{8},     std::chrono::hours{24},      std::chrono::hours{36}};
};

struct api_request {
    std::string method;         // "GET", "POST"
    std::string path;           // "/v1/customers", percent-decoded
    std::string query;          // as received
    std::string body;           // the form as received
    std::string authorization;  // header values; empty: not sent
    std::string idempotency_key;
    std::string stripe_version;
};

struct reply {
    unsigned status = 200;
    std::vector<std::pair<std::string, std::string>> headers;  // Request-Id and Content-Type always
    std::string body;
};

// What goes wrong with one request, chosen by the caller. A reply lost after applying needs no word here: the
// caller throws the reply away.
enum class mishap {
    none,
    rate_limited,         // 429, not stored
    lock_timeout,         // 429 with its code, not stored
    server_error_before,  // 500 before anything was done, stored under the key
    server_error_after,   // 500 after it was done, stored under the key
};

struct card_entry {
    std::string number;  // blanks are allowed
    unsigned exp_month = 12;
    unsigned exp_year = 2034;
    std::string cvc = "123";
    std::string name;
    std::string email;
    std::string country = "IE";
};

enum class page_state { open, challenge, complete, expired };

// What the hosted page shows. Text is plain, not escaped.
struct page_view {
    page_state state = page_state::open;
    std::string session;
    std::string mode;  // "payment" or "setup"
    std::string business;
    std::vector<std::pair<std::string, std::string>> items;  // title (with quantity) and amount
    std::string total;                                       // "€125.00"; empty in setup mode
    std::string email;
    std::string cancel_url;   // empty: no link back
    std::string success_url;  // filled in
    std::string message;      // of the last decline
    std::string note;         // custom_text beside the button; may be empty
    bool keeps_card = false;  // for later charges, besides what is paid now
    bool takes_cards = true;
    bool takes_delayed = false;
};

struct pay_outcome {
    enum class kind { complete, declined, challenge, not_open, not_found } what = kind::not_found;
    std::string message;   // declined: may be shown to the payer
    std::string redirect;  // complete: where the payer goes
};

struct outgoing_webhook {
    std::string delivery;  // name it in delivered()
    std::string event;
    std::string type;
    std::string url;
    std::string body;
    std::string signature;  // value of Stripe-Signature, made for the time of take_webhooks()
    unsigned attempt = 1;
};

enum class dispute_kind { fraudulent, product_not_received, inquiry };

struct delivery_view {
    std::string event, type, endpoint, state;  // pending, delivered, given_up
    unsigned attempts = 0;
};
struct counts {
    std::map<std::string, std::uint64_t> requests;  // by "POST /v1/customers"
    std::map<std::string, std::uint64_t> replies;   // by status
    std::size_t customers = 0, sessions = 0, intents = 0, refunds = 0, disputes = 0, events = 0;
};

class processor {
public:
    explicit processor(processor_options options);
    processor(processor&&) noexcept;
    processor& operator=(processor&&) noexcept;
    ~processor();

    // --- API. `now` never goes back: an earlier one counts as the latest seen.
    reply handle(api_request const& asked, instant now, mishap trouble = mishap::none);
    // Between these a request under `key` is answered 409. False: the key is empty or held already.
    bool begin(std::string_view key);
    void end(std::string_view key);

    // --- The hosted page of a session.
    std::optional<page_view> page(std::string_view session) const;
    pay_outcome submit_card(std::string_view session, card_entry const& card, instant now);
    pay_outcome submit_delayed(std::string_view session, bool will_succeed, std::string_view email,
                               instant now);
    // The payer's answer to the challenge; takes a session's id or a payment intent's.
    pay_outcome authenticate(std::string_view id, bool succeeds, instant now);

    // --- The dashboard. Results are what the API would have answered.
    reply refund(std::string_view charge_or_intent, std::optional<std::int64_t> amount, instant now);
    reply dispute(std::string_view charge_or_intent, dispute_kind kind, std::optional<std::int64_t> amount,
                  instant now);
    reply close_dispute(std::string_view dispute, bool won, instant now);
    bool resend(std::string_view event, instant now);  // to every enabled endpoint; false: no such event
    bool detach_method(std::string_view method, instant now);
    bool update_card(std::string_view method, unsigned exp_year, instant now);  // as the card network does
    bool delete_customer(std::string_view customer, instant now);

    // --- Time: session expiry, delayed methods, refunds under way, disputes, forgetting keys after 24 h.
    void advance(instant now);
    std::optional<instant> next_due() const;  // the earliest of these, or of a webhook waiting

    // --- Webhooks due at `now`, oldest first; each is handed out once until delivered() tells its fate.
    std::vector<outgoing_webhook> take_webhooks(instant now, std::size_t most = 64);
    void delivered(std::string_view delivery, bool accepted, instant now);

    // --- Journal: lines (without line ends) since the last call, in order; replay() before anything else.
    std::vector<std::string> take_journal();
    bool replay(std::string_view line);  // false: not a line of ours (a torn one), nothing was changed

    // --- Looking inside, for tests and the state page.
    counts count() const;
    std::vector<delivery_view> deliveries() const;
    // "customer", "checkout.session", "payment_intent", "charge", "refund", "dispute", "event": JSON texts,
    // oldest first.
    std::vector<std::string> objects(std::string_view kind) const;
    // All of the state as one text: equal texts, equal processors. What is forgotten by age is forgotten in
    // advance(), so bring both to the same time first.
    std::string fingerprint() const;

private:
    struct state;
    std::unique_ptr<state> state_;
};

}  // namespace quittance::sandbox
