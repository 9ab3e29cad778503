#include <boost/describe.hpp>
#include <boost/mp11.hpp>

#include "described.hpp"
#include "quittance/domain/balance.hpp"
#include "quittance/records/ledger.hpp"

namespace quittance::records {
namespace {

// A text of several lines stands under its field, further in.
void append_line(std::string& out, std::string const& path, std::string_view value) {
    out += "  " + path + ':';
    if (value.find('\n') == std::string_view::npos) {
        out += ' ';
        out += value;
        out += '\n';
        return;
    }
    out += '\n';
    while (!value.empty()) {
        auto const line = value.substr(0, value.find('\n'));
        out += "    | ";
        out += line;
        out += '\n';
        value.remove_prefix(std::min(line.size() + 1, value.size()));
    }
}

void tell(std::string& out, std::string const& path, std::string const& value) {
    if (!value.empty()) append_line(out, path, value);
}
void tell(std::string& out, std::string const& path, bool value) {
    if (value) append_line(out, path, "yes");
}
template <std::integral Number>
void tell(std::string& out, std::string const& path, Number value) {
    append_line(out, path, std::to_string(value));
}
void tell(std::string& out, std::string const& path, instant value) {
    if (value != instant{}) append_line(out, path, rfc3339(value));
}
void tell(std::string& out, std::string const& path, civil_date value) {
    if (value != civil_date{}) append_line(out, path, iso_date(value));
}
void tell(std::string& out, std::string const& path, domain::money const& value) {
    if (!value.unit().code().empty()) append_line(out, path, domain::plain_text(value));
}
template <class Tag>
void tell(std::string& out, std::string const& path, id<Tag> const& value) {
    tell(out, path, value.text());
}
template <class Enum>
    requires std::is_enum_v<Enum>
void tell(std::string& out, std::string const& path, Enum value) {
    boost::mp11::mp_for_each<boost::describe::describe_enumerators<Enum>>([&](auto each) {
        if (each.value == value) append_line(out, path, each.name);
    });
}
template <class T>
    requires(boost::describe::has_describe_members<T>::value && std::is_class_v<T>)
void tell(std::string& out, std::string const& path, T const& value);
template <class T>
void tell(std::string& out, std::string const& path, std::optional<T> const& value) {
    if (value) tell(out, path, *value);
}
template <class T>
void tell(std::string& out, std::string const& path, std::vector<T> const& values) {
    for (std::size_t i = 0; i < values.size(); ++i) tell(out, path + ' ' + std::to_string(i + 1), values[i]);
}
template <class T>
    requires(boost::describe::has_describe_members<T>::value && std::is_class_v<T>)
void tell(std::string& out, std::string const& path, T const& value) {
    using members = boost::describe::describe_members<T, boost::describe::mod_public>;
    boost::mp11::mp_for_each<members>([&](auto each) {
        tell(out, path.empty() ? std::string{each.name} : path + '.' + each.name, value.*each.pointer);
    });
}

}  // namespace

std::string text_of(domain::event const& happened) {
    std::string out;
    std::visit(
        [&out]<class Event>(Event const& one) {
            out += event_name<Event>;
            out += '\n';
            tell(out, std::string{}, one);
        },
        happened);
    return out;
}

}  // namespace quittance::records
