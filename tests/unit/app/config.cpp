#include "config.hpp"

#include <doctest/doctest.h>

#include "folder.hpp"

using namespace quittance;
using namespace quittance::app;

namespace {

constexpr char const* one_offer = "[[offer]]\nid = \"a\"\ntitle = \"A\"\nprice = \"1.00 EUR\"\n";

// What a start says about these two files, without the folder's name.
std::string refusal_of(std::string const& settings, std::string const& offers = one_offer) {
    test_folder const folder;
    auto const file = folder.write("quittance.toml", settings);
    folder.write("offers.toml", offers);
    try {
        read_config(file);
    } catch (config_refused const& refused) {
        std::string said = refused.what();
        auto const prefix = folder.where().string() + "/";
        for (auto at = said.find(prefix); at != std::string::npos; at = said.find(prefix)) {
            said.erase(at, prefix.size());
        }
        return said;
    }
    return "";
}

struct row {
    char const* settings;
    char const* expected;
};

}  // namespace

TEST_CASE("a setting nobody knows is refused with file, line and what was probably meant") {
    CHECK(refusal_of("[business]\nnmae = \"Ana\"\n") ==
          "quittance.toml:2: unknown setting 'business.nmae'; did you mean 'name'?");
    CHECK(refusal_of("\n[busines]\n") ==
          "quittance.toml:2: unknown setting 'busines'; did you mean 'business'?");
    CHECK(refusal_of("[policy]\nzzzzzzzzzzzz = 1\n") ==
          "quittance.toml:2: unknown setting 'policy.zzzzzzzzzzzz'");
}

TEST_CASE("a bad value is refused with file, line and what is wanted") {
    for (auto const& [settings, expected] : {
             row{"[business]\nname = 3\n", "quittance.toml:2: business.name must be a text in quotes"},
             row{"[business]\nzone = \"Europe/Berlim\"\n",
                 "quittance.toml:2: business.zone is 'Europe/Berlim', no IANA time zone; such as "
                 "Europe/Berlin"},
             row{"[business]\nterms = \"example.com\"\n",
                 "quittance.toml:2: business.terms must begin with https://"},
             row{"[public]\nlisten = \"here:80\"\n",
                 "quittance.toml:2: public.listen must be host:port with a numeric host, such as "
                 "\"127.0.0.1:8080\""},
             row{"[public]\nlisten = \"127.0.0.1:70000\"\n",
                 "quittance.toml:2: public.listen must be host:port with a numeric host, such as "
                 "\"127.0.0.1:8080\""},
             row{"[public]\nallowed_hosts = [1]\n",
                 "quittance.toml:2: public.allowed_hosts must be a list of texts in quotes"},
             row{"[policy]\ncheckout_lifetime_minutes = 34\n",
                 "quittance.toml:2: policy.checkout_lifetime_minutes must be a whole number from 35 to 1380"},
             row{"[policy]\ncollect_hour = 6\n",
                 "quittance.toml:2: policy.collect_hour must be a whole number from 7 to 20"},
             row{"[policy]\ncollect_hour = 21\n",
                 "quittance.toml:2: policy.collect_hour must be a whole number from 7 to 20"},
             row{"[policy]\nretry_days = [0, 1]\n",
                 "quittance.toml:2: policy.retry_days must be a list of whole numbers from 1 to 60"},
             row{"[policy]\nretry_days = [3, 3]\n",
                 "quittance.toml:2: policy.retry_days must be at most ten days after the first try, in "
                 "ascending "
                 "order"},
             row{"[policy]\nretry_days = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]\n",
                 "quittance.toml:2: policy.retry_days must be at most ten days after the first try, in "
                 "ascending "
                 "order"},
             row{"[policy]\ncard_days = 61\n",
                 "quittance.toml:2: policy.card_days must be a whole number from 0 to 60"},
             row{"[plans]\ncountry = \"Germany\"\n",
                 "quittance.toml:2: plans.country must be a country's two letters, such as \"DE\" or \"GB\""},
             row{"[plans]\ncountry = \"UK\"\n",
                 "quittance.toml:2: plans.country must be a country's two letters, such as \"DE\" or \"GB\""},
             row{"[plans]\nclients = \"consumers\"\n",
                 "quittance.toml:2: plans.clients is 'consumers', but may be consumer, business; did you "
                 "mean "
                 "'consumer'?"},
             row{"[plans]\nacknowledge = [\"a: us-for-instalments\"]\n",
                 "quittance.toml:2: plans.acknowledge holds 'a: us-for-instalments', but must name an offer "
                 "and a "
                 "rule, such as \"course: us-four-instalments\"; did you mean 'us-four-instalments'?"},
             row{"[plans]\nacknowledge = [\"eu-fifty-days\"]\n",
                 "quittance.toml:2: plans.acknowledge holds 'eu-fifty-days', but must name an offer and a "
                 "rule, "
                 "such as \"course: us-four-instalments\""},
             row{"[redis]\nurl = \"http://x\"\n",
                 "quittance.toml:2: redis.url must begin with unix:, redis:// or rediss://"},
             row{"[redis]\naccept_power_loss = \"yes\"\n",
                 "quittance.toml:2: redis.accept_power_loss must be true or false"},
             row{"[operation]\nlog_level = \"inf\"\n",
                 "quittance.toml:2: operation.log_level is 'inf', but may be debug, info, warning, error; "
                 "did you "
                 "mean 'info'?"},
             row{"[links.pages.mine]\npreset = \"calcom\"\n",
                 "quittance.toml:2: links.pages.mine.preset is 'calcom', but may be plain, cal.com, "
                 "calendly; did "
                 "you mean 'cal.com'?"},
             row{"[links]\ndefault_page = \"studio\"\n",
                 "quittance.toml:2: links.default_page names no booking page; add [links.pages.studio]"},
             row{"business = 1\n", "quittance.toml:1: business must be a table"},
         }) {
        CAPTURE(settings);
        CHECK(refusal_of(settings) == expected);
    }
}

namespace {

// [mail] to a server at this machine, and these lines from the sixth on.
std::string mail_refusal(std::string const& more, std::string const& address = "hello@studio.example") {
    return refusal_of("[mail]\ntransport = \"smtp\"\nhost = \"127.0.0.1\"\nprotection = \"none\"\nfrom = \"" +
                      address + "\"\n" + more);
}

}  // namespace

TEST_CASE("a mail server with a login is set up without its password, which is no setting") {
    CHECK(mail_refusal("user = \"studio\"\n").empty());
    CHECK(mail_refusal("user = \"studio\\n\"\n") ==
          "quittance.toml:6: mail.user must be without control characters");
}

TEST_CASE("what is wrong with a mail server is told under its own name") {
    CHECK(mail_refusal("per_minute = 60000\n").empty());
    CHECK(mail_refusal("per_minute = 60001\n") ==
          "quittance.toml:6: mail.per_minute must be a whole number from 1 to 60000");
    CHECK(mail_refusal("digest_hour = 23\n").empty());
    CHECK(mail_refusal("digest_hour = 24\n") ==
          "quittance.toml:6: mail.digest_hour must be a whole number from 0 to 23");
    CHECK(refusal_of("[mail]\ntransport = \"smtp\"\nfrom = \"a@studio.example\"\nhost = \"a:25\"\n") ==
          "quittance.toml:4: mail.host must be the name or address of a mail server, without a port");
}

TEST_CASE("an address that reports could not come back to is refused by its name, where a server sends") {
    std::string const longest(30, 'a');
    CHECK(mail_refusal("", longest + "@studio.example").empty());
    CHECK(mail_refusal("", longest + "a@studio.example")
              .starts_with("quittance.toml:5: mail.from has more than 30"));
    CHECK(mail_refusal("bounces = \"b@studio.example\"\n", longest + "a@studio.example").empty());
    CHECK(mail_refusal("bounces = \"" + longest + "b@studio.example\"\n")
              .starts_with("quittance.toml:6: mail.bounces has more than 30"));
    CHECK(refusal_of("[mail]\ntransport = \"file\"\nfrom = \"" + longest + "a@studio.example\"\n").empty());
}

TEST_CASE("everything that is wrong is told at once") {
    auto const said = refusal_of("[public]\nlisten = \"x\"\n[redis]\nurll = \"\"\n");
    CHECK(said.find("quittance.toml:2: public.listen") != std::string::npos);
    CHECK(said.find("quittance.toml:4: unknown setting 'redis.urll'; did you mean 'url'?") !=
          std::string::npos);
}

TEST_CASE("a file that is not TOML names the line, a missing one says what to do") {
    CHECK(refusal_of("[public\n").starts_with("quittance.toml:1: "));
    try {
        read_config("/nowhere/quittance.toml");
        FAIL("it was read");
    } catch (config_refused const& refused) {
        CHECK(std::string{refused.what()}.find("--config") != std::string::npos);
    }
}

TEST_CASE("a price is exact and has its currency") {
    for (auto const& [price, expected] : {
             row{"120 euros",
                 "offers.toml:4: offer.price is '120 euros', which names no ISO 4217 currency; such as "
                 "\"120.00 EUR\""},
             row{"120",
                 "offers.toml:4: offer.price is '120', but must be an amount and a currency, such as "
                 "\"120.00 "
                 "EUR\""},
             row{"1.005 EUR",
                 "offers.toml:4: offer.price is '1.005 EUR', no exact amount of EUR (2 decimals, no "
                 "separators, no "
                 "sign)"},
             row{"-1 EUR",
                 "offers.toml:4: offer.price is '-1 EUR', no exact amount of EUR (2 decimals, no separators, "
                 "no sign)"},
         }) {
        CAPTURE(price);
        auto const offers = std::string{"[[offer]]\nid = \"a\"\ntitle = \"A\"\nprice = \""} + price + "\"\n";
        CHECK(refusal_of("", offers) == expected);
    }
}

TEST_CASE("an offer needs an id of its own, a title and a price") {
    CHECK(refusal_of("", "[[offer]]\ntitle = \"A\"\nprice = \"1.00 EUR\"\n") ==
          "offers.toml:1: offer.id is missing: every offer needs one");
    CHECK(refusal_of("", std::string{one_offer} + one_offer) ==
          "offers.toml:6: offer.id 'a' is used by another offer");
    CHECK(refusal_of("", "[[offer]]\nid = \"Big\"\ntitle = \"A\"\nprice = \"1.00 EUR\"\n") ==
          "offers.toml:2: offer.id is 'Big', but may hold a-z, 0-9 and '-' only");
    CHECK(refusal_of("", "[[offer]]\nid = \"a\"\ntitle = \"A\"\n") ==
          "offers.toml:1: offer.price is missing; such as price = \"120.00 EUR\"");
}

TEST_CASE("a tax rate is a percentage, exact in parts per million") {
    test_folder const folder;
    auto const file =
        folder.write("offers.toml", std::string{one_offer} + "tax = { name = \"VAT\", rate = \"7.7\" }\n");
    auto const offers = read_offers(file);
    CHECK(offers.at(domain::offer_id{"a"}).tax.rate_ppm == 77'000);
    CHECK(offers.at(domain::offer_id{"a"}).tax.included);
    CHECK(refusal_of("", std::string{one_offer} + "tax = { rate = \"7.77777\" }\n") ==
          "offers.toml:5: offer.tax.rate is '7.77777', but must be a percentage such as \"19\" or \"7.7\"");
}

TEST_CASE("the files that are shipped are understood") {
    auto const read = read_config("config/quittance.toml");
    CHECK(read.policy.zone == "Europe/Berlin");
    CHECK(read.offers.at(domain::offer_id{"coaching-60"}).price ==
          domain::money::minor(120'00, domain::currency::parse("EUR").value()));
    CHECK_FALSE(read.offers.at(domain::offer_id{"custom"}).open_link);
}

TEST_CASE("a booking page starts from a preset and changes names") {
    test_folder const folder;
    folder.write("offers.toml", one_offer);
    auto const read = read_config(
        folder.write("quittance.toml",
                     "[links]\ndefault_page = \"studio\"\n[links.pages.studio]\npreset = \"cal.com\"\nref = "
                     "\"booking\"\n"));
    REQUIRE(read.pages.size() == 1);
    CHECK(read.pages[0].preset == "cal.com");
    CHECK(read.pages[0].parameters.at("ref") == "booking");
    CHECK(read.default_page == "studio");
}

TEST_CASE("the business's own inbox is an address, and is where copies of changed agreements go") {
    CHECK(mail_refusal("owner = \"studio at example\"\n").starts_with("quittance.toml:6: mail.owner "));
    test_folder const folder;
    folder.write("offers.toml", one_offer);
    auto const file = folder.write(
        "quittance.toml",
        "[mail]\ntransport = \"file\"\nfrom = \"hello@studio.example\"\nowner = \"owner@studio.example\"\n");
    auto const read = read_config(file);
    CHECK(read.mail.owner == "owner@studio.example");
    CHECK(read.policy.reminders.owner == "owner@studio.example");
    CHECK(read.mail.reply_to.empty());
}

TEST_CASE("steps past the day of the person are refused, whether that day is written or not") {
    test_folder const folder;
    auto const refusal = [&folder](std::string const& text) -> std::string {
        domain::reminder_policy read;
        try {
            read_reminders(folder.write("reminders.toml", text), read);
        } catch (config_refused const& refused) {
            return refused.what();
        }
        return "";
    };
    std::string const steps = "steps = [\"due\", \"after 7d\", \"after 40d\"]\n";
    std::string const why = "person must have more days than the last step";
    CHECK(refusal("[reminders]\n" + steps).ends_with(" reminders." + why));
    CHECK(refusal("[reminders]\n" + steps + "person = \"after 40d\"\n")
              .ends_with("reminders.toml:3: reminders." + why));
    CHECK(refusal("[cadence.slow]\n" + steps).ends_with(" cadence.slow." + why));
    CHECK(refusal("[reminders]\n" + steps + "person = \"after 41d\"\n").empty());
}

TEST_CASE("clients choose among the cadences that say so, and among no others") {
    test_folder const folder;
    auto const file = folder.write("reminders.toml",
                                   "[cadence.patient]\nsteps = [\"due\", \"after 7d\", \"after 21d\"]\n"
                                   "clients_may_choose = true\n[cadence.firm]\nsteps = []\n"
                                   "[cadence.quiet]\nclients_may_choose = false\n");
    domain::reminder_policy read;
    read.client_cadences = {"of-before"};
    read_reminders(file, read);
    CHECK(read.client_cadences == std::vector<std::string>{"patient"});
    auto const wrong = folder.write("wrong.toml", "[cadence.patient]\nclients_may_choose = \"yes\"\n");
    CHECK_THROWS_AS(read_reminders(wrong, read), config_refused);
}

TEST_CASE(
    "another reminders.toml is read for itself: what it leaves out has its default, not today's value") {
    test_folder const folder;
    folder.write("offers.toml", one_offer);
    folder.write("reminders.toml",
                 "[reminders]\non = true\ndays_apart = 9\nmissed = \"skip\"\nsteps = [\"after 5d\", \"after "
                 "6d\"]\nperson = \"after 8d\"\nholidays = [\"2027-01-04\"]\n");
    auto const settings =
        read_config(folder.write("quittance.toml",
                                 "[mail]\ntransport = \"file\"\nfrom = \"hello@studio.example\"\nowner = "
                                 "\"owner@studio.example\"\n"));
    REQUIRE(settings.policy.reminders.days_apart == 9);
    auto const other =
        reminders_in(folder.write("other.toml", "[reminders]\non = true\nnotice_days = 5\n"), settings);
    domain::reminder_policy expected;
    expected.on = expected.letters = true;
    expected.notice_days = 5;
    expected.owner = "owner@studio.example";
    expected.countries = settings.policy.reminders.countries;
    expected.country_of = settings.policy.reminders.country_of;
    expected.country = settings.policy.reminders.country;
    CHECK(other == expected);
    auto const strange = folder.write("strange.toml", "[cadence.patient]\noffers = [\"unheard-of\"]\n");
    CHECK_THROWS_AS(reminders_in(strange, settings), config_refused);
    CHECK_THROWS_AS(reminders_in(folder.write("x", "") + "-is-not-there", settings), config_refused);
}
