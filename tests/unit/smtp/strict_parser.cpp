// Every letter once more through a parser that is not ours and forgives nothing.
#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "plain_text.hpp"
#include "samples.hpp"

namespace quittance::smtp {
namespace {

namespace fs = std::filesystem;

class folder_of_letters {
public:
    folder_of_letters() {
        auto name = (fs::temp_directory_path() / "quittance-letters-XXXXXX").string();
        REQUIRE(::mkdtemp(name.data()) != nullptr);
        path_ = name;
    }
    folder_of_letters(folder_of_letters const&) = delete;
    folder_of_letters& operator=(folder_of_letters const&) = delete;
    ~folder_of_letters() { fs::remove_all(path_); }

    void add(std::string const& name, letter const& what) {
        here_ = path_ / name;
        fs::create_directory(here_);
        write("mail.eml", compose(what));
        write("subject", header_text(what.subject));
        write("from", header_text(what.from.name));
        write("to", header_text(what.to.name));
        write("text", ended(body_text(what.text)));
        write("html", what.html.empty() ? "" : ended(body_text(what.html)));
        for (std::size_t i = 0; i < what.attachments.size(); ++i) {
            write("file-" + std::to_string(i) + ".name", header_text(what.attachments[i].name));
            write("file-" + std::to_string(i) + ".bytes", what.attachments[i].bytes);
        }
    }
    std::string path() const { return path_.string(); }

private:
    static std::string ended(std::string text) {
        if (!text.empty() && !text.ends_with('\n')) text += '\n';
        return text;
    }
    void write(std::string const& name, std::string const& bytes) const {
        std::ofstream{here_ / name, std::ios::binary} << bytes;
    }

    fs::path path_, here_;
};

TEST_CASE("a strict parser of somebody else's finds in every mail what its letter said, and no defect") {
    folder_of_letters letters;
    for (auto const& [name, what] : samples::edge_letters()) letters.add(name, what);
    for (unsigned number = 0; number < 200; ++number) {
        letters.add("random-" + std::to_string(number), samples::random_letter(number));
    }
    auto const command = "python3 tests/unit/smtp/strict_parser.py " + letters.path();
    CHECK(std::system(command.c_str()) == 0);
}

}  // namespace
}  // namespace quittance::smtp
