#include "post.hpp"

#include <stdexcept>

#include "quittance/smtp/mail_folder.hpp"
#include "quittance/smtp/mailer.hpp"

namespace quittance::app {
namespace {

void refuse_half_a_login(smtp::mail_server const& server) {
    switch (smtp::problem_with_login(server)) {
        case smtp::login_problem::none: return;
        case smtp::login_problem::password_missing:
            throw std::runtime_error{
                "[mail] user is set and QUITTANCE_MAIL_PASSWORD is not: set both to log in at the mail "
                "server, "
                "or neither"};
        case smtp::login_problem::user_missing:
            throw std::runtime_error{
                "QUITTANCE_MAIL_PASSWORD is set and [mail] user is not: set both to log in at the mail "
                "server, "
                "or neither"};
        case smtp::login_problem::not_one_line:
            throw std::runtime_error{
                "QUITTANCE_MAIL_PASSWORD cannot be said to the mail server of [mail] user: it has a control "
                "character in it; set it again, as one line"};
    }
}

std::unique_ptr<engine::mailer> carrier_of(foundation& base) {
    auto const& mail = base.settings.mail;
    if (mail.how == mail_settings::way::folder) {
        return smtp::make_file_mailer(base.around.state->where() / mail.folder);
    }
    auto server = mail.server;
    if (base.around.mail_password)
        server.password = smtp::mail_password{std::string{base.around.mail_password->reveal()}};
    refuse_half_a_login(server);
    return smtp::make_smtp_mailer(server, base.time);
}

}  // namespace

post::post(foundation& base) : words(base), carrier(carrier_of(base)), office{*carrier, words, {}, {}} {}

web::mail_desk mail_desk_of(foundation const& base, post const* sender) {
    web::mail_desk made;
    if (sender == nullptr) return made;
    made.trouble = [sender] { return sender->office.trouble; };
    if (base.settings.mail.how != mail_settings::way::folder) return made;
    auto const folder = base.around.state->where() / base.settings.mail.folder;
    made.latest = [folder](std::size_t most) {
        std::vector<pages::mail_line> lines;
        for (auto& one : smtp::filed_mails(folder, most))
            lines.push_back({one.file, one.date, one.to, one.subject});
        return lines;
    };
    made.read = [folder](std::string const& file) { return smtp::read_filed_mail(folder, file); };
    return made;
}

std::unique_ptr<post> make_post(foundation& base) {
    if (base.settings.mail.how == mail_settings::way::off) return nullptr;
    return std::make_unique<post>(base);
}

}  // namespace quittance::app
