// Promises: every mail to a client as a pure function of plain values: subject, a text that is complete by
// itself, and HTML of one column without a script, an image or a pixel; amounts and dates as people of the
// client's locale read them. The words are the operator's templates, read once and checked as a whole: a book
// that was loaded has no unknown variable, lacks no required field and passes the tone lint, and never
// changes afterwards, so any thread may write from it. Refuses to be built while there is one problem (all
// are named, with file and line), to write a letter whose view lacks what its kind needs or whose amounts do
// not add up, and any link that is not the client's page's.
#pragma once
#include <chrono>
#include <memory>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "quittance/base/result.hpp"
#include "quittance/base/time.hpp"
#include "quittance/domain/money.hpp"
#include "quittance/domain/plan.hpp"
#include "quittance/pages/business.hpp"

namespace quittance::pages {

enum class letter_kind {
    receipt,
    plan_agreed,
    notice_before_charge,
    reminder_before,
    reminder_due,
    reminder_gentle,
    reminder_clear,
    reminder_final,
    charge_declined,
    authentication_needed,
    card_expiring,
    refund,
    agreement_changed,
    address_asked,
    address_confirm,
    address_changed,
    payment_received,
    hold_expired
};
// "reminder_gentle": how templates, records and the API call it.
std::string_view name_of(letter_kind kind);
std::optional<letter_kind> letter_kind_named(std::string_view name);
std::span<letter_kind const> all_letter_kinds();

struct letter_line {
    std::string title;    // what it is for
    std::string booking;  // its reference
    int number = 0;       // which amount of its plan; 0: there is one only
    domain::money amount;
    civil_date due{};
    std::optional<civil_date> service;
    std::optional<domain::fee_mark> fee;  // nothing: a part of the price
};

// Money that came in, or went back, on a day of the client's zone.
struct letter_payment {
    domain::money amount;
    civil_date on{};
};

// The client's page (address_changed: for the address that is used from now on, and empty for the former one;
// address_asked and address_confirm: empty), and where on it something can be done (client.hpp, `page_part`).
// Each begins with `page`; an empty one is `page`. More time and two parts are offered only where their links
// are not empty.
struct letter_links {
    std::string page;
    std::string pay;
    std::string more_time;
    std::string split;
    std::string something_wrong;
    std::string already_paid;
    std::string confirm;  // address_confirm alone: the page that takes the new address
};

// Who reads what the client answers.
struct letter_person {
    std::string name;
    std::string address;
};

struct letter_card {
    std::string brand;                                 // "Visa"
    std::string last4;                                 // "4242"
    std::optional<std::chrono::year_month> expires{};  // card_expiring needs it
    bool ended = false;                                // that month is over
};

// What happens after the last automatic letter, and when.
struct letter_next_step {
    civil_date on{};
    std::string person;
};

struct letter_view {
    business from;       // its locale is the one of clients whose language has no templates
    std::string client;  // a name; empty: not known
    std::string locale;  // BCP 47; empty: the business's
    std::string reference;
    std::string title;  // of the booking that has the reference
    letter_person person;

    // What the letter is about. Notices, reminders, charge_declined and authentication_needed: the open
    // amounts, which add up to `open`. receipt, payment_received and refund: what the payment was for;
    // of payment_received none, where the money fits nothing and is the client's credit.
    // plan_agreed, agreement_changed and card_expiring: what will be paid, and when. hold_expired: the
    // booking. address_asked, address_confirm and address_changed: nothing, and none of them says a name, an
    // amount or a booking to an address that nobody has confirmed.
    std::vector<letter_line> lines;
    std::vector<domain::money> open;       // what is open now, one for each currency; none: nothing is
    std::vector<letter_payment> received;  // for the bookings of `lines`, the oldest first
    letter_links links;
    std::string other_ways;  // the business's own words, such as its bank details; lines separated by '\n'

    std::optional<letter_payment> payment;  // receipt, payment_received: paid; refund: given back
    std::optional<letter_card> card;        // card_expiring; others name it where it is known
    std::optional<civil_date> charge_on;    // notice_before_charge: the day; charge_declined: of the next try
    std::optional<letter_next_step> next;   // reminder_final
    std::optional<civil_date> confirm_until;  // address_confirm: the last day on which the link may work
    std::string agreement;                    // plan_agreed, agreement_changed: the exact text
    std::string agreement_hash;               // by which people tell one text from another
};

struct letter {
    std::string subject;  // one line
    std::string text;
    std::string html;
    std::string language;  // of the words: "de"
};

// The view lacks what the kind of letter needs, or contradicts itself: a mistake of ours, never the client's.
class letter_refused : public std::logic_error {
public:
    using std::logic_error::logic_error;
};

struct template_problem {
    std::string file;
    int line = 0;  // 0: the file as a whole
    std::string message;
};
// "config/templates/de/receipt.txt:4: …", one line each.
std::string problems_text(std::vector<template_problem> const& problems);

// <folder>/<locale>/<kind>.txt and .html, and what they include; parts that read the same in every language
// are in <folder>/shared. A file of the same name in `overrides` is read instead; a folder of its own there
// is one more language.
struct letter_sources {
    std::string folder;
    std::string overrides;  // empty: none
};

class letter_book {
public:
    static result<letter_book, std::vector<template_problem>> load(letter_sources const& from);

    letter write(letter_kind kind, letter_view const& view) const;
    std::vector<std::string> languages() const;  // "de", "en", …
    // The sender's name as it stands in From: what in it suggests that a third party asks for money.
    std::vector<template_problem> sender_problems(std::string_view name) const;

private:
    struct words;
    explicit letter_book(std::shared_ptr<words const> all);
    std::shared_ptr<words const> all_;
};

// Every kind in every language, with sample data and with the strangest there is, and an index: files by
// name.
struct preview_page {
    std::string name;  // "de/reminder_gentle.sample.html"
    std::string content;
};
std::vector<preview_page> preview_letters(letter_book const& book);

}  // namespace quittance::pages
