// Arbitrary values of everything that is stored, by its description: a member that is added is generated
// without anybody thinking of it.
#pragma once
#include <rapidcheck.h>

#include <boost/describe.hpp>
#include <boost/mp11.hpp>
#include <concepts>
#include <optional>
#include <string>
#include <vector>

#include "described.hpp"
#include "quittance/domain/event.hpp"

namespace quittance::records::generated {

inline std::string text() {
    static std::vector<std::string> const pieces{"a", "EUR", "\"", "\\", "/", "\n", "\t", "\x01", "\x7f",
                                                 "é", "日",  "😀", "{",  "}", ",",  ":",  " ",    ""};
    auto const parts = *rc::gen::container<std::vector<std::string>>(rc::gen::elementOf(pieces));
    std::string all;
    for (auto const& part : parts) all += part;
    return all;
}
inline domain::money money() {
    auto const code = *rc::gen::element("EUR", "JPY", "USD", "CHF", "KWD");
    auto const units = *rc::gen::arbitrary<std::int64_t>();
    return domain::money::minor(units, domain::currency::parse(code).value());
}

inline void fill(std::string& value) { value = text(); }
inline void fill(bool& value) { value = *rc::gen::arbitrary<bool>(); }
inline void fill(int& value) { value = *rc::gen::arbitrary<int>(); }
inline void fill(std::int64_t& value) { value = *rc::gen::arbitrary<std::int64_t>(); }
inline void fill(domain::money& value) { value = money(); }
inline void fill(instant& value) { value = from_unix_millis(*rc::gen::arbitrary<std::int64_t>()); }
inline void fill(civil_date& value) {
    std::chrono::sys_days const day{std::chrono::days{*rc::gen::inRange(-25000, 200000)}};
    value = civil_date{day};
}
template <class Tag>
void fill(id<Tag>& value) {
    value = id<Tag>{text()};
}
template <class Enum>
    requires std::is_enum_v<Enum>
void fill(Enum& value) {
    std::vector<Enum> all;
    boost::mp11::mp_for_each<boost::describe::describe_enumerators<Enum>>(
        [&](auto each) { all.push_back(each.value); });
    value = *rc::gen::elementOf(all);
}
template <class T>
    requires(boost::describe::has_describe_members<T>::value && std::is_class_v<T>)
void fill(T& value);
template <class T>
void fill(std::optional<T>& value) {
    if (*rc::gen::arbitrary<bool>()) fill(value.emplace());
}
template <class T>
void fill(std::vector<T>& values) {
    values.resize(*rc::gen::inRange<std::size_t>(0, 4));
    for (auto& value : values) fill(value);
}
template <class T>
    requires(boost::describe::has_describe_members<T>::value && std::is_class_v<T>)
void fill(T& value) {
    boost::mp11::mp_for_each<boost::describe::describe_members<T, boost::describe::mod_public>>(
        [&](auto member) {
            // Half of the members keep their default: what is left out must come back, too.
            if (*rc::gen::arbitrary<bool>()) fill(value.*member.pointer);
        });
}
template <class T>
T some() {
    T value;
    fill(value);
    return value;
}

inline domain::event event() {
    constexpr auto kinds = std::variant_size_v<domain::event>;
    auto const kind = *rc::gen::inRange<std::size_t>(0, kinds);
    domain::event made;
    boost::mp11::mp_with_index<kinds>(
        kind, [&](auto index) { fill(made.template emplace<decltype(index)::value>()); });
    return made;
}

// Events have no ==; their members have.
inline bool same(domain::event const& left, domain::event const& right) {
    if (left.index() != right.index()) return false;
    return std::visit(
        [&right]<class Event>(Event const& mine) {
            auto const& other = std::get<Event>(right);
            bool equal = true;
            boost::mp11::mp_for_each<boost::describe::describe_members<Event, boost::describe::mod_public>>(
                [&](auto member) { equal = equal && mine.*member.pointer == other.*member.pointer; });
            return equal;
        },
        left);
}

}  // namespace quittance::records::generated
