// Promises: the mailer port, spoken to a mail server (SMTP through libcurl, on a few threads of its own,
// never on the event loop) or to a folder. With a server the line is encrypted and its certificate verified
// before a word about anybody is said; one transaction carries a mail to all its recipients, and each of them
// is judged by the server's answer to his own name. Whether the final dot may have gone is decided by whether
// all of the mail was taken from us, and where that leaves a doubt it is `uncertain`. Refuses to send without
// encryption to anything but this machine, to fall back to it, and to follow any redirection of the
// environment (proxies). Nothing is said about a mail but its outcome.
#pragma once
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "quittance/base/clock.hpp"
#include "quittance/base/secret.hpp"
#include "quittance/engine/mailer.hpp"

namespace quittance::smtp {

using mail_password = secret<struct mail_password_tag>;

enum class protection {
    starttls,  // 587
    tls,       // 465
    none,      // to loopback alone
};

struct mail_server {
    std::string host;
    std::uint16_t port = 587;
    protection line = protection::starttls;
    std::string user;  // empty: no login
    mail_password password;
    std::string ca_file;   // whom to trust beside nobody else; empty: the system's
    std::string own_name;  // what we call ourselves; empty: this machine's name
    milliseconds connecting{15'000};
    milliseconds answering{60'000};  // each answer of the server's; whole seconds
    milliseconds whole{300'000};     // one mail, from the connection to the last answer
    unsigned per_minute = 60;        // mails of this process; spread evenly
    std::size_t lines = 2;           // mails under way at once; further ones wait for their turn
};

inline constexpr unsigned most_per_minute = 60'000;

struct server_problem {
    std::string_view setting;  // "host"
    std::string what;          // the rest of the sentence, "must be …"
};
// What is wrong; nothing: it can be used. The password is not looked at: it comes from elsewhere.
std::optional<server_problem> problem_with(mail_server const& server);

// Whether user and password belong together and can be said. Never repeats a secret.
enum class login_problem { none, password_missing, user_missing, not_one_line };
login_problem problem_with_login(mail_server const& server);

// Destroying one cuts its lines: what is in hand then ends at once, uncertain where its final dot may have
// gone. It must go before the executor that mails are sent from. Throws std::invalid_argument where
// problem_with or problem_with_login has something to say.
std::unique_ptr<engine::mailer> make_smtp_mailer(mail_server const& server, clock& time);

// Each mail becomes `<message id>.eml` in the folder, whole or not at all, readable by its owner alone; the
// same message id again replaces it. The folder is made where there is none. Nothing limits the rate.
std::unique_ptr<engine::mailer> make_file_mailer(std::filesystem::path folder);

}  // namespace quittance::smtp
