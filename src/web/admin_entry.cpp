// What a form of the desk says, turned into the body that the API takes, and read by its rules.
#include <boost/json/serialize.hpp>

#include "admin_forms.hpp"
#include "api_fields.hpp"
#include "api_money_request.hpp"
#include "error_responses.hpp"
#include "hints.hpp"
#include "quittance/domain/calendar.hpp"

namespace quittance::web {
namespace {

constexpr std::size_t longest_note = 500;
constexpr std::size_t longest_form_id = 200;

// A form on its way to a body: empty fields say nothing.
struct desk_entry {
    form const& typed;
    domain::booking const& about;
    domain::policy const& rules;
    boost::json::object body = {};
    std::vector<field_error> errors = {};

    std::string text(std::string_view name) const { return trimmed(value_of(typed, name)); }
    void copy(std::initializer_list<std::string_view> names) {
        for (auto const name : names)
            if (auto const said = text(name); !said.empty()) body[name] = said;
    }
    void copy_amount(std::string_view name);
    void compose_moment();
};

// "12,50" is how half of Europe writes it; with other decimals it could be a thousand.
std::string with_point(std::string typed, domain::currency const& unit) {
    auto const comma = typed.find(',');
    bool const decimal = comma != typed.npos && unit.exponent() == 2 && typed.find('.') == typed.npos &&
                         typed.size() - comma == 3;
    if (decimal) typed[comma] = '.';
    return typed;
}

void desk_entry::copy_amount(std::string_view name) {
    auto const& unit = about.terms.price.unit();
    auto const said = with_point(text(name), unit);
    if (said.empty()) return;
    if (auto const read = domain::parse_amount(said, unit)) {
        body[name] = read->minor_units();
    } else {
        errors.push_back({std::string{name},
                          "must be an amount such as " + sample_amount(unit) + ", without anything else"});
    }
}

std::optional<std::chrono::minutes> minutes_of(std::string_view text) {
    auto const digit = [text](std::size_t at) { return text[at] >= '0' && text[at] <= '9'; };
    if (text.size() < 5 || text[2] != ':' || !digit(0) || !digit(1) || !digit(3) || !digit(4))
        return std::nullopt;
    auto const hour = (text[0] - '0') * 10 + (text[1] - '0');
    auto const minute = (text[3] - '0') * 10 + (text[4] - '0');
    if (hour > 23 || minute > 59) return std::nullopt;
    return std::chrono::minutes{hour * 60 + minute};
}

// The day alone, or that time of the client's clock as a moment.
void desk_entry::compose_moment() {
    copy({"service_at"});
    auto const time = text("time");
    auto const day = parse_iso_date(text("service_at"));
    if (time.empty() || !day) return;
    auto const minutes = minutes_of(time);
    if (!minutes) errors.push_back({"time", "must be a time such as 09:30"});
    if (minutes)
        body["service_at"] = rfc3339(domain::at_hour(domain::zone_of(about.who, rules), *day, *minutes));
}

using desk_reading = std::variant<domain::command, problem>;

problem wrong_fields(std::vector<field_error> errors) {
    return {422, "invalid-request", "Some fields cannot be taken.", "", std::move(errors)};
}

desk_reading read_note(desk_entry& from, std::string const& id) {
    from.copy({"note", "promised", "author"});
    field_reader fields{from.body};
    domain::note_contact asked;
    asked.booking = from.about.id;
    asked.note = fields.line("note", longest_note);
    if (asked.note.empty() && !fields.has("note")) fields.wrong("note", "is needed");
    asked.author = fields.line("author", 120);
    if (!fields.has("author")) fields.wrong("author", "is needed");
    asked.promised = parse_iso_date(from.text("promised"));
    if (fields.has("promised") && !asked.promised)
        fields.wrong("promised", "must be a date that exists, as YYYY-MM-DD");
    asked.id = id;
    if (auto errors = fields.take_errors(); !errors.empty()) return wrong_fields(std::move(errors));
    return domain::command{std::move(asked)};
}

using desk_body_reader = money_request (*)(std::string_view, domain::booking const&, std::string const&);

// Fields that cannot become part of a body are told with those that the body's reader finds.
desk_reading read_body_of(desk_entry& from, std::string const& id, desk_body_reader read) {
    auto made = read(boost::json::serialize(from.body), from.about, id);
    if (from.errors.empty()) return made;
    auto errors = std::move(from.errors);
    if (auto const* const more = std::get_if<problem>(&made)) {
        for (auto const& one : more->errors)
            if (std::ranges::find(errors, one.field, &field_error::field) == errors.end())
                errors.push_back(one);
    }
    return wrong_fields(std::move(errors));
}

desk_reading read_taking(desk_entry& from, std::string const& id) {
    from.copy({"reference", "kind", "on", "author"});
    from.copy_amount("amount");
    if (!from.body.contains("reference")) from.body["reference"] = id;
    return read_body_of(from, id, &read_payment);
}

desk_reading read_sending_back(desk_entry& from, std::string const& id) {
    from.copy({"reason", "author"});
    from.copy_amount("amount");
    from.body["reopens"] = from.text("reopens") == "yes";
    return read_body_of(from, id, &read_refund);
}

desk_reading read_credit(desk_entry& from, std::string const& id) {
    from.copy({"to", "author"});
    from.copy_amount("amount");
    return read_body_of(from, id, &read_client_credit);
}

// One that is scheduled is meant; else the form's own name is the session's.
void name_session(desk_entry& from, std::string const& id) {
    auto const named = from.text("session");
    from.body["id"] = named.empty() ? id : named;
}

desk_reading read_schedule(desk_entry& from, std::string const& id) {
    from.copy({"on", "author"});
    name_session(from, id);
    return read_body_of(from, id, &read_reservation);
}

desk_reading read_release(desk_entry& from, std::string const& id) {
    from.copy({"reason", "author"});
    name_session(from, id);
    from.body["released"] = true;
    return read_body_of(from, id, &read_reservation);
}

desk_reading read_delivered(desk_entry& from, std::string const& id, bool no_show) {
    from.copy({"on", "author"});
    name_session(from, id);
    from.body["no_show"] = no_show;
    return read_body_of(from, id, &read_delivery);
}

desk_reading read_moving(desk_entry& from, std::string const& id) {
    from.copy({"reason", "author"});
    from.compose_moment();
    return read_body_of(from, id, &read_service);
}

desk_reading read_ending(desk_entry& from, std::string const& id) {
    from.copy({"reason", "author"});
    from.copy_amount("refund");
    return read_body_of(from, id, &read_cancellation);
}

}  // namespace

std::variant<domain::command, problem> read_desk_form(std::string_view what, form const& typed,
                                                      domain::booking const& about,
                                                      domain::policy const& rules) {
    problem unknown{400, "unknown-form", "This form was not accepted: load the page again.", "", {}};
    auto const id = plain_line(value_of(typed, "form"), longest_form_id);
    if (!id) return unknown;
    desk_entry from{typed, about, rules};
    if (what == "take") return read_taking(from, *id);
    if (what == "refund") return read_sending_back(from, *id);
    if (what == "use_credit") return read_credit(from, *id);
    if (what == "schedule") return read_schedule(from, *id);
    if (what == "delivered") return read_delivered(from, *id, false);
    if (what == "release") return read_release(from, *id);
    if (what == "no_show") return read_delivered(from, *id, true);
    if (what == "note") return read_note(from, *id);
    if (what == "reschedule") return read_moving(from, *id);
    if (what == "cancel") return read_ending(from, *id);
    return unknown;
}

std::string sample_amount(domain::currency const& unit) {
    std::int64_t const units = unit.exponent() == 3 ? 12'500 : 1'250;
    return domain::plain_number(domain::money::minor(units, unit));
}

problem desk_problem_of(domain::refusal const& why, domain::booking const& about) {
    auto said = problem_of(why);
    auto const& unit = about.terms.price.unit();
    if (why.reason == domain::refusal_reason::reference_used) {
        said.title = "This reference, or this form, was used for something else already.";
        said.detail = "Load the page again and look.";
    }
    if (why.reason == domain::refusal_reason::amount_not_positive) {
        said.title = "The amount has to be more than 0.";
        said.detail = "Write it in " + std::string{unit.code()} + ", such as " + sample_amount(unit) + '.';
    }
    for (auto& one : said.errors) one.detail = said.title;
    return said;
}

}  // namespace quittance::web
