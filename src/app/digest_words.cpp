#include "digest_words.hpp"

#include "letter_words.hpp"
#include "quittance/smtp/message.hpp"
#include "quittance/web/owner_digest.hpp"
#include "site_options.hpp"

namespace quittance::app {
namespace {

std::string desk_of(foundation const& base) {
    auto const& at = base.around.admin_listen;
    auto const host = at.host.find(':') == std::string::npos ? at.host : '[' + at.host + ']';
    return "http://" + host + ':' + std::to_string(at.port);
}

}  // namespace

digest_mail::digest_mail(foundation const& base) : base_(base), bounces_(return_paths_of(base)) {}

engine::posted_mail digest_mail::write(engine::digest_facts const& of, instant now) const {
    auto const& mail = base_.settings.mail;
    auto const business = business_of(base_.settings);
    auto words = pages::digest_of(business, web::digest_view_of(of, business, desk_of(base_)));
    smtp::letter made;
    made.message_id =
        smtp::message_id_of("digest\n" + iso_date(of.day), mail.from.substr(mail.from.find('@') + 1));
    made.date = now;
    made.from = {mail.from_name.empty() ? business.name : mail.from_name, mail.from};
    made.to = {"", mail.owner};
    made.subject = std::move(words.subject);
    made.text = std::move(words.text);
    made.language = "en";
    engine::posted_mail ready;
    ready.message_id = made.message_id;
    ready.token = smtp::token_of(made.message_id);
    ready.sender = bounces_.address_of(ready.token);
    ready.recipients = {mail.owner};
    ready.bytes = smtp::compose(made);
    return ready;
}

}  // namespace quittance::app
