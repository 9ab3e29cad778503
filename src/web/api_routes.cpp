#include <algorithm>

#include "api_access.hpp"
#include "api_client_reply.hpp"
#include "api_find.hpp"
#include "api_idempotency.hpp"
#include "api_reply.hpp"
#include "api_request.hpp"
#include "error_responses.hpp"
#include "hints.hpp"
#include "plain_link.hpp"
#include "plan_terms.hpp"
#include "purchase_replies.hpp"
#include "quittance/base/digest.hpp"
#include "quittance/domain/balance.hpp"

namespace quittance::web {
namespace {

using engine::purchase_outcome;

// What a route that makes something is given.
struct creation {
    std::string request_id;
    std::string body;
    std::string caller;  // hash of their API key
    std::string key;     // their Idempotency-Key; may be empty
};

http::response started_reply(site const& at, engine::purchase_result const& done) {
    switch (done.outcome) {
        case purchase_outcome::agree_first:
            return json_reply(201, booking_json(at, done.client, done.booking, ""));
        case purchase_outcome::pay_at:
            if (!is_payment_address(at.options, done.url)) break;
            return json_reply(done.booking.terms.plan.is_plan() ? 200 : 201,
                              booking_json(at, done.client, done.booking, done.url));
        case purchase_outcome::already_paid:
        case purchase_outcome::payment_under_way:
            return json_reply(200, booking_json(at, done.client, done.booking, ""));
        case purchase_outcome::closed:
            return problem_reply(problem_of({domain::refusal_reason::booking_is_closed, ""}));
        case purchase_outcome::refused_by_processor:
            return problem_reply(
                {422,
                 "refused-by-processor",
                 "The card processor will not take this payment.",
                 "The booking is kept, nothing was charged, and the reason is on the attention list.",
                 {}});
        case purchase_outcome::confirm_first:
        case purchase_outcome::try_again: break;
    }
    auto reply = problem_reply({503,
                                "processor-away",
                                "The card processor did not answer.",
                                "Nothing was charged and the booking is kept. Send the same request again.",
                                {}});
    retry_after(reply, 10);
    return reply;
}

bool is_the_same(engine::purchase const& asked, engine::found_booking const& known) {
    bool const as_booked = !asked.price_named || asked.terms.price == known.booking.terms.price;
    return as_booked && (asked.client.empty() || asked.client == known.client);
}

// Why nobody could agree to this plan today.
std::optional<problem> plan_problem(site const& at, engine::purchase const& what) {
    auto const shown = offered(at, at.options.business, sale_of(what));
    auto const* const why = std::get_if<pages::plan_obstacle>(&shown);
    if (why == nullptr) return std::nullopt;
    field_error wrong{"offer", "has a plan whose amounts or days cannot be: some amount cannot be charged"};
    if (*why == pages::plan_obstacle::service_day_missing)
        wrong = {"service_at", "is needed: the plan counts from the day of the service"};
    if (*why == pages::plan_obstacle::day_passed) wrong = {"offer", "has a plan with a day that has passed"};
    return problem{422, "invalid-request", "Some fields cannot be taken.", "", {wrong}};
}

// What is there already, or moves here, goes by its own terms.
awaitable<std::optional<problem>> new_plan_problem(shared_site at, engine::purchase const& what,
                                                   bool is_there) {
    if (is_there) co_return std::nullopt;
    if (what.previous) {
        auto looking = at->cases.by_identity(*what.previous);
        auto const former = co_await std::move(looking);
        if (former) co_return std::nullopt;
    }
    co_return plan_problem(*at, what);
}

// What was booked of an offer that has left the catalogue since: the same request again finds it.
awaitable<std::optional<domain::sale_terms>> booked_terms_of(shared_site const& at, std::string_view body) {
    return terms_booked_under(at, unlisted_identity(body, at->catalogue));
}

// What is asked for; nothing when `refused` holds the reply.
awaitable<std::optional<engine::purchase>> read_purchase(shared_site at, std::string body,
                                                         http::response& refused) {
    auto looking = booked_terms_of(at, body);
    auto const booked = co_await std::move(looking);
    auto read = read_checkout_request(body, at->options, at->catalogue, at->refuses_amount, booked);
    if (auto const* const wrong = std::get_if<problem>(&read)) {
        refused = problem_reply(*wrong);
        co_return std::nullopt;
    }
    auto& what = std::get<engine::purchase>(read);
    note_service_day(*at, what);
    co_return std::move(what);
}

awaitable<http::response> create_checkout(shared_site at, creation asked) {
    http::response refused;
    auto reading = read_purchase(at, std::move(asked.body), refused);
    auto what = co_await std::move(reading);
    if (!what) co_return refused;
    if (what->terms.plan.is_plan()) {
        auto looking = at->cases.by_identity(what->identity);
        auto const known = co_await std::move(looking);
        if (known && is_the_same(*what, *known) && asks_nothing_today(*at, known->booking))
            co_return json_reply(200, booking_json(*at, known->client, known->booking, ""));
        auto judging = new_plan_problem(at, *what, known.has_value());
        auto const wrong = co_await std::move(judging);
        if (wrong) co_return problem_reply(*wrong);
    }
    auto work = at->cases.start(std::move(*what));
    auto const done = co_await std::move(work);
    if (!done) co_return problem_reply(problem_of(done.error()));
    log_purchase(*at, asked.request_id, *done);
    co_return started_reply(*at, *done);
}

// Where it is paid at the processor just now, if anywhere.
std::string open_page_of(site const& at, domain::booking const& what) {
    // The intent's event may come before its session's: what is paid has no page to pay at any more.
    auto const owes = !domain::balance_of(what).open.is_zero();
    auto const* const live = owes ? domain::live_checkout(what) : nullptr;
    return live != nullptr && is_payment_address(at.options, live->url) ? live->url : std::string{};
}

awaitable<http::response> create_booking(shared_site at, creation asked) {
    http::response refused;
    auto reading = read_purchase(at, std::move(asked.body), refused);
    auto what = co_await std::move(reading);
    if (!what) co_return refused;
    if (what->terms.plan.is_plan()) {
        auto looking = at->cases.by_identity(what->identity);
        auto const known = co_await std::move(looking);
        auto judging = new_plan_problem(at, *what, known.has_value());
        auto const wrong = co_await std::move(judging);
        if (wrong) co_return problem_reply(*wrong);
    }
    auto work = at->cases.book(std::move(*what));
    auto const placed = co_await std::move(work);
    if (!placed) co_return problem_reply(problem_of(placed.error()));
    at->journal.info("booked", {{"request", asked.request_id},
                                {"client", placed->client},
                                {"booking", placed->what.id},
                                {"new", placed->is_new ? "yes" : "no"}});
    if (placed->what.closed_at)
        co_return problem_reply(problem_of({domain::refusal_reason::booking_is_closed, ""}));
    co_return json_reply(placed->is_new ? 201 : 200,
                         booking_json(*at, placed->client, placed->what, open_page_of(*at, placed->what)));
}

// An answer may be lost after the client was made, and what is kept of a key ends: the same key must name the
// same client all the same.
domain::client_id client_of(site const& at, creation const& asked) {
    hmac_sha256 const made{at.options.page_key.reveal()};
    auto text = to_base64url(as_text(made({"client\n", asked.caller, ":", asked.key}))).substr(0, 22);
    if (text.front() == '-') text.front() = 'A';  // no command takes it for an option (new_client.hpp)
    return domain::client_id{std::move(text)};
}

// Made before under the same key: as they stand now.
awaitable<http::response> known_client_reply(shared_site at, domain::client_id client) {
    auto loading = at->cases.whole(std::move(client));
    auto const loaded = co_await std::move(loading);
    if (!loaded.account.client.erased) co_return json_reply(200, client_json(*at, loaded.account));
    auto said = problem_of({domain::refusal_reason::client_erased, ""});
    said.detail = "Send a new Idempotency-Key: the person is a new client.";
    co_return problem_reply(said);
}

awaitable<http::response> create_client(shared_site at, creation asked) {
    auto read = read_client_request(asked.body, asked.key);
    if (auto const* const wrong = std::get_if<problem>(&read)) co_return problem_reply(*wrong);
    auto const client = client_of(*at, asked);
    auto work = at->cases.register_client(client, std::move(std::get<domain::contact>(read)));
    auto const done = co_await std::move(work);
    if (!done) co_return problem_reply(problem_of(done.error()));
    at->journal.info(
        "client_registered",
        {{"request", asked.request_id}, {"client", client}, {"new", done->changed ? "yes" : "no"}});
    if (done->changed) co_return json_reply(201, client_json(*at, done->account));
    auto telling = known_client_reply(at, client);
    auto reply = co_await std::move(telling);
    co_return reply;
}

using creator = awaitable<http::response> (*)(shared_site, creation);

awaitable<http::response> answer_create(shared_site at, http::request asked, std::string hash,
                                        creator create) {
    http::response refused;
    auto admitting = admit(at, asked, refused);
    auto const caller = co_await std::move(admitting);
    if (!caller) co_return refused;
    if (!is_json(asked)) co_return not_json_reply();
    auto key = std::string{asked.header("Idempotency-Key")};
    creation const what{asked.request_id, std::move(asked.body), caller->key_hash, key};
    std::function<awaitable<http::response>()> const work = [at, create, what] { return create(at, what); };
    auto running = once_per_key(at, *caller, std::move(key), std::move(hash), work);
    auto reply = co_await std::move(running);
    co_return reply;
}

http::response found_reply(site const& at, engine::found_booking const& one) {
    return json_reply(200, booking_json(at, one.client, one.booking, open_page_of(at, one.booking)));
}

awaitable<http::response> answer_read(shared_site at, http::request asked, http::captures caught) {
    http::response refused;
    auto admitting = admit(at, asked, refused);
    auto const caller = co_await std::move(admitting);
    if (!caller) co_return refused;
    auto finding = find_the_one(at, asked, caught, refused);
    auto const one = co_await std::move(finding);
    if (!one) co_return refused;
    co_return found_reply(*at, *one);
}

}  // namespace

void mount_api(http::router& on, shared_site const& at) {
    on.add(http::method::post, "/v1/checkouts", "api_checkouts",
           [at](http::request asked, http::captures const& /*caught*/) {
               auto hash = to_hex(sha256(asked.body));
               return answer_create(at, std::move(asked), std::move(hash), create_checkout);
           });
    on.add(http::method::post, "/v1/bookings", "api_bookings_made",
           [at](http::request asked, http::captures const& /*caught*/) {
               // The same key for a checkout is another request.
               auto hash = to_hex(sha256(asked.path + '\n' + asked.body));
               return answer_create(at, std::move(asked), std::move(hash), create_booking);
           });
    on.add(http::method::post, "/v1/clients", "api_clients_made",
           [at](http::request asked, http::captures const& /*caught*/) {
               auto hash = to_hex(sha256(asked.path + '\n' + asked.body));
               return answer_create(at, std::move(asked), std::move(hash), create_client);
           });
    on.add(http::method::get, "/v1/bookings/{}", "api_bookings",
           [at](http::request asked, http::captures caught) {
               return answer_read(at, std::move(asked), std::move(caught));
           });
}

}  // namespace quittance::web
