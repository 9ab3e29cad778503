// The link that was mailed to an address somebody asked for: a look shows a button, the button says yes. Mail
// scanners look. A link that is unknown, used, replaced or too late is the same page as any unknown one.
#include "client_visit.hpp"
#include "error_responses.hpp"
#include "purchase_replies.hpp"
#include "quittance/base/digest.hpp"

namespace quittance::web {
namespace {

awaitable<std::optional<domain::account>> account_behind(shared_site at, std::string token) {
    auto const& key = at->options.page_key;
    auto const client = key.empty() ? std::nullopt : read_address_token(key, token);
    if (!client) co_return std::nullopt;
    auto reading = at->cases.whole(*client);
    auto loaded = co_await std::move(reading);
    auto& all = loaded.account;
    auto const& asked = all.client.address_asked;
    if (all.version == 0 || !asked || at->time.now() >= asked->until || all.bookings.empty())
        co_return std::nullopt;
    auto const good = address_token(key, all.id, all.client.correspondence.page_generation, *asked);
    if (!equal_in_constant_time(good, token)) co_return std::nullopt;
    co_return std::move(all);
}

std::string path_of(std::string const& token) { return "/c/" + http::percent_encode(token); }

awaitable<http::response> answer_look(shared_site at, http::request asked, http::captures caught) {
    http::response refused;
    if (link_is_limited(*at, asked, refused)) co_return refused;
    auto finding = account_behind(at, caught.at(0));
    auto const all = co_await std::move(finding);
    if (!all) co_return no_such_page(*at, asked);
    auto const by = visitor_of(at->options.business, asked);
    pages::address_view const view{all->client.who.locale, all->client.address_asked->address,
                                   path_of(caught.at(0))};
    co_return page_reply(200, pages::address_page(by.who, view), at->options);
}

// Any booking that did not move away: the letters that tell of it are ordered for one.
domain::booking_id lead_of(domain::account const& all) {
    for (auto const& [id, what] : all.bookings)
        if (what.moved_to.empty()) return id;
    return all.bookings.begin()->first;
}

engine::apply_request confirmation_of(domain::account const& all) {
    engine::apply_request request;
    request.client = all.id;
    for (auto const& [id, one] : all.bookings) request.bookings.push_back(id);
    request.what = domain::confirm_address{lead_of(all), all.client.address_asked->number};
    return request;
}

awaitable<http::response> answer_press(shared_site at, http::request asked, http::captures caught) {
    http::response refused;
    if (link_is_limited(*at, asked, refused)) co_return refused;
    auto finding = account_behind(at, caught.at(0));
    auto const all = co_await std::move(finding);
    if (!all || is_from_elsewhere(*at, asked)) co_return no_such_page(*at, asked);
    auto work = at->cases.apply(confirmation_of(*all));
    auto const done = co_await std::move(work);
    auto const by = visitor_of(at->options.business, asked);
    at->journal.info("address_confirmed",
                     {{"request", by.request_id},
                      {"client", all->id},
                      {"outcome", done ? std::string_view{"changed"} : name_of(done.error().reason)}});
    if (!done) co_return no_such_page(*at, asked);
    auto const generation = done->account.client.correspondence.page_generation;
    auto const page = "/a/" + http::percent_encode(page_token(at->options.page_key, all->id, generation));
    co_return redirect_to(page + "?said=" + std::string{name_of(pages::client_notice::address_changed)});
}

}  // namespace

void mount_address_page(http::router& on, shared_site const& at) {
    on.add(http::method::get, "/c/{}", "address_page", [at](http::request asked, http::captures caught) {
        return answer_look(at, std::move(asked), std::move(caught));
    });
    on.add(http::method::post, "/c/{}", "address_page_form",
           [at](http::request asked, http::captures caught) {
               return answer_press(at, std::move(asked), std::move(caught));
           });
}

}  // namespace quittance::web
