// What a Redis user of the gateway's own may do: the line of the README, neither less nor more. The whole
// contract runs as that user (places.hpp).
#include <doctest/doctest.h>

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <regex>
#include <set>

#include "contract/store/places.hpp"
#include "contract/store/samples.hpp"

using namespace quittance;
using namespace quittance::contract;

namespace {

using command_names = std::set<std::string>;

std::string in_small(std::string text) {
    std::ranges::transform(text, text.begin(), [](unsigned char c) { return std::tolower(c); });
    return text;
}

std::string source_of(std::filesystem::path const& file) {
    std::ifstream from(file);
    return {std::istreambuf_iterator<char>(from), {}};
}

// A command whose second word says what it does is a right by both.
std::string right_of(std::smatch const& found) {
    static command_names const containers{"client", "config", "script"};
    auto const name = in_small(found[1]);
    return containers.contains(name) ? name + "|" + in_small(found[2]) : name;
}

command_names commands_in(std::string const& source) {
    // In a script, in a batch, added to one word by word, and handed over to be asked of each shard.
    static std::regex const written(
        R"x((?:redis\.p?call\('|command\(\{"|add\("|sum\(")([A-Z]+)['"](?:, "([A-Z]+)")?)x");
    command_names all;
    for (std::sregex_iterator one(source.begin(), source.end(), written), end; one != end; ++one) {
        all.insert(right_of(*one));
    }
    return all;
}

command_names commands_used() {
    command_names all;
    for (auto const& file : std::filesystem::directory_iterator("src/redis"))
        all.merge(commands_in(source_of(file)));
    return all;
}

command_names commands_granted() {
    command_names all;
    for (auto const& word : readme_rights()) {
        if (word.starts_with("+")) all.insert(word.substr(1));
    }
    return all;
}

}  // namespace

TEST_CASE("the README grants a Redis user the commands that the program uses, and no other") {
    auto const used = commands_used();
    CHECK(used.size() > 40);
    CHECK(commands_granted() == used);
}

TEST_CASE("a right that is missing is told as that, within a script, too") {
    redis_place at;
    auto const said = [](std::string const& lacking, auto const& ask) {
        shared_server().command("ACL SETUSER quittance -" + lacking);
        std::string what;
        try {
            ask();
        } catch (engine::store_unavailable const& refused) {
            what = refused.what();
        }
        shared_server().command("ACL SETUSER quittance +" + lacking);
        return what;
    };
    auto const within =
        said("exists", [&] { at(at.registry().admit_held(booking_of("r1").id, "network", 5)); });
    auto const plain = said("hgetall", [&] { at(at.registry().api_keys()); });
    for (auto const& sentence : {within, plain}) {
        CAPTURE(sentence);
        CHECK(sentence.find("lacks a right") != std::string::npos);
    }
}
