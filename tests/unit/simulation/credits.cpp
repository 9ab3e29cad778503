// Credits that are used or kept, and how many there are.
#include "history.hpp"

namespace quittance::simulation {
namespace {

// Two credits, sold.
void sell(history& told) {
    domain::book asked;
    asked.identity = {"website", domain::offer_id{"package"}, "ref-1"};
    asked.origin = domain::origin::signed_link;
    asked.terms = {domain::offer_id{"package"}, "Package", "", euros(12'000), {}};
    asked.terms.credits.granted = 2;
    asked.page_token = "BBBBBBBBBBBBBBBBBBBBBB";
    told.happens(asked);
}

domain::credits_reserved kept(history const& told, std::string session, int credits) {
    return {told.now().id,
            {std::move(session), {std::chrono::year{2026} / 12 / 1}, credits, "owner", told.at}};
}

domain::delivered held(history const& told, std::string session, int credits) {
    domain::delivery what;
    what.id = std::move(session);
    what.on = std::chrono::year{2026} / 12 / 1;
    what.credits = credits;
    what.author = "owner";
    what.at = told.at;
    return {told.now().id, what};
}

}  // namespace

TEST_CASE("31: a session that keeps its credits, is moved, held and taken back, breaks no rule") {
    history told;
    sell(told);
    told.commits({kept(told, "s-1", 1), kept(told, "s-2", 1)});
    told.commits({kept(told, "s-1", 1), held(told, "s-2", 1)});
    told.commits({domain::delivery_taken_back{told.now().id, "s-2", "ill", "owner", told.at}});
    told.commits({kept(told, "s-3", 1)});
    INFO(told.told());
    CHECK(told.violations_of(31) == 0);
    CHECK(told.violations_of(12) == 0);
}

TEST_CASE("31: a credit that is promised twice is seen, whether it is kept or used") {
    history twice;
    sell(twice);
    twice.commits({kept(twice, "s-1", 2), kept(twice, "s-2", 1)});
    CHECK(twice.violations_of(31) == 1);
    history used;
    sell(used);
    used.commits({kept(used, "s-1", 2)});
    used.commits({held(used, "s-2", 1)});
    CHECK(used.violations_of(31) == 1);
}

TEST_CASE("31: what is given counts, and what is taken away does not") {
    domain::credit_change gift;
    gift.id = "g-1";
    gift.credits = 1;
    gift.on = std::chrono::year{2026} / 11 / 21;
    history more;
    sell(more);
    more.commits({domain::credits_changed{more.now().id, gift}, kept(more, "s-1", 3)});
    CHECK(more.violations_of(31) == 0);
    gift.credits = -1;
    history fewer;
    sell(fewer);
    fewer.commits({domain::credits_changed{fewer.now().id, gift}, kept(fewer, "s-1", 2)});
    CHECK(fewer.violations_of(31) == 1);
}

TEST_CASE("31: a period that is split grants once what was sold for it") {
    history told;
    domain::book asked;
    asked.identity = {"website", domain::offer_id{"membership"}, "ref-1"};
    asked.origin = domain::origin::signed_link;
    asked.terms = {domain::offer_id{"membership"}, "Membership", "", euros(10'000), {}};
    asked.terms.credits.granted = 4;
    asked.terms.plan.every = domain::rhythm::monthly;
    asked.terms.plan.retainer = true;
    asked.page_token = "BBBBBBBBBBBBBBBBBBBBBB";
    told.happens(asked);
    auto const due = told.now().items.front().due;
    told.happens(domain::change_item{
        told.now().id, 1, {{euros(5'000), due}, {euros(5'000), due}}, "in two parts", "owner"});
    told.happens(
        domain::take_by_hand{told.now().id, "slip-1", euros(10'000), domain::hand_kind::cash, due, "owner"});
    INFO(told.told());
    CHECK(told.violations_of(31) == 0);
}

}  // namespace quittance::simulation
