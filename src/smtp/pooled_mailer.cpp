#include "pooled_mailer.hpp"

namespace quittance::smtp {

pooled_mailer::pooled_mailer(std::vector<std::unique_ptr<carrier>> carriers, std::optional<pace> rate)
    : rate_(rate), pool_(std::move(carriers)) {}

engine::awaitable<engine::mail_turn> pooled_mailer::turn() {
    if (rate_) {
        auto const now = rate_->time.now();
        auto const when = rate_->limit.reserve(now);
        if (when > now) co_await rate_->time.sleep_until(when);
    }
    co_return grant();
}

engine::awaitable<std::vector<engine::recipient_outcome>> pooled_mailer::send(engine::mail_turn,
                                                                              engine::posted_mail mail) {
    auto outcomes = co_await pool_.carry(std::move(mail));
    co_return outcomes;
}

}  // namespace quittance::smtp
