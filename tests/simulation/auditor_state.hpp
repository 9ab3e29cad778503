// What the parts of the auditor share: what it remembers of the world.
#pragma once
#include <set>
#include <unordered_map>
#include <unordered_set>

#include "simulation/auditor.hpp"
#include "simulation/auditor_model.hpp"

namespace quittance::simulation {

// An account as the auditor believes it to be: its own fold of what was committed.
struct known_account {
    account_model folded;
    std::uint64_t version = 0;
    std::string head;                             // of the chain, as computed here
    std::string client_document;                  // as stored, to see what changed
    std::map<std::string, std::string> bookings;  // likewise
};

// Bodies ordered under one key: one, unless the store lost the first order and another one came.
struct ordered_request {
    std::set<std::string> bodies;
    std::string newest;
    bool may_be_lost = false;
    std::string kind, object, client, booking;  // of the newest
};

struct place {
    std::string client, booking;
    bool empty() const { return client.empty(); }
};

// What one commit's events were about.
struct touched {
    bool client = false;
    std::set<std::string> bookings;
    std::vector<json::object> checkouts;                       // the checkout_ordered events
    std::vector<std::pair<std::string, json::object>> orders;  // what else was ordered, by its event's name
    std::vector<std::pair<std::string, json::object>> terms;   // items_changed and agreement_renewed
};

// What the mail server has, or may have, of one account.
struct delivered_letters {
    std::set<int> started;               // by number
    std::set<int> taken;                 // by number
    std::map<int, std::string> answers;  // the newest
    std::set<std::pair<item_key, int>> steps;
    std::map<int, std::set<item_key>> wanted;    // what was open when a letter set out
    std::set<std::string> payments;              // heard of
    std::map<item_key, instant> reminded_since;  // its first reminder, or the end of a rest
    instant last_commit{};
};

struct book_reader;
struct taken_money;

struct auditor::state {
    explicit state(auditor_options o) : options(std::move(o)) {}

    auditor_options options;
    std::vector<violation> found;
    std::size_t count = 0;
    bool ever_lost = false;  // some of what the processor has is of a past that the store forgot
    bool loss_open = false;  // the store lost commits and nobody has made it good yet

    std::map<std::string, known_account> accounts;
    std::unordered_map<std::string, ordered_request> orders;  // by key
    std::unordered_map<std::string, std::string> sent;        // key to the body first sent under it
    std::unordered_set<std::string> committed_ids;            // the processor's objects that commits named
    std::unordered_map<std::string, instant> marks;           // event id to when its mark was written
    std::unordered_set<std::string> parked;
    std::unordered_set<std::string> parked_intents;  // what the parked ones were about
    std::unordered_map<std::string, place> intents;  // whose intent, from metadata seen anywhere
    std::unordered_set<std::string> foreign_intents;
    std::unordered_map<std::string, instant> last_read;  // object to when it was read at the processor
    std::unordered_set<std::string> page_tokens;
    // Since when collecting rests because of a dispute or the end, by account and booking.
    std::map<std::pair<std::string, std::string>, instant> resting;
    std::map<std::string, delivered_letters> mail;  // by account
    std::map<std::string, api_seen> api_replies;    // by key: the first that was for good
    std::set<std::string> api_booked;               // references
    std::set<std::string> nobodys;                  // bookings of clients who were erased

    void report(int rule, instant at, std::string what);

    // The API
    void judge_api(api_seen const& what);
    void judge_reply_again(api_seen const& what);

    // Commits
    void commit(commit_seen const& what);
    touched take_entry(known_account& known, commit_seen const& what);
    void judge_version(known_account const& known, stored_account const& after, instant at);
    void judge_chain(known_account& known, stored_account const& after, json::object const& entry,
                     instant at);
    void fold_event(known_account& known, std::string const& client, std::string const& name,
                    json::object const& event, instant at);
    void judge_order(known_account const& known, commit_seen const& what, json::object const& event);
    void judge_ordered_page(known_account const& known, commit_seen const& what, std::string const& booking,
                            checkout_model const& made);
    // What may not be decided as things are, before the event is folded in.
    void judge_before(known_account const& known, std::string const& client, std::string const& name,
                      json::object const& event, instant at);
    void judge_attempt(booking_model const& what, std::string const& name, json::object const& event,
                       instant at);
    void judge_day(booking_model const& what, std::string const& name, json::object const& item, int periods,
                   instant at);
    void judge_other_order(known_account const& known, commit_seen const& what, std::string const& name,
                           json::object const& event);
    void judge_confirmation(call_seen const& what, ordered_request const& order);
    void judge_documents(known_account& known, commit_seen const& what, touched const& changed);
    void judge_document(known_account& known, commit_seen const& what, std::string const& id);
    void judge_booking(std::string const& client, booking_model const& what, instant at);
    void judge_credits(booking_model const& what, std::string const& name, instant at);
    void ask_product(known_account const& known, commit_seen const& what, std::string const& booking);

    void judge_writing(known_account const& known, commit_seen const& what, touched const& changed);
    void judge_rests(known_account const& known, commit_seen const& what, touched const& changed);
    void judge_told(known_account const& known, commit_seen const& what, touched const& changed,
                    booking_model const& booking);

    // Letters
    void judge_letter_event(known_account const& known, std::string const& client, std::string const& name,
                            json::object const& event, instant at);
    void judge_copy(std::string const& told, json::object const& letter, instant at);
    void judge_claim(known_account const& known, std::string const& client, json::object const& letter,
                     instant at);
    void judge_start(known_account const& known, std::string const& client, json::object const& event,
                     instant at);
    void judge_answer(known_account const& known, std::string const& client, json::object const& event,
                      instant at);
    void judge_hours(known_account const& known, std::string const& told, instant when, instant at);
    void judge_asked(known_account const& known, std::string const& told, json::object const& letter,
                     instant when, instant at);
    void judge_grant(std::string const& client, known_account const& known, json::object const& event,
                     instant at);
    void judge_anew(known_account const& known, std::string const& client, json::object const& event,
                    instant at);
    void judge_receipts(known_account const& known, commit_seen const& what, touched const& changed);
    void take_mail(mail_seen const& what);
    // Of items due before that day; empty: any.
    bool must_be_reminded(booking_model const& what, std::string const& due_before = {}) const;
    bool may_be_reminded(booking_model const& what) const;
    void judge_letters_at_rest(store_view const& store, instant now);
    void judge_handovers_at_rest(std::string const& client, known_account const& known, instant now);

    // Webhooks
    void answer(webhook_seen const& what);
    void learn(json::object const& object);
    place whose(json::object const& object) const;
    booking_model const* find_booking(place where) const;

    // The store
    void judge_store(store_view const& store, instant now);
    void judge_unseen(stored_account const& stored, instant now);
    void judge_waiting(store_view const& store, std::pair<std::string, std::string> const& key,
                       booking_model const& what, instant now);
    bool has_order(store_view const& store, std::pair<std::string, std::string> const& key,
                   booking_model const& what) const;
    void judge_attention(store_view const& store, std::pair<std::string, std::string> const& key,
                         booking_model const& what, instant now);
    void judge_strays(store_view const& store, instant now);
    void judge_rest(store_view const& store, instant now);
    void restore(stored_account const& stored, instant at);
    void judge_erasure(known_account const& before, known_account const& after, commit_seen const& what);

    // The processor's books
    void judge_books(processor_books const& texts, store_view const& store, instant now, bool rest);
    void judge_single_payer(book_reader const& books, instant now);
    void judge_single_charge(book_reader const& books, instant now);
    void judge_money(taken_money const& theirs, store_view const& store, processor_books const& texts,
                     instant now, bool rest);
    bool is_parked(std::string const& intent, store_view const& store, processor_books const& texts) const;
    void judge_inventions(book_reader const& books, instant now);
    void judge_totals(book_reader const& books, instant now);

    void note_outcome(std::string_view line, instant at);
    void judge_words(std::string_view text, instant at, bool page);
};

// An order of a charge without the client says whom, what and how much, and takes nothing by itself.
bool says_charge(std::string_view body, std::string const& store, place const& whose,
                 checkout_model const& agreed, std::string const& customer);
// SHA-256 of a ledger entry's text, base64url without padding.
std::string digest_of(std::string_view text);
// Stripe's minor units are ours, but for two currencies.
std::int64_t in_our_units(std::int64_t units, std::string_view currency);
std::string upper(std::string_view currency);
// By the clock on the client's wall; nothing where it needs tables.
std::optional<instant> wall_time(json::object const& who, instant at);
std::string date_text(instant local);
// The pairs of a form, decoded.
std::map<std::string, std::string> form_of(std::string_view body);
std::string percent_decoded(std::string_view text);

}  // namespace quittance::simulation
