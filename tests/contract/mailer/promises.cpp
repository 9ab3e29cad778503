// What every mailer promises: the one of the doubles, the one that speaks SMTP, the one that writes files.
#include <doctest/doctest.h>

#include <array>
#include <boost/asio/detached.hpp>

#include "contract/mailer/rig.hpp"
#include "doubles/manual_clock.hpp"
#include "doubles/scripted_mailer.hpp"

namespace quittance::tests {
namespace {

// A place where mails go, whose answers can be told beforehand.
class double_place {
public:
    engine::mailer& mailer() { return mailer_; }
    void answer(std::string const& address, mail_outcome what, unsigned code, std::string const& status) {
        mailer_.answers[address] = {what, code, status, "said the server"};
    }
    std::vector<std::string> inbox(std::string const& address) {
        std::vector<std::string> all;
        auto const& kept = mailer_.inboxes[address];
        all.reserve(kept.size());
        for (auto const& one : kept) all.push_back(one.bytes);
        return all;
    }

private:
    doubles::scripted_mailer mailer_;
};

class smtp_place {
public:
    smtp_place() : mailer_(smtp::make_smtp_mailer(server_at(peer_.port()), time_)) {}

    engine::mailer& mailer() { return *mailer_; }
    void answer(std::string const& address, mail_outcome, unsigned code, std::string const& status) {
        manners_.to_recipient[address] = std::to_string(code) + ' ' + status + " said the server";
        peer_.behave(manners_);
    }
    std::vector<std::string> inbox(std::string const& address) {
        std::vector<std::string> all;
        for (auto const& one : peer_.mails()) {
            if (std::ranges::find(one.recipients, address) != one.recipients.end()) all.push_back(one.bytes);
        }
        return all;
    }

private:
    smtp_manners manners_;
    smtp_peer peer_;
    hasty_clock time_;
    std::unique_ptr<engine::mailer> mailer_;
};

TEST_CASE_TEMPLATE("a mail that is taken is accepted, and arrives as it was handed over", Place, double_place,
                   smtp_place) {
    Place there;
    auto const mail = mail_to({"anna@client.example"});
    auto const told = send(there.mailer(), mail);
    REQUIRE(told.size() == 1);
    CHECK(told[0].what == mail_outcome::accepted);
    CHECK(told[0].recipient == "anna@client.example");
    CHECK(told[0].code == 250);
    CHECK(told[0].status == "2.0.0");
    CHECK(there.inbox("anna@client.example") == std::vector{mail.bytes});
}

TEST_CASE_TEMPLATE("several recipients are judged one by one, in their order", Place, double_place,
                   smtp_place) {
    Place there;
    there.answer("later@client.example", mail_outcome::deferred, 450, "4.2.1");
    there.answer("gone@client.example", mail_outcome::refused_address, 550, "5.1.1");
    there.answer("policy@client.example", mail_outcome::refused_policy, 554, "5.7.1");
    there.answer("full@client.example", mail_outcome::refused, 552, "5.2.2");
    auto const told = send(there.mailer(),
                           mail_to({"later@client.example", "anna@client.example", "gone@client.example",
                                    "policy@client.example", "full@client.example", "berta@client.example"}));
    CHECK(words_of(told) ==
          words({mail_outcome::deferred, mail_outcome::accepted, mail_outcome::refused_address,
                 mail_outcome::refused_policy, mail_outcome::refused, mail_outcome::accepted}));
    CHECK(told[0].code == 450);
    CHECK(told[2].status == "5.1.1");
    CHECK(told[3].reply == "said the server");
    CHECK(there.inbox("anna@client.example").size() == 1);
    CHECK(there.inbox("berta@client.example").size() == 1);
    CHECK(there.inbox("gone@client.example").empty());
}

TEST_CASE_TEMPLATE("where nobody is taken, nothing is sent", Place, double_place, smtp_place) {
    Place there;
    there.answer("gone@client.example", mail_outcome::refused_address, 550, "5.1.1");
    there.answer("later@client.example", mail_outcome::deferred, 451, "4.7.1");
    auto const told = send(there.mailer(), mail_to({"gone@client.example", "later@client.example"}));
    CHECK(words_of(told) == words({mail_outcome::refused_address, mail_outcome::deferred}));
    CHECK(there.inbox("gone@client.example").empty());
    CHECK(there.inbox("later@client.example").empty());
}

TEST_CASE_TEMPLATE("mails follow each other, whatever became of the one before", Place, double_place,
                   smtp_place) {
    Place there;
    there.answer("gone@client.example", mail_outcome::refused_address, 550, "5.1.1");
    for (int i = 0; i < 5; ++i) {
        auto const id = std::to_string(i);
        CHECK(send(there.mailer(), mail_to({"anna@client.example"}, id))[0].what == mail_outcome::accepted);
        CHECK(send(there.mailer(), mail_to({"gone@client.example"}, id))[0].what ==
              mail_outcome::refused_address);
    }
    CHECK(there.inbox("anna@client.example").size() == 5);
}

namespace {

// What a turn became, once it is there: a leave, or a no.
struct turn_taken {
    std::optional<std::optional<engine::mail_turn>> answer;
    bool granted() const { return answer && *answer; }
    bool refused() const { return answer && !*answer; }
};

void ask_for_turn(boost::asio::io_context& loop, engine::mailer& of, turn_taken& into) {
    boost::asio::co_spawn(loop, of.turn(),
                          [&into](std::exception_ptr, std::optional<engine::mail_turn> given) {
                              into.answer.emplace(std::move(given));
                          });
}

// No mail is sent from here: whatever can happen happens at once.
void settle(boost::asio::io_context& loop) {
    loop.restart();
    loop.poll();
}

}  // namespace

TEST_CASE("a turn is given while a line is free, and waits for one that is given back, in the order asked") {
    smtp_peer peer;
    hasty_clock time;
    auto server = server_at(peer.port());
    server.lines = 2;
    auto const mailer = smtp::make_smtp_mailer(server, time);
    boost::asio::io_context loop;
    std::array<turn_taken, 5> all;
    for (auto& one : all) ask_for_turn(loop, *mailer, one);
    settle(loop);
    CHECK(all[0].granted());
    CHECK(all[1].granted());
    CHECK_FALSE(all[2].answer);
    all[0].answer->reset();  // not used
    settle(loop);
    CHECK(all[2].granted());
    CHECK_FALSE(all[3].answer);
    boost::asio::co_spawn(loop, mailer->send(std::move(**all[1].answer), mail_to({"anna@client.example"})),
                          boost::asio::detached);
    settle(loop);
    CHECK_FALSE(all[3].answer);  // its mail is in hand
    while (!all[3].answer) loop.run_one();
    CHECK(all[3].granted());
    CHECK(peer.mails().size() == 1);
    CHECK_FALSE(all[4].answer);
}

TEST_CASE("a mailer that is closed gives no turn, tells those who wait, and sends what has its turn") {
    smtp_peer peer;
    doubles::manual_clock time{from_unix_millis(1'795'262'400'000)};
    auto server = server_at(peer.port());
    server.per_minute = 1;
    server.lines = 2;
    auto const mailer = smtp::make_smtp_mailer(server, time);
    boost::asio::io_context loop;
    std::array<turn_taken, 4> all;
    for (std::size_t i = 0; i < 3; ++i) ask_for_turn(loop, *mailer, all[i]);
    settle(loop);
    CHECK(all[0].granted());
    CHECK_FALSE(all[1].answer);  // has a line, and waits for the rate
    CHECK_FALSE(all[2].answer);  // waits for a line
    mailer->close();
    ask_for_turn(loop, *mailer, all[3]);
    settle(loop);
    for (std::size_t i = 1; i < 4; ++i) CHECK(all[i].refused());
    std::optional<outcomes> told;
    boost::asio::co_spawn(loop, mailer->send(std::move(**all[0].answer), mail_to({"anna@client.example"})),
                          [&told](std::exception_ptr, outcomes given) { told = std::move(given); });
    loop.restart();
    loop.run();
    REQUIRE(told);
    CHECK(words_of(*told) == words({mail_outcome::accepted}));
}

TEST_CASE("a mailer that is cut ends what is in hand, and whoever waits hears of it") {
    smtp_manners manners;
    manners.to_dot = "250-still thinking";
    smtp_peer peer{manners};
    hasty_clock time;
    auto server = server_at(peer.port());
    server.answering = server.whole = milliseconds{100'000};
    auto const mailer = smtp::make_smtp_mailer(server, time);
    boost::asio::io_context loop;
    std::optional<outcomes> told;
    boost::asio::co_spawn(loop, sent(*mailer, mail_to({"anna@client.example"})),
                          [&told](std::exception_ptr, outcomes given) { told = std::move(given); });
    while (peer.mails().empty()) loop.run_for(std::chrono::milliseconds{5});
    mailer->cut();
    loop.run();
    REQUIRE(told);
    CHECK(words_of(*told) == words({mail_outcome::uncertain}));
}

TEST_CASE("an answer of the scripted mailer can be held back, and its mail has arrived meanwhile") {
    doubles::scripted_mailer post;
    post.slow = true;
    boost::asio::io_context loop;
    std::optional<outcomes> told;
    boost::asio::co_spawn(loop, sent(post, mail_to({"anna@client.example"})),
                          [&told](std::exception_ptr, outcomes given) { told = std::move(given); });
    loop.poll();
    CHECK_FALSE(told);
    CHECK(post.inboxes["anna@client.example"].size() == 1);
    post.release();
    loop.run();
    REQUIRE(told);
    CHECK(words_of(*told) == words({mail_outcome::accepted}));
}

TEST_CASE("an uncertain mail of the scripted mailer has arrived, or has not, as the test says") {
    doubles::scripted_mailer post;
    post.answers["a@client.example"] = doubles::taken_without_a_word;
    post.answers["b@client.example"] = doubles::lost_without_a_word;
    auto const told = send(post, mail_to({"a@client.example", "b@client.example"}));
    CHECK(words_of(told) == words({mail_outcome::uncertain, mail_outcome::uncertain}));
    CHECK(post.inboxes["a@client.example"].size() == 1);
    CHECK(post.inboxes["b@client.example"].empty());
}

}  // namespace
}  // namespace quittance::tests
