#include "quittance/records/disclosure.hpp"

#include <boost/describe.hpp>
#include <boost/mp11.hpp>

#include "described.hpp"
#include "quittance/domain/balance.hpp"
#include "quittance/domain/disclosure.hpp"
#include "text.hpp"

namespace quittance::records {
namespace {

void tell(std::string& out, std::string const& value) { append_string(out, value); }
void tell(std::string& out, bool value) { out += value ? "true" : "false"; }
template <std::integral Number>
void tell(std::string& out, Number value) {
    out += std::to_string(value);
}
void tell(std::string& out, instant value) { append_string(out, rfc3339(value)); }
void tell(std::string& out, civil_date value) { append_string(out, iso_date(value)); }
void tell(std::string& out, domain::money const& value) { append_string(out, domain::plain_text(value)); }
template <class Tag>
void tell(std::string& out, id<Tag> const& value) {
    append_string(out, value.text());
}
template <class Enum>
    requires std::is_enum_v<Enum>
void tell(std::string& out, Enum value) {
    append_string(out, boost::describe::enum_to_string(value, "unknown"));
}
template <class T>
    requires(boost::describe::has_describe_members<T>::value && std::is_class_v<T>)
void tell(std::string& out, T const& value);
template <class T>
void tell(std::string& out, std::optional<T> const& value) {
    tell(out, *value);
}
template <class T>
void tell(std::string& out, std::vector<T> const& values) {
    out += '[';
    for (auto const& value : values) {
        if (&value != values.data()) out += ',';
        tell(out, value);
    }
    out += ']';
}

// Opens with '{' or goes on with ','.
void name_field(std::string& out, std::string_view name) {
    if (out.back() != '{') out += ",\n";
    append_string(out, name);
    out += ": ";
}
template <class T>
void tell_field(std::string& out, std::string_view name, T const& value) {
    name_field(out, name);
    tell(out, value);
}

// As it is stored: what equals its default says nothing.
template <class T>
void tell_members(std::string& out, T const& value) {
    static T const usual{};
    using members = boost::describe::describe_members<T, boost::describe::mod_public>;
    boost::mp11::mp_for_each<members>([&](auto each) {
        if (!(value.*each.pointer == usual.*each.pointer)) tell_field(out, each.name, value.*each.pointer);
    });
}
template <class T>
    requires(boost::describe::has_describe_members<T>::value && std::is_class_v<T>)
void tell(std::string& out, T const& value) {
    out += '{';
    tell_members(out, value);
    out += '}';
}

void tell_about(std::string& out, disclosure const& what) {
    name_field(out, "about");
    out += '{';
    tell_field(out, "what", "All that " + what.business + " holds about you here.");
    tell_field(out, "made_at", what.now);
    tell_field(out, "held_back",
               "\"" + std::string{domain::held_back_mark} +
                   "\" stands for notes and reasons that the business wrote for itself and for addresses of "
                   "others, \"" +
                   std::string{domain::business_mark} +
                   "\" for its people. Links that open your page are not in this file.");
    if (!what.contact.empty()) tell_field(out, "ask_for_the_rest", what.contact);
    if (what.entries_left_out > 0) tell_field(out, "oldest_entries_left_out", what.entries_left_out);
    if (what.letters_left_out > 0) tell_field(out, "oldest_letters_left_out", what.letters_left_out);
    out += '}';
}

void tell_balance(std::string& out, domain::booking const& what) {
    auto const sums = domain::balance_of(what);
    name_field(out, "balance");
    out += '{';
    tell_field(out, "price", sums.price);
    if (!sums.fees.is_zero()) tell_field(out, "fees", sums.fees);
    tell_field(out, "received", sums.received);
    tell_field(out, "went_back", sums.went_back);
    tell_field(out, "open", sums.open);
    out += '}';
}

void tell_bookings(std::string& out, disclosure& what) {
    name_field(out, "bookings");
    out += '[';
    for (auto& [id, one] : what.account.bookings) {
        if (out.back() != '[') out += ",\n";
        out += '{';
        tell_field(out, "state", std::string{domain::name_of(domain::state_of(one))});
        tell_balance(out, one);
        domain::keep_for_client(one);
        tell_members(out, one);
        out += '}';
    }
    out += ']';
}

void tell_letters(std::string& out, std::vector<told_letter> const& letters) {
    name_field(out, "letters");
    out += '[';
    for (auto const& one : letters) {
        if (out.back() != '[') out += ",\n";
        out += '{';
        tell_field(out, "number", one.number);
        tell_field(out, "at", one.at);
        tell_field(out, "subject", one.subject);
        tell_field(out, "text", one.text);
        tell_field(out, "sha256", one.hash);
        out += '}';
    }
    out += ']';
}

void tell_event(std::string& out, instant at, domain::event& happened) {
    if (!domain::keep_for_client(happened)) return;
    if (out.back() != '[') out += ",\n";
    out += '{';
    tell_field(out, "recorded_at", at);
    std::visit(
        [&out]<class Event>(Event const& one) {
            tell_field(out, "what", std::string{event_name<Event>});
            name_field(out, "said");
            tell(out, one);
        },
        happened);
    out += '}';
}

}  // namespace

std::string disclosure_text(disclosure what) {
    std::string out = "{";
    tell_about(out, what);
    domain::keep_for_client(what.account.client);
    tell_field(out, "client", what.account.client);
    tell_bookings(out, what);
    tell_letters(out, what.letters);
    name_field(out, "record");
    out += '[';
    for (auto& entry : what.record) {
        for (auto& happened : entry.events) tell_event(out, entry.at, happened);
    }
    out += "]\n}\n";
    repair_utf8(out);
    return out;
}

}  // namespace quittance::records
