// From a described value to JSON. Members that equal their default are left out; the order is the
// description's, so the same value gives the same bytes.
#pragma once
#include <algorithm>
#include <array>
#include <boost/describe.hpp>
#include <boost/mp11.hpp>
#include <concepts>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <variant>
#include <vector>

#include "described.hpp"
#include "quittance/base/assert.hpp"
#include "text.hpp"

namespace quittance::records {

template <class T>
concept described_struct = boost::describe::has_describe_members<T>::value && std::is_class_v<T>;

inline void append_value(std::string& out, std::string const& value) { append_string(out, value); }
inline void append_value(std::string& out, bool value) { out += value ? "true" : "false"; }
template <std::signed_integral Number>
void append_value(std::string& out, Number value) {
    append_integer(out, static_cast<std::int64_t>(value));
}
inline void append_value(std::string& out, instant value) { append_integer(out, unix_millis(value)); }
inline void append_value(std::string& out, civil_date value) { append_string(out, iso_date(value)); }
inline void append_value(std::string& out, domain::money value) {
    out += "{\"n\":";
    append_integer(out, value.minor_units());
    if (value.unit() != domain::currency{}) {
        out += ",\"c\":\"";
        out += value.unit().code();
        out += '"';
    }
    out += '}';
}
template <class Tag>
void append_value(std::string& out, id<Tag> const& value) {
    append_string(out, value.text());
}
template <class Enum>
    requires std::is_enum_v<Enum>
void append_value(std::string& out, Enum value) {
    char const* const name = boost::describe::enum_to_string(value, nullptr);
    QUITTANCE_ASSERT(name != nullptr);
    append_string(out, name);
}
template <described_struct T>
void append_value(std::string& out, T const& value);
template <class T>
void append_value(std::string& out, std::optional<T> const& value) {
    append_value(out, *value);
}
template <class T>
void append_value(std::string& out, std::vector<T> const& values) {
    char before = '[';
    for (auto const& value : values) {
        out += before;
        append_value(out, value);
        before = ',';
    }
    if (values.empty()) out += '[';
    out += ']';
}

// `"name":` of a described member, put together by the compiler.
template <class Member>
inline constexpr auto member_key = [] {
    constexpr std::string_view name = Member::name;
    std::array<char, name.size() + 3> text{};
    text.front() = '"';
    std::copy(name.begin(), name.end(), text.begin() + 1);
    text[name.size() + 1] = '"';
    text[name.size() + 2] = ':';
    return text;
}();

// `,"name":value` for each member that is not its default; `before` is what stands before the first.
template <described_struct T>
void append_members(std::string& out, T const& value, char before) {
    static_assert(is_wholly_described<T>, "describe the new member in described.hpp");
    static T const usual{};
    using members = boost::describe::describe_members<T, boost::describe::mod_public>;
    boost::mp11::mp_for_each<members>([&](auto member) {
        auto const& field = value.*member.pointer;
        if (field == usual.*member.pointer) return;
        constexpr auto& key = member_key<decltype(member)>;
        out += before;
        out.append(key.data(), key.size());
        append_value(out, field);
        before = ',';
    });
    if (before == '{') out += '{';
}
template <described_struct T>
void append_value(std::string& out, T const& value) {
    append_members(out, value, '{');
    out += '}';
}

// {"<event's name>":{…}}
inline void append_event(std::string& out, domain::event const& event) {
    std::visit(
        [&out]<class Event>(Event const& happened) {
            static_assert(event_name<Event> != nullptr, "give the event its stored name");
            out += "{\"";
            out += event_name<Event>;
            out += "\":";
            append_value(out, happened);
            out += '}';
        },
        event);
}

// {"f":1 and, when older readers may read it as well, "r": what every stored document opens with.
inline void append_header(std::string& out) {
    out += "{\"f\":";
    append_integer(out, static_cast<std::int64_t>(format));
    if (min_reader != format) {
        out += ",\"r\":";
        append_integer(out, static_cast<std::int64_t>(min_reader));
    }
}

}  // namespace quittance::records
