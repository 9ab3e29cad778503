#include "quittance/smtp/mailer.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>

#include "folder_carrier.hpp"
#include "letters.hpp"
#include "pooled_mailer.hpp"
#include "quittance/smtp/address.hpp"
#include "smtp_carrier.hpp"

namespace quittance::smtp {
namespace {

constexpr std::size_t most_lines = 16;

bool is_v6(std::string_view host) {
    constexpr std::string_view allowed = "0123456789abcdefABCDEF:.";
    return std::ranges::count(host, ':') >= 2 && host.find_first_not_of(allowed) == std::string_view::npos;
}

bool is_host(std::string_view host) {
    bool const is_name = !host.empty() && host.size() <= 253 && std::ranges::all_of(host, [](char c) {
        return is_letter(c) || is_digit(c) || c == '-' || c == '.';
    });
    return is_name || is_v6(host);
}

// By its spelling alone: what a name leads to can change.
bool is_loopback(std::string_view host) {
    if (host == "localhost" || host == "::1") return true;
    bool const is_number = std::ranges::all_of(host, [](char c) { return is_digit(c) || c == '.'; });
    return is_number && host.starts_with("127.") && std::ranges::count(host, '.') == 3;
}

bool is_one_line(std::string_view text) {
    return std::ranges::none_of(text, [](char c) { return (c >= 0 && c < ' ') || c == '\x7f'; });
}

std::optional<server_problem> problem_with_times(mail_server const& server) {
    constexpr milliseconds longest{3'600'000};
    for (auto const span : {server.connecting, server.answering, server.whole}) {
        if (span < milliseconds{1} || span > longest) {
            return server_problem{"timeouts", "must be between 1 ms and an hour"};
        }
    }
    if (server.per_minute < 1 || server.per_minute > most_per_minute) {
        return server_problem{"per_minute", "must be between 1 and " + std::to_string(most_per_minute)};
    }
    if (server.lines < 1 || server.lines > most_lines) {
        return server_problem{"lines", "must be between 1 and " + std::to_string(most_lines)};
    }
    return std::nullopt;
}

std::optional<server_problem> problem_with_place(mail_server const& server) {
    if (!is_host(server.host)) {
        return server_problem{"host", "must be the name or address of a mail server, without a port"};
    }
    if (server.port == 0)
        return server_problem{"port", "must not be 0; 587 goes with starttls, 465 with tls"};
    if (server.line == protection::none && !is_loopback(server.host)) {
        return server_problem{"host",
                              "must be this machine (127.0.0.1, ::1 or localhost) where the line is not "
                              "encrypted; choose starttls or tls"};
    }
    return std::nullopt;
}

}  // namespace

std::optional<server_problem> problem_with(mail_server const& server) {
    if (auto const wrong = problem_with_place(server)) return wrong;
    if (!is_one_line(server.user)) return server_problem{"user", "must be without control characters"};
    if (!server.own_name.empty() && problem_with_domain(server.own_name)) {
        return server_problem{"own_name", "must be a name like mail.studio.example, or empty"};
    }
    return problem_with_times(server);
}

login_problem problem_with_login(mail_server const& server) {
    if (server.user.empty() && server.password.empty()) return login_problem::none;
    if (server.password.empty()) return login_problem::password_missing;
    if (server.user.empty()) return login_problem::user_missing;
    bool const can_be_said = is_one_line(server.user) && is_one_line(server.password.reveal());
    return can_be_said ? login_problem::none : login_problem::not_one_line;
}

std::unique_ptr<engine::mailer> make_smtp_mailer(mail_server const& server, clock& time) {
    if (problem_with_login(server) != login_problem::none) {
        throw std::invalid_argument("mail server: user and password must come together, each in one line");
    }
    return make_smtp_mailer(server, std::make_shared<login>(server.password), time);
}

std::unique_ptr<engine::mailer> make_smtp_mailer(mail_server const& server, std::shared_ptr<login const> by,
                                                 clock& time) {
    if (auto const wrong = problem_with(server)) {
        throw std::invalid_argument("mail server: " + std::string{wrong->setting} + ' ' + wrong->what);
    }
    std::vector<std::unique_ptr<carrier>> carriers;
    carriers.reserve(server.lines);
    for (std::size_t i = 0; i < server.lines; ++i) carriers.push_back(make_smtp_carrier(server, by));
    return std::make_unique<pooled_mailer>(std::move(carriers), pace{rate_limit{server.per_minute}, time});
}

std::unique_ptr<engine::mailer> make_file_mailer(std::filesystem::path folder) {
    std::vector<std::unique_ptr<carrier>> carriers;
    carriers.push_back(make_folder_carrier(std::move(folder)));
    return std::make_unique<pooled_mailer>(std::move(carriers), std::nullopt);
}

}  // namespace quittance::smtp
