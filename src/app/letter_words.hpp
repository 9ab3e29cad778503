// Promises: letters from the account as it is: the templates' words, the client's language, the newest
// amounts, and the bytes of a mail of our own. Refuses to be made from templates with a problem, and for a
// sender's name that suggests a third party.
#pragma once
#include "foundation.hpp"
#include "quittance/engine/letters.hpp"
#include "quittance/pages/letters.hpp"
#include "quittance/smtp/address.hpp"

namespace quittance::app {

// Where reports come back to. Throws a sentence for a domain or name that cannot be one.
smtp::return_paths return_paths_of(foundation const& base);

class letter_words final : public engine::letter_writer {
public:
    // Throws a sentence for what is wrong with templates or names.
    explicit letter_words(foundation const& base);

    engine::posted_mail write(domain::account const& all, domain::booking_id const& own,
                              domain::letter const& what, std::string const& key, instant now) const override;

private:
    std::string token_for(domain::account const& all, domain::booking_id const& own,
                          domain::letter const& what) const;
    std::string confirmation_for(domain::account const& all, domain::letter const& what) const;
    void lead_somewhere(pages::letter_view& view, domain::account const& all, domain::booking_id const& own,
                        domain::letter const& what) const;
    pages::letter_view view_of(domain::account const& all, domain::booking_id const& own,
                               domain::letter const& what, instant now) const;

    foundation const& base_;
    pages::letter_book book_;
    smtp::return_paths bounces_;
};

}  // namespace quittance::app
