#include "client_wishes.hpp"

#include <algorithm>

#include "client_settings.hpp"
#include "client_view.hpp"
#include "purchase_replies.hpp"
#include "quittance/domain/balance.hpp"

namespace quittance::web {
namespace {

using domain::refusal_reason;
using engine::purchase_outcome;
using pages::client_notice;

pages::plan_amount const* find_amount(pages::client_booking const& one, int number) {
    auto const found = std::ranges::find(one.plan.amounts, number, &pages::plan_amount::number);
    return found == one.plan.amounts.end() ? nullptr : &*found;
}

// What stands in the way before anything is asked of the engine: somebody else was there first.
client_notice obstacle_of(pages::plan_amount const& amount) {
    if (amount.state == pages::amount_state::paid) return client_notice::gone;
    if (amount.state == pages::amount_state::ended) return client_notice::closed;
    if (amount.payable) return client_notice::none;
    bool const takes =
        amount.state == pages::amount_state::paying || amount.state == pages::amount_state::charging;
    // It rests meanwhile, as in a dispute: the page shows how it is.
    return takes ? client_notice::under_way : client_notice::changed;
}

client_notice notice_of(domain::refusal const& why) {
    switch (why.reason) {
        case refusal_reason::already_paid:
        case refusal_reason::item_unknown: return client_notice::gone;
        case refusal_reason::payment_under_way: return client_notice::under_way;
        case refusal_reason::booking_is_closed: return client_notice::closed;
        case refusal_reason::booking_has_moved:
        case refusal_reason::amount_too_small: return client_notice::changed;
        case refusal_reason::not_granted:
            return why.field == "words" ? client_notice::with_person : client_notice::changed;
        default: return client_notice::none;
    }
}

// What this page itself says best.
client_notice notice_of(purchase_outcome outcome) {
    switch (outcome) {
        case purchase_outcome::already_paid: return client_notice::paid;
        case purchase_outcome::payment_under_way: return client_notice::under_way;
        case purchase_outcome::closed: return client_notice::closed;
        case purchase_outcome::agree_first: return client_notice::changed;
        default: return client_notice::none;
    }
}

pages::button same_again(client_visit const& visit, std::string const& booking, client_request const& asked) {
    pages::button press{{}, visit.address, {}};
    press.fields = {{"do", "pay"}, {"proof", visit.view.proof}, {"booking", booking}};
    for (int const item : asked.items) press.fields.emplace_back("item", std::to_string(item));
    return press;
}

awaitable<http::response> pay(shared_site at, client_visit visit, std::string booking, client_request asked) {
    auto const& shown = *find_shown(visit.view, booking);
    if (!shown.agree_action.empty()) co_return redirect_to(shown.agree_action);
    for (int const item : asked.items) {
        auto const stop = obstacle_of(*find_amount(shown, item));
        if (stop != client_notice::none) co_return back_to(visit, stop);
    }
    auto const& what = *visit.all.find(domain::booking_id{booking});
    auto const view = view_of(what.terms, what.who.locale);
    engine::chosen_payment chosen{visit.all.id, what.id, what.page_token, asked.items, std::nullopt};
    auto work = at->cases.pay(std::move(chosen));
    auto const done = co_await std::move(work);
    if (!done) {
        auto const told = notice_of(done.error());
        if (told != client_notice::none) co_return back_to(visit, told);
        co_return refused_purchase(*at, visit.by, done.error(), view);
    }
    log_purchase(*at, visit.by.request_id, *done);
    auto const told = notice_of(done->outcome);
    if (told != client_notice::none) co_return back_to(visit, told);
    co_return outcome_reply(*at, visit.by, *done, view, same_again(visit, booking, asked));
}

domain::client_wish wish_of(client_action what) {
    switch (what) {
        case client_action::more_time: return domain::client_wish::more_time;
        case client_action::split: return domain::client_wish::split;
        case client_action::paid: return domain::client_wish::says_paid;
        default: return domain::client_wish::question;
    }
}

// Whether the wish is in force now, whoever's press it was that granted it.
bool is_granted(domain::booking const& what, domain::client_says const& said) {
    bool const parts = said.wish == domain::client_wish::split;
    auto const reason = parts ? "parts_granted" : "time_granted";
    bool const granted = std::ranges::any_of(what.handovers, [&](domain::handover const& one) {
        return one.item == said.item && one.reason == reason;
    });
    return granted && std::ranges::any_of(what.items, [&](domain::item const& one) {
               return (parts || one.number == said.item) && one.due == *said.until;
           });
}

client_notice told_by(domain::account const& after, domain::client_says const& said) {
    if (said.wish == domain::client_wish::question) return client_notice::question;
    if (said.wish == domain::client_wish::says_paid) return client_notice::says_paid;
    auto const* const what = after.find(said.booking);
    if (what == nullptr || !is_granted(*what, said)) return client_notice::passed_on;
    return said.wish == domain::client_wish::split ? client_notice::split : client_notice::granted;
}

awaitable<http::response> say(shared_site at, client_visit visit, domain::client_says said) {
    engine::apply_request request;
    request.client = visit.all.id;
    request.bookings = {said.booking};
    request.what = said;
    auto work = at->cases.apply(std::move(request));
    auto const done = co_await std::move(work);
    auto const reason = done ? std::string_view{"taken"} : name_of(done.error().reason);
    at->journal.info("client_said",
                     {{"request", visit.by.request_id}, {"booking", said.booking}, {"outcome", reason}});
    if (done) co_return back_to(visit, told_by(done->account, said));
    auto const told = notice_of(done.error());
    co_return back_to(visit, told == client_notice::none ? client_notice::changed : told);
}

awaitable<http::response> move(shared_site at, client_visit visit, std::string booking,
                               client_request asked) {
    auto const& shown = *find_shown(visit.view, booking);
    auto const& amount = *find_amount(shown, asked.items.front());
    auto const stop = obstacle_of(amount);
    if (stop != client_notice::none) co_return back_to(visit, stop);
    domain::client_says said{
        domain::booking_id{booking}, amount.number, wish_of(asked.what), asked.until, {}};
    // The same button pressed twice asks for what is there already, and is told so.
    bool const there = is_granted(*visit.all.find(said.booking), said);
    if (!there && !asked.seen.empty() && asked.seen != pages::seen_mark(amount))
        co_return back_to(visit, client_notice::changed);
    if (!there && std::ranges::find(shown.movable, amount.number) == shown.movable.end())
        co_return back_to(visit, client_notice::changed);
    auto saying = say(at, std::move(visit), std::move(said));
    auto reply = co_await std::move(saying);
    co_return reply;
}

// The processor may know more than we do: it is asked before a person is.
awaitable<http::response> look_for_payment(shared_site at, client_visit visit, std::string booking) {
    domain::booking_id const id{booking};
    if (domain::live_checkout(*visit.all.find(id)) != nullptr) {
        auto look = at->cases.look_now(visit.all.id, id);
        co_await std::move(look);
        auto reading = at->cases.whole(visit.all.id);
        auto fresh = co_await std::move(reading);
        visit.all = std::move(fresh.account);
    }
    auto const* const what = visit.all.find(id);
    if (what == nullptr) co_return back_to(visit, client_notice::changed);
    if (domain::balance_of(*what).open.is_zero()) co_return back_to(visit, client_notice::paid);
    if (domain::state_of(*what) == domain::booking_state::paying)
        co_return back_to(visit, client_notice::under_way);
    domain::client_says said{id, 0, domain::client_wish::says_paid, {}, {}};
    auto saying = say(at, std::move(visit), std::move(said));
    auto reply = co_await std::move(saying);
    co_return reply;
}

awaitable<http::response> ask(shared_site at, client_visit visit, std::string booking, client_request asked) {
    domain::client_says said{domain::booking_id{booking}, 0, domain::client_wish::question, {}, asked.words};
    auto saying = say(at, std::move(visit), std::move(said));
    auto reply = co_await std::move(saying);
    co_return reply;
}

awaitable<http::response> change_card(shared_site at, client_visit visit, std::string booking) {
    if (!find_shown(visit.view, booking)->takes_card) co_return back_to(visit, client_notice::changed);
    auto work = at->cases.change_card(visit.all.id, domain::booking_id{booking},
                                      at->options.public_base + visit.address);
    auto const page = co_await std::move(work);
    auto const outcome = !page ? name_of(page.error().reason) : *page ? "page" : "no_page";
    at->journal.info("card_page_asked",
                     {{"request", visit.by.request_id}, {"booking", booking}, {"outcome", outcome}});
    if (!page) {
        auto const told = notice_of(page.error());
        co_return back_to(visit, told == client_notice::none ? client_notice::changed : told);
    }
    co_return *page ? redirect_to(**page) : back_to(visit, client_notice::no_card_page);
}

}  // namespace

http::response back_to(client_visit const& visit, pages::client_notice what) {
    auto const code = pages::name_of(what);
    return redirect_to(visit.address + (code.empty() ? std::string{} : "?said=" + std::string{code}));
}

awaitable<http::response> do_client_action(shared_site at, client_visit visit, std::string booking,
                                           client_request asked) {
    switch (asked.what) {
        case client_action::pay:
            return pay(std::move(at), std::move(visit), std::move(booking), std::move(asked));
        case client_action::more_time:
        case client_action::split:
            return move(std::move(at), std::move(visit), std::move(booking), std::move(asked));
        case client_action::question:
            return ask(std::move(at), std::move(visit), std::move(booking), std::move(asked));
        case client_action::card: return change_card(std::move(at), std::move(visit), std::move(booking));
        case client_action::address:
            return ask_address(std::move(at), std::move(visit), std::move(booking), asked.address);
        case client_action::cadence:
            return choose_cadence(std::move(at), std::move(visit), std::move(booking), asked.cadence);
        case client_action::paid: break;
    }
    return look_for_payment(std::move(at), std::move(visit), std::move(booking));
}

}  // namespace quittance::web
