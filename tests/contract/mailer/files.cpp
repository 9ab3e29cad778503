#include <doctest/doctest.h>

#include <sys/stat.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "contract/mailer/rig.hpp"

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

}  // namespace
}  // namespace quittance::tests
