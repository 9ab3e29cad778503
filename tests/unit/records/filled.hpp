// An event in which every text says the same, by its description: what is done about texts can be seen.
#pragma once
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "described.hpp"
#include "quittance/records/ledger.hpp"

namespace quittance::records_test {

inline std::string const personal = "said-of-ana";

template <class T>
void fill(T&) {}
inline void fill(std::string& value) { value = personal; }
template <class T>
    requires(boost::describe::has_describe_members<T>::value && std::is_class_v<T>)
void fill(T& value);
template <class T>
void fill(std::optional<T>& value) {
    fill(value.emplace());
}
template <class T>
void fill(std::vector<T>& values) {
    fill(values.emplace_back());
}
template <class T>
    requires(boost::describe::has_describe_members<T>::value && std::is_class_v<T>)
void fill(T& value) {
    boost::mp11::mp_for_each<boost::describe::describe_members<T, boost::describe::mod_public>>(
        [&](auto member) { fill(value.*member.pointer); });
}

// "booked what.terms.title" for each text that still says it.
inline void add_texts_left(std::set<std::string>& left, std::string const& name, domain::event const& said) {
    auto const text = records::text_of(said);
    for (std::size_t at = text.find(personal); at != std::string::npos; at = text.find(personal, at + 1)) {
        auto const line = text.rfind('\n', at) + 1;
        left.insert(name + ' ' + text.substr(line + 2, text.find(':', line) - line - 2));
    }
}

}  // namespace quittance::records_test
