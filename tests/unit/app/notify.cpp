#include <doctest/doctest.h>

#include "config.hpp"
#include "folder.hpp"
#include "notify_options.hpp"

using namespace quittance;
using namespace quittance::app;

namespace {

constexpr auto a_secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
constexpr auto head =
    "[[notify.endpoint]]\nname = \"calendar\"\nurl = \"https://booking.example.com/hooks\"\n";

config read(test_folder const& folder, std::string const& settings) {
    auto const file = folder.write("quittance.toml", settings);
    folder.write("offers.toml", "[[offer]]\nid = \"a\"\ntitle = \"A\"\nprice = \"1.00 EUR\"\n");
    return read_config(file);
}

std::string refusal_of(std::string const& settings) {
    test_folder const folder;
    try {
        read(folder, settings);
    } catch (config_refused const& refused) {
        return refused.what();
    }
    return "";
}

std::string endpoint_with(std::string const& line) { return head + line + "\n"; }

}  // namespace

TEST_CASE("an endpoint is told everything, and its secret has a name, unless it says otherwise") {
    test_folder const folder;
    auto const all =
        read(folder, std::string{head} +
                         "[[notify.endpoint]]\nname = \"crm-2\"\nurl = \"https://crm.example.com\"\n"
                         "kinds = [\"item.paid\", \"payment.refunded\"]\nsecret = \"CRM_KEY\"\n");
    REQUIRE(all.notify.endpoints.size() == 2);
    CHECK(all.notify.endpoints[0].kinds == domain::all_notice_kinds());
    CHECK(all.notify.endpoints[0].secret == "NOTIFY_CALENDAR_SECRET");
    CHECK(all.notify.endpoints[1].secret == "CRM_KEY");
    auto const ordered = notice_endpoints_of(all);
    REQUIRE(ordered.size() == 2);
    CHECK(ordered[1].name == "crm-2");
    CHECK(ordered[1].kinds ==
          std::vector{domain::notice_kind::item_paid, domain::notice_kind::payment_refunded});
}

TEST_CASE("an endpoint that could not be told anything is refused with file, line and what is wanted") {
    struct row {
        std::string settings;
        char const* expected;
    };
    for (auto const& [settings, expected] : {
             row{endpoint_with("kinds = [\"item.payd\"]"),
                 "quittance.toml:4: notify.endpoint.kinds holds 'item.payd', but may hold booking.confirmed, "
                 "booking.expired, item.paid, item.declined, plan.completed, credit.used, payment.refunded; "
                 "did you mean 'item.paid'?"},
             row{endpoint_with("kinds = []"), "must name at least one kind"},
             row{endpoint_with("secret = \"whsec_abc\""),
                 "quittance.toml:4: notify.endpoint.secret must name the environment variable that holds the "
                 "secret (A-Z, 0-9, _), not the secret itself"},
             row{endpoint_with("secrets = \"X\""),
                 "quittance.toml:4: unknown setting 'notify.endpoint.secrets'; did you mean 'secret'?"},
             row{"[[notify.endpoint]]\nname = \"a\"\n", "notify.endpoint.url must be there"},
             row{"[[notify.endpoint]]\nurl = \"https://a.example\"\n", "notify.endpoint.name must be there"},
             row{"[[notify.endpoint]]\nname = \"My CRM\"\nurl = \"https://a.example\"\n",
                 "notify.endpoint.name must be 1 to 32 lower-case letters"},
             row{"[[notify.endpoint]]\nname = \"" + std::string(33, 'a') +
                     "\"\nurl = \"https://a.example\"\n",
                 "notify.endpoint.name must be 1 to 32 lower-case letters"},
             row{std::string{head} + head, "is 'calendar' twice"},
             row{"[[notify.endpoint]]\nname = \"a\"\nurl = \"http://a.example\"\n",
                 "quittance.toml:3: notify.endpoint.url must begin with https://"},
             row{"[[notify.endpoint]]\nname = \"a\"\nurl = \"https://192.168.1.4/x\"\n",
                 "notify.endpoint.url leads to 192.168.1.4, which is not a public address; if it is meant, "
                 "add "
                 "it to notify.allowed_networks"},
             row{"[notify]\nallowed_networks = [\"10.0.0.0/40\"]\n",
                 "quittance.toml:2: notify.allowed_networks cannot be used: '10.0.0.0/40' is no network"},
             row{"[notify]\nendpoints = 1\n", "unknown setting 'notify.endpoints'; did you mean 'endpoint'?"},
         }) {
        auto const said = refusal_of(settings);
        CAPTURE(settings);
        CAPTURE(said);
        CHECK(said.find(expected) != std::string::npos);
    }
}

TEST_CASE("no more than sixteen endpoints are told") {
    std::string sixteen;
    for (int i = 0; i < 16; ++i) {
        sixteen +=
            "[[notify.endpoint]]\nname = \"a" + std::to_string(i) + "\"\nurl = \"https://a.example\"\n";
    }
    CHECK(refusal_of(sixteen) == "");
    CHECK(refusal_of(sixteen + head).find("is there 17 times, at most 16 are told") != std::string::npos);
}

TEST_CASE("an address in a network that the owner allowed is taken") {
    CHECK(refusal_of("[notify]\nallowed_networks = [\"192.168.0.0/16\"]\n[[notify.endpoint]]\nname = \"a\"\n"
                     "url = \"https://192.168.1.4/x\"\n") == "");
}

TEST_CASE("secrets come from the variable, its file or the state folder; several sign while they rotate") {
    test_folder const folder;
    auto const settings = read(folder, head);
    state_folder const state{folder.where() / "state"};
    auto const both = only({{"NOTIFY_CALENDAR_SECRET", std::string{a_secret} + ", " + a_secret}});
    CHECK(notify_options_of(settings, both, state).endpoints.at(0).secrets.size() == 2);
    state.keep("notify_calendar_secret", a_secret);
    auto const how = notify_options_of(settings, only({}), state);
    REQUIRE(how.endpoints.size() == 1);
    CHECK(how.endpoints[0].url == "https://booking.example.com/hooks");
    CHECK(how.endpoints[0].secrets.size() == 1);
}

TEST_CASE("a start without the secret, or with one that is none, says what to do and never repeats it") {
    test_folder const folder;
    auto const settings = read(folder, head);
    state_folder const state{folder.where() / "state"};
    CHECK_THROWS_WITH_AS(notify_options_of(settings, only({}), state),
                         doctest::Contains("notify.endpoint 'calendar': NOTIFY_CALENDAR_SECRET is not set"),
                         std::runtime_error);
    for (auto const* const wrong : {"whsec_dG9vIHNob3J0", "verysecret", ","}) {
        try {
            notify_options_of(settings, only({{"NOTIFY_CALENDAR_SECRET", wrong}}), state);
            FAIL("it was taken");
        } catch (std::runtime_error const& refused) {
            std::string const said = refused.what();
            CHECK(said.find("NOTIFY_CALENDAR_SECRET") != std::string::npos);
            CHECK(said.find("verysecret") == std::string::npos);
            CHECK(said.find("dG9vIHNob3J0") == std::string::npos);
        }
    }
}
