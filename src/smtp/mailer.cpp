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
constexpr unsigned most_per_minute = 60'000;

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

std::optional<std::string> problem_with_times(mail_server const& server) {
    constexpr milliseconds longest{3'600'000};
    for (auto const span : {server.connecting, server.answering, server.whole}) {
        if (span < milliseconds{1} || span > longest) return "timeouts must be between 1 ms and an hour";
    }
    if (server.per_minute < 1 || server.per_minute > most_per_minute) {
        return "per_minute must be between 1 and 60000";
    }
    if (server.lines < 1 || server.lines > most_lines) return "lines must be between 1 and 16";
    return std::nullopt;
}

}  // namespace

std::optional<std::string> problem_with(mail_server const& server) {
    if (!is_host(server.host)) return "host must be the name or address of a mail server, without a port";
    if (server.port == 0) return "port must not be 0; 587 goes with starttls, 465 with tls";
    if (server.line == protection::none && !is_loopback(server.host)) {
        return "host must be this machine (127.0.0.1, ::1 or localhost) where the line is not encrypted; "
               "choose starttls or tls";
    }
    if (server.user.empty() != server.password.empty()) return "user and password must come together";
    if (!is_one_line(server.user) || !is_one_line(server.password.reveal())) {
        return "user and password must be without control characters";
    }
    if (!server.own_name.empty() && problem_with_domain(server.own_name)) {
        return "own_name must be a name like mail.studio.example, or empty";
    }
    return problem_with_times(server);
}

std::unique_ptr<engine::mailer> make_smtp_mailer(mail_server const& server, clock& time) {
    if (auto const problem = problem_with(server)) throw std::invalid_argument("mail server: " + *problem);
    std::vector<std::unique_ptr<carrier>> carriers;
    carriers.reserve(server.lines);
    for (std::size_t i = 0; i < server.lines; ++i) carriers.push_back(make_smtp_carrier(server));
    return std::make_unique<pooled_mailer>(std::move(carriers), pace{rate_limit{server.per_minute}, time});
}

std::unique_ptr<engine::mailer> make_file_mailer(std::filesystem::path folder) {
    std::vector<std::unique_ptr<carrier>> carriers;
    carriers.push_back(make_folder_carrier(std::move(folder)));
    return std::make_unique<pooled_mailer>(std::move(carriers), std::nullopt);
}

}  // namespace quittance::smtp
