// The mailer against a mail server as it is found in the world, with TLS and a login.
#include <doctest/doctest.h>

#include "contract/mailer/rig.hpp"
#include "integration/mail/exim_server.hpp"
#include "integration/net/authority.hpp"
#include "quittance/smtp/message.hpp"
#include "unit/smtp/samples.hpp"

namespace quittance::tests {
namespace {

constexpr long day = 86'400;

net::authority const& trusted() {
    static net::authority const kept;
    return kept;
}

struct real_place {
    explicit real_place(smtp::protection how = smtp::protection::starttls,
                        std::string const& name = "localhost")
        : certificate(trusted().issue(name, -day, day)),
          server(certificate.certificate, certificate.key, how == smtp::protection::tls),
          settings(server_at(server.port())) {
        settings.host = "localhost";
        settings.line = how;
        settings.user = exim_server::user;
        settings.password = smtp::mail_password{exim_server::password};
        settings.ca_file = trusted().file();
    }

    outcomes send(engine::posted_mail mail) {
        if (!mailer) mailer = smtp::make_smtp_mailer(settings, time);
        return tests::send(*mailer, std::move(mail));
    }

    net::issued certificate;
    exim_server server;
    smtp::mail_server settings;
    hasty_clock time;
    std::unique_ptr<engine::mailer> mailer;
};

engine::posted_mail wishing(std::string const& wish) {
    auto mail = mail_to({"anna@client.example"});
    mail.bytes = "X-Wish: " + wish + "\r\n" + mail.bytes;
    return mail;
}

TEST_CASE("a real server takes a mail after STARTTLS or TLS, with the envelope that was given") {
    for (auto const how : {smtp::protection::starttls, smtp::protection::tls}) {
        real_place there{how};
        auto const told = there.send(mail_to({"anna@client.example", "berta@client.example"}));
        CHECK(words_of(told) == words({mail_outcome::accepted, mail_outcome::accepted}));
        CHECK(told[0].code == 250);
        auto const mails = there.server.mails();
        REQUIRE(mails.size() == 1);
        CHECK(mails[0].sender == "bounces+1@studio.example");
        CHECK(mails[0].recipients == std::vector<std::string>{"anna@client.example", "berta@client.example"});
        CHECK(mails[0].bytes.ends_with("\r\n\r\nHello\r\n.\r\n..two\r\nend\r\n"));
    }
}

TEST_CASE("a real server's answers to each recipient are told apart, and the others get the mail") {
    real_place there;
    auto const told = there.send(mail_to(
        {"gone@client.example", "anna@client.example", "later@client.example", "policy@client.example"}));
    CHECK(words_of(told) == words({mail_outcome::refused_address, mail_outcome::accepted,
                                   mail_outcome::deferred, mail_outcome::refused_policy}));
    CHECK(told[0].status == "5.1.1");
    CHECK(told[0].reply == "(address) there is no such person");
    CHECK(told[2].code == 450);
    auto const mails = there.server.mails();
    REQUIRE(mails.size() == 1);
    CHECK(mails[0].recipients == std::vector<std::string>{"anna@client.example"});
}

TEST_CASE("a real server that refuses the whole mail has not got it") {
    real_place there;
    CHECK(words_of(there.send(wishing("defer"))) == words({mail_outcome::deferred}));
    auto const refused = there.send(wishing("refuse"));
    CHECK(words_of(refused) == words({mail_outcome::refused}));
    CHECK(refused[0].status == "5.3.4");
    CHECK(there.server.mails().empty());
    CHECK(words_of(there.send(wishing("nothing"))) == words({mail_outcome::accepted}));
}

TEST_CASE("a real server that dies before the content leaves nobody with the mail, and the next one goes") {
    real_place there;
    auto const told = there.send(mail_to({"anna@client.example", "dies-before@client.example"}));
    CHECK(words_of(told) == words({mail_outcome::not_attempted, mail_outcome::not_attempted}));
    CHECK(there.server.mails().empty());
    CHECK(words_of(there.send(mail_to({"anna@client.example"}))) == words({mail_outcome::accepted}));
}

TEST_CASE("a real server that dies after the final dot leaves a doubt, and the next mail goes") {
    real_place there;
    auto const told = there.send(mail_to({"anna@client.example", "dies-after@client.example"}));
    CHECK(words_of(told) == words({mail_outcome::uncertain, mail_outcome::uncertain}));
    CHECK(words_of(there.send(mail_to({"anna@client.example"}))) == words({mail_outcome::accepted}));
}

TEST_CASE("a server whose certificate is not trusted, or is another's, hears nothing about anybody") {
    real_place other{smtp::protection::starttls, "mail.other.example"};
    auto const told = other.send(mail_to({"anna@client.example"}));
    CHECK(words_of(told) == words({mail_outcome::not_attempted}));
    CHECK(told[0].reply.find("ertificate") != std::string::npos);
    net::authority const stranger;
    real_place there;
    there.settings.ca_file = stranger.file();
    CHECK(words_of(there.send(mail_to({"anna@client.example"}))) == words({mail_outcome::not_attempted}));
    there.mailer.reset();
    there.settings.ca_file = "/nowhere/ca.pem";
    CHECK(words_of(there.send(mail_to({"anna@client.example"}))) == words({mail_outcome::not_attempted}));
    CHECK(there.server.mails().empty());
}

TEST_CASE("a wrong password is no attempt, and no login at all is the server's policy") {
    real_place there;
    there.settings.password = smtp::mail_password{"wrong"};
    auto const told = there.send(mail_to({"anna@client.example"}));
    CHECK(words_of(told) == words({mail_outcome::not_attempted}));
    CHECK(told[0].code == 535);
    there.mailer.reset();
    there.settings.user.clear();
    there.settings.password = {};
    auto const stranger = there.send(mail_to({"anna@client.example"}));
    CHECK(words_of(stranger) == words({mail_outcome::refused_policy}));
    CHECK(stranger[0].code == 530);
}

TEST_CASE("what went through a real server is still without a defect") {
    real_place there;
    auto const letters = smtp::samples::edge_letters();
    for (auto const& [name, what] : letters) {
        auto const told = there.send(
            {what.message_id, "bounces+1@studio.example", {"berta@client.example"}, smtp::compose(what)});
        CAPTURE(name);
        CHECK(words_of(told) == words({mail_outcome::accepted}));
    }
    auto const mails = there.server.mails();
    REQUIRE(mails.size() == letters.size());
    for (std::size_t i = 0; i < letters.size(); ++i) {
        // It adds a field of its own, above all others.
        auto const at = mails[i].bytes.find("\r\nDate: ");
        REQUIRE(at != std::string::npos);
        CAPTURE(letters[i].name);
        CHECK(mails[i].bytes.substr(at + 2) == smtp::compose(letters[i].what));
    }
}

}  // namespace
}  // namespace quittance::tests
