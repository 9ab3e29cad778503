// A plan in the hands of chance: people pay, cards decline, replies are lost, the owner waives, splits and
// takes cash. The processor here does what it is ordered to and nothing else, so that its books can be held
// against ours.
#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <map>
#include <numeric>
#include <set>

#include "collecting_story.hpp"
#include "journal_checks.hpp"
#include "quittance/domain/fees.hpp"

namespace quittance::domain {
namespace {

class model_processor {
public:
    explicit model_processor(story& told) : told_(told) {}

    // Carries out what the last command ordered.
    void carry_out(instant now) {
        auto const ordered = told_.effects();
        for (auto const& e : ordered) std::visit([&](auto const& order) { act(order, now); }, e);
    }

    void pay_a_page(instant now) {
        if (pages_.empty()) return;
        auto const [session, page] = *pages_.begin();
        pages_.erase(session);
        take(page.items);
        auto fact = page_paid(session, page.number, "pi_of_" + session, "pm_" + session);
        fact.amount = page.amount;
        fact.at = now;
        told_.then(session_seen{told_.id(), fact}, now);
    }

    int takings(int item) const {
        auto const found = taken_.find(item);
        return found == taken_.end() ? 0 : found->second;
    }

    bool loses_replies = false;
    bool declines = false;
    int declines_in_a_row = 0;

private:
    struct page {
        int number = 0;
        std::vector<int> items;
        money amount;
    };

    void take(std::vector<int> const& items) {
        for (int const item : items) ++taken_[item];
    }

    void act(send_letter const&, instant) {}
    void act(create_card_page const&, instant) {}
    void act(change_customer const&, instant) {}
    void act(create_customer const&, instant now) {
        told_.then(customer_created{told_.id(), {customer_id{"cus_1"}, now}, "https://pay.example/r/"}, now);
        carry_out(now);
    }
    void act(create_checkout const& order, instant now) {
        auto const name = "cs_" + std::to_string(order.checkout);
        pages_[name] = {order.checkout, told_.booking().checkouts.back().items, order.amount};
        auto fact = page_open(name, order.checkout);
        fact.expires_at = order.expires_at;
        told_.then(checkout_created{told_.id(), order.checkout, fact}, now);
        carry_out(now);
    }
    void act(create_intent const& order, instant now) {
        auto made = intent_made("pi_" + std::to_string(order.checkout));
        made.amount = order.amount;
        made.at = now;
        intents_[made.intent.text()] = {order.checkout, told_.booking().checkouts.back().items, order.amount};
        told_.then(intent_created{told_.id(), order.checkout, made}, now);
        carry_out(now);
    }
    void act(confirm_intent const& order, instant now) {
        auto const of = intents_.find(order.intent.text());
        RC_ASSERT(of != intents_.end());
        auto fact = intent_made(order.intent.text());
        fact.amount = of->second.amount;
        fact.at = now;
        if (declines) {
            ++declines_in_a_row;
            fact = intent_declined("insufficient_funds", static_cast<int>(++declined_));
            fact.intent = order.intent;
            fact.at = now;
        } else {
            declines_in_a_row = 0;
            fact.status = intent_status::succeeded;
            fact.received = of->second.amount;
            fact.charge = charge_id{"ch_of_" + order.intent.text()};
            take(of->second.items);
            intents_.erase(of);
        }
        last_[order.intent.text()] = fact;
        if (loses_replies) {
            told_.then(attempt_unanswered{told_.id(), order.checkout, order.attempt}, now);
        } else {
            told_.then(attempt_answered{told_.id(), order.checkout, order.attempt, fact}, now);
        }
    }
    void act(cancel_intent const& order, instant now) {
        intents_.erase(order.intent.text());
        auto fact = intent_made(order.intent.text());
        fact.status = intent_status::canceled;
        told_.then(closing_answered{told_.id(), order.checkout, std::nullopt, fact}, now);
    }
    void act(expire_session const& order, instant now) {
        pages_.erase(order.session.text());
        auto fact = session_expired(order.session.text());
        fact.checkout = order.checkout;
        told_.then(closing_answered{told_.id(), order.checkout, fact, std::nullopt}, now);
    }
    void act(create_refund const& order, instant now) {
        auto fact = a_refund(order.amount, refund_status::succeeded, "re_" + std::to_string(order.order),
                             order.intent.text());
        fact.order = order.order;
        told_.then(refund_seen{told_.id(), fact}, now);
    }

public:
    void look_up(look_up_intent const& work, instant now) {
        auto const known = last_.find(work.intent.text());
        if (known != last_.end()) {
            told_.then(intent_looked_up{told_.id(), work.checkout, known->second}, now);
        }
    }

private:
    story& told_;
    std::map<std::string, page> pages_;
    std::map<std::string, page> intents_;
    std::map<std::string, intent_fact> last_;
    std::map<int, int> taken_;
    std::int64_t declined_ = 0;
};

void wake(story& told, model_processor& processor, instant now) {
    for (auto const& piece : work_due(told.booking(), now, told.rules)) {
        if (std::holds_alternative<collect_items>(piece)) {
            told.then(collect{told.id()}, now);
            processor.carry_out(now);
        }
        if (auto const* const look = std::get_if<look_up_intent>(&piece)) processor.look_up(*look, now);
        if (std::holds_alternative<look_at_card>(piece)) {
            auto const& kept = *told.booking().kept;
            told.then(
                card_seen{
                    told.id(), {kept.method, kept.customer, "card", "visa", "4242", 2099, 12, now}, true},
                now);
        }
    }
}

civil_date const first_day = *parse_iso_date("2026-12-01");

// What a person may ask; refused or not.
void ask(story& told, model_processor& processor, command what, instant now) {
    if (!told.ask(what, now)) return;
    told.then(std::move(what), now);
    processor.carry_out(now);
}

void do_something(story& told, model_processor& processor, instant now) {
    auto const item = *rc::gen::inRange(1, 5);
    auto const cents = *rc::gen::element<std::int64_t>(1, 20'00, 60'00, 100'00);
    auto const nth = std::to_string(*rc::gen::inRange(1, 4));
    switch (*rc::gen::inRange(0, 14)) {
        case 0: ask(told, processor, open_checkout{told.id(), "https://pay.example/r/", {}}, now); break;
        case 1: ask(told, processor, open_checkout{told.id(), "https://pay.example/r/", {item}}, now); break;
        case 2: processor.pay_a_page(now); break;
        case 3: processor.declines = !processor.declines; break;
        case 4: processor.loses_replies = !processor.loses_replies; break;
        case 5:
            ask(told, processor,
                take_by_hand{told.id(), nth, eur(cents), hand_kind::cash, *parse_iso_date("2026-12-01"),
                             "Ann"},
                now);
            break;
        case 6:
            ask(told, processor, waive{told.id(), item, eur(cents), false, "kind", "Ann", nth}, now);
            break;
        case 7:
            ask(told, processor,
                change_item{told.id(), item, {{eur(60'00), *parse_iso_date("2027-03-01")}}, "later", "Ann"},
                now);
            break;
        case 8:
            ask(told, processor,
                change_item{told.id(),
                            item,
                            {{eur(20'00), *parse_iso_date("2027-01-05")},
                             {eur(40'00), *parse_iso_date("2027-02-05")}},
                            "in two",
                            "Ann"},
                now);
            break;
        case 9:
            ask(told, processor,
                order_refund{told.id(), {}, eur(cents), *rc::gen::arbitrary<bool>(), {}, "asked", "Ann", nth},
                now);
            break;
        case 10: ask(told, processor, add_late_fees{told.id()}, now); break;
        case 11: ask(told, processor, deliver{told.id(), nth, first_day, 1, true, "Ann"}, now); break;
        case 12: ask(told, processor, take_back_delivery{told.id(), nth, "slip", "Ann"}, now); break;
        default: wake(told, processor, now);
    }
}

std::int64_t all_of(std::vector<item> const& items) {
    return std::accumulate(items.begin(), items.end(), std::int64_t{0},
                           [](std::int64_t sum, item const& one) { return sum + one.amount.minor_units(); });
}

// Every number in the booking's own account of itself.
void holds(story const& told, model_processor const& processor, bool reopened) {
    auto const& what = told.booking();
    RC_ASSERT(faults_of_items(what) == std::vector<std::string>{});
    RC_ASSERT(balance_of(what).price == what.terms.price);
    RC_ASSERT(std::count_if(what.checkouts.begin(), what.checkouts.end(), is_live) <= 1);
    // What went back and is owed again may be paid again. A page fills its items before money by hand does,
    // which moves on to a later one: as much of the page's last item is left open, and is paid by another.
    bool const by_hand = std::ranges::any_of(
        what.payments, [](payment const& p) { return p.intent.text().starts_with("hand:"); });
    for (auto const& i : what.items) {
        if (!reopened && !by_hand) RC_ASSERT(processor.takings(i.number) <= 1);
    }
    RC_ASSERT(balance_of(what).received.minor_units() <= all_of(what.items));
    for (auto const& s : standing_of(what)) RC_ASSERT(!s.open.is_negative());
}

}  // namespace

TEST_CASE(
    "whatever people, cards and the owner do: one payer at a time, no item charged twice, every sum exact") {
    CHECK(rc::check([] {
        story told;
        auto asked = a_plan_booking();
        asked.terms.late_fee = {eur(5'00), 0, 3};
        asked.terms.cancellation.no_show_fee = eur(20'00);
        asked.agreed = consent_of(noon);
        model_processor processor{told};
        told.then(asked);
        processor.carry_out(noon);
        instant now = noon;
        auto const steps = *rc::gen::inRange(1, 60);
        for (int i = 0; i < steps; ++i) {
            now += std::chrono::hours{*rc::gen::inRange(0, 90)};
            do_something(told, processor, now);
            auto const& orders = told.booking().refund_orders;
            bool const reopened =
                std::any_of(orders.begin(), orders.end(), [](refund_order const& o) { return o.reopens; });
            holds(told, processor, reopened);
        }
        books_agree(told);
    }));
}

TEST_CASE(
    "a plan that wakes when it asks to is collected to its end, whatever was declined or lost on the way") {
    CHECK(rc::check([] {
        story told;
        auto asked = a_plan_booking();
        asked.agreed = consent_of(noon);
        model_processor processor{told};
        told.then(asked);
        processor.carry_out(noon);
        processor.pay_a_page(noon);
        instant now = noon;
        // At most four declines in a row: the fifth would leave it to a person. Not every wake is a try.
        for (int wakes = 0; wakes < 200; ++wakes) {
            auto const next = next_wake(told.booking(), now, told.rules);
            if (!next) break;
            now = *next;
            processor.declines = processor.declines_in_a_row < 4 && *rc::gen::arbitrary<bool>();
            processor.loses_replies = *rc::gen::arbitrary<bool>();
            wake(told, processor, now);
        }
        RC_ASSERT(state_of(told.booking()) == booking_state::paid);
        for (int item = 1; item <= 3; ++item) RC_ASSERT(processor.takings(item) == 1);
    }));
}

}  // namespace quittance::domain
