// From JSON to a described value, tolerant of fields: unknown ones are passed over, missing ones keep their
// default. (Boost.JSON's value_to on described types refuses both.)
#pragma once
#include <simdjson.h>

#include <boost/describe.hpp>
#include <boost/mp11.hpp>
#include <concepts>
#include <limits>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "described.hpp"

namespace quittance::records {

// The DOM front end, because it picks the fastest parser of this processor at run time; the on-demand one is
// fixed when it is compiled, and on plain x86-64 that is the slowest.
namespace json = simdjson::dom;

inline void read_value(json::element from, std::string& to) { to = std::string_view(from.get_string()); }
inline void read_value(json::element from, bool& to) { to = from.get_bool(); }
template <std::signed_integral Number>
void read_value(json::element from, Number& to) {
    std::int64_t const number = from.get_int64();
    if (!std::in_range<Number>(number)) throw unreadable("a number in a stored document is out of range");
    to = static_cast<Number>(number);
}
inline void read_value(json::element from, std::uint64_t& to) { to = from.get_uint64(); }
inline void read_value(json::element from, instant& to) { to = from_unix_millis(from.get_int64()); }
inline void read_value(json::element from, civil_date& to) {
    auto const date = parse_iso_date(from.get_string());
    if (!date) throw unreadable("a date in a stored document is none");
    to = *date;
}
template <class Tag>
void read_value(json::element from, id<Tag>& to) {
    to = id<Tag>{std::string(std::string_view(from.get_string()))};
}
inline void read_value(json::element from, domain::money& to) {
    std::int64_t units = 0;
    domain::currency unit;
    for (auto const field : json::object(from.get_object())) {
        if (field.key == "n") units = field.value.get_int64();
        if (field.key == "c") {
            auto const known = domain::currency::parse(field.value.get_string());
            if (known.has_error())
                throw unreadable("a stored amount has a currency this program does not know");
            unit = *known;
        }
    }
    to = domain::money::minor(units, unit);
}

// A name we do not know is `unknown` where the facts have such a value: it decides nothing.
template <class Enum>
    requires std::is_enum_v<Enum>
void read_value(json::element from, Enum& to) {
    std::string_view const name = from.get_string();
    bool known = false;
    boost::mp11::mp_for_each<boost::describe::describe_enumerators<Enum>>([&](auto each) {
        if (!known && name == each.name) {
            to = each.value;
            known = true;
        }
    });
    if (known) return;
    if constexpr (requires { Enum::unknown; }) {
        to = Enum::unknown;
    } else {
        throw unreadable("a stored document says \"" + std::string(name) +
                         "\" where this program knows no such word");
    }
}

template <class T>
    requires(boost::describe::has_describe_members<T>::value && std::is_class_v<T>)
void read_value(json::element from, T& to);

template <class T>
void read_value(json::element from, std::optional<T>& to) {
    if (from.is_null()) return;
    read_value(from, to.emplace());
}
template <class T>
void read_value(json::element from, std::vector<T>& to) {
    for (auto const element : json::array(from.get_array())) read_value(element, to.emplace_back());
}

// One field into the member of that name; false: there is none.
template <class T>
bool read_member(std::string_view name, json::element from, T& to) {
    bool found = false;
    boost::mp11::mp_for_each<boost::describe::describe_members<T, boost::describe::mod_public>>(
        [&](auto member) {
            if (found || name != member.name) return;
            found = true;
            read_value(from, to.*member.pointer);
        });
    return found;
}
template <class T>
    requires(boost::describe::has_describe_members<T>::value && std::is_class_v<T>)
void read_value(json::element from, T& to) {
    for (auto const field : json::object(from.get_object())) read_member(field.key, field.value, to);
}

// What a document says about its own format. `f` is what wrote it, `r` the oldest reader that may read it
// (the same when left out); both come first.
class format_check {
public:
    // True: the field was one of ours.
    bool take(std::string_view name, json::element value) {
        if (name == "f") {
            read_value(value, written_);
            needed_ = written_;
        } else if (name == "r") {
            read_value(value, needed_);
        } else {
            return false;
        }
        return true;
    }
    void require_readable() const;

private:
    int written_ = 0;
    int needed_ = 0;
};

// The parser and its padded text are kept: one document is read at a time, to its end.
class document_reader {
public:
    // Calls read(name, value) for every field of the document's one object.
    template <class Read>
    void fields(std::string_view text, Read read) {
        try {
            json::object const document = open(text).get_object();
            format_check check;
            for (auto const field : document) {
                if (check.take(field.key, field.value)) continue;
                check.require_readable();
                read(field.key, field.value);
            }
            check.require_readable();
        } catch (simdjson::simdjson_error const& error) {
            throw unreadable(std::string("a stored document is broken: ") + error.what());
        }
    }

private:
    json::element open(std::string_view text);

    json::parser parser_;
    std::string padded_;
};

// This thread's.
document_reader& kept_reader();

template <class T>
T read_document(std::string_view text) {
    T to;
    kept_reader().fields(text,
                         [&to](std::string_view name, json::element value) { read_member(name, value, to); });
    return to;
}

}  // namespace quittance::records
