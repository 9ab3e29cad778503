// Promises: the way out for letters as [mail] says it; nothing is made where mail is off.
#pragma once
#include <memory>

#include "letter_words.hpp"
#include "quittance/engine/letters.hpp"
#include "quittance/web/routes.hpp"

namespace quittance::app {

struct post {
    // Throws a sentence for what is wrong with templates, names or the server.
    explicit post(foundation& base);

    letter_words words;
    std::unique_ptr<engine::mailer> carrier;
    engine::post_office office;
};

// What the admin listener shows of it; `sender` may be nullptr, and outlives what is made here.
web::mail_desk mail_desk_of(foundation const& base, post const* sender);

// Nullptr: mail is off.
std::unique_ptr<post> make_post(foundation& base);

}  // namespace quittance::app
