#include <doctest/doctest.h>

#include <stdexcept>

#include "quittance/smtp/address.hpp"

namespace quittance::smtp {
namespace {

return_paths paths() {
    return {return_path_key{"a key of more than 16 bytes"}, "bounces", "mail.studio.example"};
}

TEST_CASE("a plain address is one that mail is sent to") {
    CHECK_FALSE(problem_with_address("anna@client.example"));
    CHECK_FALSE(problem_with_address("anna.o'neil+lessons@mail.client.example"));
    CHECK_FALSE(problem_with_address("a@xn--mnchen-3ya.example"));
    CHECK_FALSE(problem_with_address(std::string(64, 'a') + "@client.example"));
}

TEST_CASE("what is not one plain address is refused with a reason and without the address") {
    std::string const nul{"anna\0@client.example", 20};
    for (std::string const& address : {std::string{},
                                       std::string{"anna"},
                                       std::string{"anna@"},
                                       std::string{"@client.example"},
                                       std::string{"anna@@client.example"},
                                       std::string{"anna@client.example,berta@client.example"},
                                       std::string{"anna@client.example;berta"},
                                       std::string{"Anna <anna@client.example>"},
                                       std::string{"anna@client.example\r\nRCPT TO:<x@y.example>"},
                                       std::string{"an na@client.example"},
                                       std::string{"\"anna b\"@client.example"},
                                       std::string{"anna@[127.0.0.1]"},
                                       std::string{"anna@127.0.0.1"},
                                       std::string{".anna@client.example"},
                                       std::string{"an..na@client.example"},
                                       std::string{"anna@client"},
                                       std::string{"anna@-client.example"},
                                       std::string{"anna@client..example"},
                                       std::string{"anna@client.example."},
                                       std::string{"än@client.example"},
                                       std::string{"anna(x)@client.example"},
                                       std::string{"@a.example:anna@client.example"},
                                       nul,
                                       std::string(65, 'a') + "@client.example"}) {
        CAPTURE(address);
        auto const problem = problem_with_address(address);
        REQUIRE(problem);
        CHECK(problem->find("anna") == std::string::npos);
    }
}

TEST_CASE("an address of 254 characters is sent to, one of 255 is not") {
    std::string const label(60, 'd');
    auto const domain = label + '.' + label + '.' + label + ".example";
    auto const longest = std::string(longest_address - 1 - domain.size(), 'a') + '@' + domain;
    CHECK_FALSE(problem_with_address(longest));
    CHECK(problem_with_address('a' + longest));
}

TEST_CASE("the same key makes the same message id, another key another") {
    auto const id = message_id_of("account 7, item 2, step 1, anna@client.example", "Studio.Example");
    CHECK(id == message_id_of("account 7, item 2, step 1, anna@client.example", "studio.example"));
    CHECK(id != message_id_of("account 7, item 2, step 2, anna@client.example", "studio.example"));
    CHECK(id.ends_with("@studio.example"));
    CHECK(token_of(id).size() == 20);
    CHECK_FALSE(problem_with_address(id));
    CHECK_THROWS_AS(message_id_of("key", "studio example"), std::invalid_argument);
}

TEST_CASE("a return address gives its token back, also after a server changed its case") {
    auto const ours = paths();
    auto const token = token_of(message_id_of("key", "studio.example"));
    auto const address = ours.address_of(token);
    CHECK_FALSE(problem_with_address(address));
    CHECK(ours.token_in(address) == token);
    std::string loud = address;
    for (char& c : loud) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    CHECK(ours.token_in(loud) == token);
}

TEST_CASE("a return address that was not made with our key is nobody's") {
    auto const ours = paths();
    auto const address = ours.address_of("abc123");
    return_paths const theirs{return_path_key{"another key of 16 bytes"}, "bounces", "mail.studio.example"};
    CHECK_FALSE(theirs.token_in(address));
    return_paths const elsewhere{return_path_key{"a key of more than 16 bytes"}, "bounces",
                                 "mail.other.example"};
    CHECK_FALSE(ours.token_in(elsewhere.address_of("abc123")));
    for (std::size_t i = 0; i < address.size(); ++i) {
        auto changed = address;
        changed[i] = changed[i] == 'x' ? 'y' : 'x';
        CHECK_FALSE(ours.token_in(changed));
    }
    CHECK_FALSE(ours.token_in("bounces+@mail.studio.example"));
    CHECK_FALSE(ours.token_in("bounces+abc123-@mail.studio.example"));
    CHECK_FALSE(ours.token_in("bounces+abc123@mail.studio.example"));
    CHECK_FALSE(ours.token_in(""));
}

TEST_CASE("a token is found anywhere in a text, behind false ones too") {
    auto const ours = paths();
    auto const right = ours.address_of("abc123");
    CHECK(ours.find_token("To: <" + right + ">\r\n") == "abc123");
    CHECK(ours.find_token("bounces+bounces+abc-1@mail.studio.example, " + right) == "abc123");
    CHECK_FALSE(ours.find_token("bounces+abc123-0123456789abcdef@mail.studio.example"));
}

TEST_CASE("a text of nothing but beginnings is read in no time worth mentioning") {
    std::string text;
    while (text.size() < 400'000) text += "bounces+";
    CHECK_FALSE(paths().find_token(text + "@mail.studio.example"));
}

TEST_CASE("a business's ordinary address has room for a letter's mark, and one that has none says so") {
    auto const token = token_of(message_id_of("key", "studio.example"));
    return_path_key const key{"a key of more than 16 bytes"};
    for (auto const* local : {"hello", "appointments.and.billing", "anna-maria.featherstonehaugh"}) {
        return_paths const ours{key, local, "studio.example"};
        CHECK_FALSE(problem_with_address(ours.address_of(token)));
        CHECK(ours.token_in(ours.address_of(token)) == token);
    }
    auto const wrong = problem_with_return_path(std::string(31, 'b'), "studio.example");
    REQUIRE(wrong);
    CHECK(wrong->starts_with("has more than 30 characters before the @"));
    std::string const label(60, 'd');
    CHECK(problem_with_return_path("b", label + '.' + label + '.' + label + '.' + label + ".example"));
}

TEST_CASE("return addresses that could not be used are refused when they are set up") {
    return_path_key const key{"a key of more than 16 bytes"};
    CHECK_THROWS_AS(return_paths(key, "", "studio.example"), std::invalid_argument);
    CHECK_THROWS_AS(return_paths(key, "bounces of ours", "studio.example"), std::invalid_argument);
    CHECK_THROWS_AS(return_paths(key, std::string(31, 'b'), "studio.example"), std::invalid_argument);
    CHECK_NOTHROW(return_paths(key, std::string(30, 'b'), "studio.example"));
    CHECK_THROWS_AS(return_paths(key, "bounces", "studio"), std::invalid_argument);
    CHECK_THROWS_AS(return_paths(return_path_key{"short"}, "bounces", "studio.example"),
                    std::invalid_argument);
    CHECK_THROWS_AS(static_cast<void>(paths().address_of("UPPER")), std::invalid_argument);
    CHECK_THROWS_AS(static_cast<void>(paths().address_of("a-b")), std::invalid_argument);
    CHECK_THROWS_AS(static_cast<void>(paths().address_of(std::string(21, 'a'))), std::invalid_argument);
}

}  // namespace
}  // namespace quittance::smtp
