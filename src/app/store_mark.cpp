#include "store_mark.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <numeric>
#include <sstream>

namespace quittance::app {
namespace {

using engine::store_standing;

constexpr char const* file_name = "store_mark";
constexpr char const* what_to_do =
    "Nothing is charged until a person decides: run `quittance reconcile` (it shows what the processor knows "
    "and this store does not), then `quittance reconcile --apply`, then `quittance reopen --reason ...`";

template <class Number>
bool read_number(std::string const& text, Number& into) {
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), into);
    return error == std::errc{} && end == text.data() + text.size() && !text.empty();
}

bool is_behind(std::vector<std::uint64_t> const& now, std::vector<std::uint64_t> const& known) {
    if (now.size() != known.size()) return total(now) < total(known);
    return !std::equal(known.begin(), known.end(), now.begin(),
                       [](std::uint64_t before, std::uint64_t there) { return there >= before; });
}

standing_found put_back(engine::store_look const& now, store_mark const& mark) {
    return {
        store_standing::behind,
        fmt::format("The store was put back: it counts {} commits in epoch {}, and {} in epoch {} were "
                    "known (an older copy, or its last moments were lost). {}.",
                    total(now.commits), now.identity->epoch, total(mark.commits), mark.epoch, what_to_do)};
}

standing_found compare(engine::store_look const& now, store_mark const& mark) {
    auto const& there = *now.identity;
    if (there.store_id == mark.store_id) {
        if (there.epoch > mark.epoch) return {};
        bool const older = there.epoch < mark.epoch;
        return older || is_behind(now.commits, mark.commits) ? put_back(now, mark) : standing_found{};
    }
    if (now.replaces == mark.store_id && there.epoch > mark.epoch) return {};
    return {store_standing::other,
            fmt::format("This is another store ({}) than the one that was here ({}). Nothing is written to "
                        "it, and webhooks are refused so that they come again: set QUITTANCE_REDIS to the "
                        "right one; if this one is to take its place, run `quittance reopen --reason ...`.",
                        there.store_id, mark.store_id)};
}

}  // namespace

std::uint64_t total(std::vector<std::uint64_t> const& commits) {
    return std::accumulate(commits.begin(), commits.end(), std::uint64_t{0});
}

std::string text_of(store_mark const& mark) {
    return fmt::format("{} {} {}", mark.store_id, mark.epoch, fmt::join(mark.commits, ","));
}

std::optional<store_mark> mark_in(std::string const& text) {
    std::istringstream from{text};
    store_mark mark;
    std::string epoch, counts, one;
    if (!(from >> mark.store_id >> epoch >> counts) || !read_number(epoch, mark.epoch)) return std::nullopt;
    std::istringstream numbers{counts};
    while (std::getline(numbers, one, ',')) {
        if (!read_number(one, mark.commits.emplace_back())) return std::nullopt;
    }
    return mark;
}

std::optional<store_mark> read_mark(state_folder const& state) {
    auto const text = state.read(file_name);
    return text ? mark_in(*text) : std::nullopt;
}

void keep_mark(state_folder const& state, store_mark const& mark) { state.keep(file_name, text_of(mark)); }

standing_found judge(engine::store_look const& now, std::vector<store_mark> const& known) {
    if (!now.identity) {
        if (known.empty()) return {};
        return {
            store_standing::empty,
            fmt::format("The store is empty, and one with {} commits was known. If QUITTANCE_REDIS is the "
                        "right address, everything in it was lost. {}.",
                        total(known.front().commits), what_to_do)};
    }
    standing_found worst;
    for (auto const& mark : known) {
        auto found = compare(now, mark);
        if (found.what == store_standing::other) return found;
        if (worst.what == store_standing::open) worst = std::move(found);
    }
    if (!now.closed.empty()) return {store_standing::behind, now.closed};
    return worst;
}

}  // namespace quittance::app
