// What letters leave behind: their bytes, their hash in the ledger, and the way back for reports about them.
#include "mail_world.hpp"
#include "quittance/engine/returned_mail.hpp"

using namespace quittance;
using namespace quittance::engine;

namespace {

std::vector<kept_letter> kept_of(mail_world& all, gateway& one, int number) {
    return one.finish(all.record.kept(ana, number));
}

// What the ledger says became of a letter, in order.
std::vector<domain::letter_recorded> said_of(mail_world const& all, int number) {
    std::vector<domain::letter_recorded> list;
    for (auto const& e : all.store.ledger(ana)) {
        auto const* const said = std::get_if<domain::letter_recorded>(&e);
        if (said && said->letter == number) list.push_back(*said);
    }
    return list;
}

void check_all_known(mail_world& all, gateway& one) {
    auto const said = said_of(all, 1);
    for (auto const& kept : kept_of(all, one, 1))
        CHECK(std::any_of(said.begin(), said.end(), [&](auto const& s) { return s.hash == kept.hash; }));
}

}  // namespace

TEST_CASE("what was sent is on record, masked, with its hash in the ledger and the server's reply") {
    mail_world all;
    posting_gateway one{all};
    owe(one);
    work_through(all, {&one}, 24h * 8, 1h);
    auto const kept = kept_of(all, one, 1);
    REQUIRE(kept.size() == 1);
    CHECK(kept.at(0).bytes == "reminder_before 20000 masked");
    CHECK(kept.at(0).recipients == std::vector<std::string>{address});
    CHECK(kept.at(0).message_id == all.mailer.sent.at(0).message_id);
    CHECK_FALSE(kept.at(0).reply.empty());
    CHECK(kept.at(0).hash == letter_hash("reminder_before 20000 masked"));
    REQUIRE(said_of(all, 1).size() == 1);
    CHECK(said_of(all, 1).at(0).hash == kept.at(0).hash);
    auto const place = one.finish(all.record.find_token(all.mailer.sent.at(0).token));
    CHECK(place == letter_place{ana, invoice, 1});
}

TEST_CASE("what cannot be kept is not sent, and goes out when it can be") {
    mail_world all;
    posting_gateway one{all};
    owe(one);
    move_to(all, one, due_morning);
    all.record.unavailable = true;
    work_through(all, {&one}, 20min, 1min);
    CHECK(all.mailer.sent.empty());
    all.record.unavailable = false;
    work_through(all, {&one}, 2h, 1min);
    CHECK(all.arrived("reminder_due") == 1);
}

TEST_CASE("it is on record before the mail server hears of it") {
    mail_world all;
    posting_gateway one{all};
    owe(one);
    std::size_t found = 0;
    all.mailer.on_send = [&](posted_mail const& mail) {
        gateway other{all, 7};
        found += other.finish(all.record.find_token(mail.token)) ? 1U : 0U;
        found += other.finish(all.record.kept(ana, 1)).size();
    };
    work_through(all, {&one}, 24h * 8, 1h);
    CHECK(found == 2);
}

TEST_CASE("tries that arrived nowhere leave nothing, and those that may have stay") {
    mail_world all;
    posting_gateway one{all};
    owe(one);
    move_to(all, one, due_morning);
    all.mailer.answers[address] = {mail_outcome::deferred, 450, "4.2.1", "later", false};
    work_through(all, {&one}, 2h, 1min);
    REQUIRE(all.mailer.sent.size() > 1);
    CHECK(kept_of(all, one, 1).empty());
    for (auto const& said : said_of(all, 1)) CHECK(said.hash.empty());
    all.mailer.answers[address] = doubles::taken_without_a_word;
    work_through(all, {&one}, 2h, 1min);
    REQUIRE(kept_of(all, one, 1).size() == 1);
    CHECK(said_of(all, 1).back().state == domain::letter_state::uncertain);
    CHECK(said_of(all, 1).back().hash == kept_of(all, one, 1).at(0).hash);
}

TEST_CASE(
    "a gateway that dies at any step of a letter leaves nothing on record that the ledger does not know") {
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
        check_all_known(all, one);
        CHECK(kept_of(all, one, 1).size() <= 1);
        CHECK(kept_of(all, one, 1).size() >= static_cast<std::size_t>(all.arrived("reminder_due")));
        if (!died) break;
    }
}

TEST_CASE("whoever takes over only after a letter's time was over still says what the dead one left of it") {
    std::size_t left = 0;
    for (int step = 0; step < most_steps; ++step) {
        mail_world all;
        posting_gateway one{all, 1};
        owe(one);
        move_to(all, one, due_morning);
        bool const died = crash_after(all, step, [&](gateway& dying) {
            dying.work.use(all.office);
            return dying.start(dying.settle.run_due());
        });
        bool const in_hand = !record_of(one).under_way.empty();
        auto const before = kept_of(all, one, 1).size();
        move_to(all, one, due_morning + 24h * 3);
        work_through(all, {&one}, 24h, 10min);
        check_all_known(all, one);
        if (in_hand) left += before;
        if (!died) break;
    }
    CHECK(left > 0);
}

// --- What comes back

namespace {

recorded_return take_back(mail_world& all, gateway& one, std::string const& token, bool unwanted = false,
                          std::string const& status = "5.1.1") {
    return one.finish(record_return(one.books, all.record, {token, unwanted, status}));
}

}  // namespace

TEST_CASE("a report finds its letter: the address is stopped once, and a person is asked once") {
    mail_world all;
    posting_gateway one{all};
    owe(one);
    work_through(all, {&one}, 24h * 8, 1h);
    REQUIRE(all.mailer.sent.size() == 1);
    auto const token = all.mailer.sent.at(0).token;
    auto const first = take_back(all, one, token);
    CHECK(first.what == return_outcome::recorded);
    CHECK(first.where == letter_place{ana, invoice, 1});
    CHECK(first.stopped);
    CHECK(record_of(one).unreachable == address);
    auto const commits = all.store.commits;
    CHECK(take_back(all, one, token).what == return_outcome::known_already);
    CHECK(all.store.commits == commits);
    work_through(all, {&one}, 24h * 60, 1h);
    CHECK(all.mailer.sent.size() == 1);
}

TEST_CASE("a complaint finds its letter: reminders rest, and receipts still go") {
    mail_world all;
    posting_gateway one{all};
    owe(one);
    work_through(all, {&one}, 24h * 8, 1h);
    auto const token = all.mailer.sent.at(0).token;
    CHECK(take_back(all, one, token, true).what == return_outcome::recorded);
    CHECK(take_back(all, one, token, true).what == return_outcome::known_already);
    work_through(all, {&one}, 24h * 30, 1h);
    CHECK(all.reminders() == 1);
    REQUIRE(tell(one, all_of_it()).has_value());
    work_through(all, {&one}, 1h, 1min);
    CHECK(all.arrived("payment_received") == 1);
}

TEST_CASE("a token that leads to no letter changes nothing, and neither does one whose account is gone") {
    mail_world all;
    posting_gateway one{all};
    owe(one);
    CHECK(take_back(all, one, "0123456789abcdef").what == return_outcome::no_letter);
    one.finish(all.record.keep({domain::client_id{"who-was-erased"}, invoice, 1}, "ffff", {}));
    CHECK(take_back(all, one, "ffff").what == return_outcome::no_letter);
    one.finish(all.record.keep({ana, invoice, 7}, "eeee", {}));
    CHECK(take_back(all, one, "eeee").what == return_outcome::no_letter);
    CHECK(record_of(one).bounced.empty());
}

TEST_CASE("a letter whose bytes were forgotten can still bounce; its address is then not known to be dead") {
    mail_world all;
    posting_gateway one{all};
    owe(one);
    work_through(all, {&one}, 24h * 8, 1h);
    one.finish(all.record.forget(ana, 1));
    auto const told = take_back(all, one, all.mailer.sent.at(0).token);
    CHECK(told.what == return_outcome::recorded);
    CHECK_FALSE(told.stopped);
    CHECK(domain::attention_of(booking_of(one)).at(0).reason == "letter_undelivered");
}

TEST_CASE("a report about a copy's reader stops that reader alone; about nobody known, no address at all") {
    auto const assistant = std::string{"office@client.example"};
    mail_world all;
    posting_gateway one{all};
    owe(one);
    REQUIRE(tell(one, domain::name_contacts{invoice, {assistant}, "Ana"}).has_value());
    move_to(all, one, due_morning);
    work_through(all, {&one}, 24h * 22, 1h);
    REQUIRE(all.arrived("reminder_final") == 1);
    auto const token = all.mailer.sent.back().token;
    REQUIRE(all.mailer.sent.back().recipients.size() == 2);
    auto const report = [&](std::string who) {
        returned_mail told{token, false, "5.1.1", {{std::move(who), "5.1.1"}}};
        return one.finish(record_return(one.books, all.record, std::move(told)));
    };
    auto const copy = report("Office@Client.Example");
    CHECK(copy.what == return_outcome::recorded);
    CHECK(copy.copy);
    CHECK_FALSE(copy.stopped);
    CHECK(record_of(one).unreachable.empty());
    CHECK(record_of(one).reminded.front().state == domain::letter_state::accepted);
    CHECK(domain::attention_of(booking_of(one)).at(0).reason == "copy_refused");
    CHECK(report(assistant).what == return_outcome::known_already);
    SUBCASE("and one about the client still stops the client's") {
        auto const own = report(address);
        CHECK(own.stopped);
        CHECK(record_of(one).unreachable == address);
    }
    SUBCASE("and one about somebody else stops nobody's") {
        CHECK(report("stranger@client.example").what == return_outcome::recorded);
        CHECK(record_of(one).unreachable.empty());
    }
}

TEST_CASE("a report about a booking that has moved finds where it is now") {
    mail_world all;
    posting_gateway one{all};
    owe(one);
    work_through(all, {&one}, 24h * 8, 1h);
    auto to = an_invoice().identity;
    to.reference = "ref-2";
    REQUIRE(tell(one, domain::move_booking{invoice, to, "another-token"}).has_value());
    auto const told = take_back(all, one, all.mailer.sent.at(0).token);
    CHECK(told.what == return_outcome::recorded);
    CHECK(told.where.booking == domain::booking_id_of(to));
    CHECK(told.stopped);
}

TEST_CASE("it comes back before the mail server's yes is on record: bounced it stays, with its hash") {
    mail_world all;
    posting_gateway one{all};
    owe(one);
    move_to(all, one, due_morning);
    gateway other{all, 7};
    all.mailer.on_send = [&](posted_mail const& mail) { take_back(all, other, mail.token); };
    work_through(all, {&one}, 1h, 1min);
    CHECK(record_of(one).under_way.empty());
    CHECK(record_of(one).reminded.front().state == domain::letter_state::bounced);
    REQUIRE(said_of(all, 1).size() == 1);
    CHECK(said_of(all, 1).at(0).hash == kept_of(all, one, 1).at(0).hash);
    CHECK(all.store.effects().empty());
}
