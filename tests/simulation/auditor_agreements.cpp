// What is changed of an agreement is its next version, in writing, and the client is told: 28.
#include <algorithm>

#include "auditor_state.hpp"

namespace quittance::simulation {
namespace {

// A plan that nobody agreed to yet and a stranger's held booking owe nothing that could be renewed.
bool is_agreed_on(booking_model const& what) {
    if (!what.moved_to.empty() || is_held(what)) return false;
    return !is_plan(what) || !what.agreements.empty();
}

bool rises_by_one(std::vector<agreement_model> const& versions) {
    auto const gap = [](auto const& a, auto const& b) { return b.version != a.version + 1; };
    return std::adjacent_find(versions.begin(), versions.end(), gap) == versions.end();
}

bool is_told(touched const& changed, std::string const& subject) {
    return std::any_of(changed.orders.begin(), changed.orders.end(), [&subject](auto const& each) {
        auto const& letter = object_in(each.second, "what");
        return each.first == "letter_ordered" && kind_of(letter) == "agreement_changed" &&
               text_in(letter, "subject") == subject;
    });
}

std::string address_of(account_model const& all, booking_model const& what) {
    auto const own =
        all.client.who.is_object() ? text_in(all.client.who.as_object(), "email") : std::string{};
    return own.empty() ? text_in(object_in(what.agreed, "who"), "email") : own;
}

}  // namespace

void auditor::state::judge_writing(known_account const& known, commit_seen const& what,
                                   touched const& changed) {
    if (!options.in_writing) return;
    std::map<std::string, std::pair<int, int>> said_of;  // by booking: changes, versions
    for (auto const& [name, event] : changed.terms) {
        auto const id = text_in(event, "booking");
        auto& [changes, versions] = said_of[id];
        ++(name == "agreement_renewed" ? versions : changes);
        // What was sold without a text owes the same on the same day.
        if (name == "service_moved" && known.folded.bookings.at(id).agreements.empty()) --changes;
        auto const& said = object_in(event, "what");
        if (name == "agreement_renewed" && digest_of(text_in(said, "text")) != text_in(said, "hash"))
            report(28, what.at,
                   "the hash of a version of account " + what.after->client + " is not its text's");
    }
    for (auto const& [id, seen] : said_of) {
        auto const& booking = known.folded.bookings.at(id);
        auto const name = "booking " + id + " of account " + what.after->client;
        auto const expected = is_agreed_on(booking) ? seen.first : 0;
        if (seen.second != expected)
            report(28, what.at,
                   name + " was changed " + std::to_string(expected) + " times and got " +
                       std::to_string(seen.second) + " versions");
        if (!rises_by_one(booking.agreements)) report(28, what.at, name + " skips a version");
        if (seen.second > 0) judge_told(known, what, changed, booking);
    }
}

void auditor::state::judge_told(known_account const& known, commit_seen const& what, touched const& changed,
                                booking_model const& booking) {
    if (!options.letters.letters) return;
    auto const to = address_of(known.folded, booking);
    if (to.empty() || to == known.folded.client.letters.unreachable) return;
    auto const subject = booking.id + ' ' + std::to_string(booking.agreements.back().version);
    if (!is_told(changed, subject))
        report(28, what.at,
               "version " + subject + " of account " + what.after->client + " is told to nobody");
}

}  // namespace quittance::simulation
