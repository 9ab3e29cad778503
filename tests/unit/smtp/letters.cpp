#include <doctest/doctest.h>

#include <algorithm>
#include <stdexcept>

#include "quittance/smtp/address.hpp"
#include "samples.hpp"

namespace quittance::smtp {
namespace {

std::string header_part(std::string const& mail) { return mail.substr(0, mail.find("\r\n\r\n") + 2); }

std::vector<std::string> lines_of(std::string const& text) {
    std::vector<std::string> lines;
    for (std::size_t at = 0; at < text.size();) {
        auto const end = text.find("\r\n", at);
        REQUIRE(end != std::string::npos);
        lines.push_back(text.substr(at, end - at));
        at = end + 2;
    }
    return lines;
}

std::string unfolded(std::string text) {
    for (auto at = text.find("\r\n "); at != std::string::npos; at = text.find("\r\n ")) text.erase(at, 2);
    return text;
}

std::vector<std::string> field_names(std::string const& mail) {
    std::vector<std::string> names;
    for (auto const& line : lines_of(header_part(mail))) {
        if (!line.starts_with(' ')) names.push_back(line.substr(0, line.find(':')));
    }
    return names;
}

void check_soundness(letter const& what) {
    auto const mail = compose(what);
    CHECK(mail == compose(what));
    std::vector<std::string> expected{"Date", "From", "To"};
    if (!what.copies.empty()) expected.emplace_back("Cc");
    if (what.reply_to) expected.emplace_back("Reply-To");
    for (auto const* name : {"Subject", "Message-ID"}) expected.emplace_back(name);
    if (!what.in_reply_to.empty()) expected.emplace_back("In-Reply-To");
    if (!what.references.empty()) expected.emplace_back("References");
    for (auto const* name : {"Auto-Submitted", "X-Auto-Response-Suppress", "MIME-Version", "Content-Type"}) {
        expected.emplace_back(name);
    }
    auto names = field_names(mail);
    std::erase_if(names, [](auto const& name) {
        return name == "Content-Transfer-Encoding" || name == "Content-Language";
    });
    CHECK(names == expected);
    for (auto const& line : lines_of(mail)) {
        CAPTURE(line);
        CHECK(line.size() <= 78);
        CHECK(std::ranges::all_of(line, [](char c) { return c == '\t' || (c >= ' ' && c <= '~'); }));
        CHECK_FALSE(line == ".");
    }
}

TEST_CASE("a letter becomes a mail with text and HTML side by side") {
    auto const mail = compose(samples::plain_letter());
    auto const head = unfolded(header_part(mail));
    CHECK(
        head.starts_with("Date: Sat, 21 Nov 2026 12:00:00 +0000\r\n"
                         "From: Studio Anna <studio@studio.example>\r\n"
                         "To: Berta Client <berta@client.example>\r\n"
                         "Reply-To: Anna <anna@studio.example>\r\n"
                         "Subject: Payment due on Friday\r\n"));
    CHECK(head.find("\r\nAuto-Submitted: auto-generated\r\n") != std::string::npos);
    CHECK(head.find("\r\nX-Auto-Response-Suppress: OOF, AutoReply\r\n") != std::string::npos);
    CHECK(head.find("\r\nContent-Type: multipart/alternative; boundary=\"=_") != std::string::npos);
    CHECK(mail.find("EUR 120.00 is due on Friday.\r\n") < mail.find("text/html"));
}

TEST_CASE("names and titles of every kind stay in their fields, on short lines") {
    for (auto const& [name, what] : samples::edge_letters()) {
        CAPTURE(name);
        check_soundness(what);
    }
}

TEST_CASE("whatever a letter holds, no field and no line is added to its mail") {
    for (unsigned number = 0; number < 400; ++number) {
        CAPTURE(number);
        check_soundness(samples::random_letter(number));
    }
}

TEST_CASE("a text that holds the boundary of its own mail does not end its part") {
    auto what = samples::plain_letter();
    auto const first = compose(what);
    auto const begin = first.find("boundary=\"") + 10;
    auto const boundary = first.substr(begin, first.find('"', begin) - begin);
    what.text = "--" + boundary + "\n--" + boundary + "--\n";
    auto const second = compose(what);
    CHECK(second.find("\r\n--" + boundary) == std::string::npos);
    CHECK(second.find("--=3D_" + boundary.substr(2)) != std::string::npos);
}

TEST_CASE("a letter without HTML is one text, with attachments they stand beside it") {
    auto what = samples::plain_letter();
    what.html.clear();
    CHECK(compose(what).find("multipart") == std::string::npos);
    what.attachments = {{"statement.pdf", "application/pdf", "%PDF"}};
    auto const mail = compose(what);
    CHECK(mail.find("multipart/mixed") != std::string::npos);
    CHECK(mail.find("multipart/alternative") == std::string::npos);
    CHECK(mail.find("Content-Disposition: attachment; filename=\"statement.pdf\"\r\n") != std::string::npos);
    CHECK(mail.find("\r\nJVBERg==\r\n") != std::string::npos);
    what.attachments = {{"statement.txt", "text/plain", "Fällig"}};
    CHECK(compose(what).find(
              "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n") !=
          std::string::npos);
}

TEST_CASE("a thread is named by its first message") {
    auto what = samples::plain_letter();
    auto const first = message_id_of("first", "studio.example");
    what.in_reply_to = first;
    what.references = {first};
    auto const mail = compose(what);
    CHECK(mail.find("\r\nIn-Reply-To: <" + first + ">\r\n") != std::string::npos);
    CHECK(mail.find("\r\nReferences: <" + first + ">\r\n") != std::string::npos);
}

TEST_CASE("an address or a message id that is none makes no mail, and is not repeated") {
    auto what = samples::plain_letter();
    what.to.address = "secret@client.example\r\nBcc: x@y.example";
    try {
        static_cast<void>(compose(what));
        FAIL("it was composed");
    } catch (std::invalid_argument const& why) {
        CHECK(std::string{why.what()}.find("secret") == std::string::npos);
    }
    what = samples::plain_letter();
    what.references = {"a@b.example>\r\nX: y"};
    CHECK_THROWS_AS(static_cast<void>(compose(what)), std::invalid_argument);
    what = samples::plain_letter();
    what.message_id.clear();
    CHECK_THROWS_AS(static_cast<void>(compose(what)), std::invalid_argument);
}

TEST_CASE("the envelope names everybody once") {
    auto what = samples::plain_letter();
    what.copies = {{"", "third@client.example"}, {"", "BERTA@client.example"}, {"", "third@client.example"}};
    CHECK(recipients_of(what) == std::vector<std::string>{"berta@client.example", "third@client.example"});
}

}  // namespace

TEST_CASE("a secret is masked wherever lines were broken in it, and all else stays as it was") {
    std::string const secret = "aB3-_.aB3-_.aB3-_.aB3-_.aB3-_.aB3-_.aB3-_.aB3-_.Zz";
    for (std::size_t before = 0; before < 90; ++before) {
        auto with = samples::plain_letter();
        with.text =
            std::string(before, 'k') + "/a/" + secret + " " + secret + "\nhttps://x.example/a/" + secret;
        with.html =
            "<a href=\"https://x.example/a/" + secret + "\">" + std::string(before, 'k') + secret + "</a>";
        auto const mail = compose(with);
        auto const kept = masked(mail, secret);
        REQUIRE(kept.size() == mail.size());
        std::string joined = kept;
        for (auto at = joined.find("=\r\n"); at != std::string::npos; at = joined.find("=\r\n"))
            joined.erase(at, 3);
        CHECK(joined.find(secret) == std::string::npos);
        CHECK(joined.find(secret.substr(8)) == std::string::npos);
        std::size_t masks = 0;
        for (auto at = joined.find(std::string(secret.size(), 'x')); at != std::string::npos;
             at = joined.find(std::string(secret.size(), 'x'), at + secret.size()))
            ++masks;
        CHECK(masks == 5);
        for (std::size_t i = 0; i < mail.size(); ++i) {
            bool const fine = kept[i] == mail[i] || kept[i] == 'x';
            REQUIRE(fine);
        }
    }
    auto const plain = compose(samples::plain_letter());
    CHECK(masked(plain, secret) == plain);
    CHECK(masked(plain, "") == plain);
}

}  // namespace quittance::smtp
