#include "payer_page.hpp"

#include <set>

#include "quittance/domain/balance.hpp"
#include "quittance/domain/calendar.hpp"

namespace quittance::engine {
namespace {

constexpr milliseconds poll_pause{100};
constexpr int most_steps = 100;
// Nobody is sent to a page that closes while they type their card number.
constexpr std::chrono::seconds least_life{60};

bool is_running_plan(domain::booking const& what) {
    return what.terms.plan.is_plan() && !what.agreements.empty();
}

std::set<int> each_once(std::vector<int> const& items) { return {items.begin(), items.end()}; }

// What was paid since it was chosen is no part of it any more. Who chooses says nothing of the plan's order,
// in which a part that was split off stands beside the older ones.
bool is_for(domain::checkout const& page, domain::booking const& what, std::vector<int> const& items) {
    auto wanted = each_once(items);
    std::erase_if(wanted, [&what](int number) { return domain::open_of(what, {number}).is_zero(); });
    return each_once(page.items) == wanted;
}

}  // namespace

awaitable<std::optional<domain::booking>> payer_page::find(domain::client_id client, domain::booking_id id) {
    for (;;) {
        std::vector<domain::booking_id> wanted{id};
        auto const loaded = co_await where_.load(client, std::move(wanted));
        auto const* const what = loaded.account.find(id);
        if (!what) co_return std::nullopt;
        if (what->moved_to.empty()) co_return *what;
        id = what->moved_to;
    }
}

awaitable<domain::booking> payer_page::reread(domain::client_id client, domain::booking_id id) {
    auto found = co_await find(std::move(client), std::move(id));
    if (!found) throw unavailable("the booking is gone; open its link again");
    co_return std::move(*found);
}

bool payer_page::is_paid(domain::booking const& what, std::vector<int> const& items) const {
    if (!items.empty()) return domain::open_of(what, items).is_zero();
    if (!is_running_plan(what)) return domain::balance_of(what).open.is_zero();
    auto const today = domain::date_in(domain::zone_of(what.who, current_.policy), time_.now());
    return domain::items_due(what, today).empty();
}

std::optional<purchase_outcome> payer_page::without_payer(domain::booking const& what) const {
    if (what.closed_at || domain::hold_is_over(what, time_.now())) return purchase_outcome::closed;
    if (what.terms.plan.is_plan() && what.agreements.empty()) return purchase_outcome::agree_first;
    if (domain::holds_unallocated_money(what)) return purchase_outcome::payment_under_way;
    bool const is_refused = !what.checkouts.empty() && !what.checkouts.back().off_session &&
                            !what.checkouts.back().refusal.empty();
    if (is_refused) return purchase_outcome::refused_by_processor;
    // A plan's page may wait for the client's customer, or for the former payer's end.
    if (is_running_plan(what)) return std::nullopt;
    return purchase_outcome::try_again;
}

std::optional<purchase_outcome> payer_page::outcome_of(domain::booking const& what,
                                                       std::vector<int> const& items,
                                                       std::chrono::seconds life) const {
    // What was cancelled before anything was paid owes nothing either, and is not paid.
    if (what.closed_at && what.close_reason == "cancelled") return purchase_outcome::closed;
    if (is_paid(what, items)) return purchase_outcome::already_paid;
    auto const* const live = domain::live_checkout(what);
    if (!live) return without_payer(what);
    if (live->closing) return std::nullopt;
    if (live->off_session) {
        if (domain::is_under_way(*live)) return purchase_outcome::payment_under_way;
        return std::nullopt;
    }
    // Whether an abandoned one exists is found out by listing, not by waiting here.
    if (live->abandoned && live->session.empty()) return purchase_outcome::try_again;
    if (live->status == domain::session_status::complete) return purchase_outcome::payment_under_way;
    bool const pays_this = items.empty() || is_for(*live, what, items);
    if (pays_this && !live->url.empty() && time_.now() + life < live->expires_at)
        return purchase_outcome::pay_at;
    return std::nullopt;
}

// An order keeps the name its booking had then, and a booking that moved since goes by another.
std::vector<effect_key> payer_page::keys_of(domain::client_id const& client,
                                            domain::booking const& what) const {
    auto const* const live = domain::live_checkout(what);
    auto const next = static_cast<int>(what.checkouts.size()) + 1;
    auto const key_for = [&](domain::booking_id const& name) {
        if (!live) return customer_key(current_.store_epoch, client, name, next);
        if (live->closing)
            return closing_key(current_.store_epoch, client, name, live->number, live->closings);
        return checkout_key(current_.store_epoch, client, name, live->number);
    };
    std::vector<effect_key> keys{key_for(what.id)};
    if (!what.moved_from.empty()) keys.push_back(key_for(what.moved_from));
    return keys;
}

// Runs the order here if nobody else does, else waits a little for whoever carries it out.
awaitable<bool> payer_page::run_or_pause(std::vector<effect_key> keys, instant until) {
    for (auto const& key : keys) {
        bool const ran = co_await work_.run_if_free(key, until);
        if (ran) co_return true;
    }
    co_await time_.sleep_until(time_.now() + poll_pause);
    co_return false;
}

// Something is ordered and not there yet: wait for whoever does it, or do it. `what` is read again.
awaitable<bool> payer_page::wait_for_orders(domain::client_id const& client, domain::booking& what,
                                            std::vector<int> const& items, instant until) {
    auto const keys = keys_of(client, what);
    std::optional<domain::booking> left;
    for (auto const& key : keys) {
        auto outcome = co_await work_.settle_down(key, until);
        if (outcome) left = std::move(outcome);
    }
    if (left && left->id == what.id) {
        what = std::move(*left);
    } else {
        what = co_await reread(client, what.id);
    }
    if (outcome_of(what, items, least_life)) co_return true;
    bool const ran = co_await run_or_pause(keys, until);
    what = co_await reread(client, what.id);
    co_return !ran;
}

awaitable<boost::system::result<bool, domain::refusal>> payer_page::open(domain::client_id client,
                                                                         domain::booking_id booking,
                                                                         std::vector<int> items) {
    apply_request request;
    request.client = std::move(client);
    request.bookings = {booking};
    request.what = domain::open_checkout{std::move(booking), return_base(), std::move(items)};
    auto const applied = co_await books_.apply(std::move(request));
    if (!applied) co_return applied.error();
    co_return applied->changed;
}

// What stood in the way may be gone, or be ended now.
awaitable<bool> payer_page::ask_again(domain::client_id const& client, domain::booking& what,
                                      std::vector<int> const& items) {
    auto const opened = co_await open(client, what.id, items);
    what = co_await reread(client, what.id);
    co_return opened && *opened;
}

// One step towards a page to send the payer to. False: there is no use in waiting longer.
awaitable<bool> payer_page::one_step(domain::client_id const& client, domain::booking& what,
                                     std::vector<int> const& items, instant until) {
    auto const* const live = domain::live_checkout(what);
    if (!live) {
        bool const asked = co_await ask_again(client, what, items);
        if (asked) co_return true;
        co_await wait_for_orders(client, what, items, until);
        co_return true;
    }
    if (live->closing) {
        co_await wait_for_orders(client, what, items, until);
        co_return true;
    }
    if (live->off_session) co_return co_await ask_again(client, what, items);
    if (live->session.empty()) co_return co_await wait_for_orders(client, what, items, until);
    if (!items.empty() && !is_for(*live, what, items)) co_return co_await ask_again(client, what, items);
    // A page at its end: only the processor can say that it is dead, and then a new one is ordered. While it
    // is alive there it stays, short as its rest may be.
    co_await settle_.look_now(client, what.id);
    co_return co_await ask_again(client, what, items);
}

awaitable<purchase_result> payer_page::see_through(domain::client_id client, domain::booking what,
                                                   std::vector<int> items) {
    auto const until = time_.now() + current_.checkout_patience;
    for (int steps = 0; steps < most_steps && !outcome_of(what, items, least_life) && time_.now() < until;
         ++steps) {
        bool const go_on = co_await one_step(client, what, items, until);
        if (!go_on) break;
    }
    // A page in its last minute that was seen alive is still the only one that may take this money.
    auto const outcome =
        outcome_of(what, items, std::chrono::seconds{0}).value_or(purchase_outcome::try_again);
    auto const* const live = domain::live_checkout(what);
    auto const url = outcome == purchase_outcome::pay_at ? live->url : std::string{};
    co_return purchase_result{outcome, url, client, std::move(what)};
}

}  // namespace quittance::engine
