#include <algorithm>

#include "hops.hpp"
#include "quittance/base/planted.hpp"
#include "quittance/domain/balance.hpp"
#include "settlement_state.hpp"

namespace quittance::engine {
namespace {

// Between our order and the processor's `created` lie two clocks.
constexpr std::chrono::minutes clock_margin{5};

// Closed for long enough without ever having taken money. A moved one lives elsewhere.
bool nothing_to_keep(domain::booking const& what, instant now, domain::policy const& rules) {
    if (!what.moved_to.empty()) return true;
    return what.closed_at && what.payments.empty() && now >= *what.closed_at + rules.erase_after;
}

bool asks_to_erase(std::vector<domain::wake_work> const& work) {
    return std::any_of(work.begin(), work.end(), [](domain::wake_work const& piece) {
        return std::holds_alternative<domain::erase_account>(piece);
    });
}

// A page that is still open, or a payment on its way, is no news.
bool is_told_by_webhook(domain::session_fact const& fact) {
    return fact.status == domain::session_status::complete || fact.status == domain::session_status::expired;
}
bool is_told_by_webhook(domain::intent_fact const& fact) {
    return fact.status == domain::intent_status::succeeded || fact.status == domain::intent_status::canceled;
}

bool has(std::vector<domain::booking_id> const& ids, domain::booking_id const& id) {
    return std::find(ids.begin(), ids.end(), id) != ids.end();
}

}  // namespace

awaitable<void> settlement::state::look_up(domain::client_id client, domain::booking_id booking,
                                           domain::look_up_session work) {
    bool const was_missed = co_await look_at(client, booking, work);
    if (was_missed) note_missed(news_kind::checkouts);
}

awaitable<bool> settlement::state::look_at(domain::client_id client, domain::booking_id booking,
                                           domain::look_up_session work) {
    auto const read = co_await outside.read_session(work.session);
    if (!read) {
        look_up_failed.add();
        journal.warning("look_up_failed", {{"session", work.session}, {"code", read.error().code}});
        co_return false;
    }
    looked_up.add();
    domain::command what = domain::session_seen{booking, read->fact, false};
    route const whose{current.store_id, client, booking, work.checkout};
    auto const found = co_await record_compared(whose, std::move(what));
    co_return found.is_news&& is_told_by_webhook(read->fact);
}

awaitable<void> settlement::state::look_up(domain::client_id client, domain::booking_id booking,
                                           domain::look_up_refund work) {
    auto const read = co_await outside.read_refund(work.refund);
    if (!read) {
        look_up_failed.add();
        journal.warning("look_up_failed", {{"refund", work.refund}, {"code", read.error().code}});
        co_return;
    }
    looked_up.add();
    domain::command what = domain::refund_seen{booking, *read};
    route const whose{current.store_id, client, booking, 0};
    co_await record_found(whose, std::move(what), news_kind::refunds);
}

awaitable<void> settlement::state::look_up(domain::client_id client, domain::booking_id booking,
                                           domain::look_up_dispute work) {
    auto const read = co_await outside.read_dispute(work.dispute);
    if (!read) {
        look_up_failed.add();
        journal.warning("look_up_failed", {{"dispute", work.dispute}, {"code", read.error().code}});
        co_return;
    }
    looked_up.add();
    domain::command seen = domain::dispute_seen{booking, *read, true};
    route const whose{current.store_id, client, booking, 0};
    co_await record_found(whose, std::move(seen), news_kind::disputes);
}

// A session carries the name its booking had when it was ordered: all the names it ever had.
awaitable<std::vector<domain::booking_id>> settlement::state::names_of(domain::client_id client,
                                                                       domain::booking_id booking) {
    std::vector<domain::booking_id> names{booking};
    for (int hops = 0; hops < most_hops; ++hops) {
        std::vector<domain::booking_id> wanted{names.back()};
        auto const loaded = co_await where.load(client, std::move(wanted));
        auto const* const what = loaded.account.find(names.back());
        if (!what || what->moved_from.empty()) break;
        names.push_back(what->moved_from);
    }
    co_return names;
}

// Whether the processor ever made it is unknown: its list knows, once the session's time is over.
awaitable<void> settlement::state::look_up(domain::client_id client, domain::booking_id booking,
                                           domain::find_session work) {
    auto const listed = co_await outside.list_sessions(work.ordered_at - clock_margin, work.expires_at);
    if (!listed) {
        look_up_failed.add();
        journal.warning("look_up_failed", {{"booking", booking}, {"code", listed.error().code}});
        co_return;
    }
    looked_up.add();
    auto const names = co_await names_of(client, booking);
    route const whose{current.store_id, client, booking, work.checkout};
    auto const found = std::find_if(listed->begin(), listed->end(), [&](routed_session const& s) {
        return s.whose.store == whose.store && s.whose.client == whose.client &&
               s.whose.checkout == whose.checkout && has(names, s.whose.booking);
    });
    domain::command what = domain::checkout_absent{booking, work.checkout};
    if (found != listed->end()) what = domain::session_seen{booking, found->fact, false};
    co_await record(whose, std::move(what), std::nullopt);
}

awaitable<void> settlement::state::look_up(domain::client_id client, domain::booking_id booking,
                                           domain::close_hold) {
    domain::command what = domain::close_held{booking};
    route const whose{current.store_id, client, booking, 0};
    co_await record(whose, std::move(what), std::nullopt);
}

awaitable<void> settlement::state::look_up(domain::client_id client, domain::booking_id,
                                           domain::erase_account) {
    auto whole = co_await where.load_whole(client);
    auto const& all = whole.account.bookings;
    auto const now = time.now();
    bool const empty = std::all_of(all.begin(), all.end(), [this, now](auto const& b) {
        return nothing_to_keep(b.second, now, current.policy);
    });
    // Other bookings live here: whichever of them ends last erases them all.
    if (!empty) co_return;
    bool const erased = co_await books.erase(std::move(whole));
    if (erased) journal.info("held_booking_erased", {{"client", client}});
}

awaitable<void> settlement::state::look_up(domain::client_id client, domain::booking_id booking,
                                           domain::look_up_intent work) {
    auto const read = co_await outside.read_intent(work.intent);
    if (!read) {
        look_up_failed.add();
        journal.warning("look_up_failed", {{"intent", work.intent}, {"code", read.error().code}});
        co_return;
    }
    looked_up.add();
    domain::command what = domain::intent_looked_up{booking, work.checkout, read->fact};
    route const whose{current.store_id, client, booking, work.checkout};
    if (is_told_by_webhook(read->fact)) {
        co_await record_found(whose, std::move(what), news_kind::payments);
    } else {
        co_await record(whose, std::move(what), std::nullopt);
    }
}

awaitable<void> settlement::state::look_up(domain::client_id client, domain::booking_id booking,
                                           domain::collect_items) {
    domain::command what = domain::collect{booking};
    route const whose{current.store_id, client, booking, 0};
    co_await record(whose, std::move(what), std::nullopt);
}

awaitable<void> settlement::state::look_up(domain::client_id client, domain::booking_id booking,
                                           domain::add_fees) {
    domain::command what = domain::add_late_fees{booking};
    route const whose{current.store_id, client, booking, 0};
    co_await record(whose, std::move(what), std::nullopt);
}

awaitable<void> settlement::state::look_up(domain::client_id client, domain::booking_id booking,
                                           domain::look_up_card_page work) {
    auto const read = co_await outside.read_session(work.session);
    if (!read) {
        look_up_failed.add();
        journal.warning("look_up_failed", {{"session", work.session}, {"code", read.error().code}});
        co_return;
    }
    looked_up.add();
    if (!read->card_page) co_return;
    domain::command what = domain::card_page_seen{booking, *read->card_page};
    route const whose{current.store_id, client, booking, 0};
    co_await record(whose, std::move(what), std::nullopt);
}

// What the processor does not know any more can pay nothing. Where it does not answer, what is known decides.
awaitable<void> settlement::state::look_up(domain::client_id client, domain::booking_id booking,
                                           domain::look_at_card work) {
    auto const read = co_await outside.read_method(work.method);
    bool const is_gone = !read && read.error().what == processor_failure::kind::not_found;
    domain::method_fact gone;
    gone.method = work.method;
    domain::command what = domain::check_card{booking};
    if (read || is_gone) what = domain::card_seen{booking, read ? *read : gone, true};
    if (read || is_gone) {
        looked_up.add();
    } else {
        look_up_failed.add();
        journal.warning("look_up_failed", {{"card", work.method}, {"code", read.error().code}});
    }
    route const whose{current.store_id, client, booking, 0};
    co_await record(whose, std::move(what), std::nullopt);
}

// Who is about to pay on an open page is not reminded: the processor is asked first, and where it does not
// answer, nobody is.
awaitable<bool> settlement::state::pages_are_known(domain::account const& all) {
    for (auto const& [id, what] : all.bookings) {
        auto const* const live = domain::live_checkout(what);
        if (live == nullptr || live->session.empty()) continue;
        auto const read = co_await outside.read_session(live->session);
        if (!read) {
            look_up_failed.add();
            journal.warning("look_up_failed", {{"session", live->session}, {"code", read.error().code}});
            co_return false;
        }
        looked_up.add();
        domain::command seen = domain::session_seen{id, read->fact, false};
        route const whose{current.store_id, all.id, id, live->number};
        co_await record(whose, std::move(seen), std::nullopt);
    }
    co_return true;
}

awaitable<void> settlement::state::look_up(domain::client_id client, domain::booking_id booking,
                                           domain::remind_client) {
    auto const whole = co_await where.load_whole(client);
    auto const wanted = domain::decide(whole.account, domain::remind{booking}, time.now(), current.policy);
    if (!wanted || wanted->events.empty()) co_return;
    bool const known = co_await pages_are_known(whole.account);
    if (!known) co_return;
    apply_request request;
    request.client = std::move(client);
    for (auto const& [id, what] : whole.account.bookings) {
        if (what.moved_to.empty()) request.bookings.push_back(id);
    }
    request.what = domain::remind{booking};
    co_await books.apply(std::move(request));
}

namespace {

constexpr std::chrono::minutes after_no_answer{5};

// What waits for an answer of the processor, and would be asked again in a second.
bool asks_first(std::vector<domain::wake_work> const& work) {
    return std::any_of(work.begin(), work.end(), [](domain::wake_work const& piece) {
        return std::holds_alternative<domain::remind_client>(piece) ||
               std::holds_alternative<domain::look_at_card>(piece);
    });
}

}  // namespace

awaitable<void> settlement::state::wake_up(wake due) {
    try {
        std::vector<domain::booking_id> wanted{due.booking};
        auto const before = co_await where.load(due.client, wanted);
        auto const* const what = before.account.find(due.booking);
        auto const now = time.now();
        auto const work = what ? domain::work_due(before.account, *what, now, current.policy)
                               : std::vector<domain::wake_work>{};
        for (auto const& piece : work) {
            auto doing =
                std::visit([&](auto const& w) { return look_up(due.client, due.booking, w); }, piece);
            co_await std::move(doing);
        }
        auto const after = co_await where.load(due.client, wanted);
        auto const* const still = after.account.find(due.booking);
        auto next = still ? domain::next_wake(after.account, *still, now, current.policy) : std::nullopt;
        // What was asked to be erased and is still there has company; asking again every minute helps nobody.
        bool const unchanged = before.account.version == after.account.version;
        if (asks_to_erase(work) && unchanged) next = std::nullopt;
        // A processor that does not answer about an open page, or a card, is not asked every second.
        if (next && asks_first(work) && unchanged) next = std::max(*next, now + after_no_answer);
        co_await waiting.move_wake(due.client, due.booking, after.account.version, next);
    } catch (std::exception const& e) {
        // Its claim runs out and somebody looks again.
        journal.error("wake_up_failed",
                      {{"client", due.client}, {"booking", due.booking}, {"reason", e.what()}});
    }
}

awaitable<void> settlement::state::look_now(domain::client_id client, domain::booking_id booking) {
    std::vector<domain::booking_id> wanted{booking};
    auto const loaded = co_await where.load(client, std::move(wanted));
    auto const* const what = loaded.account.find(booking);
    bool const names_card = what && !what->card_pages.empty() && !what->card_pages.back().url.empty();
    if (names_card) {
        domain::look_up_card_page const page{what->card_pages.back().session, what->card_pages.back().number};
        co_await look_up(client, booking, page);
    }
    auto const* const live = what ? domain::live_checkout(*what) : nullptr;
    if (!live || live->session.empty()) co_return;
    if (planted(bug::trust_success_page)) {
        domain::session_fact paid{live->session, live->number, domain::session_status::complete,
                                  domain::payment_status::paid, live->amount};
        domain::command what_is_believed = domain::session_seen{booking, paid, false};
        route const believed{current.store_id, client, booking, live->number};
        co_await record(believed, std::move(what_is_believed), std::nullopt);
    }
    domain::look_up_session const work{live->session, live->number};
    // The client is often back before the webhook: what is found here is not missed.
    co_await look_at(client, booking, work);
}

}  // namespace quittance::engine
