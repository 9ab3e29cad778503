#include "purchase_replies.hpp"

#include <algorithm>

#include "plan_terms.hpp"
#include "plan_view.hpp"
#include "quittance/domain/balance.hpp"
#include "quittance/domain/calendar.hpp"

namespace quittance::web {
namespace {

using engine::purchase_outcome;

http::response unpaid_reply(site const& at, visitor const& by, pages::purchase_view const& view,
                            pages::button press) {
    auto reply = page_reply(503, pages::try_again(by.who, view, std::move(press)), at.options);
    retry_after(reply, 10);
    return reply;
}

http::response pay_reply(site const& at, visitor const& by, engine::purchase_result const& done,
                         pages::purchase_view const& view, pages::button press) {
    if (is_payment_address(at.options, done.url)) return redirect_to(done.url);
    at.journal.error("payment_address_refused",
                     {{"booking", done.booking.id},
                      {"origin", origin_of(done.url)},
                      {"advice", "add the origin to the payment origins if it is the processor's"}});
    return unpaid_reply(at, by, view, std::move(press));
}

// The terms that bind are the booking's where there is one, the link's where there is none.
plan_sale sale_for(engine::purchase const& asked, engine::purchase_result const& done) {
    return done.booking.id.empty() ? sale_of(asked) : sale_of(done.booking);
}

http::response on_its_way(site const& at, visitor const& by, domain::client_id const& client,
                          domain::booking const& known, domain::origin origin) {
    // Only who was given a secret is led to the page that the booking's secret guards.
    if (origin != domain::origin::plain_link)
        return redirect_to("/r/" + http::percent_encode(domain::page_address(client, known)));
    auto const view = view_of(known.terms, known.who.locale);
    return page_reply(200, pages::plan_on_its_way(by.who, view), at.options);
}

}  // namespace

pages::purchase_view view_of(domain::sale_terms const& terms, std::string const& locale) {
    return {terms.title, terms.description, terms.price, terms.tax, locale};
}

http::response ask_to_continue(site const& at, visitor const& by, engine::purchase const& what,
                               pages::button go_on) {
    if (what.terms.plan.is_plan()) return terms_reply(at, by.who, sale_of(what), std::move(go_on));
    auto const view = view_of(what.terms, what.who.locale);
    return page_reply(200, pages::continue_to_payment(by.who, view, std::move(go_on)), at.options);
}

void log_purchase(site const& at, std::string const& request_id, engine::purchase_result const& done) {
    at.journal.info("purchase", {{"request", request_id},
                                 {"client", done.client},
                                 {"booking", done.booking.id},
                                 {"outcome", name_of(done.outcome)}});
}

http::response outcome_reply(site const& at, visitor const& by, engine::purchase_result const& done,
                             pages::purchase_view const& view, pages::button press) {
    auto const& who = by.who;
    switch (done.outcome) {
        case purchase_outcome::pay_at: return pay_reply(at, by, done, view, std::move(press));
        case purchase_outcome::already_paid:
            return page_reply(200, pages::already_paid(who, view), at.options);
        case purchase_outcome::payment_under_way:
            return page_reply(200, pages::payment_under_way(who, view), at.options);
        case purchase_outcome::confirm_first:
            return page_reply(200, pages::continue_to_payment(who, view, std::move(press)), at.options);
        case purchase_outcome::try_again: return unpaid_reply(at, by, view, std::move(press));
        case purchase_outcome::refused_by_processor:
            return page_reply(502, pages::refused_by_processor(who, view), at.options);
        case purchase_outcome::agree_first:
            // Somebody agreed or cancelled between two looks: the link tells what is true now.
            return unpaid_reply(at, by, view, std::move(press));
        case purchase_outcome::closed: break;
    }
    return page_reply(410, pages::booking_closed(who, view), at.options);
}

http::response refused_purchase(site const& at, visitor const& by, domain::refusal const& why,
                                pages::purchase_view const& view) {
    at.journal.info("purchase_refused", {{"request", by.request_id}, {"reason", name_of(why.reason)}});
    return refusal_page(why, view, by.who, at.options);
}

bool asks_nothing_today(site const& at, domain::booking const& what) {
    auto const sums = domain::balance_of(what);
    if (!is_agreed(what) || sums.received.is_zero() || sums.open.is_zero() || what.closed_at) return false;
    auto const& zone = domain::zone_of(what.who, at.settings.policy);
    return domain::items_due(what, domain::date_in(zone, at.time.now())).empty();
}

awaitable<http::response> send_to_payment(shared_site at, visitor by, engine::purchase what,
                                          pages::button press, std::string seen) {
    auto const asked_for = view_of(what.terms, what.who.locale);
    if (what.terms.plan.is_plan()) {
        auto looking = at->cases.by_identity(what.identity);
        auto const known = co_await std::move(looking);
        if (known && asks_nothing_today(*at, known->booking))
            co_return on_its_way(*at, by, known->client, known->booking, what.origin);
    }
    auto const origin = what.origin;
    auto work = at->cases.start(what);
    auto done = co_await std::move(work);
    if (done && done->outcome == purchase_outcome::agree_first) {
        log_purchase(*at, by.request_id, *done);
        auto consent = consent_to(*at, by.who, sale_for(what, *done), seen, press);
        if (auto* const shown = std::get_if<http::response>(&consent)) co_return std::move(*shown);
        what.agreed = std::move(std::get<domain::consent>(consent));
        auto agreeing = at->cases.start(std::move(what));
        done = co_await std::move(agreeing);
    }
    if (!done) co_return refused_purchase(*at, by, done.error(), asked_for);
    log_purchase(*at, by.request_id, *done);
    // Nothing of it is due, and not all of it is paid: a plan that was moved here.
    bool const runs =
        done->outcome == purchase_outcome::already_paid && asks_nothing_today(*at, done->booking);
    if (runs) co_return on_its_way(*at, by, done->client, done->booking, origin);
    // A booking keeps the terms it was made under, whatever the link or the catalogue says today.
    auto const frozen = done->booking.id.empty() ? asked_for : view_of(done->booking.terms, asked_for.locale);
    co_return outcome_reply(*at, by, *done, frozen, std::move(press));
}

bool is_payment_address(public_options const& options, std::string const& url) {
    auto const origin = origin_of(url);
    return !origin.empty() &&
           std::ranges::find(options.payment_origins, origin) != options.payment_origins.end();
}

bool link_is_limited(site& at, http::request const& asked, http::response& reply) {
    if (at.links.take(http::token_buckets::network_of(asked.peer), at.time.now())) return false;
    at.links_limited.add();
    reply = page_reply(429, pages::too_many_requests(as_read_by(at.options.business, asked)), at.options);
    retry_after(reply, 60);
    return true;
}

}  // namespace quittance::web
