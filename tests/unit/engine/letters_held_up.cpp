// Letters and a mail server that is not there, wants nothing from us or takes its time: what rests, what is
// told, and what goes on meanwhile.
#include "mail_world.hpp"

using namespace quittance;
using namespace quittance::engine;

TEST_CASE("a server that wants to be left alone is, also by letters that wait for their turn meanwhile") {
    mail_world all;
    posting_gateway one{all};
    owe(one);
    move_to(all, one, due_morning);
    all.mailer.no_turns = true;
    work_through(all, {&one}, 30s, 10s);
    REQUIRE(all.mailer.waiting() == 1);
    all.office.quiet_until = all.time.now() + 10min;  // what another line was told
    all.office.trouble = "busy: 421 later";
    all.mailer.give_turns();
    work_through(all, {&one}, 9min, 10s);
    CHECK(all.mailer.sent.empty());
    work_through(all, {&one}, 2h, 1min);
    CHECK(all.arrived("reminder_due") == 1);
}

TEST_CASE("what another line takes while a pause runs ends neither the pause nor the trouble") {
    mail_world all;
    posting_gateway one{all};
    owe(one);
    move_to(all, one, due_morning);
    all.mailer.slow = true;
    work_through(all, {&one}, 30s, 10s);
    REQUIRE(all.mailer.sent.size() == 1);
    all.office.quiet_until = all.time.now() + 1h;
    all.office.trouble = "refused_policy: not you";
    all.mailer.release();
    work_through(all, {&one}, 1min, 10s);
    CHECK(record_of(one).reminded.at(0).state == domain::letter_state::accepted);
    CHECK(all.office.trouble == "refused_policy: not you");
}

TEST_CASE("a password that is wrong is seen, and is not tried with every letter") {
    mail_world all;
    posting_gateway one{all};
    owe(one);
    REQUIRE(tell(one, an_invoice("ref-2")).has_value());
    all.mailer.otherwise = {mail_outcome::not_attempted, 535, "5.7.8", "not with that password", false};
    REQUIRE(tell(one, all_of_it()).has_value());
    work_through(all, {&one}, 50min, 1min);
    CHECK(all.mailer.sent.size() == 1);
    CHECK(all.office.trouble == "not_attempted: 535 not with that password");
    all.mailer.otherwise = {};
    work_through(all, {&one}, 2h, 1min);
    CHECK(all.arrived("payment_received") == 1);
    CHECK(all.office.trouble.empty());
}

TEST_CASE("a mail server that is not there is seen until it takes a letter") {
    mail_world all;
    posting_gateway one{all};
    owe(one);
    all.mailer.otherwise = doubles::nobody_there;
    REQUIRE(tell(one, all_of_it()).has_value());
    work_through(all, {&one}, 10min, 1min);
    CHECK(all.office.trouble == "not_attempted: no connection");
    CHECK(all.office.quiet_until <= all.time.now());
    all.mailer.otherwise = {};
    work_through(all, {&one}, 2h, 1min);
    CHECK(all.arrived("payment_received") == 1);
    CHECK(all.office.trouble.empty());
}

TEST_CASE("letters that wait for a mail server hold up nothing else, and are not too many at once") {
    mail_world all;
    posting_gateway one{all};
    all.mailer.no_turns = true;
    for (int i = 0; i < 130; ++i) {
        auto const asked = an_invoice("paid-" + std::to_string(i));
        REQUIRE(tell(one, asked).has_value());
        auto paid = all_of_it();
        paid.booking = domain::booking_id_of(asked.identity);
        REQUIRE(tell(one, paid).has_value());
    }
    owe(one);
    CHECK(one.work.letters() == 100);
    REQUIRE(tell(one, domain::open_checkout{invoice, "https://pay.example/r/", {}}).has_value());
    pass(all, {&one}, 5min);
    one.finish(one.work.run_due());
    one.finish(one.work.run_due());
    CHECK(all.processor.sessions() == 1);
    CHECK(one.work.letters() == 100);
    all.mailer.give_turns();
    work_through(all, {&one}, 3h, 1min);
    CHECK(all.arrived("payment_received") == 130);
    CHECK(one.work.letters() == 0);
}

TEST_CASE("a mailer that is closed is asked again soon: the letter goes with the next gateway") {
    mail_world all;
    {
        posting_gateway one{all, 1};
        owe(one);
        all.mailer.no_turns = true;
        REQUIRE(tell(one, all_of_it()).has_value());
        work_through(all, {&one}, 10s, 1s);
        REQUIRE(one.work.letters() == 1);
        all.mailer.close();
        work_through(all, {&one}, 1s, 1s);
        CHECK(one.work.letters() == 0);
    }
    all.mailer.closed = all.mailer.no_turns = false;
    posting_gateway next{all, 2};
    work_through(all, {&next}, 2min, 10s);
    CHECK(all.arrived("payment_received") == 1);
}

TEST_CASE("a letter that can no longer be written once it was begun is a person's to see to") {
    mail_world all;
    posting_gateway one{all};
    owe(one);
    move_to(all, one, due_morning);
    all.words.writable = 1;  // the look before, and not the letter itself
    work_through(all, {&one}, 1h, 1min);
    CHECK(all.mailer.sent.empty());
    CHECK(record_of(one).under_way.empty());
    CHECK(all.store.effects().empty());
    CHECK(domain::attention_of(booking_of(one)).at(0).reason == "letter_refused");
}

TEST_CASE("a letter is written about the booking it was ordered for, whatever else the client has") {
    mail_world all;
    posting_gateway one{all};
    owe(one);
    auto const other = an_invoice("ref-2");
    REQUIRE(tell(one, other).has_value());
    auto paid = all_of_it();
    paid.booking = domain::booking_id_of(other.identity);
    REQUIRE(tell(one, paid).has_value());
    work_through(all, {&one}, 1min, 10s);
    CHECK(all.arrived("payment_received") == 1);
    CHECK(all.words.own == paid.booking);
}

namespace {

// What the ledger says became of a letter, and why.
std::pair<domain::letter_state, std::string> last_word(mail_world const& all, int number) {
    std::pair<domain::letter_state, std::string> last{};
    for (auto const& e : all.store.ledger(ana)) {
        auto const* const said = std::get_if<domain::letter_recorded>(&e);
        if (said && said->letter == number) last = {said->state, said->reply};
    }
    return last;
}

}  // namespace

TEST_CASE("a letter whose sole item is settled while it waits is withdrawn, and is nobody's task") {
    mail_world all;
    posting_gateway one{all, 1};
    posting_gateway other{all, 2};
    owe(one);
    move_to(all, one, due_morning);
    SUBCASE("for its turn") {
        all.mailer.no_turns = true;
        work_through(all, {&one}, 1min, 10s);
    }
    SUBCASE("for a server that said not now") {
        all.mailer.answers[address] = {mail_outcome::deferred, 451, "4.7.1", "not now", false};
        work_through(all, {&one}, 5min, 1min);
    }
    REQUIRE(record_of(other).under_way.size() == 1);
    all.mailer.answers.clear();
    REQUIRE(tell(other, all_of_it()).has_value());
    all.mailer.give_turns();
    work_through(all, {&one, &other}, 2h, 1min);
    CHECK(all.reminders() == 0);
    CHECK(all.arrived("payment_received") == 1);
    CHECK(record_of(one).under_way.empty());
    CHECK(one.journal.count("letter_refused") + other.journal.count("letter_refused") == 0);
    CHECK(domain::attention_of(booking_of(one)).empty());
    CHECK(last_word(all, 1) == std::pair{domain::letter_state::withdrawn, std::string{"settled"}});
}
