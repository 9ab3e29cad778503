#include "admin_views.hpp"

#include <algorithm>
#include <array>

#include "quittance/domain/balance.hpp"
#include "quittance/domain/reminders.hpp"
#include "quittance/pages/format.hpp"

namespace quittance::web {
namespace {

using words = std::pair<std::string_view, std::string_view>;
constexpr auto reasons = std::to_array<words>({
    {"unallocated_money",
     "Money arrived that fits nothing agreed: refund it, or agree with the client what it is for; until this "
     "is "
     "dealt with nothing more is charged or asked for"},
    {"retainer_rests",
     "All that was paid for this retainer went back, so that no further period begins: end it, or sell it "
     "again"},
    {"credit_left", "The client paid more than there is to pay: use it for another booking, or hand it back"},
    {"currency_differs",
     "Money arrived in another currency than asked for: nothing more is charged or asked for until this is "
     "dealt "
     "with"},
    {"amount_differs",
     "Another amount arrived than asked for: refund it, or waive what it was for; until then nothing more is "
     "charged or asked for"},
    {"dispute_open", "A dispute is open: answer it at the processor before its date"},
    {"dispute_lost", "A dispute was lost: decide what happens to the booking"},
    {"refund_failed", "A refund did not arrive: send the money another way"},
    {"checkout_refused", "The processor refused to open a payment page for it"},
    {"paid_after_close", "It was paid after it had been closed"},
    {"paid_before_waived",
     "It was paid before it was waived or cancelled, and heard of only later: decide what goes back"},
    {"payment_failed", "A payment did not arrive"},
    {"refund_refused", "The processor refused to send money back: send it another way"},
    {"charge_no_card", "A part is due and no card is kept: ask for another way to pay"},
    {"charge_authentication_required",
     "The client's bank wants a confirmation: the client has to pay on the page"},
    {"charge_declined", "The card was declined to the end: the client has to pay in another way"},
    {"charge_declined_for_good", "The card is lost, stolen or closed: the client has to name another one"},
    {"charge_card_detached",
     "The card can be charged no more: the client has to name another one, or to pay"},
    {"card_expiring", "The card ends before what will be charged to it, and no letter can say so: call"},
    {"card_detached", "The card can be charged no more, and no letter asks for another: call"},
    {"charge_reopened",
     "It was paid by card, given back and is owed again: the same card is not charged for it by itself"},
    {"charge_not_attempted",
     "Charging comes to nothing, day after day, without a word of the bank: see why in the log or at the "
     "processor"},
    {"charge_refused", "The processor refuses to charge this: look at it there"},
    {"question", "The client asks something: answer, then press Dealt with, and reminders go on"},
    {"says_paid",
     "The client says that it is paid: look for the money, book it by hand, then press Dealt with, and "
     "reminders go on"},
    {"asks_for_time",
     "The client asks for more time than the policy grants: decide, then change the day, or press Dealt "
     "with; reminders go on"},
    {"reminders_ended", "The time for reminders is over and it is still open: call, or decide what happens"},
    {"reminders_undelivered",
     "It is open, and the last reminder did not arrive: call, or find another address"},
    {"rest_too_small", "What is left of it is less than a card can pay: take it by hand, or waive it"},
    {"no_address", "It is open, and there is no address to write to"},
    {"letter_refused", "A mail server refuses letters to this client: find another address"},
    {"charge_not_ended", "A charge cannot be ended at the processor, and holds up the next: cancel it there"},
    {"letter_bounced", "A letter came back: find another address; nothing more is sent to this one"},
    {"letter_undelivered",
     "A letter did not arrive, though its address may be right: tell the client in another way, and see why "
     "with `show`"},
    {"copy_refused", "A further address gets no copies any more: ask the client for another one"},
    {"complaint", "The client called a letter unwanted: reminders rest until you resume them"},
    {"terms_lost",
     "It was made again after a loss of the store, and only what was paid is known: look up what was agreed, "
     "its parts, periods, credits and days, and enter it anew"},
    {"refund_unanswered", "Whether money was sent back is not known: look at the payment at the processor"},
});

std::string reason_text(domain::attention const& one) {
    auto const found = std::ranges::find(reasons, std::string_view{one.reason}, &words::first);
    auto const text = found == reasons.end() ? std::string_view{one.reason} : found->second;
    return std::string{text} + (one.subject.empty() ? "" : " (" + one.subject + ")");
}

std::string day_text(civil_date day, pages::business const& business) {
    return pages::date_text(day, business.locale);
}

// Which amount, what was wished for, and the client's own words.
std::string said_text(domain::booking const& what, domain::handover const& one,
                      pages::business const& business) {
    std::string text;
    for (auto const& item : what.items) {
        if (item.number != one.item) continue;
        text += ". Of " + pages::money_text(item.amount, business.locale) + ", due " +
                day_text(item.due, business);
    }
    if (one.until)
        text += (one.split ? ". Two parts, the second by " : ". Until ") + day_text(*one.until, business);
    if (!one.words.empty()) text += ". In their words: \u201c" + one.words + "\u201d";
    return text;
}

std::string reason_text(domain::booking const& what, domain::attention const& one,
                        pages::business const& business) {
    auto const* const said = domain::words_behind(what, one);
    return reason_text(one) + (said == nullptr ? std::string{} : said_text(what, *said, business));
}

// Of what is open; where nothing is, of all.
std::optional<civil_date> earliest_due(domain::booking const& what) {
    std::optional<civil_date> open, any;
    auto const keep = [](std::optional<civil_date>& into, civil_date day) {
        if (!into || day < *into) into = day;
    };
    for (auto const& one : domain::standing_of(what)) {
        if (!one.what.milestone.empty()) continue;
        keep(any, one.what.due);
        if (!one.open.is_zero()) keep(open, one.what.due);
    }
    return open ? open : any;
}

std::string person_of(domain::client const& person, domain::booking const& what) {
    for (auto const* known : {&what.who.name, &person.who.name, &what.who.email, &person.who.email})
        if (!known->empty()) return *known;
    return {};
}

std::string checkout_sentence(domain::checkout const& one, pages::business const& business) {
    auto text = "Payment page " + std::to_string(one.number) + " for " +
                pages::money_text(one.amount, business.locale) + " was ordered " +
                pages::moment_text(one.ordered_at, business.zone, business.locale);
    if (!one.refusal.empty()) return text + "; the processor refused it: " + one.refusal;
    if (one.absent) return text + "; it was never made";
    if (one.status == domain::session_status::complete) return text + "; the client finished it";
    if (one.status == domain::session_status::expired) return text + "; it expired";
    return text + (domain::is_live(one) ? "; it can be paid" : "");
}

void add_payment(std::vector<std::string>& because, domain::payment const& one,
                 pages::business const& business) {
    auto const when = [&business](instant at) {
        return pages::moment_text(at, business.zone, business.locale);
    };
    auto const sum = [&business](domain::money amount) { return pages::money_text(amount, business.locale); };
    if (one.by_hand)
        because.push_back("Paid " + sum(one.captured) + " by hand on " +
                          pages::date_text(one.by_hand->on, business.locale) + ", '" +
                          one.by_hand->reference + "', taken by " + one.by_hand->author);
    else if (!one.captured.is_zero())
        because.push_back("Paid " + sum(one.captured) + " on " + when(one.at) + " (" + one.intent.text() +
                          ")");
    for (auto const& back : one.refunds)
        because.push_back("Refund of " + sum(back.amount) + " on " + when(back.at) + " (" + back.id.text() +
                          ")");
    for (auto const& said : one.disputes)
        because.push_back("Dispute over " + sum(said.amount) + " on " + when(said.at) + " (" +
                          said.id.text() + ")");
}

// Whose telling it was stands among what needs a person, or among the letters.
std::string card_sentence(domain::kept_method const& card) {
    auto text = "Charged to the card " + card.method.text();
    if (!card.last4.empty()) text += ", " + pages::card_brand_text(card.brand) + " ending in " + card.last4;
    if (card.expires_year > 0)
        text +=
            ", valid until " + std::to_string(card.expires_month) + "/" + std::to_string(card.expires_year);
    if (card.detached) return text + "; it can be charged no more";
    return text + (card.told ? "; it ends before what will be charged to it" : "");
}

// On the client's clock, where they have one.
std::string service_text(domain::booking const& what, pages::business const& business) {
    auto const& zone = what.who.zone.empty() ? business.zone : what.who.zone;
    if (auto const moment = parse_rfc3339(what.service_at))
        return pages::moment_text(*moment, zone, business.locale) + " (" + zone + ")";
    auto const day = parse_iso_date(what.service_at);
    return day ? day_text(*day, business) : what.service_at;
}

// What a person decided.
void add_decisions(std::vector<std::string>& because, domain::booking const& what,
                   pages::business const& business) {
    auto const why = [](std::string const& reason) { return reason.empty() ? "" : ": " + reason; };
    for (auto const& one : what.refund_orders)
        because.push_back("Refund of " + pages::money_text(one.amount, business.locale) + " ordered by " +
                          one.author + why(one.reason) + " (" + domain::outcome_of(what, one) + ")");
    for (auto const& one : what.waivers)
        because.push_back("Given up " + pages::money_text(one.amount, business.locale) + " by " + one.author +
                          why(one.reason));
    for (auto const& one : what.deliveries)
        because.push_back(std::string{one.no_show ? "No-show" : "Delivered"} + " on " +
                          pages::date_text(one.on, business.locale) + ", said by " + one.author +
                          (one.taken_back ? "; taken back" : ""));
    for (auto const& one : what.reservations)
        because.push_back("A session is scheduled on " + pages::date_text(one.on, business.locale) + " (" +
                          one.id + "), " + std::to_string(one.credits) +
                          (one.credits == 1 ? " credit is kept for it" : " credits are kept for it"));
    if (!what.service_at.empty())
        because.push_back("The service takes place " + service_text(what, business));
}

std::vector<std::string> because_of(domain::booking const& what, pages::business const& business) {
    std::vector<std::string> because;
    because.reserve(what.checkouts.size());
    for (auto const& one : what.checkouts) because.push_back(checkout_sentence(one, business));
    for (auto const& one : what.payments) add_payment(because, one, business);
    add_decisions(because, what, business);
    if (what.kept && domain::collects_from_card(what)) because.push_back(card_sentence(*what.kept));
    for (auto const& one : domain::attention_of(what)) because.push_back(reason_text(what, one, business));
    if (what.closed_at)
        because.push_back("Closed " + pages::moment_text(*what.closed_at, business.zone, business.locale) +
                          ": " + what.close_reason);
    return because;
}

}  // namespace

pages::booking_line line_of(domain::client_id const& client, domain::client const& person,
                            domain::booking const& what) {
    pages::booking_line line;
    line.client = client.text();
    line.person = person_of(person, what);
    line.title = what.terms.title;
    line.reference = what.identity.reference;
    line.price = what.terms.price;
    line.open = domain::balance_of(what).open;
    line.state = domain::name_of(domain::state_of(what));
    line.due = earliest_due(what);
    return line;
}

std::vector<pages::booking_line> attention_lines(std::vector<engine::found_booking> const& found,
                                                 pages::business const& business) {
    std::vector<pages::booking_line> lines;
    for (auto const& one : found)
        for (auto const& entry : domain::attention_of(one.booking)) {
            auto line = line_of(one.client, one.person, one.booking);
            line.reason = reason_text(one.booking, entry, business);
            line.settled = pages::button{
                "Dealt with",
                "/attention/ack",
                {{"client", one.client.text()}, {"booking", one.booking.id.text()}, {"entry", entry.id}}};
            lines.push_back(std::move(line));
        }
    return lines;
}

namespace {

std::string reminders_text(domain::account const& all, pages::business const& business) {
    auto const* const rest = domain::rest_in_force(all);
    if (!rest) return {};
    auto text = "They rest (" + rest->reason + ")" +
                (rest->until ? " until " + day_text(*rest->until, business) : std::string{});
    if (!rest->author.empty()) text += ", said by " + rest->author;
    return text + (rest->note.empty() ? "" : ": " + rest->note);
}

}  // namespace

pages::account_view view_of_account(domain::account const& whole, pages::business const& business) {
    pages::account_view view;
    view.client = whole.id.text();
    view.person = whole.client.who.name.empty() ? whole.client.who.email : whole.client.who.name;
    view.since = whole.client.since;
    view.reminders = reminders_text(whole, business);
    for (auto const& [id, what] : whole.bookings) {
        auto const sums = domain::balance_of(what);
        pages::account_booking shown;
        shown.line = line_of(whole.id, whole.client, what);
        shown.id = id.text();
        shown.source = what.identity.source;
        shown.received = sums.received;
        shown.went_back = sums.went_back;
        shown.unallocated = sums.unallocated;
        shown.booked_at = what.booked_at;
        shown.because = because_of(what, business);
        view.bookings.push_back(std::move(shown));
    }
    std::ranges::sort(view.bookings, {}, &pages::account_booking::booked_at);
    return view;
}

void add_forms(pages::account_view& view, domain::account const& whole, desk_drawing const& by) {
    // A note's id is its client's: one that was pressed, and the same page gone back to, says another thing
    // about another booking.
    auto each = by;
    for (std::size_t n = 0; n < view.bookings.size(); ++n) {
        auto& shown = view.bookings[n];
        each.id = by.id + '-' + std::to_string(n + 1);
        auto const* const what = whole.find(domain::booking_id{shown.id});
        if (what != nullptr) shown.forms = desk_forms_of(whole, *what, each);
    }
}

}  // namespace quittance::web
