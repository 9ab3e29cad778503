// A line may be lost at any moment, and a server may say no to anything. What is told of the mail is never
// more than is known.
#include <doctest/doctest.h>

#include <chrono>

#include "contract/mailer/rig.hpp"
#include "quittance/smtp/login.hpp"

namespace quittance::tests {
namespace {

struct line_to_peer {
    explicit line_to_peer(smtp_manners manners) : peer(std::move(manners)) {}

    outcomes send(engine::posted_mail mail) { return tests::send(*mailer, std::move(mail)); }
    mail_outcome send_one() { return send(mail_to({"anna@client.example"})).front().what; }
    bool heard(std::string const& command) const {
        return std::ranges::any_of(peer.commands(),
                                   [&command](auto const& one) { return one.starts_with(command); });
    }

    smtp_peer peer;
    hasty_clock time;
    std::unique_ptr<engine::mailer> mailer = smtp::make_smtp_mailer(server_at(peer.port()), time);
};

smtp_manners hanging_up(hang_up when) {
    smtp_manners manners;
    manners.when = when;
    return manners;
}

engine::posted_mail long_mail() {
    auto mail = mail_to({"anna@client.example"});
    std::string const line(76, 'x');
    while (mail.bytes.size() < 24'000'000) mail.bytes += line + "\r\n";
    return mail;
}

TEST_CASE("a line that is lost before the content leaves nobody with the mail") {
    for (auto const when : {hang_up::at_once, hang_up::after_greeting, hang_up::after_sender,
                            hang_up::after_recipient, hang_up::after_data}) {
        CAPTURE(static_cast<int>(when));
        line_to_peer line{hanging_up(when)};
        auto const told = line.send(mail_to({"anna@client.example", "berta@client.example"}));
        CHECK(words_of(told) == words({mail_outcome::not_attempted, mail_outcome::not_attempted}));
        CHECK(told[0].code == 0);
        CHECK_FALSE(told[0].reply.empty());
    }
}

TEST_CASE("a line that is lost in the middle of the content leaves nobody with the mail") {
    line_to_peer line{hanging_up(hang_up::within_content)};
    CHECK(words_of(line.send(long_mail())) == words({mail_outcome::not_attempted}));
    CHECK(line.peer.connections() == 1);
}

TEST_CASE("a line that is lost while a short content is under way leaves a doubt at most") {
    line_to_peer line{hanging_up(hang_up::within_content)};
    auto const told = line.send_one();
    CAPTURE(engine::name_of(told));
    CHECK((told == mail_outcome::uncertain || told == mail_outcome::not_attempted));
}

TEST_CASE("a line that is lost after the final dot leaves a doubt, and the mail is not sent again") {
    for (auto const when : {hang_up::after_dot, hang_up::within_last_answer}) {
        CAPTURE(static_cast<int>(when));
        line_to_peer line{hanging_up(when)};
        auto const told = line.send(mail_to({"anna@client.example", "berta@client.example"}));
        CHECK(words_of(told) == words({mail_outcome::uncertain, mail_outcome::uncertain}));
        CHECK(line.peer.mails().size() == 1);
        CHECK(line.peer.connections() == 1);
    }
}

TEST_CASE("an answer to the final dot that never comes leaves a doubt when patience ends") {
    smtp_manners manners;
    manners.to_dot = "250-still thinking";
    smtp_peer peer{manners};
    hasty_clock time;
    auto server = server_at(peer.port());
    server.answering = milliseconds{1'000};
    auto const mailer = smtp::make_smtp_mailer(server, time);
    CHECK(words_of(send(*mailer, mail_to({"anna@client.example"}))) == words({mail_outcome::uncertain}));
}

TEST_CASE("a server that refuses the whole mail at its end refuses it for all") {
    auto const told_after = [](std::string const& answer) {
        smtp_manners manners;
        manners.to_dot = answer;
        manners.to_recipient["gone@client.example"] = "550 5.1.1 no such";
        line_to_peer line{manners};
        return words_of(
            line.send(mail_to({"anna@client.example", "gone@client.example", "b@client.example"})));
    };
    auto const both = [](mail_outcome what) { return words({what, mail_outcome::refused_address, what}); };
    CHECK(told_after("451 4.3.0 not now") == both(mail_outcome::deferred));
    CHECK(told_after("552 5.3.4 too big") == both(mail_outcome::refused));
    CHECK(told_after("550 5.7.1 looks like spam") == both(mail_outcome::refused_policy));
    CHECK(told_after("421 4.3.2 going down") == both(mail_outcome::busy));
    CHECK(told_after("550 5.1.1 of whom?") == both(mail_outcome::refused));
}

TEST_CASE("a server that refuses our sender or DATA says nothing about the recipients' addresses") {
    auto const told_with = [](auto change) {
        smtp_manners manners;
        change(manners);
        line_to_peer line{manners};
        auto const told = line.send(mail_to({"anna@client.example"}));
        CHECK(line.peer.mails().empty());
        return told.front();
    };
    auto const sender = [&](std::string const& answer) {
        return told_with([&answer](auto& manners) { manners.to_sender = answer; }).what;
    };
    CHECK(sender("550 5.1.8 bad sender") == mail_outcome::refused_policy);
    CHECK(sender("550 5.1.0 bad sender") == mail_outcome::refused_policy);
    CHECK(sender("550 not you") == mail_outcome::refused_policy);
    CHECK(sender("553 sorry, your envelope sender is in my badmailfrom list (#5.7.1)") ==
          mail_outcome::refused_policy);
    CHECK(sender("552 too big") == mail_outcome::refused);
    CHECK(sender("554 5.3.4 too big") == mail_outcome::refused);
    CHECK(sender("530 5.7.0 log in first") == mail_outcome::refused_policy);
    CHECK(sender("530 log in first") == mail_outcome::refused_policy);
    CHECK(sender("451 4.3.0 not now") == mail_outcome::deferred);
    CHECK(sender("421 too many") == mail_outcome::busy);
    auto const data = told_with([](auto& manners) { manners.to_data = "554 5.5.1 no"; });
    CHECK(data.what == mail_outcome::refused);
    CHECK(data.code == 554);
    CHECK(told_with([](auto& manners) { manners.to_data = "554 no"; }).what == mail_outcome::refused_policy);
}

TEST_CASE("a code at the end of the words, as qmail writes it, is a code") {
    auto const told_to = [](std::string const& answer) {
        smtp_manners manners;
        manners.to_recipient["anna@client.example"] = answer;
        return line_to_peer{manners}.send(mail_to({"anna@client.example"})).front();
    };
    auto const gone = told_to("550 sorry, no mailbox here by that name. (#5.1.1)");
    CHECK(gone.what == mail_outcome::refused_address);
    CHECK(gone.status == "5.1.1");
    CHECK(told_to("553 not in my list of allowed hosts (#5.7.1)").what == mail_outcome::refused_policy);
    CHECK(told_to("550 no (#5.1.1) such").what == mail_outcome::refused);
    CHECK(told_to("550 no (#5.1.1x)").what == mail_outcome::refused);
}

TEST_CASE("421 at any time is a wish to be left alone") {
    smtp_manners manners;
    manners.greeting = "421 4.3.2 too busy";
    CHECK(line_to_peer{manners}.send_one() == mail_outcome::busy);
    manners = {};
    manners.to_recipient["anna@client.example"] = "421 4.7.0 slow down";
    line_to_peer line{manners};
    auto const told =
        line.send(mail_to({"first@client.example", "anna@client.example", "last@client.example"}));
    CHECK(words_of(told) == words({mail_outcome::busy, mail_outcome::busy, mail_outcome::busy}));
    CHECK(told[0].code == 421);
    CHECK(line.peer.mails().empty());
}

TEST_CASE("a server that takes nobody in its greeting has not been tried") {
    smtp_manners manners;
    manners.greeting = "554 5.3.2 no mail here";
    line_to_peer line{manners};
    auto const told = line.send(mail_to({"anna@client.example"}));
    CHECK(told[0].what == mail_outcome::not_attempted);
    CHECK(told[0].code == 554);
}

TEST_CASE("nobody listens: the mail was not attempted") {
    std::uint16_t port = 0;
    {
        port = smtp_peer{}.port();
    }
    hasty_clock time;
    auto const mailer = smtp::make_smtp_mailer(server_at(port), time);
    auto const told = send(*mailer, mail_to({"anna@client.example"}));
    CHECK(told[0].what == mail_outcome::not_attempted);
    CHECK_FALSE(told[0].reply.empty());
}

TEST_CASE("where encryption is wanted and not offered, nothing about anybody is said") {
    for (auto const how : {smtp::protection::starttls, smtp::protection::tls}) {
        smtp_peer peer;
        hasty_clock time;
        auto server = server_at(peer.port());
        server.line = how;
        server.user = "studio";
        server.password = smtp::mail_password{"secret word"};
        server.answering = server.whole = milliseconds{2'000};
        auto const mailer = smtp::make_smtp_mailer(server, time);
        CHECK(send(*mailer, mail_to({"anna@client.example"}))[0].what == mail_outcome::not_attempted);
        for (auto const& command : peer.commands()) {
            CHECK_FALSE(command.starts_with("AUTH"));
            CHECK_FALSE(command.starts_with("MAIL"));
        }
        CHECK(peer.mails().empty());
    }
}

TEST_CASE("a login that is refused leaves nobody with the mail, and says so without the password") {
    smtp_manners manners;
    manners.offers = {"AUTH PLAIN"};
    manners.to_login = "535 5.7.8 not with that password";
    smtp_peer peer{manners};
    hasty_clock time;
    auto server = server_at(peer.port());
    server.user = "studio@studio.example";
    server.password = smtp::mail_password{"secret word"};
    auto const mailer = smtp::make_smtp_mailer(server, time);
    auto const told = send(*mailer, mail_to({"anna@client.example"}));
    CHECK(told[0].what == mail_outcome::not_attempted);
    CHECK(told[0].code == 535);
    CHECK(told[0].status == "5.7.8");
    CHECK(told[0].reply.find("secret") == std::string::npos);
    CHECK(peer.mails().empty());
}

TEST_CASE("a password that was exchanged is said with the next mail, and the former one no more") {
    std::string const first = "AHN0dWRpbwBmaXJzdCB3b3Jk", second = "AHN0dWRpbwBzZWNvbmQgd29yZA==";
    smtp_manners manners;
    manners.offers = {"AUTH PLAIN"};
    manners.to_login = "334 ";
    smtp_peer peer{manners};
    hasty_clock time;
    auto server = server_at(peer.port());
    server.user = "studio";
    auto const login = std::make_shared<smtp::login>(smtp::mail_password{"first word"});
    auto const mailer = smtp::make_smtp_mailer(server, login, time);
    auto const times_said = [&peer](std::string const& word) {
        return std::ranges::count_if(
            peer.commands(), [&word](auto const& one) { return one.find(word) != std::string::npos; });
    };
    send(*mailer, mail_to({"anna@client.example"}));
    CHECK(times_said(first) == 1);
    login->exchange(smtp::mail_password{"second word"});
    send(*mailer, mail_to({"anna@client.example"}));
    CHECK(times_said(first) == 1);
    CHECK(times_said(second) == 1);
}

TEST_CASE("one connection carries many mails, and is made anew when it died meanwhile") {
    smtp_manners manners;
    line_to_peer line{manners};
    for (int i = 0; i < 5; ++i) CHECK(line.send_one() == mail_outcome::accepted);
    CHECK(line.peer.connections() == 1);
    manners.farewell_when_idle = true;
    line.peer.behave(manners);
    for (int i = 0; i < 3; ++i) CHECK(line.send_one() == mail_outcome::accepted);
    CHECK(line.peer.mails().size() == 8);
    CHECK(line.peer.connections() == 3);
}

TEST_CASE("what the server says of somebody comes back without his address") {
    smtp_manners manners;
    manners.to_recipient["anna@client.example"] =
        "550-5.1.1 <anna@client.example>: Anna, mail to anna@client.example\r\n"
        "550 5.1.1 see https://client.example/?who=anna%40client.example";
    line_to_peer line{manners};
    auto const told = line.send(mail_to({"anna@client.example"}));
    CHECK(told[0].what == mail_outcome::refused_address);
    CHECK(told[0].reply == "(address) (address) mail to (address) see (address)");
}

TEST_CASE("a recipient that is no plain address is never named to the server") {
    line_to_peer line{smtp_manners{}};
    auto const told =
        line.send(mail_to({"x@client.example>\r\nRCPT TO:<y@client.example", "anna@client.example"}));
    CHECK(words_of(told) == words({mail_outcome::refused_address, mail_outcome::accepted}));
    REQUIRE(line.peer.mails().size() == 1);
    CHECK(line.peer.mails()[0].recipients == std::vector<std::string>{"anna@client.example"});
}

TEST_CASE("a mailer that goes while a server keeps it waiting ends at once, and leaves a doubt") {
    smtp_manners manners;
    manners.to_dot = "250-still thinking";
    smtp_peer peer{manners};
    hasty_clock time;
    auto server = server_at(peer.port());
    server.answering = server.whole = milliseconds{100'000};
    auto mailer = smtp::make_smtp_mailer(server, time);
    boost::asio::io_context loop;
    std::vector<mail_outcome> told;
    auto const keep = [&told](std::exception_ptr, outcomes given) { told.push_back(given.front().what); };
    boost::asio::co_spawn(loop, sent(*mailer, mail_to({"anna@client.example"}, "1")), keep);
    boost::asio::co_spawn(loop, sent(*mailer, mail_to({"anna@client.example"}, "2")), keep);
    while (peer.mails().empty()) loop.run_for(std::chrono::milliseconds{5});
    auto const began = std::chrono::steady_clock::now();
    mailer.reset();
    loop.run();
    CHECK(std::chrono::steady_clock::now() - began < std::chrono::seconds{5});
    CHECK(std::ranges::count(told, mail_outcome::uncertain) == 1);
    CHECK(std::ranges::count(told, mail_outcome::not_attempted) == 1);
}

}  // namespace
}  // namespace quittance::tests
