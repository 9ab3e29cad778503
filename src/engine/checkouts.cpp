#include "quittance/engine/checkouts.hpp"

#include <algorithm>

#include "lanes.hpp"
#include "payer_page.hpp"
#include "quittance/base/assert.hpp"
#include "quittance/domain/new_client.hpp"
#include "standing.hpp"

namespace quittance::engine {
namespace {

using start_result = boost::system::result<purchase_result, domain::refusal>;
using placed_result = boost::system::result<placed_booking, domain::refusal>;
struct owner {
    domain::client_id client;
    bool fresh = false;  // the claim just made this client id: nothing can be stored under it yet
    bool named = false;  // by the caller, or by the booking that this one replaces
};
using owner_result = boost::system::result<owner, domain::refusal>;

constexpr milliseconds held_count_age{1'000};
constexpr std::uint64_t caps_for_who_pressed = 10;

// Refusals after which the booking itself tells the payer more.
bool leads_on(domain::refusal_reason why) {
    return why == domain::refusal_reason::booking_is_closed ||
           why == domain::refusal_reason::money_unallocated ||
           why == domain::refusal_reason::booking_has_moved ||
           why == domain::refusal_reason::agreement_missing;
}

bool awaits_agreement(domain::booking const& what) {
    return what.terms.plan.is_plan() && what.agreements.empty() && !what.closed_at;
}

}  // namespace

struct checkouts::state {
    state(accounts& b, effects& e, settlement& st, store& s, registry& r, clock& c, entropy& en,
          settings const& cur, log& l)
        : books(b),
          work(e),
          where(s),
          lists(r),
          time(c),
          randomness(en),
          current(cur),
          journal(l),
          page(b, e, st, s, c, cur) {}

    accounts& books;
    effects& work;
    store& where;
    registry& lists;
    clock& time;
    entropy& randomness;
    settings const& current;
    log& journal;
    payer_page page;
    std::uint64_t held = 0;  // as counted last
    instant held_counted{};
    std::shared_ptr<lanes> doors = std::make_shared<lanes>();  // by booking

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

    // Strangers can make up references without end; above the caps a person has to press a button. A program
    // can press it, too, so pressing gets no further than ten times as far.
    awaitable<bool> needs_button(purchase const& what) {
        if (what.origin != domain::origin::plain_link) co_return false;
        std::uint64_t const caps = what.pressed_button ? caps_for_who_pressed : 1;
        auto const in_all = co_await held_bookings();
        if (in_all >= caps * current.held_most) {
            auto const known = co_await where.find_identity(what.identity);
            co_return !known;
        }
        if (what.network.empty()) co_return false;
        auto const admitted = co_await lists.admit_held(domain::booking_id_of(what.identity), what.network,
                                                        caps * current.held_most_per_network);
        co_return admitted == held_admission::full;
    }

    // Whose account this booking belongs to, claimed before anything is written.
    awaitable<owner_result> owner_of(purchase const& what) {
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
        if (!must_be_this) proposed = domain::new_client_id(randomness);
        auto const claimed = co_await where.claim_identity(what.identity, proposed);
        if (must_be_this && claimed != proposed) {
            co_return domain::refusal{domain::refusal_reason::not_this_account, "client"};
        }
        co_return owner{claimed, !must_be_this && claimed == proposed, must_be_this};
    }

    // Nothing came of a claim: the reference is free again, and no stranger's way into this account. A
    // booking that came in between keeps its entry; one that comes later claims it anew (holder_of).
    awaitable<void> give_back(domain::booking_identity identity, domain::client_id client) {
        co_await where.disown_identity(identity, client);
        auto const since = co_await page.find(client, domain::booking_id_of(identity));
        if (since) co_await where.claim_identity(std::move(identity), std::move(client));
    }

    // An entry that was there before may be that of a click under way, whose client nobody has booked for
    // yet; nobody ever books for a client who was erased.
    awaitable<void> give_back_if_ours(domain::booking_identity identity, owner whose,
                                      domain::refusal_reason why) {
        bool const ours = whose.fresh || whose.named || why == domain::refusal_reason::client_erased;
        if (ours) co_await give_back(std::move(identity), std::move(whose.client));
    }

    awaitable<std::optional<placed_booking>> find(domain::booking_identity identity) {
        auto const id = domain::booking_id_of(identity);
        auto const owner = co_await where.find_identity(std::move(identity));
        if (!owner) co_return std::nullopt;
        auto found = co_await page.find(*owner, id);
        if (!found) co_return std::nullopt;
        placed_booking there;
        there.client = *owner;
        there.what = std::move(*found);
        co_return there;
    }

    // A booking that moves takes along what was agreed to.
    awaitable<bool> goes_on_as_agreed(purchase const& what) {
        if (!what.previous) co_return false;
        auto const former = co_await find(*what.previous);
        co_return former && !awaits_agreement(former->what);
    }

    // A plan that nobody agreed to yet: its terms are shown first, and a link alone creates nothing.
    awaitable<std::optional<purchase_result>> ask_first(purchase const& what) {
        if (!what.terms.plan.is_plan() || what.agreed) co_return std::nullopt;
        auto const known = co_await find(what.identity);
        if (known && !awaits_agreement(known->what)) co_return std::nullopt;
        if (!known && what.origin == domain::origin::api) co_return std::nullopt;
        bool const goes_on = co_await goes_on_as_agreed(what);
        if (!known && goes_on) co_return std::nullopt;
        purchase_result asked;
        asked.outcome = purchase_outcome::agree_first;
        if (known) {
            asked.client = known->client;
            asked.booking = known->what;
        }
        co_return asked;
    }

    // Nothing: a person has to press a button first. The clicks on one link come in one after the other: the
    // second finds the first one's claim, so that a crowd on one link counts as one booking.
    awaitable<std::optional<owner_result>> admit(purchase const& what) {
        domain::client_id const door{domain::booking_id_of(what.identity).text()};
        auto const mine = co_await doors->enter(door);
        bool const held_up = co_await needs_button(what);
        if (held_up) co_return std::nullopt;
        auto owner = co_await owner_of(what);
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
        command.service = what.service;
        command.agreed = what.agreed;
        command.price_named = what.price_named;
        bool const waits = what.terms.plan.is_plan() && !what.agreed && what.origin == domain::origin::api;
        if (!waits && what.opens_page) command.return_base = page.return_base();
        return command;
    }

    awaitable<apply_result> agree(chosen_payment const& what) {
        apply_request request;
        request.client = what.client;
        request.bookings = {what.booking};
        request.what = domain::agree{what.booking, *what.agreed};
        return books.apply(std::move(request));
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

    // The booking as it stands after this, and whose it is.
    awaitable<placed_result> place(purchase const& what, owner const& whose) {
        auto const applied = co_await book(what, whose);
        auto const id = domain::booking_id_of(what.identity);
        if (!applied) {
            auto const there = co_await page.find(whose.client, id);
            if (!there) co_await give_back_if_ours(what.identity, whose, applied.error().reason);
            bool const led = there.has_value() && leads_on(applied.error().reason);
            if (!led) co_return applied.error();
        }
        bool const changed = applied && applied->changed;
        placed_booking placed;
        placed.client = co_await holder_of(what.identity, whose.client, changed && !whose.fresh);
        if (placed.client == whose.client) {
            placed.what = co_await as_decided(applied, whose.client, id);
            placed.is_new = changed && placed.what.id == id;
        } else {
            placed.what = co_await page.reread(placed.client, id);
        }
        co_return placed;
    }

    awaitable<apply_result> order_card_page(domain::client_id client, domain::booking_id booking,
                                            std::string return_url) {
        apply_request request;
        request.client = std::move(client);
        request.bookings = {booking};
        request.what = domain::order_card_page{std::move(booking), std::move(return_url)};
        return books.apply(std::move(request));
    }

    // Waits for whoever carries the order out, or does it.
    awaitable<domain::booking> settled(domain::client_id client, domain::booking what) {
        if (what.card_pages.empty() || !what.card_pages.back().session.empty()) co_return what;
        auto const until = time.now() + current.checkout_patience;
        auto const key = card_page_key(current.store_epoch, client, what.id, what.card_pages.back().number);
        auto outcome = co_await work.settle_down(key, until);
        if (!outcome) co_await work.run_if_free(key, until);
        auto fresh = co_await page.reread(std::move(client), what.id);
        co_return fresh;
    }

    // What was just decided on need not be read again, unless it lives elsewhere now.
    awaitable<domain::booking> as_decided(apply_result const& applied, domain::client_id client,
                                          domain::booking_id id) {
        auto const* const known = applied ? applied->account.find(id) : nullptr;
        if (known && known->moved_to.empty()) co_return *known;
        auto read = co_await page.reread(std::move(client), std::move(id));
        co_return read;
    }
};

checkouts::checkouts(accounts& books, effects& work, settlement& settle, store& where, registry& lists,
                     clock& time, entropy& randomness, settings const& current, log& journal)
    : state_(std::make_unique<state>(books, work, settle, where, lists, time, randomness, current, journal)) {
}
checkouts::~checkouts() = default;

awaitable<start_result> checkouts::start(purchase what) {
    co_await state_->require_open();
    auto asked_first = co_await state_->ask_first(what);
    if (asked_first) co_return std::move(*asked_first);
    auto const admitted = co_await state_->admit(what);
    if (!admitted) {
        purchase_result asked;
        asked.outcome = purchase_outcome::confirm_first;
        co_return asked;
    }
    if (!*admitted) co_return admitted->error();
    auto const whose = **admitted;
    auto placed = co_await state_->place(what, whose);
    if (!placed) co_return placed.error();
    auto booking = std::move(placed->what);
    bool const is_theirs = placed->client == whose.client;
    if (is_theirs && booking.id != domain::booking_id_of(what.identity)) {
        // The link's booking lives under another reference now; its old link leads there.
        co_await state_->page.open(whose.client, booking.id, {});
        booking = co_await state_->page.reread(whose.client, booking.id);
    }
    auto seen = co_await state_->page.see_through(placed->client, std::move(booking), {});
    co_return seen;
}

awaitable<placed_result> checkouts::book(purchase what) {
    co_await state_->require_open();
    what.opens_page = false;
    auto const admitted = co_await state_->admit(what);
    QUITTANCE_ASSERT(admitted.has_value());  // only a stranger's link waits for a button
    if (!*admitted) co_return admitted->error();
    auto placed = co_await state_->place(what, **admitted);
    co_return placed;
}

awaitable<start_result> checkouts::pay(chosen_payment what) {
    co_await state_->require_open();
    auto booking = co_await state_->page.find(what.client, what.booking);
    if (!booking || booking->page_token != what.page_token) {
        co_return domain::refusal{domain::refusal_reason::booking_unknown, ""};
    }
    if (what.agreed) {
        auto const agreed = co_await state_->agree(what);
        if (!agreed) co_return agreed.error();
    }
    std::sort(what.items.begin(), what.items.end());
    auto const opened = co_await state_->page.open(what.client, booking->id, what.items);
    if (!opened && !leads_on(opened.error().reason)) co_return opened.error();
    auto fresh = co_await state_->page.reread(what.client, booking->id);
    auto seen = co_await state_->page.see_through(what.client, std::move(fresh), what.items);
    co_return seen;
}

awaitable<boost::system::result<std::optional<std::string>, domain::refusal>> checkouts::change_card(
    domain::client_id client, domain::booking_id booking, std::string return_url) {
    co_await state_->require_open();
    auto const ordered = co_await state_->order_card_page(client, booking, std::move(return_url));
    if (!ordered) co_return ordered.error();
    auto there = co_await state_->page.reread(client, std::move(booking));
    auto const what = co_await state_->settled(std::move(client), std::move(there));
    std::optional<std::string> url;
    if (!what.card_pages.empty() && !what.card_pages.back().url.empty()) url = what.card_pages.back().url;
    co_return url;
}

awaitable<apply_result> checkouts::register_client(domain::client_id id, domain::contact who) {
    co_await state_->require_open();
    apply_request request;
    request.client = std::move(id);
    request.what = domain::register_client{std::move(who)};
    auto applied = co_await state_->books.apply(std::move(request));
    co_return applied;
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
    if (!applied) {
        auto const there = co_await state_->page.find(*owner, target);
        if (!there) co_await state_->give_back(to, *owner);
        co_return applied.error();
    }
    co_await state_->holder_of(to, *owner, applied->changed);
    co_return *applied->account.find(target);
}

}  // namespace quittance::engine
