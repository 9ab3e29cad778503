#include "letters_text.hpp"

#include <fmt/format.h>

#include <map>

#include "quittance/domain/calendar.hpp"
#include "quittance/domain/forecast.hpp"
#include "quittance/domain/reminders.hpp"

namespace quittance::app {
namespace {

constexpr std::size_t most_told = 20;
constexpr std::chrono::hours foreseen{24 * 400};

std::string moment(std::string const& zone, instant when) {
    auto const of_day = std::chrono::duration_cast<std::chrono::minutes>(domain::time_in(zone, when));
    return fmt::format("{} {:02}:{:02}", iso_date(domain::date_in(zone, when)), of_day.count() / 60,
                       of_day.count() % 60);
}

// A letter, and the last that is known of it.
struct told_letter {
    domain::letter what;
    domain::letter_state state = domain::letter_state::ordered;
    instant at{};
    std::string why;
    std::string after;  // what came of it besides
};

class letters_of {
public:
    explicit letters_of(std::vector<domain::event> const& ledger) {
        for (auto const& happened : ledger) std::visit([this](auto const& e) { note(e); }, happened);
    }
    std::map<int, told_letter> const& all() const { return all_; }

private:
    void note(domain::letter_ordered const& e) {
        all_[e.what.number] = {e.what, domain::letter_state::ordered, e.what.at, "", ""};
    }
    void note(domain::letter_begun const& e) {
        if (auto* const known = find(e.letter))
            *known = {known->what, domain::letter_state::attempting, e.at};
    }
    void note(domain::letter_recorded const& e) {
        auto* const known = find(e.letter);
        if (!known || known->state == domain::letter_state::bounced) return;
        *known = {known->what, e.state, e.at, e.reply, known->after};
    }
    void note(domain::letter_bounced const& e) {
        auto* const known = find(e.letter);
        if (!known) return;
        if (e.copies.empty()) {
            *known = {known->what, domain::letter_state::bounced, e.at, e.status, known->after};
        } else {
            known->after += "; a copy came back";
        }
    }
    void note(domain::letter_unwanted const& e) {
        if (auto* const known = find(e.letter)) known->after += "; its reader called it unwanted";
    }
    template <class Other>
    void note(Other const&) {}

    told_letter* find(int number) {
        auto const found = all_.find(number);
        return found == all_.end() ? nullptr : &found->second;
    }

    std::map<int, told_letter> all_;
};

std::string line_of(told_letter const& one, std::string const& zone) {
    auto const copy =
        one.what.copy_of == 0 ? std::string{} : fmt::format(", a copy of letter {}", one.what.copy_of);
    return fmt::format("    letter {}  {}{}: {} on {}{}{}\n", one.what.number, domain::name_of(one.what.kind),
                       copy, domain::name_of(one.state), moment(zone, one.at),
                       one.why.empty() ? "" : ", " + one.why, one.after);
}

std::string sent_text(std::vector<domain::event> const& ledger, std::string const& zone) {
    letters_of const told{ledger};
    auto const& all = told.all();
    std::string text;
    auto const earlier = all.size() > most_told ? all.size() - most_told : 0;
    if (earlier > 0) text += fmt::format("    {} earlier letters: `quittance evidence` has them\n", earlier);
    for (auto at = std::next(all.begin(), static_cast<std::ptrdiff_t>(earlier)); at != all.end(); ++at)
        text += line_of(at->second, zone);
    return text;
}

std::string rest_text(domain::rest const& what, std::string const& zone) {
    bool const was_said = what.author.empty() && (what.reason == "question" || what.reason == "says_paid" ||
                                                  what.reason == "asks_for_time");
    std::string const end = was_said ? "until a person has dealt with it" : "until a person ends it";
    auto const until = what.until ? "until " + iso_date(*what.until) : end;
    return fmt::format("    rest: {} {}, by {} since {}{}\n", what.reason, until,
                       what.author.empty() ? "the client" : what.author, moment(zone, what.since),
                       what.note.empty() ? "" : ": " + what.note);
}

std::string addresses_text(domain::correspondence const& record) {
    std::string text;
    if (!record.unreachable.empty())
        text += fmt::format("    nothing goes to {}: mail servers refuse it\n", record.unreachable);
    if (!record.silent.empty())
        text += fmt::format("    no server took a letter to {} in all its time\n", record.silent);
    for (auto const& one : record.refused_copies)
        text += fmt::format("    no copies go to {}: mail servers refuse it\n", one);
    return text;
}

// The first thing that would be said, or done, if nobody paid or wrote before.
std::string next_text(domain::account const& all, domain::policy const& rules, instant now,
                      std::string const& zone) {
    for (auto const& one : domain::forecast_of(all, now, now + foreseen, rules)) {
        if (one.fee) continue;
        auto const day = iso_date(domain::date_in(zone, one.at));
        if (one.hand_over) return fmt::format("    next: a person takes over on {}\n", day);
        return fmt::format("    next: {} on {}\n", domain::name_of(one.kind), day);
    }
    return {};
}

std::string obstacle_text(domain::account const& all, domain::policy const& rules, instant now) {
    auto const due = domain::reminders_due(all, now, rules);
    auto const why = domain::obstacle_of(all, now, rules);
    bool const matters = !due.empty() || why == "resting";
    return matters && !why.empty() ? fmt::format("    not now: {}\n", why) : std::string{};
}

}  // namespace

std::string letters_text(domain::account const& account, std::vector<domain::event> const& ledger,
                         domain::policy const& rules, instant now) {
    auto const& record = account.client.correspondence;
    auto const& zone = domain::zone_of(account.client.who, rules);
    std::string text;
    if (auto const* const rest = domain::rest_in_force(account)) text += rest_text(*rest, zone);
    text += addresses_text(record);
    text += sent_text(ledger, zone);
    if (!account.client.erased) {
        text += next_text(account, rules, now, zone);
        text += obstacle_text(account, rules, now);
    }
    return text.empty() ? text : "\n  letters, in the time of " + zone + "\n" + text;
}

}  // namespace quittance::app
