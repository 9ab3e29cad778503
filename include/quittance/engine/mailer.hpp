// Promises: a finished mail is handed to the mail server, and what became of it is told for each recipient
// apart. `accepted` is the server's word and no guess; `uncertain` means that it may have been taken; every
// other outcome means that nobody has it. A mail goes out when it is sent, not some time later: whoever must
// look a last time whether it is still true waits for his turn first, looks, then sends.
// Refuses to try again by itself once a byte of the mail was given away, and to judge what an outcome means:
// when to repeat, whom to stop and whether to pause is policy. Throws nothing for what the mail server or the
// network does.
#pragma once
#include <boost/asio/awaitable.hpp>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace quittance::engine {

using boost::asio::awaitable;

// As it goes out; composed before (quittance/smtp/message.hpp), never changed here.
struct posted_mail {
    std::string message_id;               // without the angle brackets
    std::string sender;                   // of the envelope: where bounces go
    std::vector<std::string> recipients;  // of the envelope, each one plain address
    std::string bytes;                    // RFC 5322, lines end in CR LF
    std::string kept{};   // the same as it stays on record, what opens a page masked; empty: as it is
    std::string token{};  // of the return path; empty: it has none
    friend bool operator==(posted_mail const&, posted_mail const&) = default;
};

enum class mail_outcome {
    accepted,         // the server answered 2yz to the final dot: it is his from now on
    deferred,         // 4yz: not now, later perhaps
    refused_address,  // 5.1.x: there is no such address; never again
    refused_policy,   // 5.7.x: the server wants nothing from us; ours to put right, for all mail
    refused,          // any other 5yz: never this mail to this address
    not_attempted,    // no connection, no TLS, no login, or the line was lost before the final dot
    busy,             // 421: the server wants to be left alone, by all mail
    uncertain,        // the final dot may have been sent and no answer to it came
};
std::string_view name_of(mail_outcome outcome);

// Nobody has it and nobody will: sending it again cannot make two of it.
constexpr bool certainly_not_taken(mail_outcome outcome) {
    return outcome != mail_outcome::accepted && outcome != mail_outcome::uncertain;
}

struct recipient_outcome {
    std::string recipient;
    mail_outcome what = mail_outcome::uncertain;
    unsigned code = 0;   // the server's three digits; 0: no answer of his decided it
    std::string status;  // RFC 3463, "5.1.1"; empty where he gave none
    std::string reply;   // the server's words, or ours about the line; holds no address and no secret
    friend bool operator==(recipient_outcome const&, recipient_outcome const&) = default;
};

// Leave to send one mail now: a line is kept free for it, until the mail's outcome is there. Not used, it is
// lost, and costs nothing but its place in the rate.
class mail_turn {
public:
    mail_turn(mail_turn&&) noexcept = default;
    mail_turn& operator=(mail_turn&&) noexcept = default;

private:
    friend class mailer;
    explicit mail_turn(std::shared_ptr<void> line) : line_(std::move(line)) {}
    std::shared_ptr<void> line_;  // its end gives the line back
};

class mailer {
public:
    mailer() = default;
    mailer(mailer const&) = delete;
    mailer& operator=(mailer const&) = delete;
    virtual ~mailer() = default;

    // Resolves when a line is free and the rate allows one more. Nothing: no more mails are taken.
    virtual awaitable<std::optional<mail_turn>> turn() = 0;
    // One outcome for each recipient, in their order. Destroying the waiting coroutine calls nothing back: a
    // mail in hand may have gone.
    virtual awaitable<std::vector<recipient_outcome>> send(mail_turn leave, posted_mail mail) = 0;
    // No turn is given any more, and who waits for one hears so. What has its turn is still sent.
    virtual void close() = 0;
    // What is in hand ends soon, uncertain where its final dot may have gone.
    virtual void cut() noexcept = 0;

protected:
    static mail_turn grant(std::shared_ptr<void> line = {}) { return mail_turn{std::move(line)}; }
};

}  // namespace quittance::engine
