#include "dialogue.hpp"

#include <algorithm>

#include "letters.hpp"
#include "mime_reader.hpp"
#include "plain_text.hpp"
#include "status_code.hpp"

namespace quittance::smtp {
namespace {

using engine::mail_outcome;

constexpr std::size_t longest_text = 300;
constexpr unsigned farewell = 421;
constexpr unsigned go_ahead = 354;

bool is_refusal(unsigned code) { return code >= 400; }
bool is_yes(unsigned code) { return code >= 200 && code < 300; }

bool begins(std::string_view line, std::string_view command) {
    return equals_ignoring_case(line.substr(0, command.size()), command);
}

std::string_view without_marks(std::string_view word) {
    auto const is_mark = [](char c) { return !is_letter(c) && !is_digit(c); };
    while (!word.empty() && is_mark(word.front())) word.remove_prefix(1);
    while (!word.empty() && is_mark(word.back())) word.remove_suffix(1);
    return word;
}

std::string_view local_part(std::string_view address) { return address.substr(0, address.find('@')); }

}  // namespace

dialogue::dialogue(std::vector<std::string> recipients)
    : recipients_(std::move(recipients)), of_recipient_(recipients_.size()) {}

// What goes out during a login is not looked at: it follows AUTH, and no step begins with it.
void dialogue::said(std::string_view command) {
    if (begins(command, "MAIL FROM:")) {
        step_ = step::sender;
        beginning_.reset();  // of EHLO where HELO did, or of one way to log in where another did
    }
    if (step_ != step::beginning && begins(command, "RCPT TO:")) {
        step_ = step::recipient;
        ++named_;
    }
    if (step_ == step::recipient && trimmed(command) == "DATA") step_ = step::data;
    if (trimmed(command) == "QUIT") step_ = step::end;
}

void dialogue::heard(std::string_view lines) {
    while (!lines.empty()) hear_line(take_line(lines));
}

// RFC 5321 §4.2.1: all lines but the last have a hyphen behind the code.
void dialogue::hear_line(std::string_view line) {
    auto const code = code_in(line);
    if (code == 0) return;  // libcurl waits for one that is an answer
    auto text = line.substr(std::min<std::size_t>(line.size(), 4));
    if (auto status = status_in(text); !status.empty()) {
        text = trimmed(text.substr(status.size()));
        unfinished_.status = std::move(status);
    }
    if (unfinished_.text.size() < longest_text) {
        unfinished_.text += unfinished_.text.empty() ? "" : " ";
        unfinished_.text += text;
    }
    if (line.size() > 3 && line[3] == '-') return;
    unfinished_.code = code;
    if (unfinished_.status.empty()) unfinished_.status = status_at_end(unfinished_.text);
    if (!unfinished_.status.empty() && !line.starts_with(unfinished_.status.front()))
        unfinished_.status.clear();
    take(unfinished_);
    unfinished_ = {};
}

void dialogue::take(server_reply const& reply) {
    if (step_ == step::end) return;  // the answer to QUIT is about nobody
    if (reply.code == farewell) farewell_ = reply;
    answered_ = answered_ || reply.code != farewell;
    switch (step_) {
        case step::beginning:
            if (is_refusal(reply.code)) beginning_ = reply;
            break;
        case step::sender:
            if (is_refusal(reply.code)) take_for_all(reply);
            break;
        case step::recipient:
            if (named_ <= of_recipient_.size()) of_recipient_[named_ - 1] = reply;
            break;
        case step::data:
            if (reply.code == go_ahead) step_ = step::content;
            if (is_refusal(reply.code)) take_for_all(reply);
            break;
        case step::content:
            if (!last_) last_ = reply;
            break;
        case step::end: break;
    }
}

void dialogue::take_for_all(server_reply const& reply) {
    common_ = reply;
    common_at_ = step_;
}

std::vector<engine::recipient_outcome> dialogue::outcomes(std::string_view trouble) const {
    std::vector<engine::recipient_outcome> all;
    all.reserve(recipients_.size());
    for (std::size_t i = 0; i < recipients_.size(); ++i) all.push_back(outcome_of(i, trouble));
    return all;
}

engine::recipient_outcome dialogue::outcome_of(std::size_t which, std::string_view trouble) const {
    auto const& own = of_recipient_[which];
    if (own && !is_yes(own->code)) return told(which, *own, step::recipient);
    if (handed_over_) {
        bool const decided = last_ && (is_yes(last_->code) || is_refusal(last_->code));
        if (decided) return told(which, *last_, step::content);
        return untold(which, mail_outcome::uncertain, trouble);
    }
    if (farewell_) return told(which, *farewell_, step_);
    if (last_ && is_refusal(last_->code)) return told(which, *last_, step::content);
    if (common_) return told(which, *common_, common_at_);
    if (!beginning_) return untold(which, mail_outcome::not_attempted, trouble);
    auto refused = told(which, *beginning_, step::beginning);
    refused.what = mail_outcome::not_attempted;
    return refused;
}

engine::recipient_outcome dialogue::told(std::size_t which, server_reply const& reply, step at) const {
    return {recipients_[which], meaning_of(reply, at), reply.code, reply.status,
            without_addresses(reply.text)};
}

engine::recipient_outcome dialogue::untold(std::size_t which, mail_outcome what, std::string_view why) const {
    return {recipients_[which], what, 0, {}, without_addresses(why)};
}

// At MAIL nobody was named and nothing of the mail was seen but its size.
bool dialogue::is_about_us(server_reply const& reply, step at) {
    bool const log_in = reply.code == 530 || reply.code == 535 || reply.code == 538;  // RFC 4954
    bool const sender = reply.status == "5.1.7" || reply.status == "5.1.8";
    if (reply.status.starts_with("5.7.") || sender || log_in) return true;
    bool const too_big = reply.code == 552 || reply.status == "5.3.4";
    bool const says_no_more = at == step::data && reply.status.empty();
    return !too_big && (at == step::sender || says_no_more);
}

mail_outcome dialogue::meaning_of(server_reply const& reply, step at) const {
    if (is_yes(reply.code)) return mail_outcome::accepted;
    if (reply.code == farewell) return mail_outcome::busy;
    if (reply.code < 500) return mail_outcome::deferred;
    if (is_about_us(reply, at)) return mail_outcome::refused_policy;
    bool const about_him = at == step::recipient || (at == step::content && recipients_.size() == 1);
    if (reply.status.starts_with("5.1.") && about_him) return mail_outcome::refused_address;
    return mail_outcome::refused;
}

std::string dialogue::without_addresses(std::string_view text) const {
    auto const clean = header_text(text.substr(0, longest_text));
    std::string result;
    for (std::string_view left = clean; !left.empty();) {
        auto const word = left.substr(0, left.find(' '));
        left.remove_prefix(std::min(word.size() + 1, left.size()));
        bool const names = std::ranges::any_of(recipients_, [word](auto const& one) {
            return equals_ignoring_case(without_marks(word), without_marks(local_part(one)));
        });
        bool const address = word.find('@') != std::string_view::npos ||
                             lowered(word).find("%40") != std::string::npos || names;
        if (!result.empty()) result += ' ';
        result += address ? "(address)" : word;
    }
    return result;
}

}  // namespace quittance::smtp
