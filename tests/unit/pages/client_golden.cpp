// The client's page with everything on it, in each language, word for word. A page that differs is written
// into a folder of its own, to be looked at and, when it is right, to take the place of the golden one.
#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "quittance/pages/client.hpp"
#include "samples.hpp"

using namespace quittance;
using namespace quittance::pages_test;

namespace {

namespace fs = std::filesystem;

// All but the style sheet, which is the same on every page.
std::string without_style(std::string page) {
    auto const begin = page.find("<style>");
    auto const end = page.find("</style>");
    return page.erase(begin, end - begin + 8);
}

std::string golden(std::string const& name) {
    std::ifstream in{"tests/unit/pages/golden/" + name, std::ios::binary};
    return {std::istreambuf_iterator<char>{in}, {}};
}

std::string keep(std::string const& name, std::string const& page) {
    auto const folder = fs::temp_directory_path() / "quittance-golden";
    fs::create_directories(folder);
    std::ofstream{folder / name, std::ios::binary} << page;
    return (folder / name).string();
}

}  // namespace

TEST_CASE("the client's page is the golden one in every language") {
    pages::business const studio{"Anas Studio",
                                 "Hauptstraße 1\n1010 Wien",
                                 "ana@studio.example",
                                 "ATU00000000",
                                 "https://studio.example/terms",
                                 "",
                                 "en-GB",
                                 "Europe/Vienna"};
    for (auto const* locale : {"de-AT", "en-GB", "es-ES", "fr-FR", "pt-PT"}) {
        auto const name = "client." + std::string{locale}.substr(0, 2) + ".html";
        auto const page = without_style(pages::client_page(studio, full_account(locale)));
        if (page == golden(name)) continue;
        FAIL_CHECK("what was made instead is in ", keep(name, page));
    }
}
