#include "quittance/engine/checkouts.hpp"

#include "lanes.hpp"
#include "quittance/domain/balance.hpp"
#include "side_by_side.hpp"
#include "standing.hpp"

namespace quittance::engine {
namespace {

using start_result = boost::system::result<purchase_result, domain::refusal>;
struct owner {
    domain::client_id client;
    bool fresh = false;  // the claim just made this client id: nothing can be stored under it yet
};
using owner_result = boost::system::result<owner, domain::refusal>;

constexpr milliseconds poll_pause{100};
constexpr int most_steps = 100;
constexpr milliseconds held_count_age{1'000};
// Nobody is sent to a page that closes while they type their card number.
constexpr std::chrono::seconds least_life{60};

// Refusals after which the booking itself tells the payer more.
bool leads_on(domain::refusal_reason why) {
    return why == domain::refusal_reason::booking_is_closed ||
           why == domain::refusal_reason::money_unallocated ||
           why == domain::refusal_reason::booking_has_moved;
}

}  // namespace

struct checkouts::state {
    state(accounts& b, effects& e, settlement& st, store& s, registry& r, clock& c, entropy& en,
          settings const& cur, log& l)
        : books(b),
          work(e),
          settle(st),
          where(s),
          lists(r),
          time(c),
          randomness(en),
          current(cur),
          journal(l) {}

    accounts& books;
    effects& work;
    settlement& settle;
    store& where;
    registry& lists;
    clock& time;
    entropy& randomness;
    settings const& current;
    log& journal;
    std::uint64_t held = 0;  // as counted last
    instant held_counted{};
    std::shared_ptr<lanes> doors = std::make_shared<lanes>();  // by booking

    std::string return_base() const { return current.public_base + "/r/"; }

    // A store in quarantine waits for a person.
    awaitable<void> require_open() {
        bool const open_now = co_await opens_soon(current, time);
        if (open_now) co_return;
        if (current.standing == store_standing::checking) {
            throw store_unavailable("the store is being looked at after its connection was lost");
        }
        throw store_quarantined(current.standing_reason);
    }

    awaitable<std::uint64_t> held_bookings() {
        auto const now = time.now();
        if (now - held_counted >= held_count_age || now < held_counted) {
            held = co_await lists.held_count();
            held_counted = now;
        }
        co_return held;
    }

    // Strangers can make up references without end; above the caps a person has to press a button. What is
    // new is counted when it is claimed.
    enum class way_in { open, counted, button };

    awaitable<way_in> way_of(purchase const& what) {
        if (what.origin != domain::origin::plain_link || what.pressed_button) co_return way_in::open;
        auto asking = side_by_side(where.find_identity(what.identity), lists.held_from(what.network));
        auto const [known, from_there] = co_await std::move(asking);
        if (known) co_return way_in::open;
        auto const in_all = co_await held_bookings();
        bool const full = in_all >= current.held_most || from_there >= current.held_most_per_network;
        if (full) co_return way_in::button;
        co_return what.network.empty() ? way_in::open : way_in::counted;
    }

    awaitable<domain::client_id> claim(purchase const& what, domain::client_id proposed, bool counted) {
        auto claiming = where.claim_identity(what.identity, std::move(proposed));
        if (!counted) co_return co_await std::move(claiming);
        auto both = side_by_side(std::move(claiming), lists.count_held_from(what.network));
        auto const [owner, sum] = co_await std::move(both);
        co_return owner;
    }

    // Whose account this booking belongs to, claimed before anything is written.
    awaitable<owner_result> owner_of(purchase const& what, bool counted) {
        auto proposed = what.client;
        if (what.previous) {
            auto const before = co_await where.find_identity(*what.previous);
            if (!before) co_return domain::refusal{domain::refusal_reason::booking_unknown, "previous_ref"};
            if (!proposed.empty() && proposed != *before) {
                co_return domain::refusal{domain::refusal_reason::not_this_account, "client"};
            }
            proposed = *before;
        }
        bool const must_be_this = !proposed.empty();
        if (!must_be_this) proposed = domain::client_id{random_token(randomness)};
        auto const claimed = co_await claim(what, proposed, counted);
        if (must_be_this && claimed != proposed) {
            co_return domain::refusal{domain::refusal_reason::not_this_account, "client"};
        }
        co_return owner{claimed, !must_be_this && claimed == proposed};
    }

    // Nothing: a person has to press a button first. The clicks on one link come in one after the other: the
    // second finds the first one's claim, so that a crowd on one link counts as one booking.
    awaitable<std::optional<owner_result>> admit(purchase const& what) {
        domain::client_id const door{domain::booking_id_of(what.identity).text()};
        auto const mine = co_await doors->enter(door);
        auto const way = co_await way_of(what);
        if (way == way_in::button) co_return std::nullopt;
        auto owner = co_await owner_of(what, way == way_in::counted);
        co_return std::optional<owner_result>{std::move(owner)};
    }

    // Between our claim and our commit the account may have been erased, its entry in the directory with it
    // (a held booking whose time was over). Whoever claims the entry now has the booking: a page of ours that
    // was ordered for nobody ends by itself, unseen.
    awaitable<domain::client_id> holder_of(domain::booking_identity identity, domain::client_id owner,
                                           bool just_written) {
        if (!just_written) co_return owner;
        auto const holder = co_await where.claim_identity(std::move(identity), owner);
        co_return holder;
    }

    domain::book booking_command(purchase const& what) {
        domain::book command;
        command.identity = what.identity;
        command.origin = what.origin;
        command.terms = what.terms;
        command.who = what.who;
        command.service_at = what.service_at;
        command.due = what.due;
        command.page_token = random_token(randomness);
        command.previous = what.previous;
        command.return_base = return_base();
        return command;
    }

    awaitable<apply_result> book(purchase const& what, owner const& whose) {
        apply_request request;
        request.client = whose.client;
        if (whose.fresh) {
            request.known = std::make_unique<loaded_account>();
            request.known->account.id = whose.client;
        }
        request.bookings = {domain::booking_id_of(what.identity)};
        if (what.previous) request.bookings.push_back(domain::booking_id_of(*what.previous));
        request.what = booking_command(what);
        return books.apply(std::move(request));
    }

    awaitable<domain::booking> reread(domain::client_id client, domain::booking_id id) {
        for (;;) {
            std::vector<domain::booking_id> wanted{id};
            auto const loaded = co_await where.load(client, std::move(wanted));
            auto const* const what = loaded.account.find(id);
            if (!what) throw unavailable("the booking is gone; open its link again");
            if (what->moved_to.empty()) co_return *what;
            id = what->moved_to;
        }
    }

    bool hold_is_over(domain::booking const& what) const {
        return domain::state_of(what) == domain::booking_state::held && time.now() >= what.hold_until;
    }

    // What was just decided on need not be read again, unless it lives elsewhere now.
    awaitable<domain::booking> as_decided(apply_result const& applied, domain::client_id client,
                                          domain::booking_id id) {
        auto const* const known = applied ? applied->account.find(id) : nullptr;
        if (known && known->moved_to.empty()) co_return *known;
        auto read = co_await reread(std::move(client), std::move(id));
        co_return read;
    }

    // What the facts alone say; nothing while the session is being made, or nears its end.
    std::optional<purchase_outcome> outcome_of(domain::booking const& what,
                                               std::chrono::seconds life = least_life) const {
        auto const sums = domain::balance_of(what);
        if (sums.open.is_zero()) return purchase_outcome::already_paid;
        auto const* const live = domain::live_checkout(what);
        if (!live && (what.closed_at || hold_is_over(what))) return purchase_outcome::closed;
        if (!live && domain::holds_unallocated_money(what)) return purchase_outcome::payment_under_way;
        if (!live && !what.checkouts.empty() && !what.checkouts.back().refusal.empty()) {
            return purchase_outcome::refused_by_processor;
        }
        // Whether an abandoned one exists is found out by listing, not by waiting here.
        if (!live || (live->abandoned && live->session.empty())) return purchase_outcome::try_again;
        if (live->status == domain::session_status::complete) return purchase_outcome::payment_under_way;
        if (!live->url.empty() && time.now() + life < live->expires_at) return purchase_outcome::pay_at;
        return std::nullopt;
    }

    // An order keeps the name its booking had then, and a booking that moved since goes by another.
    std::vector<effect_key> orders_of(domain::client_id const& client, domain::booking const& what) const {
        auto const number = domain::live_checkout(what)->number;
        std::vector<effect_key> keys{checkout_key(current.store_epoch, client, what.id, number)};
        if (!what.moved_from.empty()) {
            keys.push_back(checkout_key(current.store_epoch, client, what.moved_from, number));
        }
        return keys;
    }

    // Runs the order here if nobody else does, else waits a little for whoever makes the session.
    awaitable<bool> run_or_pause(std::vector<effect_key> keys, instant until) {
        for (auto const& key : keys) {
            bool const ran = co_await work.run_if_free(key, until);
            if (ran) co_return true;
        }
        co_await time.sleep_until(time.now() + poll_pause);
        co_return false;
    }

    // The session is ordered and not there yet: wait for whoever makes it, or make it. `what` is read again.
    awaitable<bool> wait_for_session(domain::client_id const& client, domain::booking& what, instant until) {
        auto const keys = orders_of(client, what);
        std::optional<domain::booking> left;
        for (auto const& key : keys) {
            auto outcome = co_await work.settle_down(key, until);
            if (outcome) left = std::move(outcome);
        }
        if (left && left->id == what.id) {
            what = std::move(*left);
        } else {
            what = co_await reread(client, what.id);
        }
        if (outcome_of(what)) co_return true;
        bool const ran = co_await run_or_pause(keys, until);
        what = co_await reread(client, what.id);
        co_return !ran;
    }

    awaitable<bool> open(domain::client_id client, domain::booking_id booking) {
        apply_request request;
        request.client = std::move(client);
        request.bookings = {booking};
        request.what = domain::open_checkout{std::move(booking), return_base()};
        auto const applied = co_await books.apply(std::move(request));
        co_return applied && applied->changed;
    }

    // A page at its end: only the processor can say that it is dead, and then a new one is ordered.
    // False when it is still alive there: then it stays, short as its rest may be.
    awaitable<bool> renew(domain::client_id const& client, domain::booking const& what) {
        co_await settle.look_now(client, what.id);
        co_return co_await open(client, what.id);
    }

    // One step towards a page to send the payer to. False: there is no use in waiting longer.
    awaitable<bool> one_step(domain::client_id const& client, domain::booking& what, instant until) {
        bool const ordered = domain::live_checkout(what)->session.empty();
        if (ordered) co_return co_await wait_for_session(client, what, until);
        bool const renewed = co_await renew(client, what);
        what = co_await reread(client, what.id);
        co_return renewed;
    }

    awaitable<purchase_result> see_through(domain::client_id client, domain::booking what) {
        auto const until = time.now() + current.checkout_patience;
        for (int steps = 0; steps < most_steps && !outcome_of(what) && time.now() < until; ++steps) {
            bool const go_on = co_await one_step(client, what, until);
            if (!go_on) break;
        }
        // A page in its last minute that was seen alive is still the only one that may take this money.
        auto const outcome = outcome_of(what, std::chrono::seconds{0}).value_or(purchase_outcome::try_again);
        auto const* const live = domain::live_checkout(what);
        auto const url = outcome == purchase_outcome::pay_at ? live->url : std::string{};
        co_return purchase_result{outcome, url, client, std::move(what)};
    }
};

checkouts::checkouts(accounts& books, effects& work, settlement& settle, store& where, registry& lists,
                     clock& time, entropy& randomness, settings const& current, log& journal)
    : state_(std::make_unique<state>(books, work, settle, where, lists, time, randomness, current, journal)) {
}
checkouts::~checkouts() = default;

awaitable<start_result> checkouts::start(purchase what) {
    co_await state_->require_open();
    auto const admitted = co_await state_->admit(what);
    if (!admitted) {
        purchase_result asked;
        asked.outcome = purchase_outcome::confirm_first;
        co_return asked;
    }
    if (!*admitted) co_return admitted->error();
    auto const whose = **admitted;
    auto const& client = whose.client;
    auto const applied = co_await state_->book(what, whose);
    if (!applied && !leads_on(applied.error().reason)) co_return applied.error();
    auto const id = domain::booking_id_of(what.identity);
    bool const claimed_before = applied && applied->changed && !whose.fresh;
    auto const holder = co_await state_->holder_of(what.identity, client, claimed_before);
    if (holder != client) {
        auto theirs = co_await state_->reread(holder, id);
        auto seen = co_await state_->see_through(holder, std::move(theirs));
        co_return seen;
    }
    auto booking = co_await state_->as_decided(applied, client, id);
    if (booking.id != id) {
        // The link's booking lives under another reference now; its old link leads there.
        co_await state_->open(client, booking.id);
        booking = co_await state_->reread(client, booking.id);
    }
    auto seen = co_await state_->see_through(client, std::move(booking));
    co_return seen;
}

awaitable<boost::system::result<domain::booking, domain::refusal>> checkouts::move(
    domain::booking_identity from, domain::booking_identity to) {
    co_await state_->require_open();
    auto const owner = co_await state_->where.find_identity(from);
    if (!owner) co_return domain::refusal{domain::refusal_reason::booking_unknown, "from"};
    auto const claimed = co_await state_->where.claim_identity(to, *owner);
    if (claimed != *owner) co_return domain::refusal{domain::refusal_reason::target_exists, "to"};
    apply_request request;
    request.client = *owner;
    auto const target = domain::booking_id_of(to);
    request.bookings = {domain::booking_id_of(from), target};
    request.what = domain::move_booking{domain::booking_id_of(from), to, random_token(state_->randomness)};
    auto const applied = co_await state_->books.apply(std::move(request));
    if (!applied) co_return applied.error();
    co_return *applied->account.find(target);
}

}  // namespace quittance::engine
