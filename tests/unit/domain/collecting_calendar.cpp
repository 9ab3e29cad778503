// When cards are charged, wherever the client is and whatever the calendar does; and in which units.
#include <doctest/doctest.h>

#include "collecting_story.hpp"
#include "quittance/domain/calendar.hpp"

namespace quittance::domain {
namespace {

using std::chrono::days;
using std::chrono::hours;
using texts = std::vector<std::string>;

// A plan of `count` items of 60.00, agreed on at noon of this day where the client is, and paid for the first
// time.
struct sold_in {
    story told;
    std::string zone;

    sold_in(std::string where, std::string const& anchor, plan_terms const& plan, money part = eur(60'00))
        : zone(std::move(where)) {
        told.rules.card_days = 0;
        auto const day = *parse_iso_date(anchor);
        auto const when = at_hour(zone, day, hours{12});
        auto asked = a_plan_booking();
        asked.who.zone = zone;
        asked.terms.plan = plan;
        asked.terms.price = plan.retainer ? part : money::minor(part.minor_units() * plan.count, part.unit());
        asked.agreed = consent_of(when);
        asked.agreed->anchor = day;
        told.then(asked, when);
        told.then(customer_created{told.id(), {customer_id{"cus_1"}, when}, "https://pay.example/r/"}, when);
        told.then(checkout_created{told.id(), 1, page_open("cs_1", 1)}, when);
        auto paid = page_paid("cs_1", 1, "pi_1", "pm_1");
        paid.amount = part;
        paid.at = when;
        told.then(session_seen{told.id(), paid}, when);
        REQUIRE(told.booking().kept);
    }

    std::string local(instant when) const {
        auto const minutes = time_in(zone, when).count();
        return iso_date(date_in(zone, when)) + ' ' + std::to_string(minutes / 60) + ':' +
               std::to_string(minutes % 60);
    }
    instant sleep_until_wake() {
        auto const next = next_wake(told.booking(), told.last(), told.rules);
        REQUIRE(next);
        told.then(collect{told.id()}, *next);
        return *next;
    }
    int last_checkout() const { return static_cast<int>(told.booking().checkouts.size()); }
    intent_fact fact_of(intent_fact fact) const {
        auto const& payer = told.booking().checkouts.back();
        fact.intent = intent_id{"pi_of_" + std::to_string(payer.number)};
        fact.amount = payer.amount;
        if (fact.status == intent_status::succeeded) fact.received = payer.amount;
        fact.at = told.last();
        return fact;
    }
    // When and for how much the next charge is ordered; it pays.
    std::pair<std::string, money> charge() {
        auto const when = sleep_until_wake();
        told.then(intent_created{told.id(), last_checkout(), fact_of(intent_made())}, when);
        REQUIRE(told.effects().size() == 1);
        REQUIRE(std::holds_alternative<confirm_intent>(told.effects()[0]));
        told.then(attempt_answered{told.id(), last_checkout(), 1, fact_of(intent_paid())}, when);
        return {local(when), told.booking().checkouts.back().amount};
    }
    texts charges(int how_many) {
        texts all;
        all.reserve(static_cast<std::size_t>(how_many));
        for (int i = 0; i < how_many; ++i) all.push_back(charge().first);
        return all;
    }
};

plan_terms every(rhythm what, int count, int length = 0) {
    plan_terms plan;
    plan.every = what;
    plan.count = count;
    plan.days = length;
    return plan;
}

struct month_row {
    char const* anchor;
    texts charged;
};

constexpr std::array zones{"Pacific/Kiritimati",  "Pacific/Chatham",   "Pacific/Auckland",
                           "Australia/Lord_Howe", "Asia/Tokyo",        "Asia/Kathmandu",
                           "Europe/Berlin",       "Europe/Lisbon",     "UTC",
                           "Atlantic/Azores",     "America/St_Johns",  "America/New_York",
                           "America/Phoenix",     "America/Sao_Paulo", "Pacific/Honolulu",
                           "Pacific/Pago_Pago"};

}  // namespace

TEST_CASE(
    "monthly items are charged on the anchor's day or the month's last, at nine of every zone's clock") {
    for (auto const& [anchor, charged] :
         {month_row{"2027-01-31", {"2027-02-28 9:0", "2027-03-31 9:0", "2027-04-30 9:0", "2027-05-31 9:0"}},
          month_row{"2028-01-31", {"2028-02-29 9:0", "2028-03-31 9:0", "2028-04-30 9:0", "2028-05-31 9:0"}},
          month_row{"2028-02-29", {"2028-03-29 9:0", "2028-04-29 9:0", "2028-05-29 9:0", "2028-06-29 9:0"}},
          month_row{"2027-08-30", {"2027-09-30 9:0", "2027-10-30 9:0", "2027-11-30 9:0", "2027-12-30 9:0"}},
          month_row{"2027-11-30",
                    {"2027-12-30 9:0", "2028-01-30 9:0", "2028-02-29 9:0", "2028-03-30 9:0"}}}) {
        for (std::string const zone : zones) {
            CAPTURE(anchor);
            CAPTURE(zone);
            sold_in client{zone, anchor, every(rhythm::monthly, 5)};
            CHECK(client.charges(4) == charged);
            CHECK_FALSE(next_wake(client.told.booking(), client.told.last(), client.told.rules));
        }
    }
}

TEST_CASE(
    "daily items through both clock changes are charged once a day, never twice and on none not at all") {
    for (std::string const anchor : {"2027-03-12", "2027-03-26", "2027-04-02", "2027-09-24", "2027-10-01",
                                     "2027-10-29", "2027-11-05", "2028-02-27"}) {
        for (std::string const zone : zones) {
            CAPTURE(anchor);
            CAPTURE(zone);
            sold_in client{zone, anchor, every(rhythm::every_days, 5, 1)};
            texts expected;
            for (int i = 1; i < 5; ++i) {
                auto const day = std::chrono::sys_days{*parse_iso_date(anchor)} + days{i};
                expected.push_back(iso_date(civil_date{day}) + " 9:0");
            }
            CHECK(client.charges(4) == expected);
        }
    }
}

TEST_CASE("a retainer from the 31st is charged on the last of short months, through a leap year") {
    auto plan = every(rhythm::monthly, 0);
    plan.retainer = true;
    for (std::string const zone : {"Pacific/Kiritimati", "Europe/Lisbon", "Pacific/Pago_Pago"}) {
        CAPTURE(zone);
        sold_in client{zone, "2027-08-31", plan};
        CHECK(client.charges(8) == texts{"2027-09-30 9:0", "2027-10-31 9:0", "2027-11-30 9:0",
                                         "2027-12-31 9:0", "2028-01-31 9:0", "2028-02-29 9:0",
                                         "2028-03-31 9:0", "2028-04-30 9:0"});
    }
}

TEST_CASE("a declined charge is tried again at nine of the client's clock, also after it was changed") {
    struct row {
        char const* zone;
        char const* due;
        texts tries;
    };
    for (auto const& [zone, due, tries] :
         {row{"Europe/Berlin",
              "2027-03-27",
              {"2027-03-28 9:0", "2027-03-30 9:0", "2027-04-01 9:0", "2027-04-03 9:0"}},
          row{"Europe/Berlin",
              "2027-10-30",
              {"2027-10-31 9:0", "2027-11-02 9:0", "2027-11-04 9:0", "2027-11-06 9:0"}},
          row{"Pacific/Auckland",
              "2027-04-03",
              {"2027-04-04 9:0", "2027-04-06 9:0", "2027-04-08 9:0", "2027-04-10 9:0"}},
          row{"Australia/Lord_Howe",
              "2027-10-02",
              {"2027-10-03 9:0", "2027-10-05 9:0", "2027-10-07 9:0", "2027-10-09 9:0"}},
          row{"Pacific/Pago_Pago",
              "2028-02-28",
              {"2028-02-29 9:0", "2028-03-02 9:0", "2028-03-04 9:0", "2028-03-06 9:0"}}}) {
        CAPTURE(zone);
        CAPTURE(due);
        auto const anchor = civil_date{std::chrono::sys_days{*parse_iso_date(due)} - days{7}};
        sold_in client{zone, iso_date(anchor), every(rhythm::weekly, 2)};
        client.sleep_until_wake();
        client.told.then(intent_created{client.told.id(), 2, client.fact_of(intent_made())},
                         client.told.last());
        texts when;
        for (int attempt = 1; attempt < 5; ++attempt) {
            auto const no = client.fact_of(intent_declined("insufficient_funds", attempt));
            client.told.then(attempt_answered{client.told.id(), 2, attempt, no}, client.told.last());
            when.push_back(client.local(client.sleep_until_wake()));
        }
        CHECK(when == tries);
    }
}

TEST_CASE(
    "whatever the currency: what is charged is the item's amount in its own units, and all is the price") {
    struct row {
        char const* code;
        std::int64_t price;
        std::vector<std::int64_t> charged;  // after the first item
    };
    for (auto const& [code, price, charged] :
         {row{"JPY", 10'000, {3'333, 3'333}}, row{"KRW", 10'001, {3'334, 3'333}},
          row{"ISK", 10'000, {3'333, 3'333}}, row{"UGX", 50'000, {16'667, 16'666}},
          row{"KWD", 10'000, {3'330, 3'330}}, row{"TND", 10'010, {3'340, 3'330}},
          row{"MGA", 100'000, {33'300, 33'300}}, row{"HUF", 100'000, {33'333, 33'333}},
          row{"USD", 10'001, {3'334, 3'333}}}) {
        CAPTURE(code);
        auto const unit = currency::parse(code).value();
        auto const plan = every(rhythm::monthly, 3);
        auto const first =
            items_of(plan, money::minor(price, unit), *parse_iso_date("2027-01-31"), {})->at(0).amount;
        story told;
        told.rules.card_days = 0;
        auto asked = a_plan_booking();
        asked.terms.price = money::minor(price, unit);
        asked.agreed = consent_of(noon);
        told.then(asked);
        told.then(customer_created{told.id(), {customer_id{"cus_1"}, noon}, "https://pay.example/r/"});
        told.then(checkout_created{told.id(), 1, page_open("cs_1", 1)});
        auto paid = page_paid("cs_1", 1, "pi_1", "pm_1");
        paid.amount = first;
        told.then(session_seen{told.id(), paid});
        for (auto const units : charged) {
            auto const when = *next_wake(told.booking(), told.last(), told.rules);
            told.then(collect{told.id()}, when);
            REQUIRE(told.effects().size() == 1);
            auto const& order = std::get<create_intent>(told.effects()[0]);
            CHECK(order.amount == money::minor(units, unit));
            auto const number = order.checkout;
            auto fact = intent_made("pi_of_" + std::to_string(number));
            fact.amount = money::minor(units, unit);
            told.then(intent_created{told.id(), number, fact}, when);
            fact.status = intent_status::succeeded;
            fact.received = fact.amount;
            told.then(attempt_answered{told.id(), number, 1, fact}, when);
        }
        CHECK(balance_of(told.booking()).received == money::minor(price, unit));
        CHECK(balance_of(told.booking()).open.is_zero());
    }
}

TEST_CASE("half of it goes back in steps that the processor can express") {
    struct row {
        char const* code;
        std::int64_t price;
        std::int64_t half;
    };
    for (auto const& [code, price, half] :
         {row{"EUR", 10'001, 5'000}, row{"JPY", 10'001, 5'000}, row{"ISK", 10'001, 5'000},
          row{"UGX", 50'001, 25'000}, row{"KWD", 10'010, 5'000}, row{"BHD", 10'030, 5'010},
          row{"MGA", 100'100, 50'000}}) {
        CAPTURE(code);
        auto const unit = currency::parse(code).value();
        auto asked = a_booking(money::minor(price, unit), origin::api);
        asked.terms.cancellation.steps = {{24, 500'000}};
        asked.service_at = "2026-12-01T10:00:00Z";
        story told;
        told.rules.card_days = 0;
        told.then(asked);
        told.then(checkout_created{told.id(), 1, session_open()});
        told.then(session_seen{told.id(), session_paid(money::minor(price, unit)), false});
        told.then(cancel_booking{told.id(), {}, {}, "moved away", "Ann"});
        CHECK(std::get<create_refund>(told.effects().at(0)).amount == money::minor(half, unit));
    }
}

}  // namespace quittance::domain
