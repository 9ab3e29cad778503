// Promises: one function for each command of `quittance`; each answers the exit code and has said on standard
// output what a person asked for. What goes wrong is thrown as a sentence.
#pragma once
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace quittance::app {

struct common_options {
    std::string config;  // --config; empty: looked for
};

struct link_options {
    std::string offer, reference, source, amount, title, description, client, name, email, due, locale, zone,
        previous, service;
    int days = 30;
};
struct move_options {
    std::string from, to, offer, source;
};
// What a person decides about one booking. Each command reads its own of them.
struct money_options {
    std::string booking, offer, source;  // which one
    std::string by, reason;              // who, and why
    std::string id;                      // the same one counts once
    std::string amount, payment, hand_reference, on, service, until;
    std::string kind = "transfer", cadence, from, next;
    std::string other;  // the reference of another booking of the client
    std::string entry;  // of the attention list
    std::vector<int> items;
    std::vector<std::string> parts;
    std::vector<std::string> addresses;
    int item = 1;
    std::optional<int> credits;
    int days = 0;
    bool reopens = false, handed_back = false, written_off = false, no_show = false, take_back = false,
         release = false;
};
struct plan_options {
    std::string offer, from, zone, service, price;
    int periods = 12;  // of a retainer: how many are printed
};
struct forecast_options {
    int days = 60;
    std::string against;  // another reminders.toml; empty: none
};
struct show_options {
    std::string who;            // a client or a reference
    std::string offer, source;  // which one
};
struct journal_options {
    std::string who;            // a client or a reference
    std::string offer, source;  // which one
    bool csv = false;
};
struct replay_options {
    std::vector<std::string> ids;  // as `parked` lists them; none: all
    std::string drop, author;      // this one is taken out as it is, by whom
};
struct reconcile_options {
    std::string from;  // a date; empty: 30 days back
    bool apply = false;
};
struct reopen_options {
    std::string reason, from;   // from: as of reconcile_options
    bool unreconciled = false;  // although the processor knows what the store does not
};
struct erase_options {
    std::string client, author;
    bool apply = false;
};
struct notify_command {
    std::string endpoint;   // empty: all
    std::string id, since;  // of a replay
};
struct sandbox_options {
    std::string restricted_key;  // empty: none
    std::vector<std::string> trouble;
};

int take_bounce(common_options const& how, std::string const& delivered_to);
int erase_client(common_options const& how, erase_options const& what);
int print_evidence(common_options const& how, std::string const& client);
int serve(common_options const& how);
int run_sandbox(common_options const& how, sandbox_options const& what);
int print_addresses(common_options const& how);
int print_link(common_options const& how, link_options const& what);
int print_plan(common_options const& how, plan_options const& what);
int preview(common_options const& how, std::string const& folder);
int forecast(common_options const& how, forecast_options const& what);
int print_journal(common_options const& how, journal_options const& what);
int move_booking(common_options const& how, move_options const& what);
int take_by_hand(common_options const& how, money_options const& what);
int correct_by_hand(common_options const& how, money_options const& what);
int refund(common_options const& how, money_options const& what);
int waive(common_options const& how, money_options const& what);
int change_item(common_options const& how, money_options const& what);
int move_plan(common_options const& how, money_options const& what);
int change_plan(common_options const& how, money_options const& what);
int reschedule(common_options const& how, money_options const& what);
int cancel_booking(common_options const& how, money_options const& what);
int deliver(common_options const& how, money_options const& what);
int use_credit(common_options const& how, money_options const& what);
int reserve(common_options const& how, money_options const& what);
int change_credits(common_options const& how, money_options const& what);
int note_contact(common_options const& how, money_options const& what);
int pause_reminders(common_options const& how, money_options const& what);
int resume_reminders(common_options const& how, money_options const& what);
int acknowledge(common_options const& how, money_options const& what);
int name_contacts(common_options const& how, money_options const& what);
int choose_cadence(common_options const& how, money_options const& what);
int renew_page_link(common_options const& how, money_options const& what);
int show(common_options const& how, show_options const& what);
int list_attention(common_options const& how);
int list_open(common_options const& how);
int list_parked(common_options const& how);
int replay(common_options const& how, replay_options const& what);
int new_key(common_options const& how, std::string const& name);
int list_keys(common_options const& how);
// `which`: the beginning of the hash that the list shows, or the key itself.
int end_key(common_options const& how, std::string const& which);
int fsck(common_options const& how, bool mend);
int reconcile(common_options const& how, reconcile_options const& what);
int reopen(common_options const& how, reopen_options const& what);
int doctor(common_options const& how, bool fix);
int health(common_options const& how);
int list_notices(common_options const& how, notify_command const& what);
int replay_notices(common_options const& how, notify_command const& what);
int enable_endpoint(common_options const& how, notify_command const& what);
int forget_endpoint(common_options const& how, notify_command const& what);

}  // namespace quittance::app
