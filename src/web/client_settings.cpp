#include "client_settings.hpp"

#include <algorithm>

#include "client_wishes.hpp"
#include "purchase_replies.hpp"
#include "quittance/domain/calendar.hpp"
#include "quittance/domain/reminders.hpp"

namespace quittance::web {
namespace {

using domain::refusal_reason;
using pages::client_notice;

// What is said of the client moves the next letter about every booking.
engine::apply_request request_for(domain::account const& all, domain::command what) {
    engine::apply_request request;
    request.client = all.id;
    for (auto const& [id, one] : all.bookings) request.bookings.push_back(id);
    request.what = std::move(what);
    return request;
}

pages::client_address shown_address(site const& at, domain::account const& all, std::string const& lead) {
    pages::client_address shown;
    shown.used = domain::address_of(all, *all.find(domain::booking_id{lead}));
    auto const& asked = all.client.address_asked;
    if (!asked || at.time.now() >= asked->until) return shown;
    shown.asked = asked->address;
    shown.until = domain::date_in(domain::zone_of(all.client.who, at.settings.policy), asked->until);
    return shown;
}

pages::client_cadence shown_cadence(std::string name, domain::cadence const& said,
                                    std::string const& chosen) {
    pages::client_cadence made;
    made.chosen = name == chosen;
    made.name = std::move(name);
    for (auto const& step : said.steps) made.days.push_back(step.days);
    return made;
}

// The usual one is the offer's, where that has its own.
std::vector<pages::client_cadence> shown_cadences(domain::account const& all, std::string const& lead,
                                                  domain::reminder_policy const& rules) {
    std::vector<pages::client_cadence> list;
    if (!domain::client_may_choose_cadence(all, rules)) return list;
    auto const& chosen = all.client.correspondence.cadence;
    auto unchosen = all;
    unchosen.client.correspondence.cadence.clear();
    auto const& what = *unchosen.find(domain::booking_id{lead});
    list.push_back(shown_cadence({}, domain::cadence_of(unchosen, what, rules), chosen));
    for (auto const& name : rules.client_cadences) {
        auto const found = rules.named.find(name);
        if (found != rules.named.end()) list.push_back(shown_cadence(name, found->second, chosen));
    }
    return list;
}

}  // namespace

void add_settings(site const& at, domain::account const& all, pages::client_view& view) {
    if (at.cases.record_of) view.record_action = view.action + "/record";
    if (view.bookings.empty()) return;
    view.lead = view.bookings.front().id;
    auto const& rules = at.settings.policy.reminders;
    if (rules.letters) view.address = shown_address(at, all, view.lead);
    view.cadences = shown_cadences(all, view.lead, rules);
}

awaitable<http::response> ask_address(shared_site at, client_visit visit, std::string booking,
                                      std::string address) {
    domain::ask_address asked{domain::booking_id{booking}, std::move(address)};
    auto work = at->cases.apply(request_for(visit.all, std::move(asked)));
    auto const done = co_await std::move(work);
    auto const outcome = !done ? name_of(done.error().reason) : done->changed ? "asked" : "nothing_new";
    at->journal.info("address_asked",
                     {{"request", visit.by.request_id}, {"client", visit.all.id}, {"outcome", outcome}});
    if (done) co_return back_to(visit, done->changed ? client_notice::address : client_notice::address_same);
    bool const often = done.error().reason == refusal_reason::asked_too_often;
    co_return back_to(visit, often ? client_notice::address_often : client_notice::changed);
}

awaitable<http::response> choose_cadence(shared_site at, client_visit visit, std::string booking,
                                         std::string name) {
    domain::choose_cadence asked{domain::booking_id{booking}, std::move(name), "client"};
    auto work = at->cases.apply(request_for(visit.all, std::move(asked)));
    auto const done = co_await std::move(work);
    auto const outcome = done ? std::string_view{"taken"} : name_of(done.error().reason);
    at->journal.info("cadence_chosen",
                     {{"request", visit.by.request_id}, {"client", visit.all.id}, {"outcome", outcome}});
    co_return back_to(visit, done ? client_notice::cadence : client_notice::changed);
}

}  // namespace quittance::web
