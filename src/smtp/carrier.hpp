// Carries one mail after another, and blocks while it does: each belongs to one thread.
#pragma once
#include <vector>

#include "quittance/engine/mailer.hpp"

namespace quittance::smtp {

class carrier {
public:
    carrier() = default;
    carrier(carrier const&) = delete;
    carrier& operator=(carrier const&) = delete;
    virtual ~carrier() = default;

    // One outcome for each recipient, in their order. Throws std::runtime_error
    // only where nothing was given away.
    virtual std::vector<engine::recipient_outcome> carry(engine::posted_mail const& mail) = 0;
    // From another thread: what is in hand ends soon, and nothing more is carried.
    virtual void cut() noexcept = 0;
};

// The same for all recipients, by no word of a server's.
std::vector<engine::recipient_outcome> same_for_all(engine::posted_mail const& mail,
                                                    engine::mail_outcome what, std::string_view why);

}  // namespace quittance::smtp
