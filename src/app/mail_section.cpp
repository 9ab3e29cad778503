// [mail] of quittance.toml, and reminders.toml.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>

#include "config.hpp"
#include "quittance/smtp/address.hpp"

namespace quittance::app {
namespace {

constexpr int most_days = 365;
constexpr std::size_t most_steps = 12;

void read_address(toml_section& from, std::string_view key, std::string& into) {
    from.checked(key, [&](std::string const& text) -> std::optional<std::string> {
        auto wrong = smtp::problem_with_address(text);
        if (wrong) return wrong;
        into = text;
        return std::nullopt;
    });
}

void read_words(toml_section& from, std::string_view key, std::string& into) {
    if (auto const value = from.text(key)) into = *value;
}

void read_server(toml_section& from, smtp::mail_server& into) {
    read_words(from, "host", into.host);
    if (auto const port = from.whole("port", 1, 65'535)) into.port = static_cast<std::uint16_t>(*port);
    if (auto const line = from.one_of("protection", {"starttls", "tls", "none"})) {
        into.line = *line == "tls"    ? smtp::protection::tls
                    : *line == "none" ? smtp::protection::none
                                      : smtp::protection::starttls;
    }
    read_words(from, "user", into.user);
    read_words(from, "ca_file", into.ca_file);
    if (auto const rate = from.whole("per_minute", 1, smtp::most_per_minute))
        into.per_minute = static_cast<unsigned>(*rate);
}

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

void read_steps(toml_section& from, domain::reminder_policy& into) {
    auto const said = from.texts("steps");
    if (!said) return;
    std::vector<domain::reminder_step> steps;
    for (auto const& one : *said) {
        auto const days = days_of(one);
        if (!days) return from.complain("steps", fmt::format("holds '{}': each {}", one, step_words));
        steps.push_back({*days});
    }
    bool const ascend = std::adjacent_find(steps.begin(), steps.end(), [](auto const& a, auto const& b) {
                            return a.days >= b.days;
                        }) == steps.end();
    auto const after = std::count_if(steps.begin(), steps.end(), [](auto const& s) { return s.days > 0; });
    if (!ascend || steps.size() > most_steps || after < 2) {
        from.complain("steps",
                      "must be in the order of their days, at most 12, and at least two of them after "
                      "the due day: a gentle one and the last");
    }
    into.steps = std::move(steps);
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

void read_person(toml_section& from, domain::reminder_policy& into) {
    from.checked("person", [&](std::string const& text) -> std::optional<std::string> {
        auto const days = days_of(text);
        if (!days || *days <= into.steps.back().days)
            return "must be \"after 28d\", with more days than the last step";
        into.person_after = *days;
        return std::nullopt;
    });
}

// What mail servers report to carries a mark of the letter it is about.
void check_return_path(toml_section& from, mail_settings const& read) {
    auto const& back = read.bounces.empty() ? read.from : read.bounces;
    auto const at = back.find('@');
    if (at == std::string::npos) return;  // told already
    auto const wrong = smtp::problem_with_return_path(back.substr(0, at), back.substr(at + 1));
    if (!wrong) return;
    auto const* const more = read.bounces.empty() ? "; set bounces to a shorter address" : "";
    from.complain(read.bounces.empty() ? "from" : "bounces", *wrong + more);
}

}  // namespace

void read_mail(toml_section from, mail_settings& into) {
    if (auto const way = from.one_of("transport", {"off", "file", "smtp"})) {
        into.how = *way == "smtp"   ? mail_settings::way::server
                   : *way == "file" ? mail_settings::way::folder
                                    : mail_settings::way::off;
    }
    read_words(from, "folder", into.folder);
    read_address(from, "from", into.from);
    read_words(from, "from_name", into.from_name);
    read_address(from, "reply_to", into.reply_to);
    read_words(from, "person", into.person);
    read_address(from, "bounces", into.bounces);
    if (auto const lines = from.texts("other_ways"))
        into.other_ways = fmt::format("{}", fmt::join(*lines, "\n"));
    read_server(from, into.server);
    if (into.how != mail_settings::way::off && into.from.empty())
        from.complain("from", "is missing: letters need the business's own address");
    if (into.how == mail_settings::way::server) {
        if (auto const wrong = smtp::problem_with(into.server)) from.complain(wrong->setting, wrong->what);
        check_return_path(from, into);
    }
    from.done();
}

void read_reminders(std::string const& file, domain::reminder_policy& into) {
    auto const text = read_toml(file);
    complaints wrong{file};
    toml_section root{text, "", wrong};
    if (auto part = root.section("reminders")) {
        if (auto const on = part->flag("on")) into.on = *on;
        read_steps(*part, into);
        read_person(*part, into);
        read_hours(*part, into);
        read_days(*part, "notice_days", into.notice_days, 1, 30);
        read_days(*part, "days_apart", into.days_apart, 1, 30);
        read_days(*part, "client_may_move_days", into.client_may_move_days, 0, 90);
        read_days(*part, "client_may_split", into.client_may_split, 0, 2);
        if (auto const days = part->dates("holidays")) {
            into.holidays = *days;
            std::sort(into.holidays.begin(), into.holidays.end());
        }
        if (auto const missed = part->one_of("missed", {"latest", "skip"}))
            into.skip_missed = *missed == "skip";
        part->done();
    }
    root.done();
    wrong.refuse_if_any();
}

}  // namespace quittance::app
