// A plan of three parts of 60.00 on 21 November, December and January, as clients buy and pay it.
#pragma once
#include "world.hpp"

namespace quittance::engine {

inline instant const second_due = *parse_rfc3339("2026-12-21T09:00:00Z");
inline instant const third_due = *parse_rfc3339("2027-01-21T09:00:00Z");

inline domain::money eur(std::int64_t cents) {
    return domain::money::minor(cents, domain::currency::parse("EUR").value());
}

inline purchase a_plan(bool agreed = true) {
    auto what = a_click();
    what.terms.price = eur(180'00);
    what.terms.plan.every = domain::rhythm::monthly;
    what.terms.plan.count = 3;
    if (agreed) what.agreed = domain::consent{"the terms", "hash", "note", *parse_iso_date("2026-11-21")};
    return what;
}

// Sold, and its first part paid with a card that is kept.
inline domain::method_id sell(world& all, gateway& at, purchase what = a_plan()) {
    REQUIRE(buy(at, std::move(what)).outcome == purchase_outcome::pay_at);
    REQUIRE(all.processor.pay(all.processor.last_session()));
    work_through(all, {&at}, 3min);
    REQUIRE(all.only_booking().kept);
    return all.only_booking().kept->method;
}

inline void wait_for(world& all, gateway& at, instant when) { pass(all, {&at}, when - all.time.now()); }

inline chosen_payment choice(world const& all, std::vector<int> items = {}) {
    auto const what = all.only_booking();
    return {all.only_client(), what.id, what.page_token, std::move(items), std::nullopt};
}

inline std::int64_t received(world const& all) {
    return domain::balance_of(all.only_booking()).received.minor_units();
}

inline void check_never_twice(world const& all) {
    CHECK(all.processor.key_misuses == 0);
    CHECK(all.processor.double_payers == 0);
    // Each part is 60.00: the processor's own books show one charge for each that is paid here.
    CHECK(received(all) == all.processor.charges * 60'00);
}

}  // namespace quittance::engine
