#include "configuration.hpp"

#include <array>

#include "app/agreement_words.hpp"
#include "quittance/stripe/amounts.hpp"

namespace quittance::simulation {
namespace {

domain::offer offer_named(std::string name, std::int64_t cents) {
    domain::offer made;
    made.id = domain::offer_id{name};
    made.title = std::move(name);
    made.price = domain::money::minor(cents, *domain::currency::parse("EUR"));
    return made;
}

domain::rhythm some_rhythm(domain::plan_terms& plan, chance& luck) {
    constexpr std::array all{domain::rhythm::monthly, domain::rhythm::monthly, domain::rhythm::fortnightly,
                             domain::rhythm::weekly, domain::rhythm::every_days};
    auto const chosen = luck.one_of(all);
    if (chosen == domain::rhythm::every_days) plan.days = static_cast<int>(3 + luck.below(40));
    return chosen;
}

}  // namespace

configuration first_configuration(chance luck) {
    configuration made;
    domain::offer offer;
    offer.id = domain::offer_id{"coaching"};
    offer.title = "Coaching";
    auto const euro = *domain::currency::parse("EUR");
    offer.price = domain::money::minor(static_cast<std::int64_t>(100 + luck.below(50'000)), euro);
    made.offers.emplace(offer.id, offer);
    if (luck.odds(0.5)) made.payment_methods = {"card", "sepa_debit"};
    if (made.payment_methods.empty()) made.payment_methods = {"card"};
    made.policy.checkout_lifetime = std::chrono::minutes{35 + luck.below(600)};
    made.policy.hold_time = std::chrono::hours{1 + luck.below(72)};
    made.policy.least_charges = stripe::minimum_charges();
    return made;
}

void put_in_writing(configuration& of) {
    pages::business who;
    who.name = "Simulated Studio";
    of.policy.write_agreement = app::agreement_writer_of(std::move(who), of.policy);
}

void charge_fees(configuration& to, chance luck) {
    auto const euro = *domain::currency::parse("EUR");
    for (auto& [id, offer] : to.offers) {
        if (!offer.plan.is_plan() || luck.odds(0.3)) continue;
        offer.late_fee.after_days = static_cast<int>(luck.below(30));
        if (luck.odds(0.5))
            offer.late_fee.fixed =
                domain::money::minor(static_cast<std::int64_t>(100 + luck.below(900)), euro);
        else
            offer.late_fee.share_ppm = static_cast<std::int32_t>(10'000 + luck.below(90'000));
        if (luck.odds(0.5)) offer.cancellation.no_show_fee = domain::money::minor(2'000, euro);
    }
}

void sell_plans(configuration& to, chance luck) {
    auto const price = [&luck] { return static_cast<std::int64_t>(3'000 + luck.below(60'000)); };
    auto course = offer_named("course", price());
    course.plan.every = some_rhythm(course.plan, luck);
    course.plan.count = static_cast<int>(2 + luck.below(5));
    if (luck.odds(0.4)) course.plan.deposit_ppm = 250'000;
    auto membership = offer_named("membership", price());
    membership.plan.every = luck.odds(0.8) ? domain::rhythm::monthly : domain::rhythm::fortnightly;
    membership.plan.retainer = true;
    membership.plan.count = luck.odds(0.5) ? 0 : static_cast<int>(3 + luck.below(12));
    membership.credits.granted = 4;
    auto package = offer_named("package", price());
    package.credits.granted = 5;
    for (auto const& each : {course, membership, package}) to.offers.emplace(each.id, each);
}

}  // namespace quittance::simulation
