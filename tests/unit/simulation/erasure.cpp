// A client who was erased: what the judge sees of it.
#include "quittance/domain/erasure.hpp"
#include "history.hpp"
#include "quittance/records/ledger.hpp"

namespace quittance::simulation {
namespace {

using parts = std::vector<std::vector<domain::event>>;

parts events_of(history const& here) {
    parts all;
    for (auto const& text : here.stored.ledger) all.push_back(records::decode_entry(text).events);
    return all;
}

void take_person_out(parts& all) {
    std::vector<std::string> words;
    for (auto const& entry : all) {
        for (auto const& said : entry) domain::add_person_words(words, said);
    }
    for (auto& entry : all) {
        for (auto& said : entry) domain::erase_person(said, words);
    }
}

// As the store holds it after these entries, the last of which says that the person was erased.
stored_account chained(history const& here, parts const& all) {
    stored_account made;
    made.client = here.client();
    domain::account folded;
    folded.id = domain::client_id{here.client()};
    for (auto const& events : all) {
        ++made.version;
        made.ledger.push_back(
            records::encode_entry(made.version, here.at, "commit", made.chain_head, events));
        made.chain_head = records::digest_of(made.ledger.back());
        for (auto const& said : events) domain::evolve(folded, said);
    }
    made.client_document = records::encode(folded.client);
    for (auto const& [id, what] : folded.bookings) made.bookings[id.text()] = records::encode(what);
    return made;
}

void is_shown(history& here, parts all, std::string former_head) {
    domain::erasure what{here.at, "ann", std::move(former_head),
                         static_cast<std::int64_t>(here.stored.ledger.size())};
    all.push_back({domain::person_erased{what}});
    auto const after = chained(here, all);
    commit_seen seen;
    seen.at = here.at;
    seen.after = &after;
    here.judge.person_erased(seen);
}

}  // namespace

TEST_CASE("a client who is erased in order breaks no rule") {
    history here;
    here.sells();
    auto all = events_of(here);
    take_person_out(all);
    is_shown(here, all, here.stored.chain_head);
    INFO(here.told());
    CHECK(here.judge.violation_count() == 0);
}

TEST_CASE("29: an entry that still names the client who was erased is seen") {
    history here;
    here.sells();
    is_shown(here, events_of(here), here.stored.chain_head);
    CHECK(here.violations_of(29) == 1);
}

TEST_CASE("29: a payment that went with the person is seen") {
    history here;
    here.sells();
    auto all = events_of(here);
    take_person_out(all);
    all.back() = {domain::reminders_resumed{here.now().id, false, "ann", here.at}};
    is_shown(here, all, here.stored.chain_head);
    CHECK(here.violations_of(29) == 1);
}

TEST_CASE("11: an erasure that names another end of the former ledger is seen") {
    history here;
    here.sells();
    auto all = events_of(here);
    take_person_out(all);
    is_shown(here, all, "another");
    CHECK(here.violations_of(11) == 1);
}

}  // namespace quittance::simulation
