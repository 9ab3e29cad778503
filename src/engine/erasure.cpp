#include "quittance/engine/erasure.hpp"

#include <algorithm>

#include "change.hpp"

namespace quittance::engine {
namespace {

constexpr int most_tries = 20;
constexpr std::size_t most_parked = 10'000;

std::vector<std::string> words_in(std::vector<ledger_part> const& ledger) {
    std::vector<std::string> words;
    for (auto const& part : ledger) {
        for (auto const& said : part.events) domain::add_person_words(words, said);
    }
    return words;
}

// How many of the entries said something of the person.
std::size_t take_person_out(std::vector<ledger_part>& ledger, std::vector<std::string> const& words) {
    std::size_t changed = 0;
    for (auto& part : ledger) {
        bool any = false;
        for (auto& said : part.events) any = domain::erase_person(said, words) || any;
        if (any) ++changed;
    }
    return changed;
}

domain::account fold(domain::client_id const& client, std::vector<ledger_part> const& ledger) {
    domain::account folded;
    folded.id = client;
    for (auto const& part : ledger) {
        for (auto const& said : part.events) domain::evolve(folded, said);
        ++folded.version;
    }
    return folded;
}

// By id or address: a name alone stands in too many of them.
bool names(std::string const& body, domain::client_id const& client, std::vector<std::string> const& words) {
    auto const is_in = [&body](std::string const& word) { return body.find(word) != std::string::npos; };
    auto const is_address = [](std::string const& word) { return word.find('@') != std::string::npos; };
    return is_in(client.text()) || std::ranges::any_of(words, [&](std::string const& word) {
               return is_address(word) && is_in(word);
           });
}

// A letter that cannot be read any more is there all the same.
awaitable<bool> has_body(kept_letters& letters, domain::client_id client, int number) {
    try {
        auto const tries = co_await letters.kept(std::move(client), number);
        co_return !tries.empty();
    } catch (document_unreadable const&) {
        co_return true;
    }
}

}  // namespace

eraser::eraser(ledgers& records, kept_letters& letters, registry& lists, processor const& forms,
               settings const& current, clock const& time, entropy& randomness)
    : records_(records),
      letters_(letters),
      lists_(lists),
      forms_(forms),
      current_(current),
      time_(time),
      randomness_(randomness) {}

awaitable<std::vector<std::string>> eraser::parked_of(domain::account const& all,
                                                      std::vector<std::string> const& words) {
    std::vector<std::string> ids;
    auto const events = co_await lists_.parked(most_parked);
    if (events.size() >= most_parked) {
        throw unavailable(
            "so many events are parked that not all can be looked through for this client; apply them first "
            "with `quittance replay`");
    }
    for (auto const& one : events) {
        if (names(one.body, all.id, words)) ids.push_back(one.id);
    }
    co_return ids;
}

awaitable<erasure_view> eraser::look(domain::client_id client) {
    auto record = co_await records_.record_of(client);
    erasure_view view;
    view.account = std::move(record.loaded.account);
    view.exists = view.account.version > 0;
    if (!view.exists) co_return view;
    view.done = view.account.client.erased;
    view.entries = record.ledger.size();
    auto const words = words_in(record.ledger);
    view.entries_with_person = take_person_out(record.ledger, words);
    if (!view.done) {
        view.obstacles = domain::obstacles_to_erasure(view.account, time_.now());
        auto parked = co_await parked_of(view.account, words);
        view.parked = std::move(parked);
    }
    for (int number = 1; number <= view.account.client.correspondence.letters; ++number) {
        auto const there = co_await has_body(letters_, client, number);
        if (there) ++view.letters_kept;
    }
    co_return view;
}

// The account after it is the fold of what will be stored, so that nothing can differ from it.
awaitable<bool> eraser::commit(whole_record before, std::string author) {
    auto const now = time_.now();
    auto const& client = before.loaded.account.id;
    auto ledger = before.ledger;
    take_person_out(ledger, words_in(before.ledger));
    domain::erasure const what{now, std::move(author), before.loaded.chain_head,
                               static_cast<std::int64_t>(before.ledger.size())};
    domain::decision made;
    made.events.emplace_back(domain::person_erased{what});
    change into;
    into.after = fold(client, ledger);
    domain::evolve(into.after, made.events.front());
    apply_request asked;
    asked.client = client;
    describe_change(into, before.loaded, made, asked, forms_, current_, now);
    into.request.commit_id = random_token(randomness_);
    auto outcome = co_await records_.replace_ledger(ledger, into.request);
    if (outcome.outcome == commit_outcome::unknown) {
        auto const there = co_await records_.record_of(client);
        co_return there.loaded.last_commit == into.request.commit_id;
    }
    if (outcome.outcome == commit_outcome::store_changed) {
        throw store_quarantined(
            "the store is not the one that was opened, or has not got as far: nothing was erased");
    }
    co_return outcome.outcome == commit_outcome::committed;
}

awaitable<void> eraser::forget_letters(domain::client_id client, int letters) {
    for (int number = 1; number <= letters; ++number) co_await letters_.forget(client, number);
}

awaitable<erasure_view> eraser::erase(domain::client_id client, std::string author) {
    for (int tries = 0; tries < most_tries; ++tries) {
        auto view = co_await look(client);
        auto const letters = view.account.client.correspondence.letters;
        if (!view.exists || view.refused()) co_return view;
        bool gone = view.done.has_value();
        if (!gone) {
            auto record = co_await records_.record_of(client);
            // Whatever was committed since it was looked at is looked at again.
            bool const same = record.loaded.account.version == view.account.version;
            if (same) {
                auto const committed = co_await commit(std::move(record), author);
                gone = committed;
            }
        }
        if (!gone) continue;
        co_await forget_letters(client, letters);
        co_return view;
    }
    throw store_unavailable("the account is changed by others all the time; try again in a moment");
}

}  // namespace quittance::engine
