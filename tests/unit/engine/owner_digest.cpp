// The owner's mail of the day.
#include "quittance/engine/owner_digest.hpp"

#include "mail_world.hpp"

using namespace quittance;
using namespace quittance::engine;

namespace {

constexpr auto owner = "ana@business.example";

class listing_words final : public digest_writer {
public:
    mutable digest_facts last;
    posted_mail write(digest_facts const& of, instant) const override {
        last = of;
        auto const id = "digest-" + iso_date(of.day) + "@mail.example";
        return {id, "bounces@mail.example", {owner}, "digest of " + iso_date(of.day), {}, {}};
    }
};

struct owning_gateway : posting_gateway {
    listing_words words;
    owner_digest digest;
    owning_gateway(mail_world& of, std::uint64_t seed = 1)
        : posting_gateway(of, seed),
          digest(questions, of.store, of.office, words, of.current, time, {"Europe/Berlin", 8h}, journal) {}

    std::size_t round() { return finish(digest.send_due()); }
};

// It is 13:00 in Berlin on the 21st of November.
struct owned_world : mail_world {
    std::size_t digests() { return mailer.inboxes[owner].size(); }
    void at(owning_gateway& one, char const* when) { move_to(*this, one, *parse_rfc3339(when)); }
};

}  // namespace

TEST_CASE("what was booked lately is told at once, each day only once") {
    owned_world all;
    owning_gateway one{all};
    owe(one);
    CHECK(one.round() == 1);
    CHECK(one.words.last.booked.size() == 1);
    CHECK(one.words.last.late.empty());
    CHECK(one.words.last.needing.empty());
    CHECK(one.words.last.open == 1);
    CHECK(one.round() == 0);
    CHECK(all.digests() == 1);
}

TEST_CASE("two gateways send one digest, also where one of them begins anew") {
    owned_world all;
    owning_gateway one{all}, two{all, 2};
    owe(one);
    CHECK(one.round() + two.round() == 1);
    owning_gateway again{all, 3};
    CHECK(again.round() == 0);
    CHECK(all.digests() == 1);
}

TEST_CASE("on a day without news there is no digest, and one the next day that has some") {
    owned_world all;
    owning_gateway one{all};
    CHECK(one.round() == 0);
    owe(one);
    CHECK(one.round() == 0);  // the day's was looked at: what came since is in tomorrow's
    all.at(one, "2026-11-22T06:59:00Z");
    CHECK(one.round() == 0);
    all.at(one, "2026-11-22T07:00:00Z");  // eight in Berlin
    CHECK(one.round() == 1);
    all.at(one, "2026-11-23T07:00:00Z");
    CHECK(one.round() == 0);
    CHECK(all.digests() == 1);
}

TEST_CASE("what is open since before today is told every day until it is paid") {
    owned_world all;
    owning_gateway one{all};
    owe(one);
    all.at(one, "2026-12-01T08:00:00Z");
    CHECK(one.round() == 0);  // due today is not late
    all.at(one, "2026-12-02T08:00:00Z");
    CHECK(one.round() == 1);
    REQUIRE(one.words.last.late.size() == 1);
    CHECK(one.words.last.late[0].booking.id == invoice);
    all.at(one, "2026-12-03T08:00:00Z");
    CHECK(one.round() == 1);
    REQUIRE(tell(one, all_of_it()).has_value());
    all.at(one, "2026-12-04T08:00:00Z");
    CHECK(one.round() == 0);
    CHECK(all.digests() == 2);
}

TEST_CASE("what needs a person is in the digest with its booking") {
    owned_world all;
    owning_gateway one{all};
    owe(one);
    REQUIRE(tell(one, domain::client_says{invoice, 1, domain::client_wish::question, {}, "Which session?"})
                .has_value());
    REQUIRE(one.finish(all.store.attention_count()) > 0);
    CHECK(one.round() == 1);
    CHECK(one.words.last.needing.size() == 1);
    CHECK(one.words.last.attention == one.finish(all.store.attention_count()));
}

TEST_CASE("a digest the mail server puts off goes out ten minutes later, by whichever gateway") {
    owned_world all;
    owning_gateway one{all}, two{all, 2};
    owe(one);
    all.mailer.answers[owner] = {mail_outcome::deferred, 451, "4.7.1", "come back later", false};
    CHECK(one.round() == 0);
    CHECK(one.round() == 0);
    CHECK(all.mailer.sent.size() == 1);  // not again at once
    all.mailer.answers.clear();
    pass(all, {&one, &two}, 10min);
    CHECK(one.round() + two.round() == 1);
    CHECK(all.digests() == 1);
}

TEST_CASE("a digest that may have arrived is not sent again, and one that is refused is told in the log") {
    owned_world all;
    owning_gateway one{all};
    owe(one);
    all.mailer.answers[owner] = doubles::taken_without_a_word;
    CHECK(one.round() == 0);
    pass(all, {&one}, 1h);
    CHECK(one.round() == 0);
    CHECK(all.digests() == 1);
    CHECK(one.journal.count("digest_not_taken") == 1);
}

TEST_CASE("while the store is in quarantine, or mail rests, the owner has no digest") {
    owned_world all;
    owning_gateway one{all};
    owe(one);
    all.current.standing = store_standing::behind;
    CHECK(one.round() == 0);
    all.current.standing = store_standing::open;
    all.office.quiet_until = all.time.now() + 1h;
    CHECK(one.round() == 0);
    pass(all, {&one}, 1h);
    CHECK(one.round() == 1);
}

TEST_CASE("a mail server that is slow for longer than a claim lives is handed no second digest") {
    owned_world all;
    owning_gateway one{all}, two{all, 2};
    owe(one);
    all.mailer.slow = true;
    auto const sending = one.start(one.digest.send_due());
    one.poll();
    REQUIRE(one.digest.is_sending());
    pass(all, {&one, &two}, 4min);
    CHECK(two.round() == 0);
    CHECK(all.mailer.sent.size() == 1);
    all.mailer.release();
    one.poll();
    REQUIRE(sending->value);
    CHECK(*sending->value == 1);
    all.mailer.slow = false;
    pass(all, {&one, &two}, 1h);
    CHECK(two.round() == 0);
    CHECK(all.digests() == 1);
}

TEST_CASE("who waits for a line of the mail server holds no claim: another gateway sends the digest") {
    owned_world all;
    owning_gateway one{all}, two{all, 2};
    owe(one);
    all.mailer.no_turns = true;
    auto const waiting = one.start(one.digest.send_due());
    one.poll();
    pass(all, {&one, &two}, 1h);
    all.mailer.no_turns = false;
    CHECK(two.round() == 1);
    all.mailer.give_turns();
    one.poll();
    REQUIRE(waiting->value);
    CHECK(*waiting->value == 0);
    CHECK(all.digests() == 1);
}

TEST_CASE("ten of a kind are listed, and that there are more is said") {
    owned_world all;
    owning_gateway one{all};
    for (int i = 1; i <= 11; ++i) REQUIRE(tell(one, an_invoice("ref-" + std::to_string(i))).has_value());
    CHECK(one.round() == 1);
    CHECK(one.words.last.booked.size() == 10);
    CHECK(one.words.last.more_booked);
    CHECK(one.words.last.open == 11);
    all.at(one, "2026-12-02T08:00:00Z");
    CHECK(one.round() == 1);
    CHECK(one.words.last.late.size() == 10);
    CHECK(one.words.last.more_late);
}

TEST_CASE("a gateway that dies with the day's claim leaves it to the next one") {
    owned_world all;
    all.mailer.slow = true;
    {
        owning_gateway one{all};
        owe(one);
        auto const dying = one.start(one.digest.send_due());
        one.poll();
        CHECK(one.digest.is_sending());
        all.mailer.drop_waiting();
    }
    all.mailer.slow = false;
    owning_gateway two{all, 2};
    CHECK(two.round() == 0);
    pass(all, {&two}, 1h);
    CHECK(two.round() == 1);
    REQUIRE(all.mailer.sent.size() == 2);
    CHECK(all.mailer.sent[0].message_id == all.mailer.sent[1].message_id);
}

namespace {

// Only held: whoever opens a plain link has not booked yet.
void only_hold(owning_gateway& one, int number) {
    auto asked = an_invoice("held-" + std::to_string(number));
    asked.origin = domain::origin::plain_link;
    REQUIRE(tell(one, asked).has_value());
}

std::vector<std::string> booked_in(owning_gateway const& one) {
    std::vector<std::string> list;
    for (auto const& each : one.words.last.booked) list.push_back(each.booking.identity.reference);
    return list;
}

}  // namespace

TEST_CASE("what was booked after one digest is in the next, however much later that one leaves") {
    owned_world all;
    owning_gateway one{all};
    all.at(one, "2026-11-23T06:59:00Z");
    owe(one);
    all.at(one, "2026-11-23T07:00:00Z");
    CHECK(one.round() == 1);
    all.at(one, "2026-11-23T08:30:00Z");
    REQUIRE(tell(one, an_invoice("ref-2")).has_value());
    all.at(one, "2026-11-24T10:00:00Z");
    SUBCASE("by the same gateway") { CHECK(one.round() == 1); }
    SUBCASE("by one that started since") {
        owning_gateway two{all, 2};
        CHECK(two.round() == 1);
        one.words.last = two.words.last;
    }
    CHECK(booked_in(one) == std::vector<std::string>{"ref-2"});
}

TEST_CASE("what a digest told that no server took is told again the next day") {
    owned_world all;
    owning_gateway one{all};
    CHECK(one.round() == 0);
    pass(all, {&one}, 1min);
    owe(one);
    all.mailer.answers[owner] = {mail_outcome::refused_policy, 554, "5.7.1", "not you", false};
    all.at(one, "2026-11-22T08:00:00Z");
    CHECK(one.round() == 0);
    all.mailer.answers.clear();
    all.at(one, "2026-11-23T08:00:00Z");
    CHECK(one.round() == 1);
    CHECK(booked_in(one) == std::vector<std::string>{"ref-1"});
}

TEST_CASE("however many are only held, a booking after them is told, and nothing of them is") {
    owned_world all;
    owning_gateway one{all};
    for (int i = 0; i < 60; ++i) only_hold(one, i);
    SUBCASE("with one") {
        pass(all, {&one}, 1min);
        owe(one);
        CHECK(one.round() == 1);
        CHECK(booked_in(one) == std::vector<std::string>{"ref-1"});
        CHECK_FALSE(one.words.last.more_booked);
    }
    SUBCASE("without one there is nothing to say") { CHECK(one.round() == 0); }
}

TEST_CASE("what was only held at one digest and is paid since is in the next") {
    owned_world all;
    owning_gateway one{all};
    only_hold(one, 1);
    auto const held = an_invoice("held-1").identity;
    pass(all, {&one}, 1min);
    CHECK(one.round() == 0);
    pass(all, {&one}, 10min);
    auto paid = all_of_it();
    paid.booking = domain::booking_id_of(held);
    apply_request request;
    request.client = ana;
    request.bookings = {paid.booking};
    request.what = paid;
    REQUIRE(one.finish(one.books.apply(std::move(request))).has_value());
    all.at(one, "2026-11-22T08:00:00Z");
    CHECK(one.round() == 1);
    CHECK(booked_in(one) == std::vector<std::string>{"held-1"});
    all.at(one, "2026-11-23T08:00:00Z");
    CHECK(one.round() == 0);
}
