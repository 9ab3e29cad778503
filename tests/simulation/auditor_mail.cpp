// What the mail server saw, and what became of it on record: 15, 16, 24, 25.
#include <algorithm>

#include "auditor_state.hpp"

namespace quittance::simulation {
namespace {

using std::chrono::days;

constexpr days longest_silence{17};  // between two steps, with a weekend and holidays
constexpr days longest_wait{28};     // until a person takes over, as the usual cadence says

std::string named(std::string const& client, std::int64_t number) {
    return "letter " + std::to_string(number) + " of account " + client;
}

std::string text_of(item_key const& item) {
    return "item " + std::to_string(item.second) + " of booking " + item.first;
}

// Owed, and neither collected nor being paid nor with a person.
std::vector<int> waiting_items(booking_model const& what, std::string const& due_before) {
    auto const open = sums_of(what).open_items;
    std::vector<int> list;
    for (auto const& each : what.items) {
        auto const left = open.find(each.number);
        bool const owed = each.milestone.empty() && left != open.end() && left->second > 0 &&
                          !is_small_rest(each, left->second);
        bool const is_meant = due_before.empty() || each.due < due_before;
        bool const waits = is_meant && owed && !collects_itself(what, each.number) &&
                           !is_being_paid(what, each.number) && !was_handed_over(what, each.number);
        if (waits) list.push_back(each.number);
    }
    return list;
}

bool is_of_client(std::string const& reason) {
    return reason == "question" || reason == "says_paid" || reason == "asks_for_time";
}

bool waits_for_a_person(booking_model const& what) {
    return std::any_of(what.handovers.begin(), what.handovers.end(), [&what](json::object const& said) {
        auto const reason = text_in(said, "reason");
        auto const entry = reason + ':' + std::to_string(number_in(said, "number", 1));
        return is_of_client(reason) &&
               !std::binary_search(what.acknowledged.begin(), what.acknowledged.end(), entry);
    });
}

// What the client said rests the reminders while it waits for a person, and no longer.
bool is_resting(account_model const& all) {
    auto const& rest = all.client.letters.resting;
    if (!rest) return false;
    bool const was_said = is_of_client(text_in(*rest, "reason")) && text_in(*rest, "author").empty();
    return !was_said || std::any_of(all.bookings.begin(), all.bookings.end(),
                                    [](auto const& each) { return waits_for_a_person(each.second); });
}

}  // namespace

void auditor::state::take_mail(mail_seen const& what) {
    auto const parsed = json::parse(what.body);
    auto const& mail_text = parsed.as_object();
    auto const client = text_in(mail_text, "client");
    auto const number = static_cast<int>(number_in(mail_text, "letter"));
    auto const kind = text_in(mail_text, "kind");
    auto const told = named(client, number) + ", " + kind;
    auto const account = accounts.find(client);
    if (account == accounts.end()) return;
    auto& so_far = mail[client];
    so_far.answers[number] = what.answer;
    auto const& record = account->second.folded.client.letters;
    auto const letter = record.under_way.find(number);
    bool const begun = letter != record.under_way.end() && state_of(letter->second) == "attempting";
    // Who is slow may come after somebody else has taken it for lost.
    if (!so_far.started.contains(number) && !loss_open)
        report(16, what.at, told + " is at the mail server, and no commit says that it set out");
    if (begun && !is_copy(letter->second) && text_in(letter->second, "to") != what.to)
        report(23, what.at, told + " goes to another address than it was ordered for");
    bool const again = what.taken && !so_far.taken.insert(number).second;
    if (again && is_sent_once(kind) && !loss_open)
        report(16, what.at, told + " came to the mail server twice");
    if (!begun || !is_sent_once(kind) || loss_open || !so_far.wanted.contains(number)) return;
    auto const& wanted = so_far.wanted[number];
    for (auto const& [item, step] : about_of(mail_text)) {
        if (!wanted.contains(item))
            report(15, what.at, told + " asks for " + text_of(item) + ", which is settled");
        if (step < 0 || !what.taken) continue;
        if (!so_far.steps.emplace(item, step).second)
            report(16, what.at,
                   told + " is step " + std::to_string(step) + " of " + text_of(item) + " a second time");
    }
}

void auditor::state::judge_answer(known_account const& known, std::string const& client,
                                  json::object const& event, instant at) {
    auto const number = static_cast<int>(number_in(event, "letter"));
    auto const entry = known.folded.client.letters.under_way.find(number);
    if (entry == known.folded.client.letters.under_way.end()) return;
    auto state = text_in(event, "state");
    if (state.empty()) state = "uncertain";
    auto const& so_far = mail[client];
    auto const answer = so_far.answers.find(number);
    auto const said = answer == so_far.answers.end() ? std::string{"nothing"} : answer->second;
    auto const told = named(client, number) + " is recorded as " + state;
    if (state == "accepted" && said != "accepted") report(25, at, told + ", the mail server said " + said);
    if (state == "refused" && said == "accepted") report(25, at, told + ", the mail server took it");
    bool const not_sent = state == "ordered" || state == "withdrawn" || state == "given_up";
    bool const once = is_sent_once(kind_of(entry->second));
    if (not_sent && once && so_far.taken.contains(number)) report(25, at, told + ", the mail server took it");
    bool const unsure = state_of(entry->second) == "attempting" && state == "given_up" && once;
    if (unsure) report(25, at, told + ", and it may have gone out");
}

// Money that pays something is confirmed to whoever paid it.
void auditor::state::judge_receipts(known_account const& known, commit_seen const& what,
                                    touched const& changed) {
    auto const& client = what.after->client;
    auto& heard = mail[client];
    heard.last_commit = what.at;
    if (!options.letters.letters) return;
    std::set<std::string> told;
    for (auto const& [name, event] : changed.orders) {
        auto const& letter = object_in(event, "what");
        bool const confirms = kind_of(letter) == "receipt" || kind_of(letter) == "payment_received";
        if (name == "letter_ordered" && confirms) told.insert(text_in(letter, "payment"));
    }
    auto const& owner = known.folded.client;
    auto const own = owner.who.is_object() ? text_in(owner.who.as_object(), "email") : std::string{};
    for (auto const& id : changed.bookings) {
        auto const& booking = known.folded.bookings.at(id);
        auto const used = sums_of(booking).used;
        auto const to = own.empty() ? text_in(object_in(booking.agreed, "who"), "email") : own;
        for (auto const& [intent, each] : booking.payments) {
            if (each.captured.units == 0 || !heard.payments.insert(intent).second || loss_open) continue;
            auto const part = used.find(intent);
            bool const confirmed =
                text_in(each.by_hand, "kind") == "credit";  // when it came, for another booking
            bool const pays = part != used.end() && part->second > 0 && !confirmed;
            if (!pays || to.empty() || to == owner.letters.unreachable || told.contains(intent)) continue;
            report(16, what.at, "payment " + intent + " of account " + client + " gets no receipt");
        }
    }
}

bool auditor::state::may_be_reminded(booking_model const& what) const {
    auto const& rules = options.letters;
    return !nobodys.contains(what.id) && rules.letters && rules.reminders && owes_in_earnest(what) &&
           sums_of(what).open > 0;
}

bool auditor::state::must_be_reminded(booking_model const& what, std::string const& due_before) const {
    return may_be_reminded(what) && !waiting_items(what, due_before).empty();
}

// 24: however many others take their turns, and however often something is said, a person takes over.
void auditor::state::judge_handovers_at_rest(std::string const& client, known_account const& known,
                                             instant now) {
    auto const last = now - longest_wait - longest_silence;
    for (auto const& [id, what] : known.folded.bookings) {
        if (!may_be_reminded(what)) continue;
        for (int const number : waiting_items(what, date_text(last))) {
            item_key const item{id, number};
            auto const since = mail[client].reminded_since.find(item);
            if (since == mail[client].reminded_since.end() || since->second >= last) continue;
            report(24, now,
                   text_of(item) + " of account " + client + " is reminded of since " +
                       rfc3339(since->second) + ", and no person takes over");
        }
    }
}

// 24, and 16: a letter is not on its way for ever.
void auditor::state::judge_letters_at_rest(store_view const& store, instant now) {
    if (loss_open) return;
    for (auto const& [client, known] : accounts) {
        auto const& record = known.folded.client.letters;
        for (auto const& [number, letter] : record.under_way) {
            bool const waits = std::any_of(store.effects.begin(), store.effects.end(), [&](ordered const& o) {
                return o.client == client && o.key.ends_with("-m" + std::to_string(number));
            });
            if (!waits) report(16, now, named(client, number) + " is under way and nobody is to send it");
        }
        if (is_resting(known.folded)) continue;
        judge_handovers_at_rest(client, known, now);
        if (mail[client].last_commit + longest_silence > now) continue;
        auto const long_ago = date_text(now - longest_silence - days{1});
        for (auto const& [id, what] : known.folded.bookings) {
            if (must_be_reminded(what, long_ago))
                report(24, now,
                       "booking " + id + " of account " + client + " is owed, and nobody speaks of it");
        }
    }
}

}  // namespace quittance::simulation
