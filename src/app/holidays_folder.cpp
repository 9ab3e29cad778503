#include "holidays_folder.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "holiday_rules.hpp"
#include "quittance/domain/calendar.hpp"
#include "toml_section.hpp"

namespace quittance::app {

namespace fs = std::filesystem;

namespace {

// As long as one start may last; rules change, and a new file is read at the next one.
constexpr int first_year = 2020;
constexpr int last_year = 2060;

bool is_country(std::string const& text) {
    return text.size() == 2 &&
           std::all_of(text.begin(), text.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}

holiday_rule read_rule(toml_section& from) {
    holiday_rule made;
    if (!from.text("name")) from.complain("name", "is missing: what the day is called");
    from.checked("on", [&made](std::string const& text) -> std::optional<std::string> {
        if (!day_in(first_year, text))
            return fmt::format("is '{}', but must be like \"12-25\", \"easter-2\" or \"last monday of 05\"",
                               text);
        made.on = text;
        return std::nullopt;
    });
    if (made.on.empty() && !from.has("on")) from.complain("on", "is missing: when the day is");
    auto const observed = from.one_of("observed", {"nearest", "following"});
    if (observed) made.observed = *observed == "nearest" ? observance::nearest : observance::following;
    from.done();
    return made;
}

void read_country(fs::path const& file, domain::reminder_policy& into) {
    auto const text = read_toml(file.string());
    complaints wrong{file.string()};
    toml_section root{text, "", wrong};
    auto const country = file.stem().string();
    for (auto const& zone : root.texts("zones").value_or(std::vector<std::string>{})) {
        if (!domain::is_zone(zone))
            root.complain("zones", fmt::format("holds '{}', no IANA time zone", zone));
        if (!into.country_of.emplace(zone, country).second)
            root.complain("zones", fmt::format("holds '{}', which another country has", zone));
    }
    std::vector<holiday_rule> rules;
    for (auto& one : root.sections("day")) rules.push_back(read_rule(one));
    root.done();
    wrong.refuse_if_any();
    into.countries.insert_or_assign(country, holidays_of(rules, first_year, last_year));
}

}  // namespace

std::string find_holidays(std::string const& config_folder) {
    std::error_code ignored;
    for (auto const& one : {fs::path{config_folder} / "holidays", fs::path{"config/holidays"},
                            fs::path{"/etc/quittance/holidays"}}) {
        if (fs::is_directory(one, ignored)) return one.string();
    }
    return {};
}

void read_holidays(std::string const& folder, std::string const& business_zone,
                   domain::reminder_policy& into) {
    into.countries.clear();
    into.country_of.clear();
    std::vector<fs::path> files;
    if (!folder.empty()) {
        for (auto const& one : fs::directory_iterator{folder}) {
            if (one.path().extension() == ".toml" && is_country(one.path().stem().string()))
                files.push_back(one.path());
        }
    }
    std::sort(files.begin(), files.end());
    for (auto const& file : files) read_country(file, into);
    if (!into.country.empty() && !into.countries.contains(into.country))
        throw config_refused{fmt::format("reminders.toml: country is '{}', and no {}.toml is in {}",
                                         into.country, into.country,
                                         folder.empty() ? "a folder holidays" : folder)};
    auto const lives = into.country_of.find(business_zone);
    if (into.country.empty() && lives != into.country_of.end()) into.country = lives->second;
}

std::string missing_holidays(domain::policy const& rules) {
    auto const& said = rules.reminders;
    if (!said.on || !said.letters || said.countries.contains(said.country)) return {};
    return fmt::format(
        "No holidays are known for the business's zone, {}: clients whose country has no file in `holidays` "
        "are "
        "written to on any day from Monday to Friday. Put <COUNTRY>.toml there, or list days in "
        "reminders.toml "
        "(holidays).",
        rules.zone);
}

}  // namespace quittance::app
