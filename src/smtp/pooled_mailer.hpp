// The port over a pool of carriers, at a rate or at none.
#pragma once
#include <memory>
#include <optional>

#include "carrier_pool.hpp"
#include "free_lines.hpp"
#include "quittance/base/clock.hpp"
#include "rate_limit.hpp"

namespace quittance::smtp {

struct pace {
    rate_limit limit;
    clock& time;
};

class pooled_mailer final : public engine::mailer {
public:
    pooled_mailer(std::vector<std::unique_ptr<carrier>> carriers, std::optional<pace> rate);
    ~pooled_mailer() override;

    engine::awaitable<std::optional<engine::mail_turn>> turn() override;
    engine::awaitable<std::vector<engine::recipient_outcome>> send(engine::mail_turn leave,
                                                                   engine::posted_mail mail) override;
    void close() override;
    void cut() noexcept override;

private:
    struct door;

    std::optional<pace> rate_;
    std::shared_ptr<door> door_;
    free_lines lines_;
    carrier_pool pool_;
};

}  // namespace quittance::smtp
