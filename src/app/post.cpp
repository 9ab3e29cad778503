#include "post.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <stdexcept>
#include <type_traits>

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

std::unique_ptr<engine::mailer> carrier_of(foundation& base, std::shared_ptr<smtp::login const> login) {
    auto const& mail = base.settings.mail;
    if (mail.how == mail_settings::way::folder) {
        return smtp::make_file_mailer(base.around.state->where() / mail.folder);
    }
    return smtp::make_smtp_mailer(mail.server, std::move(login), base.time);
}

template <class Work>
boost::asio::awaitable<std::invoke_result_t<Work>> called(Work work) {
    co_return work();
}

// A folder that nobody clears takes its time: it is read by a thread of its own.
class folder_reader {
public:
    explicit folder_reader(std::filesystem::path folder) : folder_(std::move(folder)) {}

    boost::asio::awaitable<web::mail_list> latest(std::size_t most) {
        return elsewhere([where = folder_, most] { return listed(smtp::filed_mails(where, most)); });
    }
    boost::asio::awaitable<std::optional<std::string>> read(std::string file) {
        return elsewhere(
            [where = folder_, name = std::move(file)] { return smtp::read_filed_mail(where, name); });
    }

private:
    static web::mail_list listed(smtp::mail_listing found) {
        web::mail_list made;
        made.note = std::move(found.note);
        for (auto& one : found.mails) made.lines.push_back({one.file, one.date, one.to, one.subject});
        return made;
    }

    template <class Work>
    boost::asio::awaitable<std::invoke_result_t<Work>> elsewhere(Work work) {
        auto asked = called(std::move(work));
        auto answer = co_await boost::asio::co_spawn(reading_, std::move(asked), boost::asio::use_awaitable);
        co_return answer;
    }

    std::filesystem::path folder_;
    boost::asio::thread_pool reading_{1};
};

}  // namespace

smtp::mail_password mail_password_of(mail_settings const& mail, environment const& around) {
    if (mail.how != mail_settings::way::server) return {};
    auto server = mail.server;
    if (around.mail_password)
        server.password = smtp::mail_password{std::string{around.mail_password->reveal()}};
    refuse_half_a_login(server);
    return server.password;
}

post::post(foundation& base)
    : words(base),
      login(std::make_shared<smtp::login>(mail_password_of(base.settings.mail, base.around))),
      carrier(carrier_of(base, login)),
      office{*carrier, words, {}, {}} {}

void post::exchange(smtp::mail_password fresh) {
    if (fresh == login->password()) return;
    login->exchange(std::move(fresh));
    office.quiet_until = {};
}

web::mail_desk mail_desk_of(foundation const& base, post const* sender) {
    web::mail_desk made;
    if (sender == nullptr) return made;
    made.trouble = [sender] { return sender->office.trouble; };
    if (base.settings.mail.how != mail_settings::way::folder) return made;
    auto const reader =
        std::make_shared<folder_reader>(base.around.state->where() / base.settings.mail.folder);
    made.latest = [reader](std::size_t most) { return reader->latest(most); };
    made.read = [reader](std::string file) { return reader->read(std::move(file)); };
    return made;
}

std::unique_ptr<post> make_post(foundation& base) {
    if (base.settings.mail.how == mail_settings::way::off) return nullptr;
    return std::make_unique<post>(base);
}

}  // namespace quittance::app
