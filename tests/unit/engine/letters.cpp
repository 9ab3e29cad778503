// Letters on their way out: claimed once, looked at again, sent once; whatever breaks in between.
#include "mail_world.hpp"

using namespace quittance;
using namespace quittance::engine;

TEST_CASE("sent twice by two runs or two gateways: each step arrives once, and then a person takes over") {
    mail_world all;
    posting_gateway one{all, 1};
    posting_gateway two{all, 2};
    owe(one);
    work_through(all, {&one, &two}, 24h * 50, 1h);
    CHECK(all.arrived("reminder_due") == 1);
    CHECK(all.arrived("reminder_gentle") == 1);
    CHECK(all.arrived("reminder_clear") == 1);
    CHECK(all.arrived("reminder_final") == 1);
    CHECK(all.reminders() == 5);
    CHECK(domain::attention_of(booking_of(one)).at(0).reason == "reminders_ended");
    CHECK(all.store.effects().empty());
    CHECK_FALSE(all.store.wake_of(ana, invoice));
}

TEST_CASE(
    "reminded after paying: the payment commits at every step of a reminder, and none is begun after it") {
    int kept_back = 0;
    int sent = 0;
    for (int step = 0; step < most_steps; ++step) {
        mail_world all;
        posting_gateway one{all, 1};
        posting_gateway other{all, 2};
        owe(one);
        move_to(all, one, due_morning);
        auto const run = one.start(one.settle.run_due());
        for (int i = 0; i < step; ++i) {
            one.loop->restart();
            one.loop->poll_one();
        }
        bool const before = all.mailer.sent.empty();
        REQUIRE(tell(other, all_of_it()).has_value());
        bool const begun_before =
            before && record_of(other).under_way.size() > 0 &&
            record_of(other).under_way.front().state == domain::letter_state::attempting;
        work_through(all, {&one, &other}, 24h * 40, 1h);
        CHECK(all.reminders() <= 1);
        if (before && !begun_before) CHECK(all.reminders() == 0);
        CHECK(all.arrived("payment_received") == 1);
        kept_back += all.reminders() == 0 ? 1 : 0;
        sent += all.reminders();
        if (sent > 3) break;
    }
    CHECK(kept_back > 3);
    CHECK(sent > 3);
}

TEST_CASE("a gateway that dies at any step of a reminder sends it at most once") {
    int uncertain = 0;
    for (int step = 0; step < most_steps; ++step) {
        mail_world all;
        posting_gateway one{all, 1};
        owe(one);
        move_to(all, one, due_morning);
        bool const died = crash_after(all, step, [&](gateway& dying) {
            dying.work.use(all.office);
            return dying.start(dying.settle.run_due());
        });
        work_through(all, {&one}, 24h * 2, 10min);
        CHECK(all.arrived("reminder_due") <= 1);
        auto const record = record_of(one);
        REQUIRE(record.reminded.size() == 1);
        bool const doubtful = record.reminded.front().state == domain::letter_state::uncertain;
        if (all.arrived("reminder_due") == 0) CHECK(doubtful);
        uncertain += doubtful ? 1 : 0;
        CHECK(all.store.effects().empty());
        if (!died) break;
    }
    CHECK(uncertain > 0);
}

TEST_CASE(
    "an answer lost after the final dot: a reminder rests there, a receipt goes out again as the same") {
    mail_world all;
    posting_gateway one{all};
    owe(one);
    all.mailer.answers[address] = doubles::taken_without_a_word;
    work_through(all, {&one}, 24h * 11, 1h);
    CHECK(all.arrived("reminder_due") == 1);
    CHECK(record_of(one).reminded.front().state == domain::letter_state::uncertain);
    REQUIRE(tell(one, all_of_it()).has_value());
    work_through(all, {&one}, 2h, 1min);
    all.mailer.answers.clear();
    work_through(all, {&one}, 24h, 1min);
    CHECK(all.arrived("payment_received") > 1);
    auto const& box = all.mailer.inboxes[address];
    CHECK(box.back().message_id == box.at(box.size() - 2).message_id);
    CHECK(record_of(one).under_way.empty());
}

TEST_CASE("\"sent\" though the server refused: the address is not written to again, and a person is told") {
    mail_world all;
    posting_gateway one{all};
    owe(one);
    all.mailer.answers[address] = {mail_outcome::refused_address, 550, "5.1.1", "no such user", false};
    work_through(all, {&one}, 24h * 60, 1h);
    CHECK(all.mailer.sent.size() == 1);
    CHECK(record_of(one).unreachable == address);
    CHECK(domain::attention_of(booking_of(one)).at(0).reason == "letter_refused");
}

TEST_CASE("a server that says not now is asked again after half an hour, until the day is over") {
    mail_world all;
    posting_gateway one{all};
    owe(one);
    move_to(all, one, due_morning);
    all.mailer.answers[address] = {mail_outcome::deferred, 450, "4.2.1", "later", false};
    work_through(all, {&one}, 25min, 1min);
    CHECK(all.mailer.sent.size() == 1);
    work_through(all, {&one}, 24h, 1min);
    CHECK(all.mailer.sent.size() > 5);
    CHECK(all.mailer.sent.size() < 20);
    all.mailer.answers.clear();
    work_through(all, {&one}, 24h * 3, 1h);
    CHECK(all.arrived("reminder_due") == 0);  // "today" is over
    CHECK(all.arrived("reminder_gentle") == 1);
}

TEST_CASE("a server that wants nothing from us rests all mail for an hour, and health can say so") {
    mail_world all;
    posting_gateway one{all};
    owe(one);
    move_to(all, one, due_morning);
    all.mailer.answers[address] = {mail_outcome::refused_policy, 554, "5.7.1", "not you", false};
    work_through(all, {&one}, 20min, 1min);
    CHECK(all.office.trouble.starts_with("refused_policy"));
    CHECK(all.office.quiet_until >= due_morning + 1h);
    CHECK(all.mailer.sent.size() == 1);
    all.mailer.answers.clear();
    work_through(all, {&one}, 3h, 1min);
    CHECK(all.arrived("reminder_due") == 1);
    CHECK(all.office.trouble.empty());
}

TEST_CASE("part payment asked in full: what is paid while the letter waits for its turn is not asked for") {
    mail_world all;
    posting_gateway one{all, 1};
    posting_gateway other{all, 2};
    owe(one);
    move_to(all, one, due_morning);
    all.mailer.no_turns = true;
    work_through(all, {&one}, 1min, 10s);
    REQUIRE(tell(other, all_of_it(50'00)).has_value());
    all.mailer.give_turns();
    work_through(all, {&one, &other}, 1h, 1min);
    REQUIRE(all.arrived("reminder_due") == 1);
    for (auto const& mail : all.mailer.inboxes[address]) CHECK_FALSE(mail.bytes == "reminder_due 20000");
}

TEST_CASE("what is settled while the letter waits for its turn is not named beside what is still open") {
    mail_world all;
    posting_gateway one{all, 1};
    posting_gateway other{all, 2};
    owe(one);
    REQUIRE(tell(one, an_invoice("ref-2")).has_value());
    move_to(all, one, due_morning);
    all.mailer.no_turns = true;
    work_through(all, {&one}, 1min, 10s);
    CHECK(record_of(other).under_way.at(0).about.size() == 2);
    REQUIRE(tell(other, all_of_it()).has_value());
    all.mailer.give_turns();
    work_through(all, {&one, &other}, 1h, 1min);
    CHECK(all.arrived("reminder_due") == 1);
    CHECK(all.words.named == 1);
}

TEST_CASE(
    "a copy of the last reminder goes to whom the client named, once, whatever the client's own server "
    "says") {
    auto const office = "office@client.example";
    mail_world all;
    posting_gateway one{all};
    owe(one);
    REQUIRE(tell(one, domain::name_contacts{invoice, {office}, "Ana"}).has_value());
    int finals = 0;
    all.mailer.on_send = [&](posted_mail const& mail) {
        all.mailer.answers.clear();
        if (!mail.bytes.starts_with("reminder_final ")) return;
        if (++finals == 1) all.mailer.answers[address] = {mail_outcome::deferred, 451, "4.7.1", "not now"};
    };
    move_to(all, one, due_morning);
    work_through(all, {&one}, 24h * 40, 1h);
    CHECK(finals == 2);
    CHECK(all.arrived("reminder_final") == 1);
    REQUIRE(all.mailer.inboxes[office].size() == 1);
    CHECK(all.mailer.inboxes[office].front().bytes.starts_with("reminder_final "));
    CHECK(all.mailer.sent.back().recipients == std::vector<std::string>{address});
}

TEST_CASE("a copy that nobody takes does not keep the letter from the client") {
    mail_world all;
    posting_gateway one{all};
    owe(one);
    REQUIRE(tell(one, domain::name_contacts{invoice, {"gone@client.example"}, "Ana"}).has_value());
    all.mailer.answers["gone@client.example"] = {mail_outcome::refused_address, 550, "5.1.1", "no such"};
    move_to(all, one, due_morning);
    work_through(all, {&one}, 24h * 40, 1h);
    CHECK(all.arrived("reminder_final") == 1);
    CHECK(record_of(one).unreachable.empty());
    CHECK(all.mailer.inboxes["gone@client.example"].empty());
    auto const& told = booking_of(one).handovers;
    CHECK(std::any_of(told.begin(), told.end(), [](auto const& h) { return h.reason == "copy_refused"; }));
}

TEST_CASE("a mailbox that never takes a letter: a person hears of it, and takes over on the day") {
    mail_world all;
    posting_gateway one{all};
    owe(one);
    all.mailer.answers[address] = {mail_outcome::deferred, 451, "4.7.1", "not now", false};
    work_through(all, {&one}, 24h * 45, 1h);
    std::vector<std::string> reasons;
    for (auto const& h : booking_of(one).handovers) reasons.push_back(h.reason);
    CHECK(reasons == std::vector<std::string>{"letter_undelivered", "reminders_ended"});
    CHECK(all.reminders() == 0);
}

TEST_CASE("a bad template stopping everybody's mail: the letter it spoils is a person's, the others go on") {
    mail_world all;
    posting_gateway one{all};
    owe(one);
    all.words.spoilt = domain::letter_kind::reminder_due;
    move_to(all, one, due_morning);
    work_through(all, {&one}, 2h, 1min);
    CHECK(all.mailer.sent.empty());
    CHECK(domain::attention_of(booking_of(one)).at(0).reason == "letter_refused");
    REQUIRE(tell(one, all_of_it()).has_value());
    work_through(all, {&one}, 2h, 1min);
    CHECK(all.arrived("payment_received") == 1);
    CHECK(all.office.quiet_until <= all.time.now());
    CHECK(all.store.effects().empty());
}

TEST_CASE(
    "one client's message to another: each letter is of its own account, whoever's turn comes between") {
    mail_world all;
    posting_gateway one{all, 1};
    posting_gateway two{all, 2};
    domain::client_id const ben{"ben-the-client"};
    auto const box = std::string{"ben@client.example"};
    auto asked = an_invoice("ref-ben");
    asked.who = {"Ben", box, "", ""};
    asked.terms.price = domain::money::minor(77'00, domain::currency::parse("eur").value());
    owe(one);
    apply_request request;
    request.client = ben;
    request.bookings = {domain::booking_id_of(asked.identity)};
    request.what = asked;
    REQUIRE(one.finish(one.books.apply(std::move(request))).has_value());
    move_to(all, one, due_morning);
    all.mailer.no_turns = true;
    work_through(all, {&one, &two}, 1min, 10s);
    all.mailer.give_turns();
    work_through(all, {&one, &two}, 2h, 1min);
    REQUIRE(all.mailer.inboxes[address].size() == 1);
    REQUIRE(all.mailer.inboxes[box].size() == 1);
    CHECK(all.mailer.inboxes[address].front().bytes == "reminder_due 20000");
    CHECK(all.mailer.inboxes[box].front().bytes == "reminder_due 7700");
    CHECK(all.mailer.inboxes[box].front().recipients == std::vector<std::string>{box});
}

TEST_CASE("a missed day never sent: down for three days, the latest step is sent once") {
    mail_world all;
    posting_gateway one{all};
    owe(one);
    move_to(all, one, due_morning + 24h * 6);
    work_through(all, {&one}, 24h, 1h);
    CHECK(all.reminders() == 1);
    CHECK(all.arrived("reminder_gentle") == 1);
}

TEST_CASE("a processor that does not answer about an open page keeps the reminder back") {
    mail_world all;
    posting_gateway one{all};
    owe(one);
    move_to(all, one, due_morning - 5min);
    REQUIRE(tell(one, domain::open_checkout{invoice, "https://pay.example/r/", {}}).has_value());
    work_through(all, {&one}, 1min, 10s);
    REQUIRE(all.processor.sessions() == 1);
    all.processor.reading = answer::unknown_not_applied;
    work_through(all, {&one}, 1h, 1min);
    CHECK(all.mailer.sent.empty());
    // It was paid all the while, and nobody was told.
    REQUIRE(all.processor.pay(all.processor.last_session()));
    all.processor.reading = answer::normal;
    work_through(all, {&one}, 24h * 7, 1h);
    CHECK(all.reminders() == 0);
    CHECK(all.arrived("receipt") == 1);
}

TEST_CASE("a mail server that takes its time is waited for: no other gateway takes the letter for lost") {
    mail_world all;
    posting_gateway one{all, 1};
    posting_gateway other{all, 2};
    owe(one);
    all.mailer.slow = true;
    move_to(all, one, due_morning);
    work_through(all, {&one, &other}, 9min, 10s);
    CHECK(all.mailer.sent.size() == 1);
    CHECK(record_of(other).under_way.at(0).state == domain::letter_state::attempting);
    all.mailer.release();
    work_through(all, {&one, &other}, 1h, 1min);
    CHECK(record_of(other).reminded.at(0).state == domain::letter_state::accepted);
    CHECK(all.reminders() == 1);
    CHECK(all.store.effects().empty());
}

TEST_CASE("a receipt that nobody confirms is sent three times under one name, then left as uncertain") {
    mail_world all;
    posting_gateway one{all};
    owe(one);
    all.mailer.answers[address] = doubles::taken_without_a_word;
    REQUIRE(tell(one, all_of_it()).has_value());
    work_through(all, {&one}, 24h * 4, 10min);
    CHECK(all.arrived("payment_received") == 3);
    CHECK(record_of(one).under_way.empty());
    CHECK(all.store.effects().empty());
}

TEST_CASE("a letter that cannot be written is a person's to see to, and is tried once") {
    mail_world all;
    posting_gateway one{all};
    owe(one);
    all.words.unwritable = true;
    work_through(all, {&one}, 24h * 11, 1h);
    CHECK(all.mailer.sent.empty());
    CHECK(record_of(one).under_way.empty());
    CHECK(all.store.effects().empty());
    CHECK(domain::attention_of(booking_of(one)).at(0).reason == "letter_refused");
}

TEST_CASE("who sends no mail leaves a letter to who does, and does not even hold it up") {
    mail_world all;
    gateway at_the_desk{all, 1};
    owe(at_the_desk);
    REQUIRE(tell(at_the_desk, all_of_it()).has_value());
    CHECK(all.store.effects().size() == 1);
    posting_gateway serving{all, 2};
    work_through(all, {&serving}, 2min, 10s);
    CHECK(all.arrived("payment_received") == 1);
}

namespace {

// How often the processor was asked about a page within a week, while a question rests the reminders.
int reads_while_resting(bool reminders) {
    mail_world all;
    all.current.policy.reminders.on = reminders;
    posting_gateway one{all};
    owe(one);
    move_to(all, one, due_morning - 5min);
    REQUIRE(tell(one, domain::open_checkout{invoice, "https://pay.example/r/", {}}).has_value());
    work_through(all, {&one}, 1min, 10s);
    domain::client_says const question{invoice, 1, domain::client_wish::question, {}, "Which session?"};
    REQUIRE(tell(one, question).has_value());
    work_through(all, {&one}, 24h * 7, 1h);
    CHECK(all.reminders() == 0);
    return all.processor.reads;
}

}  // namespace

TEST_CASE("the processor is not asked about an open page when nothing would be sent") {
    CHECK(reads_while_resting(true) == reads_while_resting(false));
}

TEST_CASE("a question rests the reminders, and the day after it was settled they go on by themselves") {
    mail_world all;
    posting_gateway one{all};
    owe(one);
    move_to(all, one, due_morning - 5min);
    domain::client_says const question{invoice, 1, domain::client_wish::question, {}, "Which session?"};
    REQUIRE(tell(one, question).has_value());
    work_through(all, {&one}, 24h * 30, 1h);
    CHECK(all.reminders() == 0);
    REQUIRE(tell(one, domain::resume_reminders{invoice, "Ana"}).has_value());
    work_through(all, {&one}, 24h * 2, 1h);
    CHECK(all.reminders() == 1);
}
