#include "quittance/pages/format.hpp"

#include <doctest/doctest.h>

#include <limits>

using namespace quittance;

namespace {
domain::money of(std::int64_t units, char const* code) {
    return domain::money::minor(units, *domain::currency::parse(code));
}
}  // namespace

TEST_CASE("amounts read as people of the locale write them") {
    CHECK(pages::money_text(of(12'050, "EUR"), "en-GB") == "€120.50");
    CHECK(pages::money_text(of(12'050, "EUR"), "de-DE") == "120,50\u00A0€");
    CHECK(pages::money_text(of(5'000, "JPY"), "en-GB") == "JP¥5,000");
    CHECK(pages::money_text(of(1'234, "KWD"), "en-GB") == "KWD\u00A01.234");
    CHECK(pages::money_text(of(0, "EUR"), "en-GB") == "€0.00");
}

TEST_CASE("the largest amount keeps its last unit") {
    CHECK(pages::money_text(of(std::numeric_limits<std::int64_t>::max(), "EUR"), "en-GB") ==
          "€92,233,720,368,547,758.07");
}

TEST_CASE("a locale nobody knows reads as English") {
    for (auto const* tag : {"", "<script>", "xx-nonsense-000000000000000", "99"}) {
        CAPTURE(tag);
        CHECK(pages::money_text(of(12'050, "EUR"), tag).find("120.50") != std::string::npos);
    }
}

TEST_CASE("dates are those of the zone") {
    auto const when = from_unix_seconds(1'798'758'000);  // 2026-12-31T23:00:00Z
    CHECK(pages::date_text(when, "Europe/Vienna", "en-GB") == "1 January 2027");
    CHECK(pages::date_text(when, "America/New_York", "en-GB") == "31 December 2026");
    CHECK(pages::date_text(when, "Europe/Vienna", "de-DE") == "1. Januar 2027");
    CHECK(pages::date_text(*parse_iso_date("2027-01-31"), "en-GB") == "31 January 2027");
    CHECK(pages::moment_text(when, "UTC", "en-GB").find("23:00") != std::string::npos);
}

TEST_CASE("the first of a month is counted in French, and no other day or language") {
    auto const first = *parse_iso_date("2027-06-01");
    CHECK(pages::weekday_text(first, "fr-FR") == "mardi 1er juin 2027");
    CHECK(pages::weekday_text(*parse_iso_date("2027-06-11"), "fr-FR") == "vendredi 11 juin 2027");
    CHECK(pages::weekday_text(*parse_iso_date("2027-06-21"), "fr-FR") == "lundi 21 juin 2027");
    CHECK(pages::day_text(first, "fr") == "mar. 1er juin 2027");
    CHECK(pages::date_text(first, "fr-BE") == "1er juin 2027");
    CHECK(pages::weekday_text(first, "fr-CH").find("1er juin 2027") != std::string::npos);
    CHECK(pages::weekday_text(first, "es-ES") == "martes, 1 de junio de 2027");
    CHECK(pages::month_text(std::chrono::year{2027} / 6, "fr-FR") == "juin 2027");
    auto const late = *parse_rfc3339("2027-05-31T22:30:00Z");
    CHECK(pages::date_text(late, "Europe/Paris", "fr-FR") == "1er juin 2027");
    CHECK(pages::date_text(late, "UTC", "fr-FR") == "31 mai 2027");
    CHECK(pages::moment_text(late, "Europe/Paris", "fr-FR").starts_with("1er juin 2027"));
}

TEST_CASE("a tax rate keeps its decimals and no more") {
    CHECK(pages::percent_text(190'000, "en-GB") == "19%");
    CHECK(pages::percent_text(77'000, "en-GB") == "7.7%");
    CHECK(pages::percent_text(190'000, "de-DE") == "19\u00A0%");
}

TEST_CASE("only a language tag is one") {
    for (auto const* good : {"de", "de-AT", "zh-Hant-TW", "sr-Latn", "en-US-posix"})
        CHECK(pages::is_locale_tag(good));
    for (auto const* bad : {"", "d", "de_AT", "de-", "-de", "de--AT", "<b>", "de-AT-toolongpart", "12",
                            "de-AT-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a-a"}) {
        CAPTURE(bad);
        CHECK_FALSE(pages::is_locale_tag(bad));
    }
}
