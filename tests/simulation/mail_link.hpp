// Promises: the mail server as one gateway reaches it, with everything that may happen on the way: taken or
// not, told or not, now or in minutes. What arrives is told to the judge, and to whoever it is addressed to.
// Mails are written in words for a machine: what they are about, and the link to the client's page.
#pragma once
#include "quittance/base/clock.hpp"
#include "quittance/engine/letters.hpp"
#include "surroundings.hpp"

namespace quittance::simulation {

class simulated_words final : public engine::letter_writer {
public:
    engine::posted_mail write(domain::account const& all, domain::booking_id const& own,
                              domain::letter const& what, std::string const& key, instant now) const override;
};

class mail_link final : public engine::mailer {
public:
    // `time`: what the gateway takes it for.
    mail_link(surroundings& around, process& owner, int gateway, clock const& time)
        : around_(around), owner_(owner), gateway_(gateway), time_(time) {}

    awaitable<std::optional<engine::mail_turn>> turn() override;
    awaitable<std::vector<engine::recipient_outcome>> send(engine::mail_turn leave,
                                                           engine::posted_mail mail) override;
    // Nobody stops in order here: gateways crash.
    void close() override {}
    void cut() noexcept override {}

private:
    engine::recipient_outcome weather_for(std::string const& recipient, bool& taken);

    surroundings& around_;
    process& owner_;
    int gateway_;
    clock const& time_;
};

// The key of the clients' pages, the same at all gateways.
inline constexpr char const* the_page_key = "a-page-key-of-thirty-two-bytes-0";

}  // namespace quittance::simulation
