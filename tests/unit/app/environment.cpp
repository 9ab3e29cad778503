#include "environment.hpp"

#include <doctest/doctest.h>
#include <sys/stat.h>

#include "folder.hpp"
#include "origin.hpp"

using namespace quittance;
using namespace quittance::app;

namespace {

environment read_with(test_folder const& folder, std::map<std::string, std::string> set) {
    set.emplace("QUITTANCE_STATE", folder.where().string());
    auto const randomness = make_system_entropy();
    return read_environment(config{}, only(std::move(set)), *randomness);
}

std::string refusal_of(std::map<std::string, std::string> set) {
    test_folder const folder;
    try {
        read_with(folder, std::move(set));
    } catch (std::runtime_error const& refused) {
        return refused.what();
    }
    return "";
}

bool says(std::string const& text, std::string const& part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("nothing set: the sandbox, with secrets made once and kept") {
    test_folder const folder;
    auto const first = read_with(folder, {});
    CHECK(first.processor.sandbox);
    CHECK(first.processor.base == "http://127.0.0.1:12111");
    CHECK(first.processor.key.reveal().starts_with("sk_test_"));
    REQUIRE(first.processor.webhook_secrets.size() == 1);
    CHECK(first.redis == "unix:" + (folder.where() / "redis.sock").string());

    auto const second = read_with(folder, {});
    CHECK(second.processor.key == first.processor.key);
    CHECK(second.processor.webhook_secrets == first.processor.webhook_secrets);
    CHECK(second.first_api_key == first.first_api_key);
    CHECK(second.link_keys.at(0).key == first.link_keys.at(0).key);
}

TEST_CASE("what is generated is readable by its owner only") {
    test_folder const folder;
    read_with(folder, {});
    for (auto const* const name : {"sandbox_secret_key", "sandbox_webhook_secret", "quittance_api_key"}) {
        CAPTURE(name);
        struct stat seen{};
        REQUIRE(::stat((folder.where() / name).c_str(), &seen) == 0);
        CHECK((seen.st_mode & 0777) == 0600);
    }
}

TEST_CASE("a set variable wins over what is kept, and is not kept itself") {
    test_folder const folder;
    auto const kept = read_with(folder, {});
    auto const given =
        read_with(folder, {{"QUITTANCE_API_KEY", "qk_given"}, {"QUITTANCE_PUBLIC", "127.0.0.1:9"}});
    CHECK(given.first_api_key.reveal() == "qk_given");
    CHECK(given.public_listen.port == 9);
    CHECK(read_with(folder, {}).first_api_key == kept.first_api_key);
}

TEST_CASE(
    "a secret comes from the variable, its file, a systemd credential, the state folder, in this order") {
    test_folder const folder;
    state_folder const state{folder.where()};
    state.keep("stripe_secret_key", "sk_test_state");
    folder.write("key", "sk_test_file\n");
    std::filesystem::create_directory(folder.where() / "credentials");
    folder.write("credentials/stripe_secret_key", "sk_test_credential");
    std::map<std::string, std::string> set;
    auto const found = [&] { return find_secret("STRIPE_SECRET_KEY", only(set), state); };
    CHECK(found() == "sk_test_state");
    set["CREDENTIALS_DIRECTORY"] = (folder.where() / "credentials").string();
    CHECK(found() == "sk_test_credential");
    set["STRIPE_SECRET_KEY_FILE"] = (folder.where() / "key").string();
    CHECK(found() == "sk_test_file");
    set["STRIPE_SECRET_KEY"] = "sk_test_variable";
    CHECK(found() == "sk_test_variable");
}

TEST_CASE("where a secret came from is said when something wins over the state folder") {
    test_folder const folder;
    state_folder const state{folder.where()};
    std::map<std::string, std::string> set;
    auto const from = [&] { return locate_secret("STRIPE_WEBHOOK_SECRET", only(set), state)->before_state; };
    CHECK_FALSE(locate_secret("STRIPE_WEBHOOK_SECRET", only(set), state));
    state.keep("stripe_webhook_secret", "whsec_state");
    CHECK(from().empty());
    std::filesystem::create_directory(folder.where() / "credentials");
    set["CREDENTIALS_DIRECTORY"] = (folder.where() / "credentials").string();
    CHECK(from().empty());
    folder.write("credentials/stripe_webhook_secret", "whsec_credential");
    CHECK(from() == "the systemd credential stripe_webhook_secret");
    folder.write("secret", "whsec_file");
    set["STRIPE_WEBHOOK_SECRET_FILE"] = (folder.where() / "secret").string();
    CHECK(says(from(), "which STRIPE_WEBHOOK_SECRET_FILE names"));
    set["STRIPE_WEBHOOK_SECRET"] = "whsec_variable";
    CHECK(from() == "the variable STRIPE_WEBHOOK_SECRET");
}

TEST_CASE("several webhook secrets while one is rotated") {
    test_folder const folder;
    auto const read = read_with(
        folder, {{"STRIPE_SECRET_KEY", "sk_test_x"}, {"STRIPE_WEBHOOK_SECRET", "whsec_new, whsec_old"}});
    REQUIRE(read.processor.webhook_secrets.size() == 2);
    CHECK(read.processor.webhook_secrets[0].reveal() == "whsec_new");
    CHECK(read.processor.webhook_secrets[1].reveal() == "whsec_old");
    CHECK_FALSE(read.processor.sandbox);
    CHECK(read.processor.base == "https://api.stripe.com");
}

TEST_CASE("a real key without a webhook secret makes up none: the gateway polls") {
    test_folder const folder;
    read_with(folder, {});
    CHECK(read_with(folder, {{"STRIPE_SECRET_KEY", "sk_test_x"}}).processor.webhook_secrets.empty());
}

TEST_CASE("live keys refuse another API base and a test clock") {
    auto const elsewhere =
        refusal_of({{"STRIPE_SECRET_KEY", "sk_live_x"}, {"STRIPE_API_BASE", "https://proxy.example"}});
    CHECK(says(elsewhere, "live key"));
    CHECK_FALSE(says(elsewhere, "sk_live_x"));
    CHECK(says(refusal_of({{"STRIPE_SECRET_KEY", "rk_live_x"}, {"QUITTANCE_TEST_CLOCK", "/tmp/clock"}}),
               "QUITTANCE_TEST_CLOCK"));
}

TEST_CASE("plain HTTP to a processor stays on this machine") {
    CHECK(says(refusal_of({{"STRIPE_SECRET_KEY", "sk_test_x"}, {"STRIPE_API_BASE", "http://10.0.0.1:1"}}),
               "plain HTTP"));
    CHECK(says(
        refusal_of({{"STRIPE_SECRET_KEY", "sk_test_x"}, {"STRIPE_API_BASE", "http://127.0.0.1.example.com"}}),
        "plain HTTP"));
    CHECK(
        refusal_of({{"STRIPE_SECRET_KEY", "sk_test_x"}, {"STRIPE_API_BASE", "http://127.0.0.1:1"}}).empty());
    CHECK(refusal_of({{"STRIPE_SECRET_KEY", "sk_test_x"}, {"STRIPE_API_BASE", "http://[::1]:1"}}).empty());
}

TEST_CASE("a mistake in a variable is named with the variable") {
    CHECK(says(refusal_of({{"QUITTANCE_ADMIN", "localhost"}}), "QUITTANCE_ADMIN is 'localhost'"));
    CHECK(says(refusal_of({{"QUITTANCE_REDIS", "tcp://x"}}), "QUITTANCE_REDIS is 'tcp://x'"));
    CHECK(says(refusal_of({{"STRIPE_API_BASE", "http://127.0.0.1:1"}}), "STRIPE_SECRET_KEY is not"));
    CHECK(says(refusal_of({{"STRIPE_SECRET_KEY_FILE", "/nowhere/key"}}), "/nowhere/key"));
    CHECK(says(refusal_of({{"QUITTANCE_LINK_KEYS", "k1:short"}}), "QUITTANCE_LINK_KEYS"));
}

TEST_CASE("a processor on this machine may call its pages by any of the machine's names") {
    CHECK(names_of_origin("http://localhost:12111") ==
          std::vector<std::string>{"http://127.0.0.1:12111", "http://localhost:12111"});
    CHECK(names_of_origin("http://localhost.example.com:1") ==
          std::vector<std::string>{"http://localhost.example.com:1"});
    CHECK(names_of_origin("https://localhost:1") == std::vector<std::string>{"https://localhost:1"});
}

TEST_CASE("a page key that is empty or short is refused") {
    auto const shortest = std::string(32, 'p');
    CHECK(refusal_of({{"QUITTANCE_PAGE_KEY", shortest}}).empty());
    CHECK(says(refusal_of({{"QUITTANCE_PAGE_KEY", shortest.substr(1)}}), "QUITTANCE_PAGE_KEY"));
    CHECK_FALSE(says(refusal_of({{"QUITTANCE_PAGE_KEY", shortest.substr(1)}}), shortest.substr(1)));
    test_folder const folder;
    auto const empty = folder.write("key", "\n");
    CHECK(says(refusal_of({{"QUITTANCE_PAGE_KEY_FILE", empty}}), empty + " is empty"));
}

TEST_CASE("an empty file of a secret is refused by its name, wherever it lies") {
    test_folder const folder;
    state_folder const state{folder.where()};
    auto const refusal = [&](std::map<std::string, std::string> set) {
        try {
            locate_secret("STRIPE_SECRET_KEY", only(std::move(set)), state);
        } catch (std::runtime_error const& refused) {
            return std::string{refused.what()};
        }
        return std::string{};
    };
    CHECK(refusal({}).empty());
    CHECK(says(refusal({{"STRIPE_SECRET_KEY_FILE", folder.write("key", "")}}), "/key is empty"));
    std::filesystem::create_directory(folder.where() / "credentials");
    folder.write("credentials/stripe_secret_key", "\n");
    CHECK(says(refusal({{"CREDENTIALS_DIRECTORY", (folder.where() / "credentials").string()}}),
               "credentials/stripe_secret_key is empty"));
    state.keep("stripe_secret_key", "");
    CHECK(says(refusal({}), "/stripe_secret_key is empty"));
}
