// A ledger takes the place of another, and a client is erased: in memory and in a real Redis.
#include "quittance/engine/erasure.hpp"

#include <doctest/doctest.h>

#include "contract/store/places.hpp"
#include "contract/store/samples.hpp"
#include "doubles/manual_clock.hpp"
#include "doubles/scripted_processor.hpp"
#include "doubles/seeded_entropy.hpp"
#include "packing.hpp"
#include "quittance/domain/decide.hpp"

using namespace quittance;
using namespace quittance::contract;
using engine::commit_outcome;

namespace {

auto const anna = client_named("anna");
auto const booked_one = booking_of("r1");

engine::ledgers& ledgers_of(memory_place& at) { return at.memory(); }
engine::ledgers& ledgers_of(redis_place& at) { return at.database().ledgers(); }

// The texts in an answer, each unpacked: what is packed would hide what it says.
std::string texts_of(std::string const& answer) {
    std::string all;
    for (auto at = answer.find('$'); at != std::string::npos; at = answer.find('$', at)) {
        auto const line = answer.find("\r\n", at);
        auto const size = static_cast<std::size_t>(std::stoul(answer.substr(at + 1, line - at - 1)));
        auto const one = answer.substr(line + 2, size);
        all += (one.starts_with("1(") ? redis::unpacked(one) : one) + '\n';
        at = line + 2 + size;
    }
    return all;
}

std::string sweep() {
    std::string all;
    auto& server = shared_server();
    for (auto const* const ask : {"HGETALL", "LRANGE"}) {
        auto const kind = std::string_view{ask} == "LRANGE" ? "l" : "a";
        auto const keys = server.command(std::string{"KEYS q:{s*}:"} + kind + ":*");
        auto const at = keys.find("q:{");
        if (at == std::string::npos) continue;
        auto const key = keys.substr(at, keys.find("\r\n", at) - at);
        all += texts_of(server.command(std::string{ask} + ' ' + key +
                                       (std::string_view{ask} == "LRANGE" ? " 0 -1" : "")));
    }
    return all + server.command("KEYS *");
}

// What the fold makes of the events, as the engine would commit it.
void commit(auto& at, std::string id, std::vector<domain::event> events) {
    draft made(at(at.accounts().load_whole(anna)), std::move(id));
    for (auto const& said : events) domain::evolve(made.account, said);
    made.events = std::move(events);
    made.request.client_changed = true;
    for (auto const& [booking, what] : made.account.bookings) made.request.changed.push_back(booking);
    if (made.account.version == 2) made.request.effects = {effect_of(anna, booked_one.id, 1)};
    REQUIRE(at(at.accounts().commit(made.ready())).outcome == commit_outcome::committed);
}

// Zoë booked, paid by hand, and wrote something; a letter of hers is kept.
void write_a_client(auto& at) {
    at(at.accounts().claim_identity(booked_one.identity, anna));
    auto booking = booked_one;
    booking.origin = domain::origin::api;
    commit(at, "commit-1", {domain::client_registered{booking.who, noon}, domain::booked{booking}});
    domain::taken_by_hand paid;
    paid.booking = booking.id;
    paid.intent = domain::intent_id{"hand:slip 7"};
    paid.amount = euros(12'000);
    paid.what = {domain::hand_kind::cash, "slip 7", std::chrono::year{2026} / 11 / 21, "ann", {}};
    paid.at = noon;
    domain::letter sent;
    sent.to = "zoe@example.org";
    commit(at, "commit-2", {paid, domain::letter_ordered{booking.id, sent, {}}});
    domain::letter_recorded said;
    said.booking = booking.id;
    said.letter = 1;
    said.state = domain::letter_state::accepted;
    said.reply = "250 ok, zoe@example.org";
    said.at = noon;
    commit(at, "commit-3",
           {domain::letter_begun{booking.id, 1, noon}, said,
            domain::contact_noted{booking.id, "Zoë was ill", "ann", noon}});
    at(at.letters().keep({anna, booking.id, 1}, "token-1",
                         {"hash", noon, "id@x", {"zoe@example.org"}, "Dear Zoë", ""}));
}

// Everything the eraser needs besides the place.
struct office {
    doubles::manual_clock time{noon + minutes(5)};
    doubles::scripted_processor forms{time};
    doubles::seeded_entropy randomness{7};
    engine::settings current;
};

engine::erasure_view erase(auto& at, std::string const& author) {
    office with;
    engine::eraser work{ledgers_of(at), at.letters(), at.registry(),  with.forms,
                        with.current,   with.time,    with.randomness};
    if (author.empty()) return at(work.look(anna));
    return at(work.erase(anna, author));
}

}  // namespace

TEST_CASE_TEMPLATE("a record is read whole, and of nobody it is empty", Place, memory_place, redis_place) {
    Place at;
    CHECK(at(ledgers_of(at).record_of(anna)).loaded.account.version == 0);
    write_a_client(at);
    auto const record = at(ledgers_of(at).record_of(anna));
    CHECK(record.loaded.account == at(at.accounts().load_whole(anna)).account);
    REQUIRE(record.ledger.size() == 3);
    CHECK(record.ledger.at(1).commit == "commit-2");
    CHECK(record.ledger.at(2).events.size() == 3);
}

TEST_CASE_TEMPLATE("a look at an erasure says what would go and changes nothing", Place, memory_place,
                   redis_place) {
    Place at;
    write_a_client(at);
    auto const before = at(at.accounts().load_whole(anna));
    auto const view = erase(at, "");
    CHECK(view.exists);
    CHECK_FALSE(view.refused());
    CHECK_FALSE(view.done);
    CHECK(view.entries == 3);
    CHECK(view.entries_with_person == 3);
    CHECK(view.letters_kept == 1);
    auto const after = at(at.accounts().load_whole(anna));
    CHECK(after.account == before.account);
    CHECK(after.chain_head == before.chain_head);
    CHECK(at(at.letters().kept(anna, 1)).size() == 1);
}

TEST_CASE_TEMPLATE("an erased client leaves the money and nothing of the person", Place, memory_place,
                   redis_place) {
    Place at;
    write_a_client(at);
    auto const before = at(at.accounts().load_whole(anna));
    erase(at, "ann");
    auto const record = at(ledgers_of(at).record_of(anna));
    auto const& left = record.loaded.account;
    CHECK(left.version == 4);
    REQUIRE(left.client.erased);
    CHECK(left.client.erased->author == "ann");
    CHECK(left.client.erased->at == noon + minutes(5));
    CHECK(left.client.erased->former_head == before.chain_head);
    CHECK(left.client.erased->entries == 3);
    CHECK(left.client.who.email.empty());
    CHECK(left.bookings.at(booked_one.id).payments == before.account.bookings.at(booked_one.id).payments);
    CHECK(record.loaded.chain_head != before.chain_head);
    REQUIRE(record.ledger.size() == 4);
    CHECK(record.ledger.at(0).commit == "commit-1");
    CHECK(record.ledger.at(0).at == noon);
    domain::account folded{anna};
    for (auto const& part : record.ledger) {
        for (auto const& said : part.events) domain::evolve(folded, said);
        ++folded.version;
    }
    CHECK(folded == left);
    CHECK(at(at.letters().kept(anna, 1)).empty());
    CHECK_FALSE(at(at.queues().oldest_effect()));
    CHECK(at(at.accounts().find_identity(booked_one.identity)) == anna);
    SUBCASE("and asked again it says so, and finishes what is left") {
        at(at.letters().keep({anna, booked_one.id, 1}, "", {"hash", noon, "id@x", {}, "Dear Zoë", ""}));
        auto const again = erase(at, "bob");
        REQUIRE(again.done);
        CHECK(again.done->author == "ann");
        CHECK(at(at.letters().kept(anna, 1)).empty());
        CHECK(at(at.accounts().load_whole(anna)).account == left);
    }
    SUBCASE("and what is committed later goes on from there") {
        commit(at, "commit-5", {domain::attention_acknowledged{booked_one.id, "x"}});
        CHECK(at(ledgers_of(at).record_of(anna)).ledger.size() == 5);
    }
}

TEST_CASE_TEMPLATE("a client who owes is not erased, and nothing of the record changes", Place, memory_place,
                   redis_place) {
    Place at;
    auto booking = booked_one;
    booking.origin = domain::origin::api;
    commit(at, "commit-1", {domain::client_registered{booking.who, noon}, domain::booked{booking}});
    auto const before = at(at.accounts().load_whole(anna));
    auto const view = erase(at, "ann");
    CHECK(view.refused());
    REQUIRE(view.obstacles.size() == 1);
    CHECK(view.obstacles.front().what == domain::erasure_obstacle_kind::open_money);
    CHECK(at(at.accounts().load_whole(anna)).chain_head == before.chain_head);
}

TEST_CASE_TEMPLATE("a client whom a parked event names is not erased before it was applied", Place,
                   memory_place, redis_place) {
    Place at;
    write_a_client(at);
    at(at.registry().park({"", "evt_1", "x", R"({"email":"zoe@example.org"})", "no account", noon}));
    auto const view = erase(at, "ann");
    CHECK(view.parked.size() == 1);
    CHECK_FALSE(at(at.accounts().load_whole(anna)).account.client.erased);
}

TEST_CASE("where more events are parked than are looked through, nobody is erased and the way out is said") {
    memory_place at;
    write_a_client(at);
    for (int i = 0; i < 10'000; ++i) {
        at(at.registry().park({"", "evt_" + std::to_string(i), "x", "{}", "no account", noon}));
    }
    CHECK_THROWS_WITH_AS(erase(at, "ann"), doctest::Contains("quittance replay"), engine::unavailable);
    CHECK_FALSE(at(at.accounts().load_whole(anna)).account.client.erased);
}

TEST_CASE_TEMPLATE("a ledger is replaced only at the version, head and seal that were read", Place,
                   memory_place, redis_place) {
    Place at;
    write_a_client(at);
    auto const record = at(ledgers_of(at).record_of(anna));
    draft last(record.loaded, "commit-4");
    SUBCASE("somebody committed meanwhile") {
        commit(at, "commit-4", {domain::attention_acknowledged{booked_one.id, "x"}});
        auto const& request = last.ready();
        CHECK(at(ledgers_of(at).replace_ledger(record.ledger, request)).outcome ==
              commit_outcome::version_changed);
        CHECK(at(ledgers_of(at).record_of(anna)).ledger.size() == 4);
    }
    SUBCASE("the ledger has another history") {
        last.chain_head = "another";
        auto const& request = last.ready();
        CHECK(at(ledgers_of(at).replace_ledger(record.ledger, request)).outcome ==
              commit_outcome::version_changed);
    }
    SUBCASE("it is another store") {
        last.request.seal = "store-9/1";
        auto const& request = last.ready();
        CHECK(at(ledgers_of(at).replace_ledger(record.ledger, request)).outcome ==
              commit_outcome::store_changed);
    }
    CHECK_FALSE(at(at.accounts().load_whole(anna)).account.client.erased);
    CHECK(at(ledgers_of(at).record_of(anna)).ledger.at(2).events.size() == 3);
}

TEST_CASE("an erasure whose answer is lost is done once, whether it was done before or not") {
    using trouble = doubles::memory_store::trouble;
    for (auto const what : {trouble::lost_before, trouble::lost_after}) {
        memory_place at;
        write_a_client(at);
        at.memory().next_commit = what;
        erase(at, "ann");
        auto const left = at(at.accounts().load_whole(anna)).account;
        CHECK(left.client.erased);
        CHECK(left.version == 4);
        CHECK(at(at.letters().kept(anna, 1)).empty());
    }
}

TEST_CASE("fsck finds nothing after an erasure, and no key says who it was") {
    redis_place at;
    write_a_client(at);
    REQUIRE(sweep().find("zoe@example.org") != std::string::npos);
    erase(at, "ann");
    auto const all = sweep();
    CHECK(all.find("[erased]") != std::string::npos);
    for (auto const* const gone : {"zoe@", "Zo\xC3\xAB", "\xC3\x85ngstr", "was ill", "}:w:", "}:m:"}) {
        CAPTURE(gone);
        CHECK(all.find(gone) == std::string::npos);
    }
    for (auto const& one : at(at.database().fsck(noon, {}))) {
        CAPTURE(one.what);
        bool const is_of_the_sample = one.what.find("index of") != std::string::npos;
        CHECK(is_of_the_sample);
    }
}

TEST_CASE("a ledger of more entries than one call takes is replaced whole") {
    redis_place at;
    write_a_client(at);
    for (int i = 4; i < 620; ++i) {
        domain::contact_noted said{booked_one.id, "Zoë " + std::to_string(i), "ann", noon};
        commit(at, "commit-" + std::to_string(i), {said});
    }
    erase(at, "ann");
    auto const record = at(ledgers_of(at).record_of(anna));
    CHECK(record.ledger.size() == 620);
    CHECK(record.ledger.at(618).commit == "commit-619");
    CHECK(sweep().find("Zo\xC3\xAB") == std::string::npos);
}

TEST_CASE("a client of more bookings than one call takes is written, and erased whole") {
    redis_place at;
    write_a_client(at);
    std::vector<domain::event> many;
    for (int i = 0; i < 4'100; ++i) {
        auto one = booking_of("many-" + std::to_string(i));
        many.emplace_back(domain::booked{one});
        many.emplace_back(domain::booking_closed{one.id, "moved away", noon});
    }
    commit(at, "commit-many", std::move(many));
    erase(at, "ann");
    auto const record = at(ledgers_of(at).record_of(anna));
    CHECK(record.loaded.account.bookings.size() == 4'101);
    CHECK(record.loaded.account.client.erased);
    CHECK(record.loaded.account.version == 5);
    CHECK(record.ledger.size() == 5);
    for (auto const& one : at(at.database().fsck(noon, {}))) {
        CAPTURE(one.what);
        CHECK(one.what.find("is not what the ledger says") == std::string::npos);
    }
}
