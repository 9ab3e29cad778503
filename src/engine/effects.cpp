#include "quittance/engine/effects.hpp"

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <map>

#include "effect_kinds.hpp"
#include "gather.hpp"
#include "letters.hpp"
#include "patience.hpp"
#include "quittance/base/planted.hpp"
#include "quittance/base/suspension.hpp"
#include "standing.hpp"

namespace quittance::engine {
namespace {

constexpr std::size_t most_at_once = 16;
constexpr std::size_t most_claimed = 100;
// Letters that wait for their turn or are on their way; further ones stay ordered until their lease runs out.
constexpr std::size_t most_letters = 100;

bool is_letter(ordered_effect const& effect) {
    auto const* const kind = find_kind(effect.kind);
    return kind != nullptr && kind->needs_post;
}

// A client may be waiting at first, so the pauses start short; they grow with the order's age, and are spread
// by chance. An error the processor keeps under the key comes back for hours: at the pace of the first minute
// one order would have cost ten thousand calls.
milliseconds pause_before_repeat(milliseconds age, entropy& randomness) {
    auto const longest = std::max<milliseconds>(std::chrono::seconds{15}, age / 20);
    auto const base = std::clamp<milliseconds>(age, std::chrono::seconds{2}, longest);
    auto const spread = static_cast<std::uint64_t>(base.count()) / 2;
    return base / 2 + milliseconds{static_cast<milliseconds::rep>(random_below(randomness, spread + 1))};
}

}  // namespace

struct effects::state : std::enable_shared_from_this<effects::state> {
    state(boost::asio::any_io_executor ex, accounts& b, queues& q, processor& p, clock& c, entropy& e,
          settings const& cur, log& l, metrics& m)
        : executor(std::move(ex)),
          books(b),
          waiting(q),
          outside(p),
          time(c),
          randomness(e),
          current(cur),
          journal(l),
          done(m.count("quittance_effects_total", "Effects by outcome.", {{"outcome", "done"}})),
          refused(m.count("quittance_effects_total", "Effects by outcome.", {{"outcome", "refused"}})),
          postponed(m.count("quittance_effects_total", "Effects by outcome.", {{"outcome", "postponed"}})),
          abandoned(m.count("quittance_effects_total", "Effects by outcome.", {{"outcome", "abandoned"}})) {}

    boost::asio::any_io_executor executor;
    accounts& books;
    queues& waiting;
    processor& outside;
    clock& time;
    entropy& randomness;
    settings const& current;
    log& journal;
    counter& done;
    counter& refused;
    counter& postponed;
    counter& abandoned;
    post_office* post = nullptr;
    struct waiting_for;
    // An order that runs here: the account it was ordered in, who waits for it, and what came of it.
    struct running_order {
        std::unique_ptr<loaded_account> known;
        std::vector<waiting_for*> waiters;
        std::optional<domain::booking> outcome;
    };
    std::map<effect_key, running_order> in_hand;

    at_hand everything() { return {books, outside, time, current, waiting, post}; }

    awaitable<void> finish(ordered_effect const& effect, domain::command outcome) {
        if (planted(bug::finish_before_commit)) co_await waiting.finish_effect(effect.key);
        apply_request request;
        request.client = effect.client;
        request.bookings = {effect.booking};
        request.what = std::move(outcome);
        request.finishes = effect.key;
        request.known = std::move(in_hand.at(effect.key).known);
        auto const applied = co_await books.apply(std::move(request));
        if (!applied) {
            journal.error("effect_without_booking",
                          {{"effect", effect.key}, {"reason", domain::name_of(applied.error().reason)}});
        }
        bool const deleted = applied && applied->changed;
        if (!deleted) co_await waiting.finish_effect(effect.key);
        auto const* const left = applied ? applied->account.find(effect.booking) : nullptr;
        if (left && left->moved_to.empty()) in_hand.at(effect.key).outcome = *left;
    }

    awaitable<void> postpone(ordered_effect const& effect, processor_failure const& why,
                             milliseconds at_least = {}) {
        postponed.add();
        auto const now = time.now();
        auto const when = now + at_least + pause_before_repeat(now - effect.ordered_at, randomness);
        journal.warning("effect_postponed",
                        {{"effect", effect.key}, {"code", why.code}, {"reason", why.message}});
        co_await waiting.postpone_effect(effect.key, when);
    }

    awaitable<void> abandon(ordered_effect const& effect, effect_kind const& kind) {
        abandoned.add();
        journal.warning("effect_abandoned", {{"effect", effect.key}});
        auto outcome = co_await kind.given_up(everything(), effect);
        co_await finish(effect, std::move(outcome));
    }

    awaitable<void> perform(ordered_effect const& effect, effect_kind const& kind, bool repeated) {
        if (time.now() >= effect.give_up_at) {
            co_await abandon(effect, kind);
            co_return;
        }
        if (planted(bug::lose_letter) && repeated && kind.needs_post) {
            co_await waiting.finish_effect(effect.key);
            co_return;
        }
        if (planted(bug::log_the_email))
            journal.info("effect_sent", {{"effect", effect.key}, {"body", effect.body}});
        auto answered = co_await kind.send(everything(), effect, repeated);
        if (answered) {
            done.add();
            co_await finish(effect, std::move(*answered));
            co_return;
        }
        auto const& why = answered.error();
        // An earlier body under this key may have been carried out: only a look at the processor can tell.
        if (why.code == "idempotency_error") {
            co_await abandon(effect, kind);
            co_return;
        }
        if (why.what != processor_failure::kind::refused && !planted(bug::take_unknown_for_no)) {
            co_await postpone(effect, why, why.code == mail_is_closed ? milliseconds{} : kind.least_pause);
            co_return;
        }
        refused.add();
        journal.error(kind.refused_line,
                      {{"effect", effect.key}, {"code", why.code}, {"reason", why.message}});
        auto outcome = kind.refused(effect, why.code);
        co_await finish(effect, std::move(outcome));
    }

    // One that this program does not know waits for the program that ordered it.
    awaitable<void> perform(ordered_effect const& effect, bool repeated) {
        auto const* const kind = find_kind(effect.kind);
        if (!kind) {
            processor_failure const why{processor_failure::kind::not_attempted, "kind_unknown",
                                        "a newer program ordered this: start that one"};
            co_await postpone(effect, why);
            co_return;
        }
        co_await perform(effect, *kind, repeated);
    }

    // A waiter leaves by itself: its frame may be cancelled or destroyed before the order ends.
    struct waiting_for {
        state& all;
        effect_key const& key;
        suspension wait;
        std::optional<domain::booking> outcome;
        waiting_for(state& a, effect_key const& k) : all(a), key(k) {
            all.in_hand.at(key).waiters.push_back(this);
        }
        waiting_for(waiting_for const&) = delete;
        waiting_for& operator=(waiting_for const&) = delete;
        ~waiting_for() {
            auto const place = all.in_hand.find(key);
            if (place != all.in_hand.end()) std::erase(place->second.waiters, this);
        }
    };

    void leave(effect_key const& key) {
        auto const place = in_hand.find(key);
        auto const left = std::move(place->second);
        in_hand.erase(place);
        for (auto* const waiter : left.waiters) {
            waiter->outcome = left.outcome;
            waiter->wait.resume();
        }
    }

    // Never throws: what fails here stays ordered, and its lease runs out.
    awaitable<void> run(ordered_effect effect, bool repeated, std::unique_ptr<loaded_account> known = {}) {
        auto const [place, mine] = in_hand.try_emplace(effect.key);
        if (!mine) co_return;
        place->second.known = std::move(known);
        struct leaving {
            state& all;
            effect_key const& key;
            leaving(state& a, effect_key const& k) : all(a), key(k) {}
            leaving(leaving const&) = delete;
            leaving& operator=(leaving const&) = delete;
            ~leaving() { all.leave(key); }
        } const at_the_end{*this, effect.key};
        try {
            // What was ordered stays ordered: its lease runs out, and somebody claims it once the store is
            // open.
            bool const open = co_await opens_soon(current, time);
            if (open) co_await perform(effect, repeated);
        } catch (std::exception const& e) {
            journal.error("effect_failed", {{"effect", effect.key}, {"reason", e.what()}});
        }
    }

    // A letter waits for a mail server, and nothing else waits for it: by itself, and not too many at once.
    std::size_t letters = 0;
    struct letter_place {
        std::shared_ptr<state> of;
        explicit letter_place(std::shared_ptr<state> s) : of(std::move(s)) { ++of->letters; }
        letter_place(letter_place const&) = delete;
        letter_place& operator=(letter_place const&) = delete;
        ~letter_place() { --of->letters; }
    };
    awaitable<void> run_letter([[maybe_unused]] std::unique_ptr<letter_place> held, ordered_effect effect,
                               bool repeated, std::unique_ptr<loaded_account> known) {
        co_await run(std::move(effect), repeated, std::move(known));
    }
    void let_letter_run(ordered_effect effect, bool repeated, std::unique_ptr<loaded_account> known = {}) {
        if (letters >= most_letters) return;
        auto place = std::make_unique<letter_place>(shared_from_this());
        let_run(run_letter(std::move(place), std::move(effect), repeated, std::move(known)));
    }

    // By itself, apart from whoever asked for it.
    void let_run(awaitable<void> work) {
        auto keep = [self = shared_from_this()](std::exception_ptr const&) {};
        boost::asio::co_spawn(executor, std::move(work), std::move(keep));
    }
};

effects::effects(boost::asio::any_io_executor executor, accounts& books, queues& waiting, processor& outside,
                 clock& time, entropy& randomness, settings const& current, log& journal, metrics& figures)
    : state_(std::make_shared<state>(std::move(executor), books, waiting, outside, time, randomness, current,
                                     journal, figures)) {}
effects::~effects() = default;

void effects::use(post_office& post) { state_->post = &post; }

void effects::start(std::vector<ordered_effect> fresh, loaded_account const& as_committed) {
    for (auto& effect : fresh) {
        bool const letter = is_letter(effect);
        if (letter && state_->post == nullptr) continue;
        auto known = std::make_unique<loaded_account>(as_committed);
        if (letter) {
            state_->let_letter_run(std::move(effect), false, std::move(known));
        } else {
            state_->let_run(state_->run(std::move(effect), false, std::move(known)));
        }
    }
}

awaitable<std::optional<domain::booking>> effects::settle_down(effect_key key, instant until) {
    auto const self = state_;
    // `start` only spawns: one turn of the executor later the order is in hand.
    suspension yield;
    yield.resume();
    co_await yield.wait();
    if (!self->in_hand.contains(key)) co_return std::nullopt;
    state::waiting_for mine{*self, key};
    co_await wait_until(mine.wait, self->time, until);
    co_return std::move(mine.outcome);
}

awaitable<bool> effects::run_if_free(effect_key key, instant until) {
    auto const self = state_;
    if (self->current.standing != store_standing::open) co_return false;
    auto claimed = co_await self->waiting.claim_effect(key, self->time.now(), self->current.effect_lease);
    if (!claimed) co_return false;
    self->let_run(self->run(std::move(*claimed), true));
    co_await settle_down(std::move(key), until);
    co_return true;
}

awaitable<std::size_t> effects::run_due() {
    auto const self = state_;
    if (self->current.standing != store_standing::open) co_return 0;
    auto claimed =
        co_await self->waiting.claim_effects(self->time.now(), self->current.effect_lease, most_claimed);
    auto const count = claimed.size();
    for (auto const& effect : claimed) {
        if (is_letter(effect)) self->let_letter_run(effect, true);
    }
    std::erase_if(claimed, is_letter);
    auto work = [self, &claimed](std::size_t i) { return self->run(std::move(claimed[i]), true); };
    co_await gather(self->executor, claimed.size(), most_at_once, std::move(work));
    co_return count;
}

std::size_t effects::letters() const { return state_->letters; }
std::size_t effects::running() const { return state_->in_hand.size(); }

}  // namespace quittance::engine
