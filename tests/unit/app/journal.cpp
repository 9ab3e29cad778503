// The books as a person and as a spreadsheet read them.
#include <doctest/doctest.h>

#include "journal_text.hpp"

using namespace quittance;
using namespace quittance::app;

namespace {

domain::money eur(std::int64_t cents) { return domain::money::minor(cents, *domain::currency::parse("EUR")); }

std::vector<domain::journal_entry> some_books() {
    domain::journal_entry entry;
    entry.at = from_unix_seconds(1'795'000'000);
    entry.booking = domain::booking_id{"b-1"};
    entry.what = "payment";
    entry.cause = "=HYPERLINK(\"x\")";
    entry.postings = {{domain::book_account::processor_cash, eur(12'050)},
                      {domain::book_account::earned, eur(-12'050)}};
    return {entry};
}

}  // namespace

TEST_CASE("an entry shows when, whose, what and each posting, and the sums come last") {
    auto const text = journal_text(some_books(), {{domain::booking_id{"b-1"}, "B-17"}});
    CHECK(text.starts_with("2026-11-18T11:06:40.000Z  B-17  payment =HYPERLINK(\"x\")\n"));
    CHECK(text.find("    cash at processor          120.50 EUR\n") != std::string::npos);
    CHECK(text.find("    earned                    -120.50 EUR\n") != std::string::npos);
    CHECK(text.find("Sums\n") != std::string::npos);
}

TEST_CASE("a spreadsheet is given quoted cells, and no formula that a stranger typed") {
    auto const text = journal_csv(some_books(), {{domain::booking_id{"b-1"}, "@B-\"17\""}});
    CHECK(text ==
          "at,booking,reference,what,cause,account,amount,currency\r\n"
          "2026-11-18T11:06:40.000Z,\"b-1\",\"'@B-\"\"17\"\"\",\"payment\",\"'=HYPERLINK(\"\"x\"\")\","
          "\"cash at processor\",120.50,EUR\r\n"
          "2026-11-18T11:06:40.000Z,\"b-1\",\"'@B-\"\"17\"\"\",\"payment\",\"'=HYPERLINK(\"\"x\"\")\","
          "\"earned\",-120.50,EUR\r\n");
}
