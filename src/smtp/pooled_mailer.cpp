#include "pooled_mailer.hpp"

#include <boost/asio/experimental/awaitable_operators.hpp>
#include <list>

#include "quittance/base/suspension.hpp"

namespace quittance::smtp {

// Outlives the mailer with whoever waits: he hears that it is over.
struct pooled_mailer::door {
    // A pause that the rate asks for; closing ends it.
    struct nap {
        door& at;
        suspension woken;

        explicit nap(door& d) : at(d) { at.asleep.push_back(this); }
        nap(nap const&) = delete;
        nap& operator=(nap const&) = delete;
        ~nap() { at.asleep.remove(this); }
    };

    bool closed = false;
    std::list<nap*> asleep;

    void close() {
        closed = true;
        for (auto* const one : asleep) one->woken.resume();
    }
    engine::awaitable<void> rest(clock& time, instant until) {
        using namespace boost::asio::experimental::awaitable_operators;
        nap mine{*this};
        auto woken = mine.woken.wait();
        auto slept = time.sleep_until(until);
        co_await (std::move(woken) || std::move(slept));
    }
};

pooled_mailer::pooled_mailer(std::vector<std::unique_ptr<carrier>> carriers, std::optional<pace> rate)
    : rate_(rate), door_(std::make_shared<door>()), lines_(carriers.size()), pool_(std::move(carriers)) {}

pooled_mailer::~pooled_mailer() { pooled_mailer::close(); }

// The line first: a place in the rate is for a mail that can go.
engine::awaitable<std::optional<engine::mail_turn>> pooled_mailer::turn() {
    auto const here = door_;
    auto line = co_await lines_.take();
    if (!line || here->closed) co_return std::nullopt;
    if (rate_) {
        auto const now = rate_->time.now();
        auto const when = rate_->limit.reserve(now);
        if (when > now) co_await here->rest(rate_->time, when);
    }
    if (here->closed) co_return std::nullopt;
    co_return grant(std::move(line));
}

engine::awaitable<std::vector<engine::recipient_outcome>> pooled_mailer::send(engine::mail_turn leave,
                                                                              engine::posted_mail mail) {
    auto outcomes = co_await pool_.carry(std::move(leave), std::move(mail));
    co_return outcomes;
}

void pooled_mailer::close() {
    lines_.close();
    door_->close();
}

void pooled_mailer::cut() noexcept { pool_.cut(); }

}  // namespace quittance::smtp
