#include "quittance/engine/accounts.hpp"

#include <algorithm>

#include "change.hpp"
#include "joint_decision.hpp"
#include "lanes.hpp"
#include "quittance/base/assert.hpp"
#include "quittance/base/planted.hpp"

namespace quittance::engine {
namespace {

constexpr int most_tries = 50;
// At once in one commit; the rest follows in the next.
constexpr std::size_t most_together = 64;

}  // namespace

struct accounts::state {
    state(store& s, processor const& p, clock const& c, entropy& e, settings const& cur, log& l, metrics& m)
        : where(s),
          forms(p),
          time(c),
          current(cur),
          journal(l),
          process(random_token(e)),
          committed(m.count("quittance_commits_total", "Commits by outcome.", {{"outcome", "committed"}})),
          conflicts(
              m.count("quittance_commits_total", "Commits by outcome.", {{"outcome", "version_changed"}})),
          duplicates(
              m.count("quittance_commits_total", "Commits by outcome.", {{"outcome", "duplicate_event"}})),
          lost(m.count("quittance_commits_total", "Commits by outcome.", {{"outcome", "reply_lost"}})) {}

    store& where;
    processor const& forms;
    clock const& time;
    settings const& current;
    log& journal;
    std::string process;  // makes commit ids of this process its own
    std::uint64_t commits = 0;
    counter& committed;
    counter& conflicts;
    counter& duplicates;
    counter& lost;
    effect_starter start_effects;
    std::function<void()> tell_changed;
    std::function<void()> tell_notices;
    std::shared_ptr<lanes> all_lanes = std::make_shared<lanes>();

    std::string next_commit_id() { return process + '-' + std::to_string(++commits); }

    // Of an account that does not exist there is nothing more to load.
    static bool suffices(loaded_account const& known, apply_request const& asked) {
        auto const& wanted = asked.bookings;
        if (!needed_beside(known.account, asked.what).empty()) return false;
        auto const is_there = [&known](domain::booking_id const& id) {
            auto const* const what = known.account.find(id);
            return what && what->moved_to.empty();
        };
        return known.account.version == 0 || std::all_of(wanted.begin(), wanted.end(), is_there);
    }

    // What the lane's former owner left, or the caller knows, if it holds what this command needs.
    static std::optional<loaded_account> at_hand(lanes::turn& mine, apply_request& asked) {
        auto left = mine.take_inheritance();
        if (left && suffices(*left, asked)) return left;
        if (asked.known && suffices(*asked.known, asked)) return std::move(*asked.known);
        return std::nullopt;
    }

    // Loads, and loads again when a booking turns out to have moved: its facts belong to where it lives now;
    // and when what was loaded tells of another one that is needed.
    awaitable<loaded_account> load(apply_request& asked) {
        for (int hops = 0; hops < most_tries; ++hops) {
            auto loaded = co_await where.load(asked.client, asked.bookings);
            auto const had = asked.bookings.size();
            if (!has_moved(loaded.account, asked.what)) {
                for (auto const& id : needed_beside(loaded.account, asked.what)) add(asked.bookings, id);
                if (asked.bookings.size() == had) co_return loaded;
                continue;
            }
            // Who came along may have asked for where it went, and for where it went on from there.
            while (has_moved(loaded.account, asked.what)) {
                lead_to(asked.what, loaded.account.find(*target_of(asked.what))->moved_to);
            }
            add(asked.bookings, *target_of(asked.what));
            if (asked.bookings.size() == had) co_return loaded;
        }
        throw unavailable("a booking was moved too often to follow; look at it with `quittance show`");
    }

    // Who waits for the same account with another report comes along, and what they need is loaded too.
    static void take_along(lanes::company& along, apply_request& asked) {
        std::vector<apply_request const*> all{&asked};
        along.take(most_together - 1, [&all](lanes::fellow const& next) {
            auto const told = [&next](auto const* one) { return same_mark(*one, next.asked); };
            if (std::any_of(all.begin(), all.end(), told)) return false;
            all.push_back(&next.asked);
            return true;
        });
        for (auto const* const one : all) {
            for (auto const& id : one->bookings) add(asked.bookings, id);
        }
    }

    // A document of one must not stand in the way of the others.
    awaitable<loaded_account> load_for_all(apply_request& asked, lanes::company& along) {
        try {
            auto loaded = co_await load(asked);
            co_return loaded;
        } catch (document_unreadable const&) {
            if (along.empty()) throw;
        }
        part(along, asked);
        auto loaded = co_await load(asked);
        co_return loaded;
    }

    static void part(lanes::company& along, apply_request& asked) {
        along.part();
        asked.bookings = named_in(asked.what);
    }

    // How many decided: the one at work, and who came along.
    std::size_t decide_all(joint_decision& all, std::optional<apply_result>& mine, apply_request const& asked,
                           lanes::company& along, instant now) const {
        mine = all.take(asked, now, current.policy);
        std::size_t count = 0;
        for (auto* const fellow : along.fellows()) {
            if (has_moved(all.after, fellow->asked.what)) break;
            fellow->outcome = all.take(fellow->asked, now, current.policy);
            ++count;
        }
        along.send_back(count);
        return 1 + count;
    }

    // Everything from here to the store's answer is one try. Nothing: load and decide again.
    awaitable<std::optional<apply_result>> attempt(loaded_account& loaded, apply_request& asked,
                                                   lanes::company& along) {
        auto const now = time.now();
        joint_decision all{loaded.account, {}, {}};
        std::optional<apply_result> mine;
        auto const together = decide_all(all, mine, asked, along, now);
        if (all.made.events.empty()) co_return mine;
        change made;
        made.after = std::move(all.after);
        describe_change(made, loaded, all.made, asked, forms, current, now);
        made.request.commit_id = next_commit_id();
        if (!planted(bug::skip_dedupe)) made.request.marks = std::move(all.marks);
        if (planted(bug::effect_before_commit)) start_effects(made.request.effects, loaded);
        auto const outcome = co_await settle_commit(made.request, asked);
        bool const conflict = outcome.outcome == commit_outcome::version_changed;
        if (conflict && !planted(bug::drop_the_lane)) co_return std::nullopt;
        if (outcome.outcome == commit_outcome::store_changed) refuse_changed_store();
        if (outcome.outcome == commit_outcome::duplicate_event) {
            if (together == 1) co_return apply_result{applied{{}, false, true}};
            part(along, asked);  // whose it was is found out one by one
            co_return std::nullopt;
        }
        loaded.account = std::move(made.after);
        loaded.chain_head = outcome.chain_head;
        loaded.last_commit = made.request.commit_id;
        if (!made.request.effects.empty() && start_effects) {
            start_effects(std::move(made.request.effects), loaded);
        }
        if (!made.request.notices.empty() && tell_notices) tell_notices();
        co_return mine;
    }

    [[noreturn]] void refuse_changed_store() {
        if (tell_changed) tell_changed();
        throw store_quarantined(
            "the store is not the one this gateway knew, or has not got as far: nothing was written");
    }

    // A lost reply is answered by loading again: if the last commit is ours it was done.
    awaitable<commit_result> settle_commit(commit_request const& request, apply_request const& asked) {
        auto outcome = co_await where.commit(request);
        if (outcome.outcome == commit_outcome::unknown) {
            lost.add();
            auto const now_there = co_await where.load(asked.client, asked.bookings);
            bool const ours = now_there.last_commit == request.commit_id;
            outcome.outcome = ours ? commit_outcome::committed : commit_outcome::version_changed;
            outcome.chain_head = now_there.chain_head;
        }
        count(outcome.outcome);
        co_return outcome;
    }

    // The account goes to whoever asked and, when somebody waits, to the next in line as well.
    static void hand_on(lanes::turn& mine, lanes::company& along, loaded_account loaded,
                        apply_result& outcome) {
        for (auto* const fellow : along.fellows()) {
            if (*fellow->outcome) (*fellow->outcome)->account = part_for(fellow->asked, loaded.account);
        }
        along.serve();
        if (!mine.is_waited_for()) {
            if (outcome) outcome->account = std::move(loaded.account);
            return;
        }
        if (outcome) outcome->account = loaded.account;
        mine.bequeath(std::move(loaded));
    }

    void count(commit_outcome outcome) {
        if (outcome == commit_outcome::committed) committed.add();
        if (outcome == commit_outcome::version_changed) conflicts.add();
        if (outcome == commit_outcome::duplicate_event) duplicates.add();
    }
};

accounts::accounts(store& where, processor const& forms, clock const& time, entropy& randomness,
                   settings const& current, log& journal, metrics& figures)
    : state_(std::make_unique<state>(where, forms, time, randomness, current, journal, figures)) {}
accounts::~accounts() = default;

void accounts::on_store_changed(std::function<void()> tell) { state_->tell_changed = std::move(tell); }

void accounts::on_effects(effect_starter start) { state_->start_effects = std::move(start); }

void accounts::on_notices(std::function<void()> tell) { state_->tell_notices = std::move(tell); }

awaitable<apply_result> accounts::apply(apply_request request) {
    for (auto const& each : named_in(request.what)) add(request.bookings, each);
    auto lane = planted(bug::drop_the_lane) ? domain::client_id{state_->next_commit_id()} : request.client;
    bool const shares = may_share(request);
    lanes::fellow me{request};
    auto mine = co_await state_->all_lanes->enter_or_ride(std::move(lane), shares ? &me : nullptr);
    if (!mine) co_return std::move(*me.outcome);
    lanes::company along{*mine};
    if (shares && !me.alone && mine->is_waited_for()) state::take_along(along, request);
    auto loaded = state::at_hand(*mine, request);
    for (int tries = 0; tries < most_tries; ++tries) {
        if (!loaded && along.empty()) loaded = co_await state_->load(request);
        if (!loaded) loaded = co_await state_->load_for_all(request, along);
        auto outcome = co_await state_->attempt(*loaded, request, along);
        if (outcome) {
            state::hand_on(*mine, along, std::move(*loaded), *outcome);
            co_return std::move(*outcome);
        }
        loaded.reset();
    }
    throw unavailable("the account is changed by others all the time; try again in a moment");
}

awaitable<bool> accounts::erase(loaded_account whole) {
    auto const outcome = co_await state_->where.erase(std::move(whole), state_->current.store_seal);
    if (outcome == commit_outcome::store_changed) state_->refuse_changed_store();
    co_return outcome == commit_outcome::committed;
}

awaitable<loaded_account> accounts::read(domain::client_id client, std::vector<domain::booking_id> bookings) {
    return state_->where.load(std::move(client), std::move(bookings));
}

}  // namespace quittance::engine
