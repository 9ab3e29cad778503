#include "client_form.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>

#include "hints.hpp"
#include "quittance/domain/mail_address.hpp"

namespace quittance::web {
namespace {

using pages::client_problem;
using pages::client_trouble;
using outcome = std::variant<client_request, client_trouble>;

constexpr std::chrono::days farthest{2 * 366};

// "3", or "3@<as the form showed it>".
std::optional<int> number_in(std::string_view value) {
    auto const digits = value.substr(0, value.find('@'));
    int number = 0;
    auto const* const end = digits.data() + digits.size();
    auto const [stop, error] = std::from_chars(digits.data(), end, number);
    if (digits.empty() || error != std::errc{} || stop != end || number < 1) return std::nullopt;
    return number;
}

bool has_item(pages::client_booking const& one, int number) {
    return std::ranges::any_of(one.plan.amounts,
                               [number](auto const& amount) { return amount.number == number; });
}

client_trouble trouble(pages::client_booking const& one, client_problem why) {
    client_trouble made;
    made.why = why;
    made.booking = one.id;
    return made;
}

outcome read_payment(form const& fields, pages::client_booking const& one) {
    client_request asked;
    asked.what = client_action::pay;
    for (auto const& [name, value] : fields) {
        if (name != "item") continue;
        auto const number = number_in(value);
        if (!number || !has_item(one, *number)) {
            auto wrong = trouble(one, client_problem::unknown_amount);
            wrong.items = asked.items;
            return wrong;
        }
        asked.items.push_back(*number);
    }
    if (asked.items.empty()) return trouble(one, client_problem::nothing_marked);
    std::ranges::sort(asked.items);
    auto const twice = std::ranges::unique(asked.items);
    asked.items.erase(twice.begin(), twice.end());
    return asked;
}

// Why that day cannot be asked for, if it cannot.
std::optional<client_problem> day_problem(std::optional<civil_date> const& day, civil_date today) {
    if (!day) return client_problem::no_day;
    std::chrono::sys_days const asked{*day};
    std::chrono::sys_days const now{today};
    if (asked <= now) return client_problem::day_passed;
    return asked > now + farthest ? std::optional{client_problem::day_far} : std::nullopt;
}

outcome read_move(form const& fields, client_action what, pages::client_booking const& one,
                  civil_date today) {
    auto const& item = value_of(fields, "item");
    auto const& typed = value_of(fields, "until");
    auto const number = number_in(item);
    auto const wrong = [&](client_problem why) {
        auto made = trouble(one, why);
        if (number) made.items.push_back(*number);
        made.until = typed;
        return made;
    };
    if (!number || !has_item(one, *number)) return wrong(client_problem::choose_amount);
    auto const day = parse_iso_date(typed);
    if (auto const why = day_problem(day, today)) return wrong(*why);
    client_request asked;
    asked.what = what;
    asked.items = {*number};
    if (item.find('@') != item.npos) asked.seen = item;
    asked.until = day;
    return asked;
}

bool is_kept(char c) {
    auto const byte = static_cast<unsigned char>(c);
    return (byte >= 0x20 && byte != 0x7F) || c == '\n' || c == '\t';
}

// Browsers send line ends as CR LF.
std::string with_plain_lines(std::string text) {
    std::string made;
    for (std::size_t i = 0; i < text.size(); ++i)
        if (text[i] != '\r' || i + 1 == text.size() || text[i + 1] != '\n') made += text[i];
    return made;
}

std::string without_edges(std::string const& words) {
    constexpr auto blank = " \t\n";
    auto const first = words.find_first_not_of(blank);
    return first == words.npos ? std::string{}
                               : words.substr(first, words.find_last_not_of(blank) - first + 1);
}

std::size_t characters_of(std::string_view text) {
    return static_cast<std::size_t>(
        std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

std::optional<client_problem> words_problem(std::string const& words) {
    if (without_edges(words).empty()) return client_problem::no_words;
    if (characters_of(words) > pages::most_question) return client_problem::long_words;
    if (!std::ranges::all_of(words, is_kept) || has_hidden_characters(words))
        return client_problem::odd_words;
    return std::nullopt;
}

outcome read_question(form const& fields, pages::client_booking const& one) {
    auto words = with_plain_lines(value_of(fields, "words"));
    if (auto const why = words_problem(words)) {
        auto made = trouble(one, *why);
        std::erase_if(words, [](char c) { return !is_kept(c); });
        made.words = without_hidden_characters(words);
        return made;
    }
    client_request asked;
    asked.what = client_action::question;
    asked.words = without_edges(words);
    return asked;
}

outcome read_address(form const& fields, pages::client_booking const& one) {
    auto const typed = trimmed(value_of(fields, "address"));
    client_request asked;
    asked.what = client_action::address;
    asked.address = email_hint(typed);
    if (!asked.address.empty() && domain::is_plain_address(asked.address)) return asked;
    auto wrong = trouble(one, client_problem::bad_address);
    wrong.address = without_hidden_characters(typed);
    std::erase_if(wrong.address, [](char c) { return !is_kept(c) || c == '\n' || c == '\t'; });
    return wrong;
}

}  // namespace

bool is_about_client(client_action what) {
    return what == client_action::address || what == client_action::cadence;
}

std::optional<client_action> client_action_named(std::string_view name) {
    using enum client_action;
    constexpr std::array<std::pair<std::string_view, client_action>, 8> all{
        std::pair{std::string_view{"pay"}, pay},
        {"more_time", more_time},
        {"split", split},
        {"question", question},
        {"paid", paid},
        {"card", card},
        {"address", address},
        {"cadence", cadence}};
    auto const found = std::ranges::find(all, name, &std::pair<std::string_view, client_action>::first);
    return found == all.end() ? std::nullopt : std::optional{found->second};
}

outcome read_client_form(form const& fields, client_action what, pages::client_booking const& one,
                         civil_date today) {
    switch (what) {
        case client_action::pay: return read_payment(fields, one);
        case client_action::more_time:
        case client_action::split: return read_move(fields, what, one, today);
        case client_action::question: return read_question(fields, one);
        case client_action::address: return read_address(fields, one);
        case client_action::paid:
        case client_action::card:
        case client_action::cadence: break;
    }
    client_request asked;
    asked.what = what;
    asked.cadence = value_of(fields, "cadence");
    return asked;
}

}  // namespace quittance::web
