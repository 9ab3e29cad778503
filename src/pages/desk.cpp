#include "quittance/pages/desk.hpp"

#include "parts.hpp"
#include "quittance/pages/format.hpp"

namespace quittance::pages {
namespace {

sheet wide(business const& who, std::string title) {
    auto page = titled(who, std::move(title));
    page.add("WIDE");
    return page;
}

std::string person_or_id(std::string const& person, std::string const& client) {
    return person.empty() ? client : person;
}

std::string last_of(business const& who, booking_line const& line) {
    if (!line.reason.empty()) return line.reason;
    return line.due ? date_text(*line.due, who.locale) : std::string{};
}

void add_line(sheet& list, business const& who, std::string const& column, booking_line const& line) {
    auto& row = list.add("LINE");
    row.set("ACCOUNT", "/account/" + line.client)
        .set("PERSON", person_or_id(line.person, line.client))
        .set("OFFER", line.title)
        .set("REFERENCE", line.reference)
        .set("OPEN", money_text(line.open, who.locale))
        .set("PRICE", money_text(line.price, who.locale))
        .set("STATE", line.state)
        .set("LAST_LABEL", column)
        .set("LAST", last_of(who, line));
    add_button(row, line.settled);
}

std::string list_page(business const& who, std::string title, std::string const& column,
                      std::string const& nothing, std::vector<booking_line> const& lines) {
    auto page = wide(who, std::move(title));
    if (lines.empty()) {
        add_paragraph(page, nothing);
        return render("list", std::move(page), desk_words(who));
    }
    auto& list = page.add("LIST");
    list.set("LAST_COLUMN", column);
    for (auto const& line : lines) add_line(list, who, column, line);
    return render("list", std::move(page), desk_words(who));
}

void add_input(sheet& form, desk_input const& one, std::string const& id) {
    auto& input = form.add("INPUT");
    input.set("INPUT_ID", id).set("INPUT_LABEL", one.label);
    input.add_if("WRONG", one.trouble);
    input.add_if("INPUT_HINT", one.hint);
    if (one.choices.empty()) {
        auto& line = input.add("TYPED");
        line.set("TYPE", one.type).set("INPUT_NAME", one.name).set("TYPED", one.value);
        if (one.needed) line.add("NEEDED");
        line.add_if("WRONG", one.trouble);
        return;
    }
    auto& pick = input.add("PICK");
    pick.set("INPUT_NAME", one.name);
    for (auto const& [value, label] : one.choices) {
        auto& choice = pick.add("OPTION");
        choice.set("CHOICE", value).set("CHOICE_LABEL", label);
        if (value == one.value) choice.add("PICKED");
    }
}

void add_form(sheet& booking, desk_form const& one, std::string const& place) {
    auto& form = booking.add("DESK_FORM");
    form.set("FORM_ID", one.name + '-' + place)
        .set("HEADING", one.heading)
        .set("ACTION", one.press.action)
        .set("LABEL", one.press.label);
    if (one.opened) form.add("OPENED");
    form.add_if("TROUBLE", one.trouble);
    form.add_if("HINT", one.hint);
    for (auto const& [name, value] : one.press.fields)
        form.add("FIELD").set("NAME", name).set("VALUE", value);
    for (auto const& input : one.inputs) add_input(form, input, one.name + '-' + input.name + '-' + place);
}

void add_booking(sheet& page, business const& who, account_booking const& one, std::size_t place) {
    auto& booking = page.add("BOOKING");
    for (auto const& form : one.forms) add_form(booking, form, std::to_string(place));
    booking.set("PLACE", std::to_string(place))
        .set("OFFER", one.line.title)
        .set("REFERENCE", one.line.reference)
        .set("SOURCE", one.source)
        .set("STATE", one.line.state)
        .set("BOOKED", moment_text(one.booked_at, who.zone, who.locale))
        .set("PRICE", money_text(one.line.price, who.locale))
        .set("RECEIVED", money_text(one.received, who.locale))
        .set("WENT_BACK", money_text(one.went_back, who.locale))
        .set("OPEN", money_text(one.line.open, who.locale));
    if (one.line.due) booking.add_if("DUE", date_text(*one.line.due, who.locale));
    if (!one.unallocated.is_zero()) booking.add_if("UNALLOCATED", money_text(one.unallocated, who.locale));
    if (one.because.empty()) return;
    auto& reasons = booking.add("REASONS");
    for (auto const& reason : one.because) reasons.add_if("REASON", reason);
}

}  // namespace

std::string overview_page(business const& who, overview_view const& view) {
    auto page = wide(who, "Overview");
    page.set("OPEN", std::to_string(view.open))
        .set("ATTENTION", std::to_string(view.attention))
        .set("HELD", std::to_string(view.held))
        .set("PARKED", std::to_string(view.parked));
    for (auto const& one : view.figures) {
        auto& row = page.add("FIGURE");
        row.set("NAME", one.name).set("VALUE", one.value);
        if (!one.good) row.add_if("ADVICE", one.advice);
    }
    return render("overview", std::move(page), desk_words(who));
}

std::string attention_page(business const& who, std::vector<booking_line> const& lines) {
    return list_page(who, "Needs a person", "Why", "Nothing needs a person at the moment.", lines);
}

std::string open_page(business const& who, std::vector<booking_line> const& lines) {
    return list_page(who, "Open amounts", "Due", "Nothing is open at the moment.", lines);
}

std::string account_page(business const& who, account_view const& view) {
    auto page = wide(who, "Account");
    page.set("PERSON", person_or_id(view.person, view.client))
        .set("CLIENT", view.client)
        .set("SINCE", moment_text(view.since, who.zone, who.locale));
    page.add_if("DONE", view.done);
    page.add_if("REMINDERS", view.reminders);
    for (std::size_t i = 0; i < view.bookings.size(); ++i) add_booking(page, who, view.bookings[i], i + 1);
    return render("account", std::move(page), desk_words(who));
}

std::string notices_page(business const& who, notices_view const& view) {
    auto page = wide(who, "Told to booking systems");
    if (view.endpoints.empty())
        add_paragraph(page, "No booking system is told anything: none is configured.");
    for (auto const& one : view.endpoints) {
        auto& row = page.add("ENDPOINT");
        row.set("NAME", one.name).set("STATE", one.state).set("WAITING", std::to_string(one.waiting));
    }
    if (view.deliveries.empty()) return render("told", std::move(page), desk_words(who));
    auto& log = page.add("LOG");
    for (auto const& one : view.deliveries) {
        log.add("DELIVERY")
            .set("AT", moment_text(one.at, who.zone, who.locale))
            .set("ENDPOINT", one.endpoint)
            .set("KIND", one.kind)
            .set("ACCOUNT", "/account/" + one.account)
            .set("ID", one.id)
            .set("TRIES", std::to_string(one.tries))
            .set("CAME", one.came)
            .set("STATE", one.state);
    }
    return render("told", std::move(page), desk_words(who));
}

std::string mails_page(business const& who, std::vector<mail_line> const& lines, std::string const& trouble,
                       std::string const& note) {
    auto page = wide(who, "Letters");
    if (!trouble.empty()) add_paragraph(page, "The mail server takes nothing at the moment: " + trouble);
    if (!note.empty()) add_paragraph(page, note);
    if (lines.empty()) {
        add_paragraph(page, "No letter is in the mail folder. A mail server's own log says what it took.");
        return render("mails", std::move(page), desk_words(who));
    }
    auto& log = page.add("LOG");
    for (auto const& one : lines) {
        log.add("MAIL")
            .set("AT", one.at)
            .set("TO", one.to)
            .set("SUBJECT", one.subject)
            .set("FILE", "/mail/" + one.file);
    }
    return render("mails", std::move(page), desk_words(who));
}

std::string desk_not_found(business const& who) {
    auto page = wide(who, "Nothing is here");
    add_paragraph(page, "The store holds nothing under this address.");
    return render("desk_notice", std::move(page), desk_words(who));
}

}  // namespace quittance::pages
