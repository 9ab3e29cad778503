#include "letter_folder.hpp"

#include <doctest/doctest.h>

#include <iterator>

namespace quittance::pages_test {

std::string own_templates::change(std::string const& name, std::string const& from,
                                  std::string const& to) const {
    auto const shipped = "config/templates/" + name;
    bool const own = std::filesystem::exists(shipped);
    std::ifstream in{own ? shipped : "config/templates/shared" + name.substr(name.find('/')),
                     std::ios::binary};
    std::string text{std::istreambuf_iterator<char>{in}, {}};
    auto const at = text.find(from);
    REQUIRE(at != text.npos);
    return write(name, text.replace(at, from.size(), to));
}

std::string own_templates::problems() const {
    auto const loaded = pages::letter_book::load(sources());
    if (loaded) return {};
    auto text = problems_text(loaded.error());
    auto const folder = where_.string() + "/";
    for (auto at = text.find(folder); at != text.npos; at = text.find(folder, at))
        text.erase(at, folder.size());
    return text;
}

pages::letter_book const& shipped_letters() {
    static auto const book = [] {
        auto loaded = pages::letter_book::load({"config/templates", ""});
        if (!loaded) FAIL(problems_text(loaded.error()));
        return *loaded;
    }();
    return book;
}

}  // namespace quittance::pages_test
