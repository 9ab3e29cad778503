// What became of a letter: the mail server's answer, and what came back afterwards.
#include <algorithm>

#include "correspondence.hpp"
#include "quittance/base/planted.hpp"
#include "quittance/domain/unpaid_word.hpp"
#include "reminding.hpp"

namespace quittance::domain {
namespace {

constexpr std::chrono::hours receipt_lifetime{24 * 5};  // as long as RFC 5321, 4.5.4.1, keeps trying
constexpr std::chrono::hours request_lifetime{48};

// RFC 3463: systems (3), the protocol (5), the content (6) and policy (7) are about the mail or about us, and
// say nothing of who lives at the address. Nor does what passes (4): a server that was away for days.
bool is_about_the_address(std::string_view status) {
    bool const passes = status.starts_with('4');
    return !passes && !status.starts_with("5.3.") && !status.starts_with("5.5.") &&
           !status.starts_with("5.6.") && !status.starts_with("5.7.");
}

void tell_a_person(deciding& so_far, booking_id const& which, char const* reason, instant now) {
    if (!so_far.seen().find(which)) return;
    int const number = static_cast<int>(so_far.seen(which).handovers.size()) + 1;
    so_far.happens(handed_over{which, {number, reason, 0, "", now}});
}

// What becomes of a letter to a stranger's word is nobody's task.
void tell_of_a_client(deciding& so_far, booking_id const& which, char const* reason, instant now) {
    auto const* const what = so_far.seen().find(which);
    if (what != nullptr && !is_unpaid_word(*what)) tell_a_person(so_far, which, reason, now);
}

bool holds(std::vector<std::string> const& list, std::string const& one) {
    return std::find(list.begin(), list.end(), one) != list.end();
}

bool holds_number(std::vector<int> const& list, int one) {
    return std::find(list.begin(), list.end(), one) != list.end();
}

bool is_in_force(account const& all, booking_id const& which, letter const& what) {
    auto const* const own = all.find(which);
    return own == nullptr || address_of(all, *own) == what.to;
}

letter copy_for(std::string address, letter const& of, int number, instant now) {
    auto made = of;
    made.number = number;
    made.copy_of = of.number;
    made.cc = {std::move(address)};
    made.reached.clear();
    made.at = now;
    made.state = letter_state::ordered;
    made.begun.reset();
    made.tries = 0;
    // Claimed by the letter itself.
    for (auto& about : made.about) about = {about.booking, about.item, -1};
    return made;
}

// The client's own letter is through. What its server put off for the others goes on by itself, one for each
// of them: who has theirs gets no second one, and what becomes of each is told in its own words.
void order_copies(deciding& so_far, letter_answered const& asked, letter const& of, instant now) {
    auto const ends = of.at + lifetime_of(of.kind);
    for (auto const& one : asked.put_off) {
        auto made = copy_for(one, of, so_far.seen().client.correspondence.letters + 1, now);
        so_far.orders(send_letter{asked.booking, made.number, ends});
        so_far.happens(letter_ordered{asked.booking, std::move(made), {}});
    }
}

// Who gets no copies any more, beside those that get none already.
std::vector<std::string> newly_refused(account const& all, letter_answered const& asked, letter const& of) {
    auto list = of.copy_of > 0 && asked.address_gone ? of.cc : asked.refused;
    std::erase_if(list, [&all](std::string const& one) {
        return holds(all.client.correspondence.refused_copies, one);
    });
    return list;
}

// One that refuses or never answers would be written to again and again, and everything looks well.
bool falls_silent(account const& all, letter const& what, letter_state state) {
    bool const unheard = state == letter_state::given_up && asks_for_money(what.kind) && what.copy_of == 0;
    return unheard && all.client.correspondence.silent != what.to;
}

}  // namespace

std::chrono::hours lifetime_of(letter_kind kind) {
    return asks_for_money(kind) ? request_lifetime : receipt_lifetime;
}

verdict do_letter(deciding& so_far, letter_answered const& asked, instant now) {
    auto const* const found = find_letter(so_far.seen().client.correspondence, asked.letter);
    if (!found) return {};
    auto const known = *found;
    // Whoever gives it up now did not begin it, and cannot know that nobody has it.
    bool const in_doubt = asked.state == letter_state::given_up && known.state == letter_state::attempting;
    auto const state = in_doubt && !planted(bug::undo_in_doubt) ? letter_state::uncertain : asked.state;
    // What is said of an address that letters do not go to says nothing of the one they go to.
    bool const copies = known.copy_of > 0;
    bool const gone = asked.address_gone && !copies && is_in_force(so_far.seen(), asked.booking, known);
    bool const any_booking = so_far.seen().find(asked.booking) != nullptr;
    // In doubt a receipt goes out again under the same Message-ID: only a reminder rests there.
    letter_recorded said{asked.booking, asked.letter, state,      gone,
                         asked.reply,   now,          asked.hash, asked.reached};
    said.refused = newly_refused(so_far.seen(), asked, known);
    said.told = any_booking && falls_silent(so_far.seen(), known, state);
    so_far.happens(said);
    if (is_final(state)) order_copies(so_far, asked, known, now);
    if (asked.state == letter_state::refused && !copies)
        tell_of_a_client(so_far, asked.booking, "letter_refused", now);
    if (said.told) tell_a_person(so_far, asked.booking, "letter_undelivered", now);
    if (!said.refused.empty()) tell_a_person(so_far, asked.booking, "copy_refused", now);
    return {};
}

namespace {

// Nobody who has a copy decides what became of the letter.
bool is_copied_to(account const& all, letter_came_back const& what, std::string const& current,
                  std::string const& address) {
    if (address == current || address.empty()) return false;
    return holds(what.copied, address) || holds(all.client.further, address);
}

void copies_came_back(deciding& so_far, letter_came_back const& asked,
                      std::vector<failed_recipient> const& failed, instant now) {
    letter_bounced back{asked.booking, asked.letter, "", failed.front().status, now};
    for (auto const& one : failed) {
        bool const known = holds(so_far.seen().client.correspondence.refused_copies, one.address) ||
                           holds(back.copies, one.address);
        if (!known && is_about_the_address(one.status)) back.copies.push_back(one.address);
    }
    if (back.copies.empty()) return;
    so_far.happens(std::move(back));
    tell_a_person(so_far, asked.booking, "copy_refused", now);
}

void letter_itself_came_back(deciding& so_far, letter_came_back const& asked, failed_recipient const& who,
                             std::string const& current, instant now) {
    auto const& record = so_far.seen().client.correspondence;
    // An address that was replaced meanwhile must not undo what is known of the one in its place.
    bool const stops = !who.address.empty() && who.address == current && is_about_the_address(who.status);
    bool const known = stops && record.unreachable == current;
    so_far.happens(
        letter_bounced{asked.booking, asked.letter, stops ? current : std::string{}, who.status, now});
    if (!known) tell_of_a_client(so_far, asked.booking, stops ? "letter_bounced" : "letter_undelivered", now);
}

void came_back(deciding& so_far, letter_came_back const& asked, instant now) {
    auto const all = so_far.seen();
    auto const current = address_of(all, so_far.seen(asked.booking));
    auto failed = asked.failed;
    if (failed.empty()) failed.push_back({asked.address, asked.status});
    std::vector<failed_recipient> own;
    std::vector<failed_recipient> others;
    for (auto const& one : failed)
        (is_copied_to(all, asked, current, one.address) ? others : own).push_back(one);
    bool const told = holds_number(all.client.correspondence.bounced, asked.letter);
    if (!own.empty() && !told) letter_itself_came_back(so_far, asked, own.front(), current, now);
    if (!others.empty()) copies_came_back(so_far, asked, others, now);
}

}  // namespace

verdict do_return(deciding& so_far, letter_came_back const& asked, instant now) {
    auto const record = so_far.seen().client.correspondence;
    if (!so_far.seen().find(asked.booking)) return refusal{refusal_reason::booking_unknown, ""};
    if (asked.letter < 1 || asked.letter > record.letters)
        return refusal{refusal_reason::letter_unknown, "letter"};
    if (!asked.unwanted) {
        came_back(so_far, asked, now);
        return {};
    }
    if (holds_number(record.complained, asked.letter)) return {};
    so_far.happens(letter_unwanted{asked.booking, asked.letter, now});
    so_far.happens(reminders_rested{asked.booking, {"complaint", std::nullopt, "", "", now}});
    tell_a_person(so_far, asked.booking, "complaint", now);
    return {};
}

}  // namespace quittance::domain
