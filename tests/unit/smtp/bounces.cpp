#include <doctest/doctest.h>

#include <fstream>
#include <iterator>

#include "quittance/smtp/bounce.hpp"

namespace quittance::smtp {
namespace {

return_paths paths() {
    return {return_path_key{"a key of more than 16 bytes"}, "bounces", "mail.studio.example"};
}

std::string with_return_path(std::string text) {
    constexpr std::string_view mark = "%RETURN%";
    auto const address = paths().address_of("abc123");
    for (auto at = text.find(mark); at != std::string::npos; at = text.find(mark)) {
        text.replace(at, mark.size(), address);
    }
    return text;
}

std::string mail_of(std::string const& name) {
    std::ifstream file{"tests/unit/smtp/bounces/" + name + ".eml", std::ios::binary};
    REQUIRE(file.good());
    return with_return_path({std::istreambuf_iterator<char>{file}, {}});
}

bounce read(std::string const& name) { return read_bounce(mail_of(name), paths()); }

std::string with_crlf(std::string const& text) {
    std::string result;
    for (char const c : text) result += c == '\n' ? std::string{"\r\n"} : std::string{c};
    return result;
}

std::string reply_with(std::string const& field) {
    return with_return_path("From: berta@client.example\n" + field + "\nTo: %RETURN%\n\nHello\n");
}

TEST_CASE("a report of an address that does not exist is a hard bounce") {
    auto const found = read("hard");
    CHECK(found.what == bounce_kind::hard_bounce);
    CHECK(found.token == "abc123");
    CHECK(found.status == "5.1.1");
    CHECK(found.diagnostic == "550 5.1.1 <gone@client.example>: Recipient address rejected: no such person");
    REQUIRE(found.recipients.size() == 1);
    CHECK(found.recipients[0].address == "gone@client.example");
}

TEST_CASE("the same report means the same with either line end, and behind the line of a mail box") {
    auto const mail = mail_of("hard");
    auto const found = read_bounce(mail, paths());
    CHECK(read_bounce(with_crlf(mail), paths()) == found);
    CHECK(read_bounce("From MAILER-DAEMON Sun Nov 22 10:00:00 2026\n" + mail, paths()) == found);
}

TEST_CASE("a delay and a full box pass; they stop no address") {
    CHECK(read("delayed").what == bounce_kind::soft_bounce);
    CHECK(read("delayed").status == "4.4.1");
    CHECK(read("full").what == bounce_kind::soft_bounce);
    CHECK(read("full").status == "5.2.2");
}

TEST_CASE(
    "the last report of a server that tried for days is a failure, though its status says that it passes") {
    auto mail = mail_of("delayed");
    std::string const delayed{"Action: delayed"};
    auto const at = mail.find(delayed);
    REQUIRE(at != std::string::npos);
    mail.replace(at, delayed.size(), "Action: failed");
    auto const found = read_bounce(mail, paths());
    CHECK(found.what == bounce_kind::hard_bounce);
    CHECK(found.status == "4.4.1");
}

TEST_CASE("a report without a status is read by the server's own words") {
    CHECK(read("no_status").what == bounce_kind::hard_bounce);
    CHECK(read("no_status").status == "5.1.1");
}

TEST_CASE("a report about several recipients tells of each, and means what the hardest means") {
    auto const found = read("several");
    CHECK(found.what == bounce_kind::hard_bounce);
    REQUIRE(found.recipients.size() == 3);
    CHECK(found.recipients[0].what == bounce_kind::soft_bounce);
    CHECK(found.recipients[1].what == bounce_kind::hard_bounce);
    CHECK(found.recipients[1].address == "second@client.example");
    CHECK(found.recipients[2].what == bounce_kind::auto_reply);
}

TEST_CASE("a report that it arrived is no bounce") {
    CHECK(read("delivered").what == bounce_kind::auto_reply);
}

TEST_CASE("a complaint is one, and a report that it was wanted after all is none") {
    CHECK(read("complaint").what == bounce_kind::complaint);
    CHECK(read("complaint").token == "abc123");
    CHECK(read("not_spam").what == bounce_kind::auto_reply);
}

TEST_CASE("a machine's answer never counts as a person's") {
    CHECK(read("out_of_office").what == bounce_kind::auto_reply);
    CHECK(read("read_receipt").what == bounce_kind::auto_reply);
    for (auto const* field :
         {"Auto-Submitted: auto-generated", "auto-submitted: Auto-Notified; owner=x", "Precedence: bulk",
          "Precedence: List", "Precedence: junk", "Precedence: auto_reply", "X-Autoreply: yes",
          "X-Autorespond: x", "X-Auto-Response-Suppress: All", "List-Id: <x.client.example>",
          "List-Unsubscribe: <mailto:x@client.example>", "Return-Path: <>",
          "From: MAILER-DAEMON@client.example"}) {
        CAPTURE(field);
        auto mail = reply_with(field);
        if (std::string_view{field}.starts_with("From")) mail.erase(0, mail.find('\n') + 1);
        CHECK(read_bounce(mail, paths()).what == bounce_kind::auto_reply);
    }
}

TEST_CASE("a person's reply is a person's") {
    CHECK(read("person").what == bounce_kind::person_reply);
    CHECK(read_bounce(reply_with("Return-Path: <berta@client.example>"), paths()).what ==
          bounce_kind::person_reply);
    CHECK(read_bounce(reply_with("Precedence: first-class"), paths()).what == bounce_kind::person_reply);
}

TEST_CASE("an invented bounce stops nobody") {
    CHECK(read("stranger") == bounce{});
    return_paths const theirs{return_path_key{"another key of 16 bytes"}, "bounces", "mail.studio.example"};
    CHECK(read_bounce(mail_of("hard"), theirs) == bounce{});
    CHECK(read_bounce("", paths()) == bounce{});
}

TEST_CASE("where the mail server says for which address it delivers, that counts") {
    auto const mail = mail_of("stranger");
    CHECK(read_bounce(mail, paths(), paths().address_of("xyz")).token == "xyz");
    CHECK(read_bounce(mail, paths(), paths().address_of("xyz")).what == bounce_kind::hard_bounce);
}

TEST_CASE("what is nested deeper than anybody nests is not looked into") {
    auto nested = [](int depth) {
        std::string mail = "To: %RETURN%\nAuto-Submitted: auto-replied\n";
        for (int i = 0; i < depth; ++i) {
            auto const boundary = "b" + std::to_string(i);
            mail += "Content-Type: multipart/mixed; boundary=" + boundary + "\n\n--" + boundary + "\n";
        }
        return with_return_path(mail +
                                "Content-Type: message/delivery-status\n\nAction: failed\nStatus: 5.1.1\n");
    };
    CHECK(read_bounce(nested(4), paths()).what == bounce_kind::hard_bounce);
    CHECK(read_bounce(nested(5), paths()).what == bounce_kind::auto_reply);
    CHECK(read_bounce(nested(20'000), paths()).what == bounce_kind::auto_reply);
}

TEST_CASE("a report of a thousand recipients tells of the first hundred, in few words each") {
    std::string mail = "To: %RETURN%\nContent-Type: message/delivery-status\n\n";
    for (int i = 0; i < 1'000; ++i) {
        mail +=
            "Action: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 " + std::string(3'000, 'x') + "\n\n";
    }
    auto const found = read_bounce(with_return_path(mail), paths());
    CHECK(found.recipients.size() == 100);
    CHECK(found.diagnostic.size() == 500);
}

TEST_CASE("words that are cut are cut between two characters") {
    std::string tennis = "a";
    for (int i = 0; i < 200; ++i) tennis += "\U0001F3BE";
    auto const mail =
        "To: %RETURN%\nContent-Type: message/delivery-status\n\nAction: failed\nDiagnostic-Code: x; ";
    auto const found = read_bounce(with_return_path(mail + tennis), paths());
    CHECK(found.diagnostic == tennis.substr(0, 497));
}

TEST_CASE("of a mail without end no more is read than its share") {
    auto mail = with_return_path("To: %RETURN%\n\n");
    mail.append(4 * most_bounce_bytes, 'x');
    CHECK(read_bounce(mail, paths()).what == bounce_kind::person_reply);
    auto const late = std::string(most_bounce_bytes, '\n') + with_return_path("To: %RETURN%\n\n");
    CHECK(read_bounce(late, paths()).what == bounce_kind::not_for_us);
}

TEST_CASE("what cannot be printed does not come out of a report") {
    auto const found = read_bounce(
        with_return_path(
            "To: %RETURN%\nContent-Type: message/delivery-status\n\n"
            "Action: failed\nFinal-Recipient: rfc822; a\x1b[31m\xff\nDiagnostic-Code: x; a\x07z\n"),
        paths());
    REQUIRE(found.recipients.size() == 1);
    CHECK(found.recipients[0].address == "a [31m\uFFFD");
    CHECK(found.diagnostic == "a z");
}

}  // namespace
}  // namespace quittance::smtp
