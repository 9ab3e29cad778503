#include "purchase_replies.hpp"

#include <algorithm>

namespace quittance::web {
namespace {

using engine::purchase_outcome;

http::response unpaid_reply(site const& at, pages::purchase_view const& view, pages::button press) {
    press.label = "Try again";
    auto reply = page_reply(503, pages::try_again(at.options.business, view, std::move(press)), at.options);
    retry_after(reply, 10);
    return reply;
}

http::response pay_reply(site const& at, engine::purchase_result const& done,
                         pages::purchase_view const& view, pages::button press) {
    if (is_payment_address(at.options, done.url)) return redirect_to(done.url);
    at.journal.error("payment_address_refused",
                     {{"booking", done.booking.id},
                      {"origin", origin_of(done.url)},
                      {"advice", "add the origin to the payment origins if it is the processor's"}});
    return unpaid_reply(at, view, std::move(press));
}

http::response outcome_reply(site const& at, engine::purchase_result const& done,
                             pages::purchase_view const& view, pages::button press) {
    auto const& who = at.options.business;
    switch (done.outcome) {
        case purchase_outcome::pay_at: return pay_reply(at, done, view, std::move(press));
        case purchase_outcome::already_paid:
            return page_reply(200, pages::already_paid(who, view), at.options);
        case purchase_outcome::payment_under_way:
            return page_reply(200, pages::payment_under_way(who, view), at.options);
        case purchase_outcome::agree_first:
        case purchase_outcome::confirm_first:
            return page_reply(200, pages::continue_to_payment(who, view, press), at.options);
        case purchase_outcome::try_again: return unpaid_reply(at, view, std::move(press));
        case purchase_outcome::refused_by_processor:
            return page_reply(502, pages::refused_by_processor(who, view), at.options);
        case purchase_outcome::closed: break;
    }
    return page_reply(410, pages::booking_closed(who, view), at.options);
}

}  // namespace

pages::purchase_view view_of(domain::sale_terms const& terms, std::string const& locale) {
    return {terms.title, terms.description, terms.price, terms.tax, locale};
}

http::response ask_to_continue(site const& at, engine::purchase const& what, pages::button go_on) {
    auto const view = view_of(what.terms, what.who.locale);
    return page_reply(200, pages::continue_to_payment(at.options.business, view, go_on), at.options);
}

void log_purchase(site const& at, std::string const& request_id, engine::purchase_result const& done) {
    at.journal.info("purchase", {{"request", request_id},
                                 {"client", done.client},
                                 {"booking", done.booking.id},
                                 {"outcome", name_of(done.outcome)}});
}

awaitable<http::response> send_to_payment(shared_site at, std::string request_id, engine::purchase what,
                                          pages::button press) {
    auto const asked_for = view_of(what.terms, what.who.locale);
    auto work = at->cases.start(std::move(what));
    auto const done = co_await std::move(work);
    if (!done) {
        at->journal.info("purchase_refused",
                         {{"request", request_id}, {"reason", name_of(done.error().reason)}});
        co_return refusal_page(done.error(), asked_for, at->options);
    }
    log_purchase(*at, request_id, *done);
    // A booking keeps the terms it was made under, whatever the link or the catalogue says today.
    auto const frozen = done->booking.id.empty() ? asked_for : view_of(done->booking.terms, asked_for.locale);
    co_return outcome_reply(*at, *done, frozen, std::move(press));
}

bool is_payment_address(public_options const& options, std::string const& url) {
    auto const origin = origin_of(url);
    return !origin.empty() &&
           std::ranges::find(options.payment_origins, origin) != options.payment_origins.end();
}

bool link_is_limited(site& at, http::request const& asked, http::response& reply) {
    if (at.links.take(http::token_buckets::network_of(asked.peer), at.time.now())) return false;
    at.links_limited.add();
    reply = page_reply(429, pages::too_many_requests(at.options.business), at.options);
    retry_after(reply, 60);
    return true;
}

}  // namespace quittance::web
