// The product's own functions, with a fault in them: what only a probe of the product can see.
#include "history.hpp"
#include "quittance/base/planted.hpp"

namespace quittance::simulation {
namespace {

struct armed {
    explicit armed(bug which) { armed_bug = which; }
    armed(armed const&) = delete;
    armed& operator=(armed const&) = delete;
    ~armed() { armed_bug = bug::none; }
};

domain::session_fact expired_with_intent() {
    domain::session_fact gone{domain::session_id{"cs_1"}, 1, domain::session_status::expired,
                              domain::payment_status::unpaid};
    gone.intent = domain::intent_id{"pi_1"};
    return gone;
}

}  // namespace

TEST_CASE("2 and 19: spare money that is left out of the balance is seen") {
    armed const spoilt{bug::forget_spare_money};
    history told;
    told.sells(11'000);
    CHECK(told.violations_of(2) == 1);
    CHECK(told.violations_of(19) == 1);
}

TEST_CASE("5 and 19: money of any amount taken for what was agreed is seen") {
    armed const spoilt{bug::use_any_amount};
    history told;
    told.sells(11'000);
    CHECK(told.violations_of(19) == 1);
    CHECK(told.violations_of(13) == 1);  // and nobody is asked to look at it
}

TEST_CASE("12: a session taken for dead without its intent is seen") {
    armed const spoilt{bug::dead_without_intent};
    history told;
    told.books_and_orders();
    told.session_is_made();
    told.happens(domain::session_seen{told.now().id, expired_with_intent(), false}, "evt_1");
    CHECK(told.violations_of(12) == 1);
}

TEST_CASE("12: a status that is overwritten by an older word is seen") {
    armed const spoilt{bug::last_word_wins};
    history told;
    told.sells();
    domain::session_fact stale{domain::session_id{"cs_1"}, 1, domain::session_status::open,
                               domain::payment_status::unpaid};
    told.happens(domain::session_seen{told.now().id, stale, false}, "evt_1");
    CHECK(told.violations_of(12) == 1);
}

TEST_CASE("17: a decision that depends on what was decided before is seen") {
    armed const spoilt{bug::decide_by_memory};
    history told;
    told.happens(domain::book{{"website", domain::offer_id{"coaching"}, "ref-1"},
                              domain::origin::api,
                              {domain::offer_id{"coaching"}, "Coaching", "", euros(12'000), {}}});
    CHECK(told.violations_of(17) == 1);
}

TEST_CASE("19: refunds that lower nothing, and failed ones that do, are seen") {
    auto const seen_with = [](bug which, domain::refund_status status) {
        armed const spoilt{which};
        history told;
        told.sells();
        told.is_refunded(2'000, status);
        return told.violations_of(19);
    };
    CHECK(seen_with(bug::none, domain::refund_status::failed) == 0);
    CHECK(seen_with(bug::refund_lowers_nothing, domain::refund_status::succeeded) == 1);
    CHECK(seen_with(bug::count_failed_refund, domain::refund_status::failed) == 1);
}

TEST_CASE("9 and 12: an entry that says everything twice is seen") {
    armed const spoilt{bug::entry_says_it_twice};
    history told;
    told.books_and_orders();
    CHECK(told.violations_of(9) >= 1);
    CHECK(told.violations_of(12) >= 1);
}

TEST_CASE("11: a chain from nowhere is seen") {
    armed const spoilt{bug::chain_from_nowhere};
    history told;
    told.books_and_orders();
    CHECK(told.violations_of(11) == 1);
}

}  // namespace quittance::simulation
