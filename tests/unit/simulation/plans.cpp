// Plans: what is agreed and ordered.
#include "plan_history.hpp"

namespace quittance::simulation {

TEST_CASE("a plan that is agreed on, paid, collected and looked at breaks no rule") {
    plan_history here;
    here.begins();
    here.told.judge.look(here.told.view(), here.told.books(), here.told.at);
    here.falls_due();
    here.intent_is_made();
    here.is_collected();
    INFO(here.told.told());
    CHECK(here.told.judge.violation_count() == 0);
}

TEST_CASE("a charge that is declined and tried again the next day breaks no rule") {
    plan_history here;
    here.begins();
    here.falls_due();
    here.intent_is_made();
    here.is_declined("insufficient_funds");
    here.told.at += std::chrono::hours{24};
    here.told.happens(domain::collect{here.id()});
    INFO(here.told.told());
    CHECK(here.told.now().checkouts.back().attempts.size() == 2);
    CHECK(here.told.judge.violation_count() == 0);
}

TEST_CASE("1: an item that is due on another day than agreed is seen") {
    plan_history here;
    here.begins();
    auto items = here.told.now().items;
    items.back().due = civil_date{std::chrono::year{2027}, std::chrono::month{1}, std::chrono::day{21}};
    here.told.commits(
        {domain::agreed{here.id(), 2, {"t", "h", "n", *here.told.now().anchor}, here.told.at, items}});
    CHECK(here.told.violations_of(1) == 1);
}

TEST_CASE("7: a client who is made a customer a second time is seen") {
    plan_history here;
    here.is_agreed();
    here.told.commits({domain::customer_ordered{here.id()}});
    CHECK(here.told.violations_of(7) == 2);  // and under a key that was ordered before
    here.customer_is_made();
    here.told.commits({domain::customer_ordered{here.id()}});
    CHECK(here.told.violations_of(7) == 4);
}

TEST_CASE("7: a changed address that the processor is told otherwise, or not at all, is seen") {
    auto const seen_with = [](auto change) {
        plan_history here;
        here.begins();
        here.told.commits({domain::address_changed{here.id(), "zoe@old", "zoe@new", here.told.at, 2}}, {},
                          [&](stored_account&, commit_seen& seen) { change(seen.effects); });
        return here.told.violations_of(7);
    };
    using orders = std::vector<ordered>;
    CHECK(seen_with([](orders&) {}) == 0);
    CHECK(seen_with([](orders& made) { made.front().body = "email=zoe@old"; }) == 1);
    CHECK(seen_with([](orders& made) { made.front().object = "cus_2"; }) == 1);
    CHECK(seen_with([](orders& made) { made.clear(); }) == 1);
}

TEST_CASE("7: a request that names another customer than its order is seen") {
    plan_history here;
    here.begins();
    here.told.commits({domain::address_changed{here.id(), "zoe@old", "zoe@new", here.told.at, 2}});
    call_seen asked;
    asked.at = here.told.at;
    asked.method = "POST";
    asked.key = "1-client-e2";
    asked.body = "email=zoe@new";
    asked.path = "/v1/customers/cus_1";
    here.told.judge.called(asked);
    CHECK(here.told.violations_of(7) == 0);
    asked.path = "/v1/customers/cus_2";
    here.told.judge.called(asked);
    CHECK(here.told.violations_of(7) == 1);
}

TEST_CASE("16: a copy claims nothing, is for one reader, and is of a letter that was ordered before") {
    auto const seen_with = [](auto change) {
        plan_history here;
        here.begins();
        domain::letter copy;
        copy.number = here.told.account.client.correspondence.letters + 2;
        copy.copy_of = copy.number - 1;
        copy.kind = domain::letter_kind::reminder_final;
        copy.cc = {"office@example.org"};
        copy.at = here.told.at;
        copy.counts_when_sent = true;
        copy.about = {{here.id(), 2, -1}};
        change(copy);
        auto const before = here.told.violations_of(16) + here.told.violations_of(23);
        here.told.commits({domain::letter_ordered{here.id(), copy, {}}});
        return here.told.violations_of(16) + here.told.violations_of(23) - before;
    };
    auto const fine = seen_with([](domain::letter&) {});
    CHECK(seen_with([](domain::letter& copy) { copy.about.front().step = 4; }) == fine + 1);
    CHECK(seen_with([](domain::letter& copy) { copy.cc.clear(); }) == fine + 1);
    CHECK(seen_with([](domain::letter& copy) { copy.copy_of = copy.number; }) == fine + 1);
}

TEST_CASE("7: a charge whose order takes money by itself, or another sum, is seen") {
    auto const seen_with = [](auto change) {
        plan_history here;
        here.begins();
        here.told.at = *parse_rfc3339("2026-12-22T10:00:00Z");
        here.told.happens(domain::collect{here.id()}, {},
                          [&](stored_account&, commit_seen& seen) { change(seen.effects.front().body); });
        return here.told.violations_of(7);
    };
    CHECK(seen_with([](std::string&) {}) == 0);
    CHECK(seen_with([](std::string& body) { body += "&confirm=true"; }) == 1);
    CHECK(seen_with([](std::string& body) { body.replace(body.find("4000"), 4, "4001"); }) == 1);
    CHECK(seen_with([](std::string& body) { body.replace(body.find("cus_1"), 5, "cus_2"); }) == 1);
}

TEST_CASE("13: a plan that nothing will collect is seen") {
    plan_history here;
    here.begins();
    auto view = here.told.view();
    view.wakes.clear();
    here.told.judge.look(view, here.told.books(), here.told.at);
    CHECK(here.told.violations_of(13) == 1);
}

}  // namespace quittance::simulation
