#include "carrier_pool.hpp"

#include <signal.h>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <optional>
#include <stdexcept>

#include "quittance/base/suspension.hpp"

namespace quittance::smtp {
namespace {

using engine::mail_outcome;
using outcomes = std::vector<engine::recipient_outcome>;

// Signals are the main thread's; a thread begins with the mask of the one that started it.
class without_signals {
public:
    without_signals() {
        sigset_t all{};
        sigfillset(&all);
        pthread_sigmask(SIG_SETMASK, &all, &before_);
    }
    without_signals(without_signals const&) = delete;
    without_signals& operator=(without_signals const&) = delete;
    ~without_signals() { pthread_sigmask(SIG_SETMASK, &before_, nullptr); }

private:
    sigset_t before_{};
};

outcomes carried(carrier& by, engine::posted_mail const& mail) {
    try {
        return by.carry(mail);
    } catch (std::runtime_error const& error) {
        return same_for_all(mail, mail_outcome::not_attempted, error.what());
    } catch (std::exception const& error) {  // memory ran out, who knows where
        return same_for_all(mail, mail_outcome::uncertain, error.what());
    }
}

}  // namespace

// Touched by the executor's thread alone.
struct carrier_pool::place {
    suspension wait;
    std::optional<outcomes> answer;
};

struct carrier_pool::job {
    engine::mail_turn leave;
    engine::posted_mail mail;
    std::shared_ptr<place> whose;
    boost::asio::executor_work_guard<boost::asio::any_io_executor> back;

    // The work ends where it is waited for: whoever heard the answer may take the executor's context down
    // before this thread goes on.
    void answer(outcomes what) {
        auto const there = back.get_executor();
        boost::asio::post(there, [to = std::move(whose), what = std::move(what), over = std::move(leave),
                                  until_then = std::move(back)]() mutable {
            to->answer = std::move(what);
            to->wait.resume();
        });
    }
};

std::vector<engine::recipient_outcome> same_for_all(engine::posted_mail const& mail, mail_outcome what,
                                                    std::string_view why) {
    outcomes all;
    all.reserve(mail.recipients.size());
    for (auto const& recipient : mail.recipients) all.push_back({recipient, what, 0, {}, std::string{why}});
    return all;
}

carrier_pool::carrier_pool(std::vector<std::unique_ptr<carrier>> carriers) : carriers_(std::move(carriers)) {
    without_signals const while_starting;
    for (auto const& one : carriers_) threads_.emplace_back([this, by = one.get()] { work(*by); });
}

carrier_pool::~carrier_pool() {
    {
        std::lock_guard const lock{guard_};
        ending_ = true;
    }
    changed_.notify_all();
    cut();
    for (auto& one : threads_) one.join();
    for (auto const& one : waiting_) {
        one->answer(same_for_all(one->mail, mail_outcome::not_attempted, "we are stopping"));
    }
}

void carrier_pool::cut() noexcept {
    for (auto const& one : carriers_) one->cut();
}

std::unique_ptr<carrier_pool::job> carrier_pool::next() {
    std::unique_lock lock{guard_};
    changed_.wait(lock, [this] { return ending_ || !waiting_.empty(); });
    if (ending_) return nullptr;
    auto first = std::move(waiting_.front());
    waiting_.pop_front();
    return first;
}

void carrier_pool::work(carrier& by) {
    while (auto const one = next()) one->answer(carried(by, one->mail));
}

boost::asio::awaitable<outcomes> carrier_pool::carry(engine::mail_turn leave, engine::posted_mail mail) {
    auto const executor = co_await boost::asio::this_coro::executor;
    auto const mine = std::make_shared<place>();
    auto const doubt = same_for_all(mail, mail_outcome::uncertain, "its sending was no longer waited for");
    auto work = std::make_unique<job>(std::move(leave), std::move(mail), mine,
                                      boost::asio::make_work_guard(executor));
    {
        std::lock_guard const lock{guard_};
        waiting_.push_back(std::move(work));
    }
    changed_.notify_one();
    co_await mine->wait.wait();
    co_return mine->answer.value_or(doubt);
}

}  // namespace quittance::smtp
