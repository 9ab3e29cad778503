#include <doctest/doctest.h>

#include "dialogue.hpp"

namespace quittance::smtp {
namespace {

using engine::mail_outcome;

dialogue with_one() {
    dialogue talk{{"anna@client.example"}};
    talk.heard("220 ready\r\n");
    talk.said("EHLO studio.example\r\n");
    talk.heard("250-server\r\n250-AUTH PLAIN\r\n250 HELP\r\n");
    talk.said("MAIL FROM:<b@studio.example>\r\n");
    talk.heard("250 fine\r\n");
    return talk;
}

dialogue within_content() {
    auto talk = with_one();
    talk.said("RCPT TO:<anna@client.example>\r\n");
    talk.heard("250 fine\r\n");
    talk.said("DATA\r\n");
    talk.heard("354 go ahead\r\n");
    return talk;
}

engine::recipient_outcome only(dialogue const& talk) { return talk.outcomes("the line broke").front(); }

engine::recipient_outcome answered_with(std::string const& answer) {
    auto talk = with_one();
    talk.said("RCPT TO:<anna@client.example>\r\n");
    talk.heard(answer + "\r\n");
    return only(talk);
}

TEST_CASE("what a server says to a recipient's name is judged by its code and status") {
    CHECK(answered_with("450 4.2.1 busy box").what == mail_outcome::deferred);
    CHECK(answered_with("452 4.5.3 too many").what == mail_outcome::deferred);
    CHECK(answered_with("450 4.7.1 greylisted").what == mail_outcome::deferred);
    CHECK(answered_with("421 4.7.0 slow down").what == mail_outcome::busy);
    CHECK(answered_with("550 5.1.1 no such").what == mail_outcome::refused_address);
    CHECK(answered_with("550 5.1.10 null MX").what == mail_outcome::refused_address);
    CHECK(answered_with("550 5.1.8 your sender").what == mail_outcome::refused_policy);
    CHECK(answered_with("550 5.7.1 not from you").what == mail_outcome::refused_policy);
    CHECK(answered_with("552 5.2.2 full").what == mail_outcome::refused);
    CHECK(answered_with("550 no such user").what == mail_outcome::refused);
    CHECK(answered_with("550 4.1.1 of two minds").what == mail_outcome::refused);
    CHECK(answered_with("550 4.1.1 of two minds").status.empty());
    CHECK(answered_with("550").what == mail_outcome::refused);
}

TEST_CASE("an answer of several lines is one answer, and what is no answer is none") {
    auto const told = answered_with("550-5.1.1 there is\r\nchatter\r\n550-5.1.1 nobody\r\n550 5.1.1 here");
    CHECK(told.what == mail_outcome::refused_address);
    CHECK(told.reply == "there is nobody here");
    CHECK(answered_with("55O no\r\n5500 no\r\n999 no").what == mail_outcome::not_attempted);
    CHECK(answered_with("550-5.1.1 unfinished").what == mail_outcome::not_attempted);
}

TEST_CASE("before all of the mail is handed over, a lost line is no attempt; from then on it is a doubt") {
    auto talk = within_content();
    CHECK(only(talk).what == mail_outcome::not_attempted);
    talk.handed_over();
    CHECK(only(talk).what == mail_outcome::uncertain);
    CHECK(only(talk).reply == "the line broke");
    talk.heard("250-taken\r\n");
    CHECK(only(talk).what == mail_outcome::uncertain);
    talk.heard("250 2.0.0 as 7A2\r\n");
    CHECK(only(talk).what == mail_outcome::accepted);
    talk.heard("421 bye\r\n");
    CHECK(only(talk).what == mail_outcome::accepted);
}

TEST_CASE("an answer to the final dot that makes no sense leaves the doubt") {
    auto talk = within_content();
    talk.handed_over();
    talk.heard("354 go ahead\r\n");
    CHECK(only(talk).what == mail_outcome::uncertain);
}

TEST_CASE("a refusal that was got over is not what ended the line") {
    dialogue talk{{"anna@client.example"}};
    talk.said("EHLO studio.example\r\n");
    talk.heard("502 5.5.1 what?\r\n");
    CHECK(only(talk).code == 502);
    talk.said("HELO studio.example\r\n");
    talk.heard("250 fine\r\n");
    talk.said("MAIL FROM:<b@studio.example>\r\n");
    CHECK(only(talk).what == mail_outcome::not_attempted);
    CHECK(only(talk).code == 0);
    CHECK(only(talk).reply == "the line broke");
}

TEST_CASE("a farewell is heard as one, and the answer to QUIT is about nobody") {
    auto talk = within_content();
    talk.heard("421 4.4.2 too slow\r\n");
    CHECK(only(talk).what == mail_outcome::busy);
    auto refused = with_one();
    refused.said("RCPT TO:<anna@client.example>\r\n");
    refused.heard("550 5.1.1 no such\r\n");
    refused.said("QUIT\r\n");
    refused.heard("221 bye\r\n");
    CHECK(only(refused).what == mail_outcome::refused_address);
}

TEST_CASE("a line that carried no answer but a farewell got nowhere") {
    dialogue talk{{"anna@client.example"}};
    CHECK_FALSE(talk.got_anywhere());
    talk.said("MAIL FROM:<b@studio.example>\r\n");
    talk.heard("421 4.4.2 idle for too long\r\n");
    CHECK_FALSE(talk.got_anywhere());
    talk.handed_over();
    CHECK(talk.got_anywhere());
    CHECK(with_one().got_anywhere());
}

TEST_CASE("a login is not mistaken for the mail that follows it") {
    dialogue talk{{"anna@client.example"}};
    talk.said("AUTH LOGIN\r\n");
    talk.said("DATA\r\n");
    talk.said("RCPT TO:<x@y.example>\r\n");
    talk.heard("535 5.7.8 no\r\n");
    CHECK(only(talk).what == mail_outcome::not_attempted);
    CHECK(only(talk).code == 535);
}

}  // namespace
}  // namespace quittance::smtp
