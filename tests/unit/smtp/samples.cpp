#include "samples.hpp"

#include <array>
#include <random>

#include "quittance/smtp/address.hpp"

namespace quittance::smtp::samples {
namespace {

using namespace std::string_literals;

constexpr instant noon = from_unix_millis(1'795'262'400'000);

std::string random_text(std::mt19937& chance, std::size_t most) {
    static std::array const pieces{"\r\n"s,      "\n"s,         "\r"s,
                                   "\0"s,        "\x1b"s,       ","s,
                                   "\""s,        "\\"s,         "<"s,
                                   ">"s,         ":"s,          "Bcc: x@y.z"s,
                                   "=?"s,        "?="s,         "=_"s,
                                   "--"s,        "."s,          "\r\n."s,
                                   " "s,         "  "s,         "\t"s,
                                   "ä"s,         "日本語"s,     "🎾"s,
                                   "e\xcc\x81"s, "\xff"s,       "\xc3"s,
                                   "\u202e"s,    "\u2066"s,     "\u200b"s,
                                   "\u2028"s,    "\u0085"s,     "From "s,
                                   "word"s,      "longerword"s, ";"s,
                                   "%"s,         "'"s,          "boundary=\"x\""s,
                                   "="s,         "=\r\n"s,      "(x)"s,
                                   "@"s,         "\x7f"s,       "\xed\xa0\x80"s};
    std::string text;
    auto const count = std::uniform_int_distribution<std::size_t>{0, most}(chance);
    for (std::size_t i = 0; i < count; ++i) {
        text += pieces.at(std::uniform_int_distribution<std::size_t>{0, pieces.size() - 1}(chance));
    }
    return text;
}

std::string many(std::string_view what, int times) {
    std::string text;
    for (int i = 0; i < times; ++i) text += what;
    return text;
}

letter with_names(std::string const& name) {
    auto what = plain_letter();
    what.from.name = what.to.name = what.subject = name;
    what.reply_to = mailbox{name, "anna@studio.example"};
    what.copies = {{name, "copy@client.example"}, {name, "third@client.example"}};
    return what;
}

}  // namespace

letter plain_letter() {
    letter what;
    what.message_id = message_id_of("plain", "studio.example");
    what.date = noon;
    what.from = {"Studio Anna", "studio@studio.example"};
    what.to = {"Berta Client", "berta@client.example"};
    what.reply_to = mailbox{"Anna", "anna@studio.example"};
    what.subject = "Payment due on Friday";
    what.text = "Hello Berta\n\nEUR 120.00 is due on Friday.\n";
    what.html = "<!doctype html><html lang=\"en\"><p>EUR 120.00 is due on Friday.</p></html>\n";
    what.language = "en";
    return what;
}

std::vector<named_letter> edge_letters() {
    std::vector<named_letter> all{{"plain", plain_letter()}};
    auto add = [&all](std::string name, letter what) { all.push_back({std::move(name), std::move(what)}); };
    add("umlauts", with_names("Müller & Söhne, Inhaber: J. Müller"));
    add("japanese", with_names(many("日本語", 40)));
    add("emoji", with_names("🎾 Tennis – “lessons” 👩‍🏫"));
    add("injection", with_names("Anna\r\nBcc: everybody@client.example\r\n\r\nBody"));
    add("nul", with_names("An\0na"s));
    add("quotes", with_names(R"(The "best" \ studio, (ours) <x@y.example>; a:b)"));
    add("bidi", with_names("moc\u202egro.elpmaxe\u2066 \u200b"));
    add("invalid", with_names("\xff\xfe \xc3( \xed\xa0\x80 end"));
    add("looks_encoded", with_names("=?UTF-8?Q?Bcc=3A?= x =?"));
    add("long_word", with_names(std::string(900, 'x')));
    add("long", with_names(many("word ", 300)));
    add("empty", with_names(""));
    add("blank", with_names(" \t \r\n "));

    auto text = plain_letter();
    text.text = ".\n..\nFrom here\n-- \n--=_x\ntrailing \nwith\ttab\t\r\n" + std::string(2'000, 'y') + "\n" +
                many("ü", 200) + "\r\rlast line without end = equals";
    text.html = "<p>" + many("ß", 3'000) + "</p>";
    add("bodies", text);
    text.text = "";
    text.html = "";
    add("nothing", text);

    auto thread = plain_letter();
    thread.in_reply_to = message_id_of("first", "studio.example");
    for (int i = 0; i < 30; ++i)
        thread.references.push_back(message_id_of(std::to_string(i), "studio.example"));
    add("thread", thread);

    auto files = plain_letter();
    std::string every;
    for (int i = 0; i < 1'024; ++i) every += static_cast<char>(i % 256);
    files.attachments = {{"statement.pdf", "application/pdf", every},
                         {"Kontoauszug für März – \"Anna\".pdf", "application/pdf", "x"},
                         {many("日本", 60) + ".pdf", "text/csv", ""},
                         {"../../etc/passwd\r\nX: y", "multipart/mixed; boundary=x\r\nX: y", "\r\n.\r\n"}};
    add("files", files);
    return all;
}

letter random_letter(unsigned number) {
    std::mt19937 chance{number};
    auto what = plain_letter();
    what.message_id = message_id_of(std::to_string(number), "studio.example");
    what.date =
        instant{milliseconds{std::uniform_int_distribution<std::int64_t>{0, 4'000'000'000'000}(chance)}};
    what.from.name = random_text(chance, 20);
    what.to.name = random_text(chance, 20);
    what.copies = {{random_text(chance, 20), "copy@client.example"}};
    what.reply_to = mailbox{random_text(chance, 20), "anna@studio.example"};
    what.subject = random_text(chance, 60);
    what.text = random_text(chance, 200);
    what.html = random_text(chance, 200);
    what.language = random_text(chance, 3);
    what.attachments = {{random_text(chance, 20), random_text(chance, 5), random_text(chance, 50)}};
    return what;
}

}  // namespace quittance::smtp::samples
