// Promises: the way out for letters as [mail] says it; nothing is made where mail is off.
#pragma once
#include <memory>

#include "letter_words.hpp"
#include "quittance/engine/letters.hpp"
#include "quittance/smtp/login.hpp"
#include "quittance/web/routes.hpp"

namespace quittance::app {

struct post {
    // Throws a sentence for what is wrong with templates, names or the server.
    explicit post(foundation& base);
    // With the next mail, and at once where the former password was refused.
    void exchange(smtp::mail_password fresh);

    letter_words words;
    std::shared_ptr<smtp::login> login;
    std::unique_ptr<engine::mailer> carrier;
    engine::post_office office;
};

// To log in as [mail] says. Throws a sentence for half a login, or a password that cannot be said.
smtp::mail_password mail_password_of(mail_settings const& mail, environment const& around);

// What the admin listener shows of it; `sender` may be nullptr, and outlives what is made here.
web::mail_desk mail_desk_of(foundation const& base, post const* sender);

// Nullptr: mail is off.
std::unique_ptr<post> make_post(foundation& base);

}  // namespace quittance::app
