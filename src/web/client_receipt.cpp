#include "client_receipt.hpp"

#include <algorithm>
#include <tuple>

#include "client_view.hpp"
#include "client_visit.hpp"
#include "plan_view.hpp"
#include "purchase_replies.hpp"
#include "quittance/base/digest.hpp"
#include "quittance/domain/balance.hpp"
#include "quittance/domain/calendar.hpp"
#include "quittance/pages/receipt.hpp"
#include "replies.hpp"

namespace quittance::web {
namespace {

constexpr std::size_t short_digest = 8;

// Of money by hand: what pays another booking now.
domain::money used_elsewhere(domain::payment const& one) {
    std::int64_t units = 0;
    if (one.by_hand)
        for (auto const& said : one.by_hand->corrections)
            if (!said.used_for.empty()) units += said.amount.minor_units();
    return domain::money::minor(units, one.captured.unit());
}

// What came, wherever it is used now.
domain::money came_by(domain::payment const& one) {
    auto const units = one.captured.minor_units() + used_elsewhere(one).minor_units();
    return domain::money::minor(units, one.captured.unit());
}

// Fees are no part of what is taxed, and money in another currency pays nothing.
domain::money taxed_part(domain::booking const& what, domain::payment const& one) {
    auto const unit = what.terms.price.unit();
    std::int64_t units = 0;
    for (auto const& part : domain::allocations_of(what)) {
        auto const item = std::ranges::find(what.items, part.item, &domain::item::number);
        bool const counts = part.intent == one.intent && item != what.items.end() && !item->fee;
        if (counts) units += part.amount.minor_units();
    }
    return domain::money::minor(units, unit);
}

pages::receipt_view receipt_for(domain::account const& all, domain::booking const& what,
                                domain::payment const& one, std::string const& zone) {
    auto const sums = domain::balance_of(what);
    pages::receipt_view view;
    view.locale = all.client.who.locale.empty() ? what.who.locale : all.client.who.locale;
    // Of a booking for another person it is still who pays that has to show it.
    view.client = all.client.who.name.empty() ? what.who.name : all.client.who.name;
    view.title = what.terms.title;
    view.description = what.terms.description;
    view.booking = what.identity.reference;
    view.payment = one.by_hand ? one.by_hand->reference : one.intent.text();
    if (one.by_hand) view.credit_of = domain::credit_source_of(*one.by_hand);
    view.amount = came_by(one);
    view.taxed = taxed_part(what, one);
    view.tax = what.terms.tax;
    view.on = day_of_payment(one, zone);
    view.went_back = domain::went_back_of(one);
    view.used_elsewhere = used_elsewhere(one);
    view.price = sums.price;
    view.open = sums.open;
    return view;
}

http::response receipt_file(site const& at, client_visit const& visit, domain::booking const& what,
                            domain::payment const& one) {
    auto const& zone = domain::zone_of(what.who, at.settings.policy);
    auto const view = receipt_for(visit.all, what, one, zone);
    auto reply = text_reply(200, pages::receipt_text(visit.by.who, view));
    auto const name = "receipt-" + iso_date(view.on) + '-' +
                      to_hex(sha256(one.intent.text())).substr(0, short_digest) + ".txt";
    reply.headers.emplace_back("Content-Disposition", "attachment; filename=\"" + name + '"');
    reply.headers.emplace_back("Content-Security-Policy", "default-src 'none'; sandbox");
    return reply;
}

awaitable<http::response> answer_receipt(shared_site at, http::request asked, http::captures caught) {
    http::response refused;
    if (link_is_limited(*at, asked, refused)) co_return refused;
    auto visiting = visit_of(at, caught.at(0), visitor_of(at->options.business, asked));
    auto const visit = co_await std::move(visiting);
    bool const shown = visit && find_shown(visit->view, caught.at(1)) != nullptr;
    auto const* const what = shown ? visit->all.find(domain::booking_id{caught.at(1)}) : nullptr;
    auto const* const one =
        what == nullptr ? nullptr : domain::find_payment(*what, domain::intent_id{caught.at(2)});
    if (one == nullptr || came_by(*one).is_zero()) co_return no_such_page(*at, asked);
    co_return receipt_file(*at, *visit, *what, *one);
}

}  // namespace

std::vector<pages::client_receipt> receipts_of(domain::booking const& what, std::string const& zone,
                                               std::string const& address) {
    std::vector<pages::client_receipt> list;
    for (auto const& one : what.payments) {
        if (came_by(one).is_zero()) continue;
        list.push_back({came_by(one), day_of_payment(one, zone),
                        address + "/receipt/" + http::percent_encode(what.id.text()) + '/' +
                            http::percent_encode(one.intent.text())});
    }
    std::ranges::sort(list, {},
                      [](pages::client_receipt const& one) { return std::tuple{one.on, one.action}; });
    return list;
}

void mount_client_receipts(http::router& on, shared_site const& at) {
    on.add(http::method::get, "/a/{}/receipt/{}/{}", "client_receipt",
           [at](http::request asked, http::captures caught) {
               return answer_receipt(at, std::move(asked), std::move(caught));
           });
}

}  // namespace quittance::web
