// The record of one client as a text: what is whole says so, and whatever was touched is named.
#include "evidence_text.hpp"

#include <doctest/doctest.h>

#include "quittance/base/digest.hpp"
#include "quittance/domain/decide.hpp"
#include "quittance/records/ledger.hpp"

namespace quittance::app {
namespace {

instant const noon = *parse_rfc3339("2026-11-22T12:00:00Z");
std::string const bytes = "From: us\r\nTo: ana@client.example\r\n\r\n120.00 are open\r\n";

engine::kept_letter kept(std::string text) {
    auto hash = engine::letter_hash(text);
    return {std::move(hash), noon,          "id@mail.example", {"ana@client.example"},
            std::move(text), "250 2.0.0 ok"};
}

domain::agreed an_agreement(domain::booking_id const& which) {
    domain::agreed made;
    made.booking = which;
    made.what.text = "Three parts.\nEach on the first.";
    made.what.hash = to_base64url(as_text(sha256(made.what.text)));
    made.at = noon;
    return made;
}

// An account with an agreement and one letter, stored as a store would.
struct record {
    evidence all;

    record() {
        all.business = "Ana Coaching";
        all.now = noon;
        auto& stored = all.stored;
        stored.loaded.account.id = domain::client_id{"ana-the-client"};
        domain::booking what;
        what.id = domain::booking_id{"b1"};
        what.booked_at = noon;
        domain::letter sent;
        sent.to = "ana@client.example";
        commit({domain::booked{what}, an_agreement(what.id)});
        commit({domain::letter_ordered{what.id, sent, {}}, domain::letter_begun{what.id, 1, noon}});
        commit({domain::letter_recorded{what.id, 1, domain::letter_state::accepted, false, "250 2.0.0", noon,
                                        engine::letter_hash(bytes)}});
        all.letters[1] = {kept(bytes)};
    }

    void commit(std::vector<domain::event> const& events) {
        auto& stored = all.stored;
        auto& account = stored.loaded.account;
        for (auto const& e : events) domain::evolve(account, e);
        ++account.version;
        stored.ledger.push_back(
            records::encode_entry(account.version, noon, "c", stored.loaded.chain_head, events));
        stored.loaded.chain_head = records::digest_of(stored.ledger.back());
    }

    // What does not verify; empty: all does.
    std::string wrong() const {
        auto const made = evidence_text(all);
        CHECK(made.verifies == (made.text.find("Everything verifies") != std::string::npos));
        auto const at = made.text.find("!! DOES NOT VERIFY: ");
        CHECK(made.verifies == (at == std::string::npos));
        if (made.verifies) return {};
        auto const from = at + std::string{"!! DOES NOT VERIFY: "}.size();
        return made.text.substr(from, made.text.find('\n', from) - from);
    }
    bool says(std::string const& what) const {
        return evidence_text(all).text.find(what) != std::string::npos;
    }
};

}  // namespace

TEST_CASE("a whole record shows entries, agreements and letters in order, and says that all verifies") {
    record const of;
    CHECK(of.wrong().empty());
    auto const text = evidence_text(of.all).text;
    auto const first = text.find("ENTRY 1 ");
    auto const agreement = text.find("    | Each on the first.");
    auto const last = text.find("ENTRY 3 ");
    auto const letter = text.find("120.00 are open");
    CHECK(first < agreement);
    CHECK(agreement < last);
    CHECK(last < letter);
    CHECK(letter != std::string::npos);
    CHECK(of.says("the mail server answered: 250 2.0.0 ok"));
    CHECK(of.says("kept by Ana Coaching"));
}

TEST_CASE("an entry that was changed, taken out or added is named") {
    record changed;
    auto& entry = changed.all.stored.ledger.at(1);
    entry.replace(entry.find("ana@client.example"), 3, "bob");
    CHECK(changed.wrong().find("entry 3") != std::string::npos);
    record shortened;
    shortened.all.stored.ledger.pop_back();
    CHECK_FALSE(shortened.wrong().empty());
    record added;
    added.all.stored.ledger.push_back(
        records::encode_entry(4, noon, "c", added.all.stored.loaded.chain_head, {}));
    CHECK_FALSE(added.wrong().empty());
    record broken;
    broken.all.stored.ledger.at(0) = "no entry at all";
    CHECK_FALSE(broken.wrong().empty());
    CHECK(broken.says("no entry at all"));
}

TEST_CASE("an account that is not what its ledger says is named") {
    record of;
    of.all.stored.loaded.account.client.correspondence.unreachable = "ana@client.example";
    CHECK(of.wrong().find("not what the ledger says") != std::string::npos);
}

TEST_CASE("bytes that were changed are named, and so are bytes that the ledger does not know") {
    record changed;
    changed.all.letters[1].at(0).bytes += "and 500.00 more";
    CHECK(changed.wrong().find("do not agree with their hash") != std::string::npos);
    record exchanged;
    exchanged.all.letters[1].at(0) = kept("another letter");
    CHECK(exchanged.wrong().find("the ledger does not know these bytes") != std::string::npos);
    record added;
    added.all.letters[2] = {kept("a letter nobody ordered")};
    CHECK(added.wrong().find("letter 2") != std::string::npos);
}

TEST_CASE("a letter whose bytes were forgotten is said to be gone, and the rest verifies") {
    record of;
    of.all.letters.clear();
    CHECK(of.wrong().empty());
    CHECK(of.says("Its bytes are not kept any more"));
}

TEST_CASE("a letter under way has bytes that the ledger does not know yet") {
    record of;
    domain::letter next;
    next.number = 2;
    of.commit({domain::letter_ordered{domain::booking_id{"b1"}, next, {}},
               domain::letter_begun{domain::booking_id{"b1"}, 2, noon}});
    of.all.letters[2] = {kept("on its way")};
    CHECK(of.wrong().empty());
    CHECK(of.says("under way"));
}

TEST_CASE("an agreement whose text is not the one that was agreed to is named") {
    record of;
    auto forged = an_agreement(domain::booking_id{"b1"});
    forged.what.text += " And a fee.";
    of.commit({forged});
    CHECK(of.wrong().find("agreement") != std::string::npos);
}

TEST_CASE("a letter that cannot be read is named, and everything else is shown") {
    record of;
    of.all.letters.clear();
    of.all.unreadable[1] = "the text ends in the middle";
    CHECK(of.wrong() == "letter 1 is kept and cannot be read: the text ends in the middle");
    CHECK(of.says("ENTRY 3 "));
    CHECK(of.says("LETTER 1\n  SHA-256 " + engine::letter_hash(bytes)));
    CHECK_FALSE(of.says("Its bytes are not kept any more"));
}

TEST_CASE("a record whose client was erased says when, by whom, and what the chain ended with before") {
    record of;
    of.all.letters.clear();
    of.commit({domain::person_erased{{noon, "ann", "the-head-before", 3}}});
    CHECK(of.wrong().empty());
    CHECK(of.says("THE CLIENT WAS ERASED on 2026-11-22T12:00:00.000Z by ann"));
    CHECK(of.says("the-head-before"));
    CHECK(of.says("(the text of the agreement agrees with its hash)"));
}

TEST_CASE("an agreement that named the erased client keeps its hash, and nobody calls it wrong") {
    record of;
    auto named = an_agreement(domain::booking_id{"b1"});
    named.what.text = "Three parts for [erased].";
    of.commit({named});
    CHECK_FALSE(of.wrong().empty());
    of.commit({domain::person_erased{{noon, "ann", "the-head-before", 4}}});
    CHECK(of.wrong().empty());
    CHECK(of.says("the person was taken out of the text"));
}

}  // namespace quittance::app
