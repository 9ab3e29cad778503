// Promises: the password that the lines to a mail server log in with, exchanged while they are at work: each
// takes it at the start of a mail, and the next mail goes out under the new one, on a new connection. May be
// asked and exchanged from any thread.
#pragma once
#include <memory>
#include <mutex>

#include "quittance/smtp/mailer.hpp"

namespace quittance::smtp {

class login {
public:
    explicit login(mail_password first) : password_(std::move(first)) {}

    mail_password password() const {
        std::lock_guard const lock{guard_};
        return password_;
    }
    void exchange(mail_password fresh) {
        std::lock_guard const lock{guard_};
        password_ = std::move(fresh);
    }

private:
    mutable std::mutex guard_;
    mail_password password_;
};

// As make_smtp_mailer, and the password is `by`'s at any time; the one of `server` is not used.
std::unique_ptr<engine::mailer> make_smtp_mailer(mail_server const& server, std::shared_ptr<login const> by,
                                                 clock& time);

}  // namespace quittance::smtp
