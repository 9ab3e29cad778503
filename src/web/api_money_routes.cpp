// POST /v1/bookings/{reference}/refunds, /payments, /client-credit, /corrections, /waivers, /changes, /moves,
// /remaining, /cancellation, /service, /deliveries, /reservations, /credits, /contacts: what a person decides
// about one booking, with their name.
#include "api_access.hpp"
#include "api_find.hpp"
#include "api_idempotency.hpp"
#include "api_money_request.hpp"
#include "api_reply.hpp"
#include "error_responses.hpp"
#include "quittance/base/digest.hpp"

namespace quittance::web {
namespace {

using read_body = money_request (*)(std::string_view, domain::booking const&, std::string const&);

struct one_call {
    engine::found_booking about;
    std::string body;
    std::string key;
    std::string request_id;
    read_body read;
};

awaitable<http::response> carry_out(shared_site at, one_call call) {
    auto read = call.read(call.body, call.about.booking, call.key);
    if (auto const* const wrong = std::get_if<problem>(&read)) co_return problem_reply(*wrong);
    engine::apply_request request;
    request.client = call.about.client;
    request.what = std::move(std::get<domain::command>(read));
    request.bookings = {call.about.booking.id};
    auto work = at->cases.apply(std::move(request));
    auto const done = co_await std::move(work);
    if (!done) co_return problem_reply(problem_of(done.error()));
    at->journal.info("booking_changed", {{"request", call.request_id},
                                         {"client", call.about.client},
                                         {"booking", call.about.booking.id},
                                         {"changed", done->changed ? "yes" : "no"}});
    auto const* const after = done->account.find(call.about.booking.id);
    auto const& now_there = after != nullptr ? *after : call.about.booking;
    co_return json_reply(done->changed ? 201 : 200, booking_json(*at, call.about.client, now_there, ""));
}

awaitable<http::response> answer(shared_site at, http::request asked, http::captures caught, read_body read) {
    http::response refused;
    auto admitting = admit(at, asked, refused);
    auto const caller = co_await std::move(admitting);
    if (!caller) co_return refused;
    if (!is_json(asked)) co_return not_json_reply();
    auto finding = find_the_one(at, asked, caught, refused);
    auto found = co_await std::move(finding);
    if (!found) co_return refused;
    auto key = std::string{asked.header("Idempotency-Key")};
    // The same key for another booking is another request.
    auto hash = to_hex(sha256(asked.path + '?' + asked.query + '\n' + asked.body));
    one_call const call{std::move(*found), std::move(asked.body), key, asked.request_id, read};
    std::function<awaitable<http::response>()> const work = [at, call] { return carry_out(at, call); };
    auto running = once_per_key(at, *caller, std::move(key), std::move(hash), work);
    auto reply = co_await std::move(running);
    co_return reply;
}

void mount(http::router& on, shared_site const& at, char const* pattern, char const* name, read_body read) {
    on.add(http::method::post, pattern, name, [at, read](http::request asked, http::captures caught) {
        return answer(at, std::move(asked), std::move(caught), read);
    });
}

}  // namespace

void mount_api_money(http::router& on, shared_site const& at) {
    mount(on, at, "/v1/bookings/{}/refunds", "api_refunds", &read_refund);
    mount(on, at, "/v1/bookings/{}/payments", "api_payments", &read_payment);
    mount(on, at, "/v1/bookings/{}/client-credit", "api_client_credit", &read_client_credit);
    mount(on, at, "/v1/bookings/{}/corrections", "api_corrections", &read_correction);
    mount(on, at, "/v1/bookings/{}/waivers", "api_waivers", &read_waiver);
    mount(on, at, "/v1/bookings/{}/changes", "api_changes", &read_change);
    mount(on, at, "/v1/bookings/{}/moves", "api_moves", &read_move);
    mount(on, at, "/v1/bookings/{}/remaining", "api_remaining", &read_remaining);
    mount(on, at, "/v1/bookings/{}/cancellation", "api_cancellation", &read_cancellation);
    mount(on, at, "/v1/bookings/{}/service", "api_service", &read_service);
    mount(on, at, "/v1/bookings/{}/deliveries", "api_deliveries", &read_delivery);
    mount(on, at, "/v1/bookings/{}/reservations", "api_reservations", &read_reservation);
    mount(on, at, "/v1/bookings/{}/credits", "api_credits", &read_credits);
    mount(on, at, "/v1/bookings/{}/contacts", "api_contacts", &read_contacts);
}

}  // namespace quittance::web
