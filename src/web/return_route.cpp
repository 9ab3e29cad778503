#include "error_responses.hpp"
#include "purchase_replies.hpp"
#include "quittance/domain/balance.hpp"
#include "site.hpp"

namespace quittance::web {
namespace {

using domain::booking_state;

pages::payment_state shown_state(booking_state state) {
    switch (state) {
        case booking_state::held:
        case booking_state::open: return pages::payment_state::open;
        case booking_state::paying: return pages::payment_state::paying;
        case booking_state::paid: return pages::payment_state::paid;
        case booking_state::part_paid: return pages::payment_state::part_paid;
        case booking_state::returned: return pages::payment_state::returned;
        case booking_state::disputed: return pages::payment_state::disputed;
        case booking_state::closed: break;
    }
    return pages::payment_state::closed;
}

bool waits_for_money(booking_state state) {
    return state == booking_state::held || state == booking_state::open || state == booking_state::paying ||
           state == booking_state::part_paid;
}

pages::button pay_button(std::string const& address) {
    return {"Pay now", "/r/" + http::percent_encode(address) + "/pay", {}};
}

pages::return_view view_of_booking(domain::booking const& what, std::string const& address) {
    auto const sums = domain::balance_of(what);
    pages::return_view view;
    view.what = view_of(what.terms, what.who.locale);
    view.state = shown_state(domain::state_of(what));
    view.reference = what.identity.reference;
    for (auto const& one : what.payments)
        if (!one.captured.is_zero()) view.payments.push_back({one.captured, one.at});
    view.received = sums.received;
    view.went_back = sums.went_back;
    view.open = sums.open;
    auto const payable =
        view.state == pages::payment_state::open || view.state == pages::payment_state::part_paid;
    if (payable && !sums.open.is_zero()) view.pay = pay_button(address);
    return view;
}

http::response not_found(site const& at) {
    return page_reply(404, pages::booking_not_found(at.options.business), at.options);
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
    if (!found) co_return not_found(*at);
    auto const looks = asked.verb == http::method::get && waits_for_money(domain::state_of(found->booking)) &&
                       domain::live_checkout(found->booking) != nullptr;
    if (looks) {
        auto look = at->cases.look_now(found->client, found->booking.id);
        co_await std::move(look);
        auto again = read_page(at, caught.at(0));
        auto fresh = co_await std::move(again);
        if (fresh) found = std::move(fresh);
    }
    auto const view = view_of_booking(found->booking, caught.at(0));
    co_return page_reply(200, pages::return_page(at->options.business, view), at->options);
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

awaitable<http::response> answer_pay(shared_site at, http::request asked, http::captures caught) {
    http::response refused;
    if (link_is_limited(*at, asked, refused)) co_return refused;
    auto reading = read_page(at, caught.at(0));
    auto const found = co_await std::move(reading);
    if (!found) co_return not_found(*at);
    auto what = purchase_of_booking(found->booking);
    auto work = send_to_payment(at, asked.request_id, std::move(what), pay_button(caught.at(0)));
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
