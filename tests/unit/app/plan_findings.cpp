#include "plan_findings.hpp"

#include <doctest/doctest.h>

#include "folder.hpp"

using namespace quittance;
using namespace quittance::app;

namespace {

civil_date const today = *parse_iso_date("2027-01-31");

config with(std::string const& plans) {
    test_folder const folder;
    folder.write(
        "offers.toml",
        "[[offer]]\nid = \"course\"\ntitle = \"A\"\nprice = \"600.00 EUR\"\nplan = { every = \"monthly\", "
        "count = 6 }\n");
    return read_config(folder.write("quittance.toml", "[plans]\n" + plans));
}

class kept_log final : public quittance::log {
public:
    void write(log_level level, std::string_view event, std::initializer_list<log_field> fields) override {
        all += format_log_line("", level, event, fields) + "\n";
    }
    std::string all;
};

std::string logged(config const& settings) {
    kept_log journal;
    log_plans(settings, today, journal);
    return journal.all;
}

}  // namespace

TEST_CASE("a plan beyond a known limit is found, with its source, until it is acknowledged by name") {
    auto const found = plan_findings(with("country = \"US\"\n"), today);
    REQUIRE(found.size() == 1);
    CHECK(found[0].rule == domain::plan_rule::us_four_instalments);
    CHECK_FALSE(found[0].acknowledged);
    CHECK(finding_text(found[0]).find("Regulation Z") != std::string::npos);
    CHECK(finding_advice(found[0]).starts_with("this is not legal advice"));
    CHECK(finding_advice(found[0]).ends_with("acknowledge = [\"course: us-four-instalments\"]"));
    auto const seen = with("country = \"US\"\nacknowledge = [\"course: us-four-instalments\"]\n");
    CHECK(plan_findings(seen, today).at(0).acknowledged);
}

TEST_CASE("a start warns of what is not acknowledged, and of nothing else") {
    CHECK(logged(with("country = \"DE\"\n")).find("eu-fifty-days") != std::string::npos);
    CHECK(logged(with("country = \"DE\"\n")).find("level=warning event=plan_may_be_credit") !=
          std::string::npos);
    CHECK(logged(with("country = \"DE\"\nacknowledge = [\"course: eu-fifty-days\"]\n")).empty());
    CHECK_FALSE(logged(with("country = \"DE\"\nacknowledge = [\"other: eu-fifty-days\"]\n")).empty());
    CHECK(logged(with("country = \"DE\"\nclients = \"business\"\n")).empty());
    CHECK(logged(with("")).empty());
}

TEST_CASE("a plan whose first date has passed is told, on its day it is not") {
    test_folder const folder;
    auto const read = [&](std::string const& dates) {
        folder.write("offers.toml",
                     "[[offer]]\nid = \"trip\"\ntitle = \"A\"\nprice = \"600.00 EUR\"\nplan = { dates "
                     "= [" +
                         dates + "] }\n");
        return read_config(folder.write("quittance.toml", ""));
    };
    CHECK(past_plans(read("2027-01-30, 2027-03-01"), today) == std::vector{domain::offer_id{"trip"}});
    CHECK(past_plans(read("2027-01-31, 2027-03-01"), today).empty());
    CHECK(logged(read("2027-01-30")).find("event=plan_is_past offer=trip") != std::string::npos);
}
