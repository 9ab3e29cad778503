// GET /v1/bookings, /v1/clients, /v1/clients/{id} and /v1/clients/{id}/bookings: lists by pages, and one
// client's view.
#include <algorithm>
#include <array>
#include <boost/json/array.hpp>
#include <map>
#include <tuple>

#include "api_access.hpp"
#include "api_client_reply.hpp"
#include "api_query.hpp"
#include "api_reply.hpp"
#include "quittance/web/client_sums.hpp"

namespace quittance::web {
namespace {

struct named_list {
    std::string_view name;
    engine::booking_list which;
};
constexpr std::array<named_list, 3> lists{{{"all", engine::booking_list::all},
                                           {"owed", engine::booking_list::owed},
                                           {"held", engine::booking_list::held}}};
std::vector<std::string_view> const list_parameters{"list", "limit", "cursor"};
std::vector<std::string_view> const page_parameters{"limit", "cursor"};

http::response page_reply(std::string_view what, boost::json::array all, std::string_view list,
                          std::optional<engine::listed_booking> const& next) {
    boost::json::object told;
    told[what] = std::move(all);
    told["next"] = nullptr;
    if (next) told["next"] = cursor_of(list, *next);
    return json_reply(200, told);
}

boost::json::array bookings_json(site const& at, engine::booking_page const& page) {
    boost::json::array all;
    for (auto const& one : page.found) all.push_back(summary_json(at, one.client, one.booking));
    return all;
}

named_list const* find_list(form const& parameters, std::vector<field_error>& errors) {
    auto const& name = value_of(parameters, "list");
    if (name.empty()) return &lists[0];
    auto const found = std::ranges::find(lists, name, &named_list::name);
    if (found != lists.end()) return &*found;
    errors.push_back({"list", "must be all, owed or held"});
    return nullptr;
}

awaitable<http::response> answer_bookings(shared_site at, http::request asked, http::captures /*caught*/) {
    http::response refused;
    auto admitting = admit_query(at, asked, refused);
    auto const parameters = co_await std::move(admitting);
    if (!parameters) co_return refused;
    std::vector<field_error> errors;
    refuse_unknown(*parameters, list_parameters, errors);
    auto const* const list = find_list(*parameters, errors);
    auto const wanted = read_page(*parameters, list == nullptr ? "" : list->name, errors);
    if (list == nullptr || !errors.empty()) co_return problem_reply(invalid_query(std::move(errors)));
    auto work = at->cases.page_of(list->which, wanted.after, wanted.most);
    auto const page = co_await std::move(work);
    co_return page_reply("bookings", bookings_json(*at, page), list->name, page.next);
}

// A client is told with the first of their bookings, so that each is told once on whatever page; also with
// one that is only held so far: were it passed over, and paid before the next page, they would be told
// nowhere.
bool is_told_with(domain::account const& whole, domain::booking const& one) {
    bool const is_client =
        std::ranges::any_of(whole.bookings, [](auto const& each) { return counts_for_client(each.second); });
    if (!is_client || !one.moved_to.empty()) return false;
    return std::ranges::none_of(whole.bookings, [&one](auto const& other) {
        auto const& [id, what] = other;
        return what.moved_to.empty() && std::tie(what.booked_at, id) < std::tie(one.booked_at, one.id);
    });
}

awaitable<boost::json::array> clients_json(shared_site at, engine::booking_page page) {
    boost::json::array all;
    std::map<domain::client_id, domain::account> known;
    for (auto const& one : page.found) {
        if (!known.contains(one.client)) {
            auto loading = at->cases.whole(one.client);
            auto loaded = co_await std::move(loading);
            known.emplace(one.client, std::move(loaded.account));
        }
        auto const& whole = known.at(one.client);
        if (is_told_with(whole, one.booking)) all.push_back(client_json(*at, whole));
    }
    co_return all;
}

awaitable<http::response> answer_clients(shared_site at, http::request asked, http::captures /*caught*/) {
    http::response refused;
    auto admitting = admit_query(at, asked, refused);
    auto const parameters = co_await std::move(admitting);
    if (!parameters) co_return refused;
    std::vector<field_error> errors;
    refuse_unknown(*parameters, page_parameters, errors);
    auto const wanted = read_page(*parameters, "clients", errors);
    if (!errors.empty()) co_return problem_reply(invalid_query(std::move(errors)));
    auto work = at->cases.page_of(engine::booking_list::all, wanted.after, wanted.most);
    auto page = co_await std::move(work);
    auto const next = page.next;
    auto telling = clients_json(at, std::move(page));
    auto all = co_await std::move(telling);
    co_return page_reply("clients", std::move(all), "clients", next);
}

// Nothing when `refused` holds the reply.
awaitable<std::optional<domain::account>> find_client(shared_site at, std::string named,
                                                      http::response& refused) {
    refused = problem_reply(
        {404, "client-unknown", "There is no such client.", "Send the `client` of an earlier answer.", {}});
    // What a caller typed becomes part of a key in the store.
    if (!domain::is_client_id(named)) co_return std::nullopt;
    auto work = at->cases.whole(domain::client_id{std::move(named)});
    auto loaded = co_await std::move(work);
    if (loaded.account.version == 0) co_return std::nullopt;
    co_return std::move(loaded.account);
}

awaitable<http::response> answer_client(shared_site at, http::request asked, http::captures caught) {
    http::response refused;
    auto admitting = admit(at, asked, refused);
    auto const caller = co_await std::move(admitting);
    if (!caller) co_return refused;
    auto finding = find_client(at, caught.at(0), refused);
    auto const whole = co_await std::move(finding);
    if (!whole) co_return refused;
    co_return json_reply(200, client_json(*at, *whole));
}

// Those that moved on are told under the reference they have now.
engine::booking_page page_within(domain::account const& whole, page_request const& wanted) {
    std::vector<domain::booking const*> all;
    for (auto const& [id, what] : whole.bookings)
        if (what.moved_to.empty()) all.push_back(&what);
    auto const place = [](domain::booking const* one) { return std::tie(one->booked_at, one->id); };
    std::ranges::sort(all, {}, place);
    if (wanted.after) {
        auto const mark = std::tie(wanted.after->at, wanted.after->booking);
        all.erase(all.begin(), std::ranges::upper_bound(all, mark, {}, place));
    }
    engine::booking_page page;
    for (auto const* const one : all) {
        if (page.found.size() < wanted.most) {
            page.found.push_back({whole.id, whole.client, *one});
            continue;
        }
        auto const& last = page.found.back().booking;
        page.next = engine::listed_booking{whole.id, last.id, {}, last.booked_at};
        break;
    }
    return page;
}

awaitable<http::response> answer_client_bookings(shared_site at, http::request asked, http::captures caught) {
    http::response refused;
    auto admitting = admit_query(at, asked, refused);
    auto const parameters = co_await std::move(admitting);
    if (!parameters) co_return refused;
    std::vector<field_error> errors;
    refuse_unknown(*parameters, page_parameters, errors);
    auto const list = "client-" + caught.at(0);
    auto const wanted = read_page(*parameters, list, errors);
    if (!errors.empty()) co_return problem_reply(invalid_query(std::move(errors)));
    auto finding = find_client(at, caught.at(0), refused);
    auto const whole = co_await std::move(finding);
    if (!whole) co_return refused;
    auto const page = page_within(*whole, wanted);
    co_return page_reply("bookings", bookings_json(*at, page), list, page.next);
}

}  // namespace

void mount_api_lists(http::router& on, shared_site const& at) {
    on.add(http::method::get, "/v1/bookings", "api_booking_list",
           [at](http::request asked, http::captures caught) {
               return answer_bookings(at, std::move(asked), std::move(caught));
           });
    on.add(http::method::get, "/v1/clients", "api_client_list",
           [at](http::request asked, http::captures caught) {
               return answer_clients(at, std::move(asked), std::move(caught));
           });
    on.add(http::method::get, "/v1/clients/{}", "api_clients",
           [at](http::request asked, http::captures caught) {
               return answer_client(at, std::move(asked), std::move(caught));
           });
    on.add(http::method::get, "/v1/clients/{}/bookings", "api_client_bookings",
           [at](http::request asked, http::captures caught) {
               return answer_client_bookings(at, std::move(asked), std::move(caught));
           });
}

}  // namespace quittance::web
