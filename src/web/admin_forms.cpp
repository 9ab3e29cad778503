#include "admin_forms.hpp"

#include <algorithm>
#include <array>

#include "quittance/domain/balance.hpp"
#include "quittance/domain/calendar.hpp"
#include "quittance/domain/fees.hpp"
#include "quittance/pages/format.hpp"

namespace quittance::web {
namespace {

using pages::desk_form;
using pages::desk_input;

desk_input line_input(std::string name, std::string label, bool needed, std::string hint = {}) {
    return {std::move(name), std::move(label), {}, "text", needed, std::move(hint)};
}

desk_input day_input(std::string name, std::string label, std::optional<civil_date> day) {
    return {std::move(name), std::move(label), day ? iso_date(*day) : std::string{},
            "date",          day.has_value(),  {}};
}

desk_input author_input() {
    auto made = line_input("author", "Who says so", true);
    made.value = "owner";
    return made;
}

desk_input reason_input() { return line_input("reason", "Why", true); }

// What a form is made from.
struct desk_scene {
    domain::account const& all;
    domain::booking const& what;
    domain::policy const& rules;
    civil_date today;
};

std::string unit_hint(desk_scene const& at, std::string_view rest) {
    auto const& unit = at.what.terms.price.unit();
    return "In " + std::string{unit.code()} + ", such as " + sample_amount(unit) + std::string{rest};
}

void fill_take(desk_form& made, desk_scene const& at) {
    auto amount = line_input("amount", "Amount", true, unit_hint(at, "."));
    if (auto const open = domain::balance_of(at.what).open; !open.is_zero())
        amount.value = domain::plain_number(open);
    desk_input kind{"kind", "How", "transfer", "text", false, {}};
    kind.choices = {{"transfer", "Bank transfer"},
                    {"cash", "Cash"},
                    {"cheque", "Cheque"},
                    {"voucher", "Voucher"},
                    {"other", "Something else"}};
    made.inputs = {std::move(amount), std::move(kind), day_input("on", "On", at.today),
                   line_input("reference", "Reference", false,
                              "Such as the number of the statement; the same one counts once."),
                   author_input()};
}

void fill_refund(desk_form& made, desk_scene const& at) {
    desk_input reopens{"reopens", "What goes back", "no", "text", false, {}};
    reopens.choices = {{"no", "is not owed any more"}, {"yes", "is owed again"}};
    made.inputs = {line_input("amount", "Amount", false, unit_hint(at, "; empty: all that is left.")),
                   std::move(reopens), line_input("reason", "Why", false), author_input()};
}

// What the credit of this booking could pay.
std::vector<domain::booking const*> open_beside(domain::account const& all, domain::booking const& what) {
    std::vector<domain::booking const*> list;
    for (auto const& [id, one] : all.bookings) {
        bool const fits = id != what.id && one.moved_to.empty() && !one.closed_at &&
                          one.terms.price.unit() == what.terms.price.unit();
        if (fits && !domain::balance_of(one).open.is_zero()) list.push_back(&one);
    }
    return list;
}

void fill_credit(desk_form& made, desk_scene const& at) {
    made.hint =
        "There is " + domain::plain_text(domain::balance_of(at.what).credit) + " that nothing here needs.";
    desk_input to{"to", "For", {}, "text", true, {}};
    for (auto const* const one : open_beside(at.all, at.what))
        to.choices.emplace_back(one->id.text(), one->terms.title + " (" + one->identity.reference + "), " +
                                                    domain::plain_text(domain::balance_of(*one).open) +
                                                    " open");
    made.inputs = {std::move(to),
                   line_input("amount", "Amount", false, unit_hint(at, "; empty: as much as fits.")),
                   author_input()};
}

std::string no_show_hint(desk_scene const& at) {
    auto const& terms = at.what.terms;
    switch (domain::no_show_rule_of(terms)) {
        case domain::no_show_rule::fee:
            return "It costs " + domain::plain_text(terms.cancellation.no_show_fee) + ", as was agreed.";
        case domain::no_show_rule::credit:
            return terms.credits.granted > 0 ? "It uses a credit." : "It costs nothing; it is noted.";
        case domain::no_show_rule::nothing: break;
    }
    return "It costs nothing and uses no credit; it is noted.";
}

// Which of the sessions that are scheduled; or another one.
desk_input session_input(desk_scene const& at, std::string_view other) {
    desk_input made{"session", "Session", {}, "text", false, {}};
    if (!other.empty()) made.choices.emplace_back("", other);
    for (auto const& one : at.what.reservations)
        made.choices.emplace_back(one.id, iso_date(one.on) + " (" + one.id + ')');
    return made;
}

void fill_delivered(desk_form& made, desk_scene const& at) {
    made.hint = "It uses what is kept for the session; one that was not scheduled uses a credit.";
    made.inputs = {session_input(at, "One that was not scheduled here"), day_input("on", "On", at.today),
                   author_input()};
}

void fill_no_show(desk_form& made, desk_scene const& at) {
    made.hint = no_show_hint(at);
    made.inputs = {day_input("on", "On", at.today), author_input()};
    if (!at.what.reservations.empty())
        made.inputs.insert(made.inputs.begin(), session_input(at, "One that was not scheduled here"));
}

void fill_schedule(desk_form& made, desk_scene const& at) {
    made.hint = "A credit is kept for the session until it takes place or is taken off.";
    made.inputs = {day_input("on", "On", at.today), author_input()};
    if (!at.what.reservations.empty())
        made.inputs.insert(made.inputs.begin(), session_input(at, "A new one; any other is moved"));
}

void fill_release(desk_form& made, desk_scene const& at) {
    made.inputs = {session_input(at, {}), line_input("reason", "Why", false), author_input()};
}

void fill_note(desk_form& made, desk_scene const& /*at*/) {
    auto promised = day_input("promised", "Promised to pay by", std::nullopt);
    promised.hint = "May stay empty; else reminders rest until that day has passed.";
    made.inputs = {line_input("note", "What was said", true), std::move(promised), author_input()};
}

std::string clock_text(std::chrono::minutes at) {
    auto const two = [](std::int64_t n) { return (n < 10 ? "0" : "") + std::to_string(n); };
    return two(at.count() / 60) + ':' + two(at.count() % 60);
}

// As it stands: who changes the day alone keeps the time.
void fill_reschedule(desk_form& made, desk_scene const& at) {
    desk_input time{"time", "Time", {}, "time", false, "On the client's clock; may stay empty."};
    auto const moment = parse_rfc3339(at.what.service_at);
    auto const& zone = domain::zone_of(at.what.who, at.rules);
    if (moment) time.value = clock_text(domain::time_in(zone, *moment));
    auto day = at.what.service;
    if (!day) day = moment ? domain::date_in(zone, *moment) : parse_iso_date(at.what.service_at);
    made.inputs = {day_input("service_at", "Day", day.value_or(at.today)), std::move(time), reason_input(),
                   author_input()};
}

void fill_cancel(desk_form& made, desk_scene const& at) {
    made.hint = "What is open is given up, and what was paid goes back as was agreed.";
    made.inputs = {line_input("refund", "Send back instead", false,
                              unit_hint(at, "; empty: as was agreed; 0: nothing.")),
                   reason_input(), author_input()};
}

struct desk_action {
    std::string_view name;
    std::string_view heading;
    std::string_view label;
    std::string_view done;
    void (*fill)(desk_form&, desk_scene const&);
};
constexpr std::array<desk_action, 10> actions{{
    {"take", "Take a payment by hand", "Take it", "The payment was taken.", fill_take},
    {"refund", "Refund", "Send it back", "The refund was ordered.", fill_refund},
    {"use_credit", "Use the credit", "Use it", "The credit was used.", fill_credit},
    {"schedule", "Schedule a session", "Keep a credit for it", "The session was scheduled.", fill_schedule},
    {"delivered", "Session took place", "Note the session", "The session was noted.", fill_delivered},
    {"release", "Take a session off", "Take it off", "The session was taken off.", fill_release},
    {"no_show", "No-show", "Note the no-show", "The no-show was noted.", fill_no_show},
    {"note", "Note a call", "Note it", "The call was noted.", fill_note},
    {"reschedule", "Reschedule", "Move the service", "The service was moved.", fill_reschedule},
    {"cancel", "Cancel", "Cancel the booking", "The booking was cancelled.", fill_cancel},
}};

bool has_money_to_send_back(domain::booking const& what) {
    return std::ranges::any_of(what.payments, [&what](domain::payment const& one) {
        return !one.by_hand && domain::left_to_refund(what, one).minor_units() > 0;
    });
}

bool makes_sense(desk_action const& one, domain::account const& all, domain::booking const& what) {
    if (one.name == "refund") return has_money_to_send_back(what);
    if (one.name == "use_credit")
        return !domain::balance_of(what).credit.is_zero() && !open_beside(all, what).empty();
    if (what.closed_at) return false;
    if (one.name == "schedule" || one.name == "delivered") return what.terms.credits.granted > 0;
    if (one.name == "release") return !what.reservations.empty();
    return one.name != "note" || !all.client.erased;
}

// What a reader finds wrong goes on from the field's name; what the engine refuses is a sentence.
std::string trouble_at(desk_input const& input, field_error const& wrong) {
    return wrong.detail.ends_with('.') ? wrong.detail : input.label + ' ' + wrong.detail + '.';
}

void put_back(desk_form& made, desk_trouble const& trouble) {
    made.opened = true;
    made.trouble = trouble.sentence;
    for (auto& input : made.inputs) {
        input.value = value_of(trouble.typed, input.name);
        for (auto const& wrong : trouble.errors)
            if (wrong.field == input.name) input.trouble = trouble_at(input, wrong);
    }
}

desk_form form_for(desk_action const& one, domain::account const& all, desk_scene const& at,
                   desk_drawing const& by) {
    auto const* const trouble = by.trouble;
    desk_form made;
    made.name = one.name;
    made.heading = one.heading;
    bool const wrong =
        trouble != nullptr && trouble->what == one.name && trouble->booking == at.what.id.text();
    auto const id = wrong ? value_of(trouble->typed, "form") : "desk-" + by.id;
    made.press = {std::string{one.label},
                  "/account/" + http::percent_encode(all.id.text()),
                  {{"do", std::string{one.name}}, {"booking", at.what.id.text()}, {"form", id}}};
    one.fill(made, at);
    if (wrong) put_back(made, *trouble);
    return made;
}

}  // namespace

std::vector<pages::desk_form> desk_forms_of(domain::account const& all, domain::booking const& what,
                                            desk_drawing const& by) {
    std::vector<pages::desk_form> list;
    if (!what.moved_to.empty()) return list;
    desk_scene const at{all, what, by.rules, domain::date_in(domain::zone_of(what.who, by.rules), by.now)};
    for (auto const& one : actions) {
        auto made = form_for(one, all, at, by);
        if (made.opened || makes_sense(one, all, what)) list.push_back(std::move(made));
    }
    return list;
}

std::string desk_done_text(std::string_view what) {
    if (what == "again") return "This was done before; nothing was done again.";
    auto const found = std::ranges::find(actions, what, &desk_action::name);
    return found == actions.end() ? std::string{} : std::string{found->done};
}

}  // namespace quittance::web
