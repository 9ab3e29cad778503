#include <algorithm>

#include "client_form.hpp"
#include "client_view.hpp"
#include "client_visit.hpp"
#include "client_wishes.hpp"
#include "error_responses.hpp"
#include "purchase_replies.hpp"
#include "quittance/domain/calendar.hpp"
#include "quittance/pages/terms.hpp"
#include "visitors.hpp"

namespace quittance::web {
namespace {

using pages::client_notice;

bool is_being_taken(pages::plan_amount const& one) {
    using pages::amount_state;
    return one.state == amount_state::paying || one.state == amount_state::charging ||
           one.state == amount_state::retrying;
}

bool is_with_person(pages::client_booking const& one) { return one.plan.looked_at; }

// The address may be a bookmark, or forwarded: weeks later it says nothing that is not so any more.
bool bears_out(pages::client_view const& view, client_notice said) {
    auto const any_amount = [&view](auto is) {
        return std::ranges::any_of(view.bookings, [&is](pages::client_booking const& one) {
            return std::ranges::any_of(one.plan.amounts, is);
        });
    };
    auto const& rest = view.rest;
    bool const is_with_a_person = rest && (rest->reason == "question" || rest->reason == "says_paid" ||
                                           rest->reason == "asks_for_time");
    switch (said) {
        case client_notice::paid:
            return std::ranges::all_of(view.sums, [](auto const& sum) { return sum.due.is_zero(); }) &&
                   std::ranges::any_of(view.sums, [](auto const& sum) { return !sum.received.is_zero(); });
        case client_notice::granted:
        case client_notice::split:
            return any_amount(
                [](pages::plan_amount const& one) { return one.as_asked && !one.open.is_zero(); });
        case client_notice::card:
            return std::ranges::any_of(view.bookings, [](pages::client_booking const& one) {
                return one.card && one.card->named && !one.card->gone;
            });
        case client_notice::under_way:
            return any_amount(is_being_taken) || std::ranges::any_of(view.bookings, is_with_person);
        case client_notice::address: return view.address && !view.address->asked.empty();
        case client_notice::passed_on:
        case client_notice::question:
        case client_notice::says_paid: return is_with_a_person;
        default: return true;
    }
}

// Who comes back from naming a card is often here before the processor's word of it.
awaitable<std::optional<client_visit>> look_for_card(shared_site at, client_visit visit) {
    bool looked = false;
    for (auto const& [id, what] : visit.all.bookings) {
        if (what.card_pages.empty() || what.card_pages.back().url.empty()) continue;
        auto look = at->cases.look_now(visit.all.id, id);
        co_await std::move(look);
        looked = true;
    }
    if (!looked) co_return visit;
    auto again = visit_of(at, visit.token, visit.by);
    auto fresh = co_await std::move(again);
    co_return fresh;
}

awaitable<http::response> answer_account(shared_site at, http::request asked, http::captures caught) {
    http::response refused;
    if (link_is_limited(*at, asked, refused)) co_return refused;
    auto visiting = visit_of(at, caught.at(0), visitor_of(at->options.business, asked));
    auto visit = co_await std::move(visiting);
    if (!visit) co_return no_such_page(*at, asked);
    auto const query = http::parse_form(asked.query).value_or(form{});
    auto const said = pages::client_notice_named(value_of(query, "said"));
    if (said == client_notice::card) {
        auto looking = look_for_card(at, std::move(*visit));
        visit = co_await std::move(looking);
        if (!visit) co_return no_such_page(*at, asked);
    }
    if (bears_out(visit->view, said)) visit->view.notice = said;
    co_return page_of(*at, 200, *visit);
}

http::response unconfirmed(site const& at, client_visit visit, unsigned status) {
    visit.view.notice = client_notice::unconfirmed;
    return page_of(at, status, visit);
}

civil_date today_of(site const& at, client_visit const& visit, std::string const& booking) {
    auto const& what = *visit.all.find(domain::booking_id{booking});
    return domain::date_in(domain::zone_of(what.who, at.settings.policy), at.time.now());
}

awaitable<http::response> answer_form(shared_site at, http::request asked, http::captures caught) {
    http::response refused;
    if (link_is_limited(*at, asked, refused)) co_return refused;
    auto visiting = visit_of(at, caught.at(0), visitor_of(at->options.business, asked));
    auto visit = co_await std::move(visiting);
    if (!visit) co_return no_such_page(*at, asked);
    auto const fields = http::parse_form(asked.body);
    if (!fields) co_return unconfirmed(*at, std::move(*visit), 400);
    bool const ours = is_page_proof(at->options.page_key, caught.at(0), value_of(*fields, "proof"));
    if (!ours || is_from_elsewhere(*at, asked)) co_return unconfirmed(*at, std::move(*visit), 403);
    auto const what = client_action_named(value_of(*fields, "do"));
    auto const booking = value_of(*fields, "booking");
    auto const* const shown = find_shown(visit->view, booking);
    if (!what || shown == nullptr) co_return unconfirmed(*at, std::move(*visit), 400);
    if (!shown->takes_questions && !is_about_client(*what)) co_return back_to(*visit, client_notice::closed);
    auto read = read_client_form(*fields, *what, *shown, today_of(*at, *visit, booking));
    if (auto* const trouble = std::get_if<pages::client_trouble>(&read)) {
        visit->view.trouble = std::move(*trouble);
        co_return page_of(*at, 422, *visit);
    }
    auto work = do_client_action(at, std::move(*visit), booking, std::get<client_request>(std::move(read)));
    auto reply = co_await std::move(work);
    co_return reply;
}

// The newest where none is named.
domain::agreed_terms const* version_of(domain::booking const& what, std::string_view named) {
    if (what.agreements.empty()) return nullptr;
    if (named.empty()) return &what.agreements.back();
    auto const found = std::ranges::find_if(what.agreements, [&](domain::agreed_terms const& one) {
        return std::to_string(one.version) == named;
    });
    return found == what.agreements.end() ? nullptr : &*found;
}

awaitable<http::response> answer_agreement(shared_site at, http::request asked, http::captures caught) {
    http::response refused;
    if (link_is_limited(*at, asked, refused)) co_return refused;
    auto visiting = visit_of(at, caught.at(0), visitor_of(at->options.business, asked));
    auto const visit = co_await std::move(visiting);
    auto const* const shown = visit ? find_shown(visit->view, caught.at(1)) : nullptr;
    auto const* const version =
        shown == nullptr
            ? nullptr
            : version_of(*visit->all.find(domain::booking_id{caught.at(1)}),
                         caught.size() > 2 ? std::string_view{caught.at(2)} : std::string_view{});
    if (version == nullptr) co_return no_such_page(*at, asked);
    auto reply = text_reply(200, version->text);
    auto const name = "agreement-" + pages::short_hash(version->hash) + ".txt";
    reply.headers.emplace_back("Content-Disposition", "attachment; filename=\"" + name + '"');
    reply.headers.emplace_back("Content-Security-Policy", "default-src 'none'; sandbox");
    co_return reply;
}

}  // namespace

void mount_client_page(http::router& on, shared_site const& at) {
    on.add(http::method::get, "/a/{}", "client_page", [at](http::request asked, http::captures caught) {
        return answer_account(at, std::move(asked), std::move(caught));
    });
    on.add(http::method::post, "/a/{}", "client_page_form", [at](http::request asked, http::captures caught) {
        return answer_form(at, std::move(asked), std::move(caught));
    });
    on.add(http::method::get, "/a/{}/agreement/{}", "client_agreement",
           [at](http::request asked, http::captures caught) {
               return answer_agreement(at, std::move(asked), std::move(caught));
           });
    on.add(http::method::get, "/a/{}/agreement/{}/{}", "client_agreement_version",
           [at](http::request asked, http::captures caught) {
               return answer_agreement(at, std::move(asked), std::move(caught));
           });
}

}  // namespace quittance::web
