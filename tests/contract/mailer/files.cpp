#include <doctest/doctest.h>

#include <sys/stat.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "contract/mailer/rig.hpp"
#include "quittance/smtp/address.hpp"
#include "quittance/smtp/mail_folder.hpp"
#include "quittance/smtp/message.hpp"

namespace quittance::tests {
namespace {

namespace fs = std::filesystem;

class own_folder {
public:
    own_folder() {
        auto name = (fs::temp_directory_path() / "quittance-mails-XXXXXX").string();
        REQUIRE(::mkdtemp(name.data()) != nullptr);
        path_ = name;
    }
    own_folder(own_folder const&) = delete;
    own_folder& operator=(own_folder const&) = delete;
    ~own_folder() { fs::remove_all(path_); }

    fs::path mails() const { return path_ / "mails"; }
    std::vector<std::string> names() const {
        std::vector<std::string> all;
        for (auto const& one : fs::directory_iterator{mails()}) all.push_back(one.path().filename());
        return all;
    }

private:
    fs::path path_;
};

std::string contents(fs::path const& path) {
    std::ifstream file{path, std::ios::binary};
    return {std::istreambuf_iterator<char>{file}, {}};
}

unsigned mode_of(fs::path const& path) {
    struct stat found{};
    REQUIRE(::stat(path.c_str(), &found) == 0);
    return found.st_mode & 0777U;
}

TEST_CASE("a mail becomes a file of its own, readable by its owner alone") {
    own_folder folder;
    auto const mailer = smtp::make_file_mailer(folder.mails());
    auto const mail = mail_to({"anna@client.example", "berta@client.example"});
    CHECK(words_of(send(*mailer, mail)) == words({mail_outcome::accepted, mail_outcome::accepted}));
    CHECK(folder.names() == std::vector<std::string>{"1@studio.example.eml"});
    CHECK(contents(folder.mails() / "1@studio.example.eml") == mail.bytes);
    CHECK(mode_of(folder.mails()) == 0700U);
    CHECK(mode_of(folder.mails() / "1@studio.example.eml") == 0600U);
}

TEST_CASE("the same message id twice is one file") {
    own_folder folder;
    auto const mailer = smtp::make_file_mailer(folder.mails());
    static_cast<void>(send(*mailer, mail_to({"anna@client.example"})));
    auto second = mail_to({"anna@client.example"});
    second.bytes += "more\r\n";
    static_cast<void>(send(*mailer, second));
    CHECK(folder.names().size() == 1);
    CHECK(contents(folder.mails() / "1@studio.example.eml") == second.bytes);
}

TEST_CASE("a message id that is no name of a file becomes one, and stays in the folder") {
    own_folder folder;
    auto const mailer = smtp::make_file_mailer(folder.mails());
    for (std::string const& id : {std::string{"../../outside"}, std::string{"a/b"}, std::string{".hidden"},
                                  std::string{}, std::string(300, 'x'), std::string{"a\0b", 3}}) {
        auto mail = mail_to({"anna@client.example"});
        mail.message_id = id;
        CHECK(send(*mailer, mail)[0].what == mail_outcome::accepted);
    }
    CHECK(folder.names().size() == 6);
    for (auto const& name : folder.names()) CHECK(name.size() == 64 + 4);
}

TEST_CASE("a folder that cannot be written to leaves nobody with the mail") {
    own_folder folder;
    std::ofstream{folder.mails()} << "a file where the folder should be";
    auto const mailer = smtp::make_file_mailer(folder.mails());
    auto const told = send(*mailer, mail_to({"anna@client.example"}));
    CHECK(told[0].what == mail_outcome::not_attempted);
    CHECK(told[0].reply.find("mail folder") != std::string::npos);
}

engine::posted_mail letter_about(std::string const& subject, std::string const& id) {
    smtp::letter what;
    what.message_id = smtp::message_id_of(id, "studio.example");
    what.date = from_unix_millis(1'795'262'400'000);
    what.from = {"Studio", "studio@studio.example"};
    what.to = {"Zoë \"Zo\" Client", "zoe@client.example"};
    what.subject = subject;
    what.text = "Hello\n";
    return {what.message_id, "bounces@studio.example", smtp::recipients_of(what), smtp::compose(what)};
}

TEST_CASE("who looks into the folder finds the latest mails, in words that can be read") {
    own_folder folder;
    CHECK(smtp::filed_mails(folder.mails(), 10).mails.empty());
    auto const mailer = smtp::make_file_mailer(folder.mails());
    std::string const subject = "Zahlung fällig – " + std::string(80, 'x') + " <b>&";
    for (int i = 0; i < 3; ++i) {
        auto const mail = letter_about(subject + std::to_string(i), std::to_string(i));
        static_cast<void>(send(*mailer, mail));
        auto const file = folder.mails() / (mail.message_id + ".eml");
        fs::last_write_time(file, fs::file_time_type{} + std::chrono::seconds{i});
        CHECK(smtp::read_filed_mail(folder.mails(), mail.message_id + ".eml") == mail.bytes);
    }
    std::ofstream{folder.mails() / "notes.txt"} << "not a mail";
    auto const found = smtp::filed_mails(folder.mails(), 2).mails;
    REQUIRE(found.size() == 2);
    CHECK(found[0].subject == subject + "2");
    CHECK(found[1].subject == subject + "1");
    CHECK(found[0].to == "Zoë \"Zo\" Client <zoe@client.example>");
    CHECK(found[0].date == "Sat, 21 Nov 2026 12:00:00 +0000");
    CHECK(found[0].bytes == fs::file_size(folder.mails() / found[0].file));
}

TEST_CASE("a folder of more files than are looked at, and one that cannot be read, are told in a sentence") {
    own_folder folder;
    CHECK(smtp::filed_mails(folder.mails(), 10).note.empty());  // not there yet
    fs::create_directory(folder.mails());
    for (char const name : {'a', 'b', 'c'}) {
        std::ofstream{folder.mails() / (std::string{name} + ".eml")} << "Subject: x\r\n\r\nx";
    }
    CHECK(smtp::filed_mails(folder.mails(), 10, 3).note.empty());
    auto const some = smtp::filed_mails(folder.mails(), 10, 2);
    CHECK(some.mails.size() == 2);
    CHECK(some.note.find("more than 2 files") != std::string::npos);
    auto const none = smtp::filed_mails(folder.mails() / "a.eml", 10);
    CHECK(none.mails.empty());
    CHECK(none.note.starts_with("The mail folder cannot be read: "));
}

TEST_CASE("of a file beyond all measure the start is read") {
    own_folder folder;
    fs::create_directory(folder.mails());
    std::ofstream{folder.mails() / "big.eml"} << std::string(smtp::most_mail_bytes + 1, 'x');
    auto const read = smtp::read_filed_mail(folder.mails(), "big.eml");
    REQUIRE(read);
    CHECK(read->size() == smtp::most_mail_bytes);
}

TEST_CASE("nothing outside of the folder is read") {
    own_folder folder;
    fs::create_directory(folder.mails());
    std::ofstream{folder.mails().parent_path() / "secret.eml"} << "secret";
    std::ofstream{folder.mails() / ".hidden.eml"} << "half a mail";
    for (auto const* name : {"../secret.eml", "..", "", "a/b.eml", ".hidden.eml", "notes.txt", "none.eml"}) {
        CAPTURE(name);
        CHECK_FALSE(smtp::read_filed_mail(folder.mails(), name));
    }
    CHECK(smtp::filed_mails(folder.mails(), 10).mails.empty());
}

}  // namespace
}  // namespace quittance::tests
