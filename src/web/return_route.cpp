#include <charconv>

#include "client_visit.hpp"
#include "error_responses.hpp"
#include "plain_link.hpp"
#include "plan_terms.hpp"
#include "plan_view.hpp"
#include "purchase_replies.hpp"
#include "quittance/domain/balance.hpp"
#include "quittance/domain/calendar.hpp"
#include "site.hpp"
#include "visitors.hpp"

namespace quittance::web {
namespace {

using domain::booking_state;

bool waits_for_money(booking_state state) {
    return state == booking_state::held || state == booking_state::open || state == booking_state::paying ||
           state == booking_state::part_paid;
}

pages::button pay_button(std::string const& address) {
    return {{}, "/r/" + http::percent_encode(address) + "/pay", {}};
}

pages::return_view view_of_booking(domain::booking const& what, std::string const& address,
                                   domain::policy const& rules) {
    auto const sums = domain::balance_of(what);
    auto const& zone = domain::zone_of(what.who, rules);
    pages::return_view view;
    view.what = view_of(what.terms, what.who.locale);
    view.state = shown_state(what);
    view.reference = what.identity.reference;
    for (auto const& one : what.payments)
        if (!one.captured.is_zero()) view.payments.push_back({one.captured, day_of_payment(one, zone)});
    view.received = sums.received;
    view.went_back = sums.went_back;
    view.open = sums.open;
    auto const payable =
        view.state == pages::payment_state::open || view.state == pages::payment_state::part_paid;
    view.looked_at = payable && is_looked_at(what);
    if (payable && !view.looked_at && !sums.open.is_zero() && !domain::is_too_small(sums.open, rules))
        view.pay = pay_button(address);
    return view;
}

bool awaits_agreement(domain::booking const& what) {
    return what.terms.plan.is_plan() && !is_agreed(what) && !what.closed_at;
}

http::response page_of(site const& at, pages::business const& who, domain::booking const& what,
                       std::string const& address) {
    auto press = pay_button(address);
    if (awaits_agreement(what)) return terms_reply(at, who, sale_of(what), std::move(press));
    if (!what.terms.plan.is_plan())
        return page_reply(200, pages::return_page(who, view_of_booking(what, address, at.settings.policy)),
                          at.options);
    auto const& zone = domain::zone_of(what.who, at.settings.policy);
    auto view = plan_view_of(what, domain::date_in(zone, at.time.now()), zone, press.action);
    heed_least(view, at.settings.policy);
    return page_reply(200, pages::plan_page(who, view), at.options);
}

awaitable<std::optional<engine::found_booking>> read_page(shared_site at, std::string address) {
    auto work = at->cases.by_page_address(std::move(address));
    auto found = co_await std::move(work);
    co_return found;
}

awaitable<http::response> answer_page(shared_site at, http::request asked, http::captures caught) {
    http::response refused;
    if (link_is_limited(*at, asked, refused)) co_return refused;
    auto reading = read_page(at, caught.at(0));
    auto found = co_await std::move(reading);
    if (!found) co_return no_such_page(*at, asked);
    auto const looks = asked.verb == http::method::get && waits_for_money(domain::state_of(found->booking)) &&
                       domain::live_checkout(found->booking) != nullptr;
    if (looks) {
        auto look = at->cases.look_now(found->client, found->booking.id);
        co_await std::move(look);
        auto again = read_page(at, caught.at(0));
        auto fresh = co_await std::move(again);
        if (fresh) found = std::move(fresh);
    }
    co_return page_of(*at, as_read_by(at->options.business, asked), found->booking, caught.at(0));
}

engine::purchase purchase_of_booking(domain::booking const& what) {
    engine::purchase again;
    again.identity = what.identity;
    again.origin = what.origin;
    again.terms = what.terms;
    again.who = what.who;
    again.service_at = what.service_at;
    again.pressed_button = true;
    return again;
}

std::vector<int> chosen_items(form const& fields) {
    std::vector<int> items;
    for (auto const& [name, value] : fields) {
        int number = 0;
        auto const* const end = value.data() + value.size();
        auto const [stop, error] = std::from_chars(value.data(), end, number);
        if (name == "item" && error == std::errc{} && stop == end) items.push_back(number);
    }
    return items;
}

// What the page itself says best is said there.
bool page_says_it(engine::purchase_outcome outcome) {
    return outcome == engine::purchase_outcome::already_paid ||
           outcome == engine::purchase_outcome::payment_under_way ||
           outcome == engine::purchase_outcome::agree_first;
}

awaitable<http::response> pay_plan(shared_site at, http::request asked, engine::found_booking found,
                                   std::string address) {
    auto const fields = http::parse_form(asked.body).value_or(form{});
    auto press = pay_button(address);
    auto const by = visitor_of(at->options.business, asked);
    auto items = chosen_items(fields);
    std::optional<domain::consent> agreed;
    if (awaits_agreement(found.booking)) {
        auto const hash = is_cross_site(asked) ? std::string{} : value_of(fields, agreed_field);
        auto consent = consent_to(*at, by.who, sale_of(found.booking), hash, press);
        if (auto* const shown = std::get_if<http::response>(&consent)) co_return std::move(*shown);
        agreed = std::move(std::get<domain::consent>(consent));
    }
    for (int const one : items) press.fields.emplace_back("item", std::to_string(one));
    auto const view = view_of(found.booking.terms, found.booking.who.locale);
    engine::chosen_payment chosen{found.client, found.booking.id, found.booking.page_token, std::move(items),
                                  std::move(agreed)};
    auto work = at->cases.pay(std::move(chosen));
    auto const done = co_await std::move(work);
    // The page says what is too little, and offers it together with the rest.
    if (!done && done.error().reason == domain::refusal_reason::amount_too_small)
        co_return redirect_to("/r/" + http::percent_encode(address));
    if (!done) co_return refused_purchase(*at, by, done.error(), view);
    log_purchase(*at, by.request_id, *done);
    if (page_says_it(done->outcome)) co_return redirect_to("/r/" + http::percent_encode(address));
    co_return outcome_reply(*at, by, *done, view, std::move(press));
}

awaitable<http::response> answer_pay(shared_site at, http::request asked, http::captures caught) {
    http::response refused;
    if (link_is_limited(*at, asked, refused)) co_return refused;
    auto reading = read_page(at, caught.at(0));
    auto const found = co_await std::move(reading);
    if (!found) co_return no_such_page(*at, asked);
    if (found->booking.terms.plan.is_plan()) {
        auto paying = pay_plan(at, std::move(asked), *found, caught.at(0));
        auto paid = co_await std::move(paying);
        co_return paid;
    }
    auto what = purchase_of_booking(found->booking);
    auto by = visitor_of(at->options.business, asked);
    auto work = send_to_payment(at, std::move(by), std::move(what), pay_button(caught.at(0)), "");
    auto reply = co_await std::move(work);
    co_return reply;
}

}  // namespace

void mount_return_page(http::router& on, shared_site const& at) {
    for (auto verb : {http::method::get, http::method::head})
        on.add(verb, "/r/{}", "return_page", [at](http::request asked, http::captures caught) {
            return answer_page(at, std::move(asked), std::move(caught));
        });
    on.add(http::method::post, "/r/{}/pay", "return_page_pay",
           [at](http::request asked, http::captures caught) {
               return answer_pay(at, std::move(asked), std::move(caught));
           });
}

}  // namespace quittance::web
