#include "contract/mailer/smtp_peer.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <optional>
#include <stdexcept>

namespace quittance::tests {

class smtp_peer::conversation {
public:
    conversation(smtp_peer& peer, int line) : peer_(peer), line_(line) {}

    void hold() {
        auto const how = peer_.manners();
        if (how.when == hang_up::at_once) return;
        say(how.greeting);
        if (!how.greeting.starts_with("220")) return;
        while (auto const command = read_line()) {
            {
                std::lock_guard const lock{peer_.guard_};
                peer_.commands_.push_back(*command);
            }
            if (!answer(*command, peer_.manners())) return;
        }
    }

private:
    bool answer(std::string const& command, smtp_manners const& how) {
        if (command.starts_with("EHLO")) return answer_hello(how);
        if (command.starts_with("AUTH")) return say(how.to_login);
        if (command.starts_with("MAIL FROM:")) {
            mail_ = {address_in(command), {}, {}};
            return how.when != hang_up::after_sender && say(how.to_sender);
        }
        if (command.starts_with("RCPT TO:")) return answer_recipient(address_in(command), how);
        if (command == "DATA") return answer_data(how);
        if (command == "QUIT") return say("221 2.0.0 bye") && false;
        return say("500 5.5.1 what?");
    }

    bool answer_hello(smtp_manners const& how) {
        if (how.when == hang_up::after_greeting) return false;
        std::string text;
        for (auto const& one : how.offers) text += "250-" + one + "\r\n";
        return say(text + "250 HELP");
    }

    bool answer_recipient(std::string const& address, smtp_manners const& how) {
        if (how.when == hang_up::after_recipient) return false;
        auto const found = how.to_recipient.find(address);
        if (found != how.to_recipient.end()) return say(found->second) && !found->second.starts_with("421");
        mail_.recipients.push_back(address);
        return say("250 2.1.5 fine");
    }

    bool answer_data(smtp_manners const& how) {
        if (how.when == hang_up::after_data) return false;
        say(how.to_data);
        if (!how.to_data.starts_with("354")) return true;
        if (how.when == hang_up::within_content) return false;
        while (auto const line = read_line()) {
            if (*line == ".") return answer_dot(how);
            mail_.bytes += line->starts_with('.') ? line->substr(1) : *line;
            mail_.bytes += "\r\n";
        }
        return false;
    }

    bool answer_dot(smtp_manners const& how) {
        if (how.to_dot.starts_with('2')) {
            std::lock_guard const lock{peer_.guard_};
            peer_.mails_.push_back(mail_);
        }
        if (how.when == hang_up::after_dot) return false;
        if (how.when == hang_up::within_last_answer) return say("250-2.0.0 taken") && false;
        auto const goes_on = say(how.to_dot) && !how.to_dot.starts_with("421");
        if (how.farewell_when_idle) return say("421 4.4.2 idle for too long") && false;
        return goes_on;
    }

    static std::string address_in(std::string const& command) {
        auto const from = command.find('<') + 1;
        return command.substr(from, command.find('>') - from);
    }

    bool say(std::string const& text) const {
        auto const line = text + "\r\n";
        return ::send(line_, line.data(), line.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(line.size());
    }

    std::optional<std::string> read_line() {
        while (true) {
            auto const end = read_.find("\r\n");
            if (end != std::string::npos) {
                auto line = read_.substr(0, end);
                read_.erase(0, end + 2);
                return line;
            }
            std::array<char, 16'384> room{};
            auto const count = ::recv(line_, room.data(), room.size(), 0);
            if (count <= 0) return std::nullopt;
            read_.append(room.data(), static_cast<std::size_t>(count));
        }
    }

    smtp_peer& peer_;
    int line_;
    std::string read_;
    received_mail mail_;
};

smtp_peer::smtp_peer(smtp_manners manners)
    : manners_(std::move(manners)), listener_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in here{};
    here.sin_family = AF_INET;
    here.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof here;
    auto* const where = reinterpret_cast<sockaddr*>(&here);
    if (::bind(listener_, where, size) != 0 || ::listen(listener_, 64) != 0) {
        throw std::runtime_error("the scripted mail server cannot listen");
    }
    ::getsockname(listener_, where, &size);
    port_ = ntohs(here.sin_port);
    accepting_ = std::thread{[this] { serve(); }};
}

smtp_peer::~smtp_peer() {
    ::shutdown(listener_, SHUT_RDWR);
    accepting_.join();
    {
        std::lock_guard const lock{open_guard_};
        ending_ = true;
        for (int const one : open_) ::shutdown(one, SHUT_RDWR);
    }
    for (auto& one : threads_) one.join();
    ::close(listener_);
}

void smtp_peer::serve() {
    while (true) {
        int const line = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
        if (line < 0) return;
        ++connections_;
        {
            std::lock_guard const lock{open_guard_};
            open_.push_back(line);
        }
        threads_.emplace_back([this, line] {
            conversation{*this, line}.hold();
            std::lock_guard const lock{open_guard_};
            std::erase(open_, line);
            ::close(line);
        });
    }
}

void smtp_peer::behave(smtp_manners manners) {
    std::lock_guard const lock{guard_};
    manners_ = std::move(manners);
}

smtp_manners smtp_peer::manners() const {
    std::lock_guard const lock{guard_};
    return manners_;
}

std::vector<received_mail> smtp_peer::mails() const {
    std::lock_guard const lock{guard_};
    return mails_;
}

std::vector<std::string> smtp_peer::commands() const {
    std::lock_guard const lock{guard_};
    return commands_;
}

}  // namespace quittance::tests
