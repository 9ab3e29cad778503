// reminders.toml.
#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "config.hpp"

namespace quittance::app {
namespace {

constexpr int most_days = 365;
constexpr std::size_t most_steps = 12;

// "before 7d", "due", "after 3d".
std::optional<int> days_of(std::string const& text) {
    if (text == "due") return 0;
    auto const space = text.find(' ');
    if (space == std::string::npos || !text.ends_with('d')) return std::nullopt;
    auto const word = text.substr(0, space);
    int days = 0;
    auto const* const end = text.data() + text.size() - 1;
    auto const read = std::from_chars(text.data() + space + 1, end, days);
    bool const number = read.ec == std::errc{} && read.ptr == end && days > 0 && days <= most_days;
    if (!number) return std::nullopt;
    if (word == "before") return -days;
    return word == "after" ? std::optional{days} : std::nullopt;
}

constexpr auto step_words = "must be \"before 7d\", \"due\" or \"after 3d\", of 1 to 365 days";

void check_steps(toml_section& from, std::vector<domain::reminder_step> const& steps) {
    bool const ascend = std::adjacent_find(steps.begin(), steps.end(), [](auto const& a, auto const& b) {
                            return a.days >= b.days;
                        }) == steps.end();
    auto const after = std::count_if(steps.begin(), steps.end(), [](auto const& s) { return s.days > 0; });
    if (!ascend || steps.size() > most_steps || after < 2) {
        from.complain("steps",
                      "must be in the order of their days, at most 12, and at least two of them after "
                      "the due day: a gentle one and the last");
    }
}

void read_steps(toml_section& from, domain::cadence& into, bool may_be_none) {
    auto const said = from.texts("steps");
    if (!said) return;
    std::vector<domain::reminder_step> steps;
    for (auto const& one : *said) {
        auto const days = days_of(one);
        if (!days) return from.complain("steps", fmt::format("holds '{}': each {}", one, step_words));
        steps.push_back({*days});
    }
    if (!steps.empty() || !may_be_none) check_steps(from, steps);
    into.steps = std::move(steps);
}

void read_person(toml_section& from, domain::cadence& into) {
    from.checked("person", [&](std::string const& text) -> std::optional<std::string> {
        auto const days = days_of(text);
        if (!days || *days <= 0) return "must be \"after 28d\", with more days than the last step";
        into.person_after = *days;
        return std::nullopt;
    });
    // Steps of its own may reach past a day that stands somewhere else, or nowhere.
    if (!into.steps.empty() && into.person_after <= into.steps.back().days)
        from.complain("person", "must have more days than the last step");
}

bool is_cadence_name(std::string const& text) {
    return !text.empty() && text.size() <= 40 && std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
    });
}

// [cadence.NAME]: what it does not say is as usual.
void read_named(toml_section& root, domain::reminder_policy& into) {
    for (auto& [name, part] : root.named_sections("cadence")) {
        if (!is_cadence_name(name)) part.complain("", "is named in a-z, 0-9 and '-', at most 40 of them");
        auto made = into.usual;
        read_steps(part, made, true);
        read_person(part, made);
        for (auto const& offer : part.texts("offers").value_or(std::vector<std::string>{})) {
            if (!into.offers.emplace(domain::offer_id{offer}, name).second)
                part.complain("offers", fmt::format("holds '{}', which another cadence has", offer));
        }
        if (part.flag("clients_may_choose").value_or(false)) into.client_cadences.push_back(name);
        part.done();
        into.named.insert_or_assign(name, std::move(made));
    }
}

void read_hours(toml_section& from, domain::reminder_policy& into) {
    if (auto const hour = from.whole("from_hour", 6, 20)) into.from = std::chrono::hours{*hour};
    if (auto const hour = from.whole("until_hour", 7, 21)) into.until = std::chrono::hours{*hour};
    if (into.until <= into.from) from.complain("until_hour", "must be later than from_hour");
}

template <class Number>
void read_days(toml_section& from, std::string_view key, Number& into, std::int64_t least,
               std::int64_t most) {
    if (auto const value = from.whole(key, least, most)) into = static_cast<Number>(*value);
}

void read_common(toml_section& from, domain::reminder_policy& into) {
    if (auto const on = from.flag("on")) into.on = *on;
    read_steps(from, into.usual, false);
    read_person(from, into.usual);
    read_hours(from, into);
    read_days(from, "notice_days", into.notice_days, 1, 30);
    read_days(from, "days_apart", into.days_apart, 1, 30);
    read_days(from, "client_may_move_days", into.client_may_move_days, 0, 90);
    read_days(from, "client_may_split", into.client_may_split, 0, 2);
    if (auto const days = from.dates("holidays")) {
        into.holidays = *days;
        std::sort(into.holidays.begin(), into.holidays.end());
    }
    from.checked("country", [&into](std::string const& text) -> std::optional<std::string> {
        bool const two = text.size() == 2 &&
                         std::all_of(text.begin(), text.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
        if (!two) return "must be a country's two letters, such as DE";
        into.country = text;
        return std::nullopt;
    });
    if (auto const missed = from.one_of("missed", {"latest", "skip"})) into.skip_missed = *missed == "skip";
    from.done();
}

}  // namespace

void read_reminders(std::string const& file, domain::reminder_policy& into) {
    auto const text = read_toml(file);
    complaints wrong{file};
    toml_section root{text, "", wrong};
    into.named.clear();
    into.offers.clear();
    into.client_cadences.clear();
    if (auto part = root.section("reminders")) read_common(*part, into);
    read_named(root, into);
    root.done();
    wrong.refuse_if_any();
}

}  // namespace quittance::app
