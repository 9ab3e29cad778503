// A plan of three months as it is sold, and collected for the second time.
#pragma once
#include "history.hpp"

namespace quittance::simulation {

struct plan_history {
    history told;

    domain::booking_id id() const { return told.now().id; }

    void is_agreed(civil_date anchor = {std::chrono::year{2026}, std::chrono::month{11},
                                        std::chrono::day{22}}) {
        domain::book asked;
        asked.identity = {"website", domain::offer_id{"coaching"}, "ref-1"};
        asked.origin = domain::origin::signed_link;
        asked.terms = {domain::offer_id{"coaching"}, "Coaching", "", euros(12'000), {}};
        asked.terms.plan.every = domain::rhythm::monthly;
        asked.terms.plan.count = 3;
        asked.page_token = "BBBBBBBBBBBBBBBBBBBBBB";
        asked.return_base = "https://pay.example/r/";
        asked.agreed = domain::consent{"You pay monthly.", "hash", "note", anchor};
        told.happens(asked);
    }
    void customer_is_made() {
        told.happens(domain::customer_created{
            id(), {domain::customer_id{"cus_1"}, told.at}, "https://pay.example/r/"});
    }
    void first_item_is_paid() {
        domain::session_fact fact{domain::session_id{"cs_1"},
                                  1,
                                  domain::session_status::complete,
                                  domain::payment_status::paid,
                                  euros(4'000),
                                  domain::intent_id{"pi_1"}};
        fact.customer = domain::customer_id{"cus_1"};
        fact.method = domain::method_id{"pm_1"};
        fact.at = told.at;
        told.happens(domain::checkout_created{id(), 1, fact});
        told.paid = 4'000;
    }
    void begins() {
        is_agreed();
        customer_is_made();
        first_item_is_paid();
    }
    void falls_due() {
        told.at = *parse_rfc3339("2026-12-22T10:00:00Z");
        told.happens(domain::collect{id()});
    }
    domain::intent_fact intent(domain::intent_status status) const {
        domain::intent_fact fact;
        fact.intent = domain::intent_id{"pi_2"};
        fact.checkout = 2;
        fact.status = status;
        fact.amount = euros(4'000);
        fact.at = told.at;
        return fact;
    }
    void intent_is_made(history::spoil const& spoiled = {}) {
        told.happens(domain::intent_created{id(), 2, intent(domain::intent_status::requires_payment_method)},
                     {}, spoiled);
    }
    void is_declined(std::string code) {
        auto fact = intent(domain::intent_status::requires_payment_method);
        fact.decline_code = std::move(code);
        fact.charge = domain::charge_id{"ch_2"};
        told.happens(domain::attempt_answered{id(), 2, 1, fact});
    }
    void is_collected() {
        auto fact = intent(domain::intent_status::succeeded);
        fact.received = euros(4'000);
        fact.charge = domain::charge_id{"ch_2"};
        told.happens(domain::attempt_answered{id(), 2, 1, fact});
    }
    // As if the product had decided it.
    void confirms_again(int number = 2, int checkout = 2, std::string card = "pm_1") {
        domain::attempt one;
        one.number = number;
        one.method = domain::method_id{std::move(card)};
        one.at = told.at;
        told.commits({domain::attempt_ordered{id(), checkout, one}});
    }
};

}  // namespace quittance::simulation
