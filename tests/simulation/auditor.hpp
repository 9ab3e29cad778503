// Promises: an independent judge of everything that happens in a simulated world. It sees commits, requests
// to the processor, webhook answers and log lines as they happen, and now and then the whole store and the
// processor's books, and says which rule was broken, when, and how. It is written from the documents
// (DESIGN.md, README, the rules below) and reads the stored texts with a parser, a hash and a fold of its
// own: a judge that called the product's code would agree with its mistakes. Refuses to repair, to stop the
// world and to judge what the store itself lost, until it is told that the loss was reconciled.
//
// The rules, and where each one stands:
// clang-format off
//   1  items that are no fees sum to the price, nothing has two fees (DESIGN "Money and dates")
//   2  what came in is what is used, spare or gone; one currency    (DESIGN "Money and dates")
//   3  0 <= refunded <= captured                                    (DESIGN "The payer")
//   4  one successful charge per item in the processor's books      (DESIGN "The payer")
//   5  at most one live payer                                       (DESIGN "The payer")
//   6  every confirmation names a committed id                      (DESIGN "The payer", two steps)
//   7  every request was ordered first, no key with two bodies      (DESIGN "Five ideas", 3)
//   8  every webhook answered 200 is applied or parked              (DESIGN "Redis", last line of the script)
//   9  each event moves money at most once                          (DESIGN "Five ideas", 2; the dedupe set)
//  10  versions rise by one                                         (DESIGN "Redis", the ledger's length)
//  11  the hash chain is whole                                      (DESIGN "Redis", the ledger)
//  12  the fold of the ledger is the account                        (DESIGN "Five ideas", 1)
//  13  what is open has a wake-up, an effect or a person            (DESIGN "Look-ups")
//  14  what is settled has none                                     (DESIGN "Look-ups": until final)
//  15  no reminder after its payment                                (DESIGN "Words and promises")
//  16  each message once, each receipt at least once                (issue "Only for what is unpaid, provably")
//  17  decide twice, the same bytes                                 (DESIGN "Five ideas", 1)
//  18  decode(encode) is the identity                               (DESIGN "Rooms", records)
//  19  our totals are the processor's                               (DESIGN "The payer": one function)
//  20  a week after healing nothing is in between                   (DESIGN "Look-ups")
//  22  no card is charged without its owner in a dispute, after the end, at night, before its item is due,
//      or after a final decline                                    (DESIGN "Collecting")
//  23  a reminder comes in its hours, on a day of business, days after any other contact, to the client's own
//      address, while nothing rests it                              (domain/reminders.hpp)
//  24  what is due and unpaid is reminded of, or with a person      (domain/reminders.hpp)
//  25  what became of a letter is what the mail server said         (engine/mailer.hpp)
//  26  a key of the API has one answer for a day                   (README "Embed it", Idempotency-Key)
//  27  what the API booked, it finds                               (README "Embed it")
//  28  what is changed of an agreement is its next version, in writing, in the same commit, and told to
//      the client                                                  (README "Money back and money by hand")
//  29  of an erased client no name and no address is left, and the same money   (domain/erasure.hpp)
//  30  nothing is charged or paged that is less than a card pays; a rest like that joins the next item, or
//      a person has it                                             (README "Money back and money by hand")
//  31  no credit is used or kept for two sessions, nor granted twice for a period
//                                                                  (README "Money back and money by hand")
//  21  no key, token, e-mail or card number in logs                 (README "Steer it")
// clang-format on
#pragma once
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "quittance/base/time.hpp"

namespace quittance::simulation {

// An account as the store holds it: texts, as the records room writes them.
struct stored_account {
    std::string client;  // id
    std::uint64_t version = 0;
    std::string client_document;                  // JSON
    std::map<std::string, std::string> bookings;  // id to JSON
    std::vector<std::string> ledger;              // entries, oldest first, JSON with the chain
    std::string chain_head;
    std::string last_commit;
};

struct ordered {
    std::string key, kind, body, client, booking;
    instant at{};
    instant lease_end{};
    std::string object;  // the processor's, that the order acts on; may be empty
};

// A commit that the store applied (also when its reply was lost). The account as it was before is the
// auditor's own memory; `after` is looked at during the call only.
struct commit_seen {
    int gateway = 0;
    instant at{};
    stored_account const* after = nullptr;
    std::vector<ordered> effects;         // ordered by this commit
    std::optional<std::string> finished;  // the effect whose outcome this is
    std::vector<std::string> event_ids;   // the dedupe marks it wrote
};

// A request that reached the processor's state machine, also when its reply is lost on the way back.
struct call_seen {
    int gateway = 0;
    instant at{};
    std::string method, path, key, body;  // body: the form as sent
    unsigned status = 0;
    std::string reply;
    instant sent{};  // by the gateway's own clock; default: not known
};

// A webhook as a gateway answered it.
struct webhook_seen {
    int gateway = 0;
    instant at{};
    std::string event_id, type, body;
    unsigned status = 0;
    std::string outcome;  // as the gateway's log names it, where it is known; may be empty
    instant arrived{};    // when the gateway took it in hand; default: `at`
};

// A mail as it came to the mail server.
struct mail_seen {
    int gateway = 0;
    instant at{};
    std::string key;  // the order's
    std::string sender, to;
    std::string body;    // JSON: client, letter, kind, about
    bool taken = false;  // the server has it, whatever the sender heard
    std::string answer;  // accepted, uncertain, refused, refused_address, …
    instant sent{};      // by the gateway's own clock
};

// What the API answered a booking system.
struct api_seen {
    std::string path;
    std::string key;  // Idempotency-Key; empty: it only looked
    unsigned status = 0;
    std::string body;
    instant at{};
};

// The whole store, looked at in one moment.
struct store_view {
    std::vector<stored_account> accounts;
    std::map<std::pair<std::string, std::string>, instant> wakes, open, held;  // by (client, booking)
    std::set<std::tuple<std::string, std::string, std::string>> attention;  // client, booking, attention id
    std::vector<ordered> effects;
    std::vector<std::string> parked_event_ids;
    std::set<std::string> marks;                   // event ids in the dedupe sets
    std::map<std::string, std::string> directory;  // booking id to client
};

// JSON texts of the processor's own objects.
struct processor_books {
    std::vector<std::string> sessions, intents, charges, refunds, disputes, events;
};

struct violation {
    int rule = 0;
    instant at{};
    std::string what;  // a sentence that names the account, booking or object
};

// What the operator decided about letters. Days without business as "2027-01-01".
struct letter_rules {
    bool letters = false;
    bool reminders = false;
    std::set<std::string> holidays;
    int from = 9, until = 17;  // hours of the client's day
    int days_apart = 3;
    int steps = 5;
    int may_move_days = 14;
    friend bool operator==(letter_rules const&, letter_rules const&) = default;
};

struct auditor_options {
    std::string store_id;           // q_store in the metadata
    std::string api_version;        // ours: events of another one are pointers; empty: not judged
    std::set<std::string> secrets;  // must never be in a log line, whole
    letter_rules letters;
    std::size_t most_violations = 100;  // later ones are counted only
    bool in_writing = false;            // what is changed of an agreement becomes a version of it
    bool small_rests = false;           // the gateways know what a card pays at least
};

class auditor {
public:
    explicit auditor(auditor_options options);
    explicit auditor(std::string store_id) : auditor(auditor_options{std::move(store_id), {}, {}, {}, 100}) {}
    auditor(auditor const&) = delete;
    auditor& operator=(auditor const&) = delete;
    ~auditor();

    void committed(commit_seen const& what);
    // The store took an account away (a held booking whose time is over).
    void erased(std::string const& client, instant at);
    // The store holds the account without the person: a ledger chained anew, and what says so at its end.
    void person_erased(commit_seen const& what);
    void parked(std::string const& event_id);
    // An order was taken out of the store without a commit: its outcome had nothing new to say.
    void order_removed(std::string const& key, instant at);
    void called(call_seen const& what);
    void answered(webhook_seen const& what);
    void mailed(mail_seen const& what);
    void logged(std::string_view line, instant at);
    void page_sent(std::string_view html, instant at);
    void api_answered(api_seen const& what);
    // Acknowledged commits were lost. What the auditor knows becomes what the store holds now; 4, 8, 13, 14,
    // 15, 16, 19 and what the processor's books say of 3 and 5 rest until reconciled(), and a key whose order
    // may have been lost may be ordered anew with another body.
    void store_lost(store_view const& now, instant at);
    void reconciled(instant at);
    // At any moment in which no step is half-way inside the store double.
    void look(store_view const& store, processor_books const& books, instant now);
    // When everything should have ended: all of look(), and 19 and 20 in full.
    void at_rest(store_view const& store, processor_books const& books, instant now);

    std::vector<violation> const& violations() const;
    std::size_t violation_count() const;

private:
    struct state;
    std::unique_ptr<state> state_;
};

}  // namespace quittance::simulation
