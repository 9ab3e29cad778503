// The words domain tests are written in: one client, one booking, and what happens to them.
#pragma once
#include <string>

#include "quittance/domain/balance.hpp"
#include "quittance/domain/decide.hpp"
#include "quittance/domain/journal.hpp"

namespace quittance::domain {

inline instant const noon = *parse_rfc3339("2026-11-21T12:00:00Z");
constexpr instant at_second(int seconds) { return from_unix_seconds(1'795'000'000 + seconds); }

money eur(std::int64_t cents);
money usd(std::int64_t cents);

booking_identity reference(std::string text);
book a_booking(money price, origin how = origin::plain_link, std::string ref = "ref-1");

session_fact session_open(std::string id = "cs_1");
session_fact session_paid(money amount, std::string id = "cs_1", std::string intent = "pi_1");
session_fact session_unpaid(money amount, std::string id = "cs_1", std::string intent = "pi_1");
session_fact session_expired(std::string id = "cs_1");
intent_fact intent_succeeded(money amount, std::string intent = "pi_1");
intent_fact intent_failed(std::string code, std::string intent = "pi_1");
charge_fact charge(money amount, money refunded, std::string intent = "pi_1");
refund_fact a_refund(money amount, refund_status status, std::string id = "re_1",
                     std::string intent = "pi_1");
dispute_fact a_dispute(money amount, dispute_status status, std::string id = "dp_1",
                       std::string intent = "pi_1");

// An account to which commands happen one after the other.
class story {
public:
    story() { account_.id = client_id{"client"}; }

    // Applies and remembers; a refusal fails the test.
    story& then(command what, instant when = noon);
    result<decision, refusal> ask(command what, instant when = noon) const {
        return decide(account_, what, when, rules);
    }

    domain::account const& account() const { return account_; }
    domain::booking const& booking(std::string ref = "ref-1") const;
    booking_id id(std::string ref = "ref-1") const { return booking_id_of(reference(std::move(ref))); }
    std::vector<effect> const& effects() const { return effects_; }
    std::vector<recorded> const& ledger() const { return ledger_; }
    instant last() const { return last_; }  // when the last command came

    policy rules;

private:
    domain::account account_;
    std::vector<effect> effects_;
    std::vector<recorded> ledger_;
    instant last_{};
};

// Booked, with a checkout ordered and created (cs_1, to pay `price`).
story awaiting_payment(money price, origin how = origin::plain_link);

}  // namespace quittance::domain
