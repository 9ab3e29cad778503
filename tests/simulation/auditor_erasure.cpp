// A client who was erased: 10, 11, 12 of the ledger that took the place of the former one, and 29.
#include <algorithm>

#include "auditor_state.hpp"

namespace quittance::simulation {
namespace {

void add_words(std::set<std::string>& words, json::object const& who) {
    for (auto const* const name : {"name", "email"}) {
        if (auto word = text_in(who, name); !word.empty()) words.insert(std::move(word));
    }
}

std::set<std::string> words_of(account_model const& all) {
    std::set<std::string> words;
    if (all.client.who.is_object()) add_words(words, all.client.who.as_object());
    for (auto const& [id, what] : all.bookings) add_words(words, object_in(what.agreed, "who"));
    return words;
}

std::vector<std::string_view> texts_of(stored_account const& stored) {
    std::vector<std::string_view> texts{stored.client_document};
    for (auto const& [id, text] : stored.bookings) texts.emplace_back(text);
    for (auto const& text : stored.ledger) texts.emplace_back(text);
    return texts;
}

// What somebody wrote beside a payment by hand goes with them.
bool is_same_payment(std::pair<std::string const, payment_model> const& before,
                     std::pair<std::string const, payment_model> const& after) {
    auto const& a = before.second;
    auto const& b = after.second;
    return before.first == after.first && a.captured == b.captured && a.at == b.at &&
           a.refunded_total == b.refunded_total && a.refunds == b.refunds && a.disputes == b.disputes;
}

bool is_same_money(booking_model const& before, booking_model const& after) {
    auto const a = sums_of(before);
    auto const b = sums_of(after);
    bool const payments = std::ranges::equal(before.payments, after.payments, is_same_payment);
    return before.items == after.items && payments && before.closed_at == after.closed_at &&
           a.open == b.open && a.received == b.received && a.went_back == b.went_back;
}

}  // namespace

void auditor::person_erased(commit_seen const& what) {
    auto& all = *state_;
    auto const known = all.accounts.find(what.after->client);
    if (known == all.accounts.end()) {
        all.report(10, what.at, "account " + what.after->client + " was erased, and nobody knew it");
        return;
    }
    auto const before = std::move(known->second);
    all.accounts.erase(known);
    auto const letters = all.mail[what.after->client];
    auto const resting = all.loss_open;
    all.loss_open = true;  // what was judged when it was new is not judged again without its person
    all.restore(*what.after, what.at);
    all.loss_open = resting;
    all.mail[what.after->client] = letters;
    all.judge_erasure(before, all.accounts[what.after->client], what);
}

void auditor::state::judge_erasure(known_account const& before, known_account const& after,
                                   commit_seen const& what) {
    auto const name = "account " + what.after->client;
    auto const& told = after.folded.client.erased;
    if (text_in(told, "former_head") != before.head ||
        number_in(told, "entries") != static_cast<std::int64_t>(before.version)) {
        report(11, what.at, name + " does not say with what its former ledger ended");
    }
    if (after.version != before.version + 1) report(10, what.at, name + " lost entries when it was erased");
    for (auto const& word : words_of(before.folded)) {
        auto const holds = [&word](std::string_view text) {
            return text.find(word) != std::string_view::npos;
        };
        if (std::ranges::any_of(texts_of(*what.after), holds))
            report(29, what.at, name + " was erased and still names its person");
    }
    for (auto const& [id, was] : before.folded.bookings) {
        auto const is = after.folded.bookings.find(id);
        if (is == after.folded.bookings.end() || !is_same_money(was, is->second))
            report(29, what.at, "booking " + id + " of " + name + " is another one since it was erased");
    }
    if (read_client_text(what.after->client_document) != after.folded.client)
        report(12, what.at, "the client document of " + name + " is not the ledger's fold");
}

}  // namespace quittance::simulation
