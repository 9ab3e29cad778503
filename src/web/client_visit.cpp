#include "client_visit.hpp"

#include "client_view.hpp"
#include "error_responses.hpp"
#include "replies.hpp"
#include "visitors.hpp"

namespace quittance::web {

http::response no_such_page(site const& at, http::request const& asked) {
    return page_reply(404, pages::booking_not_found(as_read_by(at.options.business, asked)), at.options);
}

awaitable<std::optional<client_visit>> visit_of(shared_site at, std::string token, visitor by) {
    auto const& key = at->options.page_key;
    auto const claim = key.empty() ? std::nullopt : read_page_token(key, token);
    if (!claim) co_return std::nullopt;
    auto reading = at->cases.whole(claim->client);
    auto loaded = co_await std::move(reading);
    auto& all = loaded.account;
    bool const valid = all.version > 0 && all.client.correspondence.page_generation == claim->generation;
    if (!valid) co_return std::nullopt;
    client_visit visit;
    visit.token = token;
    visit.address = "/a/" + http::percent_encode(token);
    visit.by = std::move(by);
    visit.view = client_view_of(*at, all, visit.address);
    visit.view.proof = page_proof(key, token);
    visit.all = std::move(all);
    co_return visit;
}

http::response page_of(site const& at, unsigned status, client_visit const& visit) {
    return page_reply(status, pages::client_page(visit.by.who, visit.view), at.options);
}

bool is_from_elsewhere(site const& at, http::request const& asked) {
    if (is_cross_site(asked)) return true;
    auto const origin = asked.header("Origin");
    if (origin.empty() || origin == "null" || origin == origin_of(at.options.public_base)) return false;
    auto const host = origin.find("://");
    return host == origin.npos || origin.substr(host + 3) != asked.header("Host");
}

}  // namespace quittance::web
