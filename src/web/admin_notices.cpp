#include "admin_notices.hpp"

#include <algorithm>
#include <boost/json/array.hpp>
#include <tuple>

#include "quittance/pages/format.hpp"
#include "replies.hpp"

namespace quittance::web {
namespace {

namespace json = boost::json;

struct told {
    std::vector<engine::endpoint_standing> endpoints;
    std::vector<engine::delivery_note> deliveries;  // the latest first
};

// `most` of each endpoint.
awaitable<told> read_told(shared_desk at, std::size_t most) {
    told all;
    if (at->notices == nullptr) co_return all;
    auto asking = at->notices->endpoints();
    all.endpoints = co_await std::move(asking);
    for (auto const& one : all.endpoints) {
        auto reading = at->notices->deliveries(one.name, most);
        auto notes = co_await std::move(reading);
        std::move(notes.begin(), notes.end(), std::back_inserter(all.deliveries));
    }
    std::ranges::sort(all.deliveries, [](auto const& left, auto const& right) {
        return std::tie(left.at, left.notice.id) > std::tie(right.at, right.notice.id);
    });
    co_return all;
}

std::string came_of(engine::delivery_note const& one) {
    return one.status != 0 ? std::to_string(one.status) : one.reason;
}

pages::delivery_line delivery_line_of(engine::delivery_note const& one) {
    return {one.notice.endpoint,
            one.notice.id.text(),
            one.notice.kind,
            one.notice.client.text(),
            one.notice.tries,
            came_of(one),
            std::string{engine::name_of(one.state)},
            one.at};
}

json::object endpoint_json(engine::endpoint_standing const& one) {
    json::object made{{"name", one.name}, {"enabled", !one.disabled_at}, {"waiting", one.waiting}};
    if (one.disabled_at) made["disabled_at"] = rfc3339(*one.disabled_at);
    if (one.oldest) made["next_due"] = rfc3339(*one.oldest);
    return made;
}

json::object delivery_json(engine::delivery_note const& one) {
    json::object made{{"endpoint", one.notice.endpoint},
                      {"id", one.notice.id.text()},
                      {"kind", one.notice.kind},
                      {"client", one.notice.client.text()},
                      {"booking", one.notice.booking.text()},
                      {"ordered_at", rfc3339(one.notice.ordered_at)},
                      {"tries", one.notice.tries},
                      {"tried_at", rfc3339(one.at)},
                      {"state", engine::name_of(one.state)}};
    if (one.status != 0) made["status"] = one.status;
    if (!one.reason.empty()) made["reason"] = one.reason;
    if (one.next) made["next_at"] = rfc3339(*one.next);
    return made;
}

}  // namespace

awaitable<http::response> answer_notices(shared_desk at, http::request /*asked*/, http::captures /*caught*/) {
    auto reading = read_told(at, at->options.list_length);
    auto const all = co_await std::move(reading);
    auto const& who = at->options.business;
    pages::notices_view view;
    for (auto const& one : all.endpoints) {
        auto state = one.disabled_at
                         ? "disabled since " + pages::moment_text(*one.disabled_at, who.zone, who.locale) +
                               ": it answered 410 Gone"
                         : std::string{"enabled"};
        view.endpoints.push_back({one.name, std::move(state), one.waiting});
    }
    for (auto const& one : all.deliveries) view.deliveries.push_back(delivery_line_of(one));
    co_return desk_reply(200, pages::notices_page(who, view), at->options);
}

awaitable<http::response> answer_notices_json(shared_desk at, http::request /*asked*/,
                                              http::captures /*caught*/) {
    auto reading = read_told(at, engine::deliveries_kept);
    auto const all = co_await std::move(reading);
    json::object body;
    auto& endpoints = body["endpoints"].emplace_array();
    for (auto const& one : all.endpoints) endpoints.emplace_back(endpoint_json(one));
    json::array deliveries;
    for (auto const& one : all.deliveries) deliveries.emplace_back(delivery_json(one));
    body["deliveries"] = std::move(deliveries);
    co_return json_reply(200, body);
}

}  // namespace quittance::web
