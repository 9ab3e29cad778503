// Promises: the client's page of everything they booked: what is due, paid and booked for each currency,
// each booking with its amounts, what happens next, and a form for each thing a client may ask. Works without
// a script. Says what happened and what can be done, and blames nobody. What was typed into a form that could
// not be taken is shown again, with a sentence at its field.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "quittance/pages/plan.hpp"

namespace quittance::pages {

// Parts of the page that a link may lead to, as `#more-time`: on the first booking that has such a form.
namespace page_part {
inline constexpr std::string_view more_time = "more-time";
inline constexpr std::string_view split = "split";
inline constexpr std::string_view something_wrong = "something-wrong";
inline constexpr std::string_view already_paid = "already-paid";
}  // namespace page_part

// What became of the form that led here; the code travels in the address, the words are these alone.
enum class client_notice {
    none,
    granted,          // the new day was given at once
    split,            // two parts were made at once
    passed_on,        // more than the policy grants: a person decides
    question,         // a person was told
    says_paid,        // no payment was found: a person was told
    paid,             // it is paid
    under_way,        // money is being taken this moment: it decides first
    gone,             // what was asked about is no longer open
    changed,          // somebody was faster: it is not as the form showed it
    closed,           // the booking takes nothing any more
    with_person,      // as much as is taken waits for a person already: this was not taken
    card,             // another card was named and serves from now on
    no_card_page,     // the processor did not answer: it can be tried again
    address,          // another address was asked to say yes
    address_same,     // messages go there already
    address_often,    // it was asked for too often lately
    address_changed,  // the new address said yes
    cadence,          // how reminders come was chosen
    unconfirmed       // the form was not this page's own: nothing was done
};
std::string_view name_of(client_notice what);
client_notice client_notice_named(std::string_view code);  // none for what is not one of them

struct client_sums {  // of one currency
    domain::money due;
    domain::money open;
    domain::money booked;
    domain::money paid;
    domain::money received;
    domain::money went_back;
    domain::money fees;  // of what was booked: owed beside the price
};

struct client_credits {
    int left = 0;
    int used = 0;
    int expired = 0;
    std::vector<civil_date> scheduled = {};  // days of sessions to come that credits are kept for
};

// The card that what is to come is charged to.
struct client_card {
    std::string brand;  // the processor's word for it
    std::string last4;
    std::optional<std::chrono::year_month> until;  // it is good to the end of it
    bool gone = false;                             // it can be charged no more
    std::optional<civil_date> ends_before;         // a charge it will not live to see
    bool named = false;                            // by the client, since the booking was paid first
};

// A version of the agreement that a later one replaced.
struct client_version {
    int number = 1;
    civil_date until{};  // when it was replaced
    std::string text;
    std::string action;  // where it is downloaded
};

// Of one payment.
struct client_receipt {
    domain::money amount;
    civil_date on{};
    std::string action;  // where it is downloaded
};

struct client_booking {
    std::string id;
    plan_view plan;            // pay_action is not used here
    std::vector<int> movable;  // amounts for which another day or two parts may be asked
    std::optional<client_credits> credits;
    std::string agreement;               // the exact text; empty: none was agreed
    std::string agreement_action;        // where it is downloaded
    std::vector<client_version> former;  // the newest first
    std::string agree_action;            // not empty: its terms wait there for an agreement
    std::optional<client_card> card;     // nothing: none is kept, or nothing is known of it
    bool takes_card = false;             // another one may be named
    bool takes_questions = true;
    std::vector<client_receipt> receipts = {};
};

// What rests the reminders, in the domain's word, and until when.
struct client_rest {
    std::string reason;
    std::optional<civil_date> until;
};

// Why a form could not be taken; each is about one field.
enum class client_problem {
    unknown_amount,  // the booking does not have what is to be paid
    nothing_marked,
    choose_amount,  // the booking does not have what is to be moved
    no_day,
    day_passed,
    day_far,
    no_words,
    long_words,
    odd_words,
    bad_address
};
enum class client_field { choice, item, until, words, address };
client_field field_of(client_problem why);

// A form that could not be taken.
struct client_trouble {
    client_problem why = client_problem::no_words;
    std::string booking;
    std::vector<int> items;  // marked or chosen
    std::string until;
    std::string words;
    std::string address;
};

// Where messages go. Shown in part: the page may lie open.
struct client_address {
    std::string used;                 // empty: none is known
    std::string asked;                // waits for its confirmation; empty: none
    std::optional<civil_date> until;  // the last day on which that may come
};

// One way in which reminders may come.
struct client_cadence {
    std::string name;       // as the form sends it; empty: the usual one
    std::vector<int> days;  // from the due day; negative before it
    bool chosen = false;
};

struct client_view {
    std::string locale;  // BCP 47; empty: the business's
    std::string action;  // a path of ours; every form leads there
    std::string proof;   // hidden in every form
    client_notice notice = client_notice::none;
    std::vector<client_sums> sums;
    std::optional<client_rest> rest;
    std::vector<client_booking> bookings;
    std::optional<client_trouble> trouble;
    bool grants_parts = true;               // two parts may be asked for
    std::string lead;                       // the booking that forms about the client as a whole name
    std::optional<client_address> address;  // nothing: it cannot be changed here
    std::vector<client_cadence> cadences;   // none: there is no choice
    std::string record_action;              // where all that is held is downloaded; empty: nowhere
};
std::string client_page(business const& who, client_view const& view);

// What somebody sees who opened the link that was sent to an address: the button that confirms it.
struct address_view {
    std::string locale;  // BCP 47; empty: the business's
    std::string address;
    std::string action;  // a path of ours
};
std::string address_page(business const& who, address_view const& view);

// What an item looked like in the form, so that a form of yesterday does not change what is there today.
std::string seen_mark(plan_amount const& one);
constexpr std::size_t most_question = 2'000;  // characters

}  // namespace quittance::pages
