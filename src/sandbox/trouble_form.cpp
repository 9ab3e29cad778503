#include "trouble_form.hpp"

#include <charconv>

namespace quittance::sandbox {

namespace {

struct named_dose {
    char const* name;
    dose trouble::* where;
};
constexpr named_dose doses[] = {{"webhook_duplicate", &trouble::webhook_duplicate},
                                {"webhook_reorder", &trouble::webhook_reorder},
                                {"webhook_delay", &trouble::webhook_delay},
                                {"webhook_drop", &trouble::webhook_drop},
                                {"reply_lost", &trouble::reply_lost},
                                {"cut", &trouble::cut},
                                {"status_429", &trouble::status_429},
                                {"lock_timeout", &trouble::lock_timeout},
                                {"status_500", &trouble::status_500},
                                {"status_500_after", &trouble::status_500_after}};

struct named_wait {
    char const* name;
    std::chrono::milliseconds trouble::* where;
};
constexpr named_wait waits[] = {{"webhook_delay_ms", &trouble::webhook_delay_by},
                                {"slow_ms", &trouble::slow}};

std::optional<dose> read_dose(std::string const& text) {
    if (text == "off") return dose{};
    if (text.ends_with('x')) {
        auto const times = to_integer(text.substr(0, text.size() - 1));
        if (!times || *times < 0 || *times > 1'000'000) return std::nullopt;
        return dose{.count = static_cast<unsigned>(*times)};
    }
    double rate = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), rate);
    if (error != std::errc{} || end != text.data() + text.size() || !(rate >= 0 && rate <= 1))
        return std::nullopt;
    return dose{.rate = rate};
}

bool read_field(std::string const& name, std::string const& value, trouble& into) {
    for (auto const& each : doses) {
        if (name != each.name) continue;
        auto const wanted = read_dose(value);
        if (wanted) into.*each.where = *wanted;
        return wanted.has_value();
    }
    for (auto const& each : waits) {
        auto const wanted = to_integer(value);
        if (name != each.name || !wanted || *wanted < 0 || *wanted > 600'000) continue;
        into.*each.where = std::chrono::milliseconds{*wanted};
        return true;
    }
    return name == "reset" && value == "true";
}

}  // namespace

std::optional<std::string> read_trouble(form const& given, trouble& into) {
    trouble next = given.flag("reset") ? trouble{} : into;
    for (auto const& [name, value] : given.fields())
        if (!read_field(name, value, next))
            return "Cannot use " + name + "=" + value + ": give a rate from 0 to 1, a count like 3x, or off.";
    into = next;
    return std::nullopt;
}

json::object show_trouble(trouble const& what) {
    json::object shown;
    for (auto const& each : doses) {
        auto const& at = what.*each.where;
        shown[each.name] = json::object{{"rate", at.rate}, {"count", at.count}};
    }
    for (auto const& each : waits) shown[each.name] = (what.*each.where).count();
    return shown;
}

}  // namespace quittance::sandbox
