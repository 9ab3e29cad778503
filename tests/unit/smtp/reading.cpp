// A mail that was kept, as its reader saw it.
#include "quittance/smtp/reading.hpp"

#include <doctest/doctest.h>

#include "quittance/smtp/message.hpp"

namespace quittance::smtp {
namespace {

letter a_letter() {
    letter made;
    made.message_id = "one@mail.example";
    made.from = {"Ana", "ana@studio.example"};
    made.to = {"Zoë", "zoe@example.org"};
    made.subject = "Müller & Söhne: 200,00 € are due on Friday, for a course with a long and winding title";
    made.text =
        "Guten Tag Zoë,\n\n.a dot first, an = sign, and a line that is much longer than the seventy-six "
        "characters a line may have on its way\nhttps://pay.example/a/xxxxx\n";
    made.html = "<p>Guten Tag</p>";
    return made;
}

}  // namespace

TEST_CASE("a mail that was composed is read back: subject and text as they were") {
    auto made = a_letter();
    auto const alone = read_back(compose(made));
    CHECK(alone.subject == made.subject);
    CHECK(alone.text.starts_with(made.text));
    made.attachments.push_back({"statement.txt", "text/plain", "another text"});
    auto const with_attachment = read_back(compose(made));
    CHECK(with_attachment.text.starts_with(made.text));
    made.html.clear();
    made.attachments.clear();
    CHECK(read_back(compose(made)).text.starts_with(made.text));
}

TEST_CASE("what is no mail of ours gives what is plain, and nothing else") {
    CHECK(read_back("").text.empty());
    CHECK(read_back("Subject: hello\r\n\r\nplain\r\n").text == "plain\n");
    CHECK(
        read_back("Content-Type: text/plain\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n=4").text ==
        "=4");
    CHECK(read_back("Content-Type: image/png\r\n\r\nabc").text.empty());
}

}  // namespace quittance::smtp
