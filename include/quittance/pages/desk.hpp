// Promises: the plain pages of the admin listener: figures of health, what needs a person, who owes what, and
// one account with its reasons and with forms for what a person decides about it. They show people's names,
// so they are for the owner alone.
#pragma once
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "quittance/base/time.hpp"
#include "quittance/domain/money.hpp"
#include "quittance/pages/business.hpp"
#include "quittance/pages/public.hpp"

namespace quittance::pages {

struct figure {
    std::string name;   // "Store round trip"
    std::string value;  // "0.4 ms"
    bool good = true;
    std::string advice;  // what to do when it is not good
};

struct overview_view {
    std::vector<figure> figures;
    std::uint64_t open = 0;
    std::uint64_t attention = 0;
    std::uint64_t held = 0;
    std::uint64_t parked = 0;
};

struct booking_line {
    std::string client;  // id: the address of the account page
    std::string person;  // name or mail, as the booking page said it
    std::string title;
    std::string reference;
    domain::money price;
    domain::money open;
    std::string state;
    std::optional<civil_date> due;
    std::string reason;             // attention list: why, in words
    std::optional<button> settled;  // attention list: a person dealt with it
};

// A field of a form, with what was typed into it before.
struct desk_input {
    std::string name;
    std::string label;
    std::string value;
    std::string type = "text";  // also "date", "time"
    bool needed = false;
    std::string hint;
    std::string trouble = {};                                       // why what was typed cannot be taken
    std::vector<std::pair<std::string, std::string>> choices = {};  // value and label: one of these is picked
};
struct desk_form {
    std::string name;  // of the form on its page: "take"
    std::string heading;
    std::string hint;  // what pressing the button does; may be empty
    button press;
    std::vector<desk_input> inputs;
    bool opened = false;
    std::string trouble = {};  // why it could not be done
};

struct account_booking {
    booking_line line;
    std::string source;
    domain::money received;
    domain::money went_back;
    domain::money unallocated;
    instant booked_at{};
    std::vector<std::string> because;  // what happened, in order, one sentence each
    std::string id = {};
    std::vector<desk_form> forms = {};
};

struct account_view {
    std::string client;
    std::string person;
    instant since{};
    std::vector<account_booking> bookings;
    std::string reminders = {};  // whether they rest, and why; empty: they do not
    std::string done = {};       // what was done a moment ago; empty: nothing
};

// What booking systems were told.
struct endpoint_line {
    std::string name;
    std::string state;  // "enabled", or since when it is not
    std::uint64_t waiting = 0;
};
struct delivery_line {
    std::string endpoint;
    std::string id;
    std::string kind;
    std::string account;  // the client's id
    int tries = 0;
    std::string came;   // the status, or why there is none
    std::string state;  // "delivered", "waiting", "given_up"
    instant at{};
};
struct notices_view {
    std::vector<endpoint_line> endpoints;
    std::vector<delivery_line> deliveries;
};

// Letters as the mail folder holds them.
struct mail_line {
    std::string file;  // what leads to it: /mail/<file>
    std::string at;    // as the letter says it
    std::string to;
    std::string subject;
};

std::string overview_page(business const& who, overview_view const& view);
std::string attention_page(business const& who, std::vector<booking_line> const& lines);
std::string open_page(business const& who, std::vector<booking_line> const& lines);
std::string account_page(business const& who, account_view const& view);
std::string notices_page(business const& who, notices_view const& view);
// `trouble`: what the mail server last said to all mail; empty: nothing.
// `note`: of what could not be looked at, as sentences; empty: nothing.
std::string mails_page(business const& who, std::vector<mail_line> const& lines, std::string const& trouble,
                       std::string const& note);
std::string desk_not_found(business const& who);

}  // namespace quittance::pages
