// Promises: what is on record of the messages to one client: which were ordered and what became of them, how
// far each open item has been reminded, when the last contact was, and what rests the reminders.
// An item that is due on another day, or open once more after nothing of it was, is reminded from the start:
// how far it was reminded before is forgotten, a hand-over stays on record and is history.
// Refuses to know words: what a letter says is made when it is sent, from the account as it is then.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "quittance/base/time.hpp"
#include "quittance/domain/ids.hpp"
#include "quittance/domain/money.hpp"

namespace quittance::domain {

// In the order of firmness, as far as they ask for money.
enum class letter_kind {
    receipt,                // a payment arrived
    plan_agreed,            // what was agreed to, in writing
    refund,                 // money went back
    notice_before_charge,   // the kept card will be charged
    reminder_before,        // it will be due
    reminder_due,           // it is due today
    reminder_gentle,        // it may have been overlooked
    reminder_clear,         // and these are the options
    reminder_final,         // the last automatic one
    charge_declined,        // the kept card was declined for the last time
    authentication_needed,  // the bank wants the client to confirm
    card_expiring,          // the kept card ends before what will be charged to it
    agreement_changed,      // days or parts were changed: the new version, in writing
    address_asked,          // to the address in force: another one was asked for
    address_confirm,        // to that other one: whether letters may go there
    address_changed,        // to both: they do from now on
    payment_received,       // money that came by hand arrived
    hold_expired            // a held booking ended unpaid; to an address that nobody but its link has told
};
std::string_view name_of(letter_kind kind);
// One of those that at most one server may ever have taken: it is never sent again in doubt.
bool is_sent_once(letter_kind kind);
// It is about where letters go. None of them carries the link to the page but the one to the new address.
bool is_about_address(letter_kind kind);
// It asks for money, so that it keeps its distance from others that do.
bool asks_for_money(letter_kind kind);

enum class letter_state {
    ordered,     // by the commit that claimed it
    attempting,  // it may be on its way: durable before its data goes out
    accepted,    // by the mail server
    refused,     // by the mail server, for good
    uncertain,   // the line was lost after the data: nobody knows
    withdrawn,   // what it was about was settled before it went out
    given_up,    // no server took it while it meant anything
    bounced      // a mail server said afterwards that it cannot be delivered
};
std::string_view name_of(letter_state state);
bool is_final(letter_state state);
// The client has it, or may have it.
bool may_have_arrived(letter_state state);

struct letter_item {
    booking_id booking;
    int item = 0;
    int step = -1;                 // of the cadence, claimed by this letter; -1: it is only told about
    std::optional<int> days = {};  // that step, in days from the due day; those of older letters do not know
    friend bool operator==(letter_item const&, letter_item const&) = default;
};
struct letter {
    int number = 1;  // of the client's letters, from 1
    letter_kind kind = letter_kind::receipt;
    std::string to;
    std::vector<letter_item> about;
    intent_id payment;    // of a receipt, of money by hand or a refund
    money amount;         // that arrived, went back or will be charged
    std::string subject;  // what it was ordered for: the same fact orders one letter
    instant at{};
    letter_state state = letter_state::ordered;
    std::optional<instant> begun;  // when it last set out
    int tries = 0;                 // how often
    bool counts_when_sent =
        false;                    // a contact once somebody may have it; older ones counted from their claim
    std::vector<std::string> cc;  // further addresses that the client named
    std::vector<std::string> reached;  // of these: may have it from an earlier try
    int copy_of = 0;  // not 0: of that letter, for the one in `cc` alone, whose server had put it off
    bool keeps_since = false;   // its items know since when they are reminded; those of older ones do not
    bool keeps_former = false;  // and how far they were before, in case it never goes out
    friend bool operator==(letter const&, letter const&) = default;
};

// How far an item was reminded before the letter that claims it now.
struct told_before {
    letter_kind kind = letter_kind::reminder_before;
    int step = -1;
    int letter = 0;
    instant at{};
    letter_state state = letter_state::ordered;
    std::optional<instant> since;
    std::optional<int> days;
    int lowered = 0;
    friend bool operator==(told_before const&, told_before const&) = default;
};

// The furthest step an item was reminded at.
struct reminded {
    booking_id booking;
    int item = 0;
    letter_kind kind = letter_kind::reminder_before;
    int step = -1;  // of the cadence; -1: the notice before a charge
    int letter = 0;
    instant at{};
    letter_state state = letter_state::ordered;
    std::optional<instant> since;  // its first reminder, or the end of a rest: from here on its time runs
    std::optional<int> days;  // the step in days from the due day, whatever the cadence is by now; none: of
                              // an older letter, so that `step` counts in the cadence as it is
    int lowered = 0;          // promises that have passed since: so many steps are said again
    std::optional<told_before> former;  // while the letter may be withdrawn
    friend bool operator==(reminded const&, reminded const&) = default;
};

// Why nobody is reminded now.
struct rest {
    std::string reason;               // question, says_paid, asks_for_time, promise, pause, complaint
    std::optional<civil_date> until;  // the first day on which it is over; none: until a person ends it, or
                                      // has dealt with what the client said
    std::string note;
    std::string author;  // empty: the client
    instant since{};
    friend bool operator==(rest const&, rest const&) = default;
};

struct correspondence {
    int letters = 0;                         // so far
    std::vector<letter> under_way;           // not final yet
    std::vector<domain::reminded> reminded;  // one for each item that was
    std::optional<instant> last_contact;     // that asked for money, by us or by a person
    std::optional<rest> resting;
    std::string unreachable;   // the address that mail servers refuse for good
    std::string cadence;       // that the owner chose for this client; empty: the offer's, or the usual one
    int page_generation = 0;   // of the links to the client's page: raising it ends the older ones
    std::vector<int> bounced;  // letters that came back
    std::vector<int> complained;  // letters that their reader called unwanted
    std::string silent;  // the address whose server took no request in all its time; a person was told
    std::vector<std::string> refused_copies;  // further addresses that mail servers refuse for good
    std::string last_note;  // id of the latest contact that a person noted; empty: it had none
    friend bool operator==(correspondence const&, correspondence const&) = default;
};

// Where a person takes over: what the client said, or what reminders did not settle.
struct handover {
    int number = 1;      // of the booking's, from 1
    std::string reason;  // question, says_paid, asks_for_time, reminders_ended, no_address, letter_refused,
                         // letter_bounced, letter_undelivered, complaint, card_expiring, card_detached,
                         // copy_refused (by the server of a further address), reminders_undelivered (the
                         // last one was refused or came back, so that no firmer one goes out),
                         // rest_too_small (no card pays what is left of the item), terms_lost (the booking
                         // was made again after a loss, and more may have been agreed than is known);
                         // time_granted, parts_granted: by the policy, nobody need look
    int item = 0;        // 0: of none
    std::string words;   // the client's
    instant at{};
    std::optional<civil_date> until;  // the day that was asked for
    bool split = false;               // in two parts
    std::optional<instant> over;      // reminders of the item began anew: this one is history
    std::optional<civil_date> due;    // of the item, when more time was asked for
    friend bool operator==(handover const&, handover const&) = default;
};

}  // namespace quittance::domain
