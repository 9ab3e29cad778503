#include <algorithm>

#include "api_access.hpp"
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

bool is_json(http::request const& asked) {
    auto const value = asked.header("Content-Type");
    auto type = trimmed(value.substr(0, value.find(';')));
    std::ranges::transform(type, type.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return type == "application/json";
}

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
    return asked.terms.price == known.booking.terms.price &&
           (asked.client.empty() || asked.client == known.client);
}

// Why nobody could agree to this plan today.
std::optional<problem> plan_problem(site const& at, engine::purchase const& what) {
    auto const shown = offered(at, sale_of(what));
    auto const* const why = std::get_if<pages::plan_obstacle>(&shown);
    if (why == nullptr) return std::nullopt;
    field_error wrong{"offer", "has a plan whose amounts or days cannot be: some amount cannot be charged"};
    if (*why == pages::plan_obstacle::service_day_missing)
        wrong = {"service_at", "is needed: the plan counts from the day of the service"};
    if (*why == pages::plan_obstacle::day_passed) wrong = {"offer", "has a plan with a day that has passed"};
    return problem{422, "invalid-request", "Some fields cannot be taken.", "", {wrong}};
}

awaitable<http::response> create_checkout(shared_site at, std::string request_id, std::string body) {
    auto read = read_checkout_request(body, at->options, at->catalogue, at->refuses_amount);
    if (auto const* const wrong = std::get_if<problem>(&read)) co_return problem_reply(*wrong);
    auto& what = std::get<engine::purchase>(read);
    note_service_day(*at, what);
    if (what.terms.plan.is_plan()) {
        auto looking = at->cases.by_identity(what.identity);
        auto const known = co_await std::move(looking);
        if (known && is_the_same(what, *known) && asks_nothing_today(*at, known->booking))
            co_return json_reply(200, booking_json(*at, known->client, known->booking, ""));
        if (auto const wrong = known ? std::nullopt : plan_problem(*at, what))
            co_return problem_reply(*wrong);
    }
    auto work = at->cases.start(std::move(what));
    auto const done = co_await std::move(work);
    if (!done) co_return problem_reply(problem_of(done.error()));
    log_purchase(*at, request_id, *done);
    co_return started_reply(*at, *done);
}

awaitable<http::response> answer_create(shared_site at, http::request asked, http::captures /*caught*/) {
    http::response refused;
    auto admitting = admit(at, asked, refused);
    auto const caller = co_await std::move(admitting);
    if (!caller) co_return refused;
    if (!is_json(asked))
        co_return problem_reply({415,
                                 "not-json",
                                 "The body must be application/json.",
                                 "Send `Content-Type: application/json`.",
                                 {}});
    auto key = std::string{asked.header("Idempotency-Key")};
    auto hash = to_hex(sha256(asked.body));
    std::function<awaitable<http::response>()> const work =
        [at, id = asked.request_id, body = std::move(asked.body)] { return create_checkout(at, id, body); };
    auto running = once_per_key(at, *caller, std::move(key), std::move(hash), work);
    auto reply = co_await std::move(running);
    co_return reply;
}

// Where a booking of that reference may be: every source and offer that the caller did not name.
std::vector<domain::booking_identity> candidates(site const& at, std::string const& reference,
                                                 std::string source, std::string offer) {
    std::vector<std::string> sources{std::move(source)};
    std::vector<std::string> offers{std::move(offer)};
    if (sources[0].empty()) {
        sources[0] = api_source;
        for (auto const& one : at.options.sources) sources.push_back(one.name);
    }
    if (offers[0].empty()) {
        offers[0] = custom_offer;
        for (auto const& [id, unused] : at.catalogue) offers.push_back(id.text());
    }
    std::vector<domain::booking_identity> all;
    for (auto const& from : sources)
        for (auto const& sold : offers) all.push_back({from, domain::offer_id{sold}, reference});
    return all;
}

http::response found_reply(site const& at, std::vector<engine::found_booking> const& found) {
    if (found.empty()) return problem_reply(problem_of({domain::refusal_reason::booking_unknown, ""}));
    if (found.size() > 1)
        return problem_reply({409,
                              "ambiguous-reference",
                              "More than one booking has this reference.",
                              "Name the source and the offer in the query.",
                              {{"source", "is needed here"}, {"offer", "is needed here"}}});
    auto const& one = found.front();
    // The intent's event may come before its session's: what is paid has no page to pay at any more.
    auto const owes = !domain::balance_of(one.booking).open.is_zero();
    auto const* const live = owes ? domain::live_checkout(one.booking) : nullptr;
    auto const url = live != nullptr && is_payment_address(at.options, live->url) ? live->url : std::string{};
    return json_reply(200, booking_json(at, one.client, one.booking, url));
}

awaitable<std::vector<engine::found_booking>> look_everywhere(shared_site at,
                                                              std::vector<domain::booking_identity> where) {
    std::vector<engine::found_booking> found;
    for (auto const& identity : where) {
        auto work = at->cases.by_identity(identity);
        auto one = co_await std::move(work);
        if (!one) continue;
        // A moved booking is reached by its old references too.
        auto const same = [&one](auto const& other) { return other.booking.id == one->booking.id; };
        if (std::ranges::none_of(found, same)) found.push_back(std::move(*one));
    }
    co_return found;
}

awaitable<http::response> answer_read(shared_site at, http::request asked, http::captures caught) {
    constexpr std::size_t most_lookups = 200;
    http::response refused;
    auto admitting = admit(at, asked, refused);
    auto const caller = co_await std::move(admitting);
    if (!caller) co_return refused;
    auto const parameters = http::parse_form(asked.query);
    auto const reference = reference_of(caught.at(0));
    if (!parameters || !reference)
        co_return problem_reply({400,
                                 "invalid-request",
                                 "The address cannot be read.",
                                 "Percent-encode the reference and the query as UTF-8.",
                                 {}});
    auto where = candidates(*at, *reference, value_of(*parameters, "source"), value_of(*parameters, "offer"));
    if (where.size() > most_lookups)
        co_return problem_reply({422,
                                 "invalid-request",
                                 "The catalogue is too long to search by reference alone.",
                                 "Name the source or the offer in the query.",
                                 {{"offer", "is needed here"}}});
    auto work = look_everywhere(at, std::move(where));
    auto const found = co_await std::move(work);
    co_return found_reply(*at, found);
}

}  // namespace

void mount_api(http::router& on, shared_site const& at) {
    on.add(http::method::post, "/v1/checkouts", "api_checkouts",
           [at](http::request asked, http::captures caught) {
               return answer_create(at, std::move(asked), std::move(caught));
           });
    on.add(http::method::get, "/v1/bookings/{}", "api_bookings",
           [at](http::request asked, http::captures caught) {
               return answer_read(at, std::move(asked), std::move(caught));
           });
}

}  // namespace quittance::web
