// A mail server on loopback that says what the test tells it to, and hangs up where the test tells it to.
#pragma once
#include <atomic>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace quittance::tests {

enum class hang_up {
    never,
    at_once,            // before a greeting
    after_greeting,     // EHLO is not answered
    after_sender,       // MAIL is not answered
    after_recipient,    // the first RCPT is not answered
    after_data,         // DATA is not answered
    within_content,     // after some of the content, most of it unread
    after_dot,          // all was read, and no answer given
    within_last_answer  // "250-" of it came
};

struct smtp_manners {
    std::string greeting = "220 peer.example ready";
    std::vector<std::string> offers = {"PIPELINING", "ENHANCEDSTATUSCODES"};  // of EHLO
    std::string to_login = "235 2.7.0 welcome";
    std::string to_sender = "250 2.1.0 fine";
    std::map<std::string, std::string> to_recipient;  // by address; others are welcome
    std::string to_data = "354 go ahead";
    std::string to_dot = "250 2.0.0 taken as 7A2";
    hang_up when = hang_up::never;
    bool farewell_when_idle = false;  // "421" and the end, after each mail
};

struct received_mail {
    std::string sender;
    std::vector<std::string> recipients;
    std::string bytes;  // dots no longer doubled
    friend bool operator==(received_mail const&, received_mail const&) = default;
};

class smtp_peer {
public:
    explicit smtp_peer(smtp_manners manners = {});
    smtp_peer(smtp_peer const&) = delete;
    smtp_peer& operator=(smtp_peer const&) = delete;
    ~smtp_peer();

    std::uint16_t port() const { return port_; }
    void behave(smtp_manners manners);
    std::vector<received_mail> mails() const;   // that were answered with 2yz, or read to their end
    std::vector<std::string> commands() const;  // of all connections, without their ends
    std::size_t connections() const { return connections_; }

private:
    class conversation;
    void serve();
    smtp_manners manners() const;

    mutable std::mutex guard_;
    smtp_manners manners_;
    std::vector<received_mail> mails_;
    std::vector<std::string> commands_;
    std::atomic<std::size_t> connections_ = 0;
    int listener_;
    std::uint16_t port_ = 0;
    std::mutex open_guard_;
    std::vector<int> open_;
    bool ending_ = false;
    std::vector<std::thread> threads_;
    std::thread accepting_;
};

}  // namespace quittance::tests
