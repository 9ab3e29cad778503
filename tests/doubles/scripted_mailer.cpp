#include "doubles/scripted_mailer.hpp"

#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace quittance::doubles {

using engine::awaitable;
using engine::mail_outcome;

void scripted_mailer::release() {
    slow = false;
    resume_all(sending_);
}

void scripted_mailer::give_turns() {
    no_turns = false;
    resume_all(queueing_);
}

void scripted_mailer::close() {
    closed = true;
    resume_all(queueing_);
}

void scripted_mailer::cut() noexcept {
    was_cut = true;
    resume_all(sending_);
}

void scripted_mailer::resume_all(places& those) {
    for (auto& [number, place] : those) place.resume();
}

void scripted_mailer::drop_waiting() {
    queueing_.clear();
    sending_.clear();
}

awaitable<void> scripted_mailer::held_back(bool waits, places& where) {
    auto const executor = co_await boost::asio::this_coro::executor;
    co_await boost::asio::post(executor, boost::asio::use_awaitable);
    if (!waits) co_return;
    auto const number = ++so_far_;
    auto& wait = where[number];
    co_await wait.wait();
    where.erase(number);
}

awaitable<std::optional<engine::mail_turn>> scripted_mailer::turn() {
    co_await held_back(no_turns && !closed, queueing_);
    if (closed) co_return std::nullopt;
    ++turns;
    co_return grant();
}

engine::recipient_outcome scripted_mailer::answer(engine::posted_mail const& mail,
                                                  std::string const& recipient) {
    auto const found = answers.find(recipient);
    auto const& said = found == answers.end() ? otherwise : found->second;
    bool const arrives =
        said.what == mail_outcome::accepted || (said.what == mail_outcome::uncertain && said.arrives);
    if (arrives) inboxes[recipient].push_back(mail);
    return {recipient, said.what, said.code, said.status, said.reply};
}

awaitable<std::vector<engine::recipient_outcome>> scripted_mailer::send(engine::mail_turn,
                                                                        engine::posted_mail mail) {
    if (on_send) on_send(mail);
    sent.push_back(mail);
    std::vector<engine::recipient_outcome> outcomes;
    outcomes.reserve(mail.recipients.size());
    for (auto const& recipient : mail.recipients) outcomes.push_back(answer(mail, recipient));
    co_await held_back(slow, sending_);
    co_return outcomes;
}

}  // namespace quittance::doubles
