#include "booking_system.hpp"

#include "browser.hpp"
#include "quittance/base/digest.hpp"

namespace quittance::simulation {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr milliseconds machine_patience{30'000};
constexpr char const* the_own_key = "qk_simulated-booking-system";

std::string header_of(http::request const& what, std::string_view wanted) {
    for (auto const& [name, value] : what.headers) {
        if (name == wanted) return value;
    }
    return {};
}

// The same request may be answered otherwise a moment later.
bool is_passing(http::response const& reply) {
    return reply.status >= 500 || reply.status == 409 || reply.status == 429;
}

}  // namespace

void booking_system::arrive() {
    chance luck{all_.around.how.seed, "booking system"};
    // What a lost tail forgot of its bookings it would have to book again; this one does not.
    if (all_.around.how.faults.has(fault::store_loses_tail) || !luck.odds(0.5)) return;
    all_.around.spawn(works());
}

awaitable<void> booking_system::works() {
    chance luck{all_.around.how.seed, "booking system at work"};
    engine::api_key_record key{to_hex(sha256(the_own_key)), "booking system", all_.around.time.now()};
    co_await all_.around.store.add_api_key(std::move(key));
    for (unsigned number = 1; number <= 40; ++number) {
        co_await all_.around.sleep(luck.about(hours{1}, hours{24 * 60}));
        if (!all_.in_safety()) co_return;
        all_.around.spawn(books(chance{luck.next()}, number));
    }
}

http::request booking_system::order_of(chance& luck, unsigned number) {
    auto const reference = "api-" + std::to_string(number);
    all_.booked.push_back({"api", domain::offer_id{"coaching"}, reference});
    http::request asked;
    asked.verb = http::method::post;
    asked.path = "/v1/checkouts";
    asked.headers = {{"Authorization", std::string{"Bearer "} + the_own_key},
                     {"Content-Type", "application/json"},
                     {"Idempotency-Key", "order-" + std::to_string(number)}};
    asked.body = R"({"offer":"coaching","reference":")" + reference + R"(","zone":"Asia/Tokyo")";
    if (luck.odds(0.7)) asked.body += R"(,"email":"api)" + std::to_string(number) + R"(@example.com")";
    if (luck.odds(0.3)) {
        asked.body += R"(,"currency":"EUR","amount":)" + std::to_string(100 + luck.below(90'000));
    }
    asked.body += '}';
    return asked;
}

awaitable<void> booking_system::books(chance luck, unsigned number) {
    auto const order = order_of(luck, number);
    auto const reference = "api-" + std::to_string(number);
    if (luck.odds(0.3)) all_.around.spawn(ask_again(chance{luck.next()}, order));
    auto const made = co_await insist(luck, order);
    if (!made || made->status >= 300) co_return;
    if (luck.odds(0.3)) all_.around.spawn(ask_again(chance{luck.next()}, order));
    std::size_t from = 0;
    auto const session = session_in(between(made->body, "\"checkout_url\":\"", from));
    if (!session.empty() && luck.odds(0.8)) co_await clients_.at_the_page(luck, session);
    co_await all_.around.sleep(luck.about(seconds{1}, hours{24 * 90}));
    auto look = get("/v1/bookings/" + reference, "source=api&offer=coaching");
    look.headers = {order.headers.front()};
    co_await insist(luck, std::move(look));
}

awaitable<std::optional<http::response>> booking_system::insist(chance& luck, http::request what) {
    for (int tries = 0; tries < 12; ++tries) {
        auto reply = co_await send(luck, what);
        if (reply && !is_passing(*reply)) co_return reply;
        co_await all_.around.sleep(luck.about(seconds{1}, hours{2}));
    }
    co_return std::nullopt;
}

awaitable<void> booking_system::ask_again(chance luck, http::request what) {
    co_await all_.around.sleep(luck.about(milliseconds{1}, hours{20}));
    co_await send(luck, std::move(what));
}

awaitable<std::optional<http::response>> booking_system::send(chance& luck, http::request what) {
    what.peer = "198.51.100.7";
    co_await all_.around.sleep(all_.around.usual_delay());
    auto const key = header_of(what, "Idempotency-Key");
    auto const path = what.path;
    auto* const at = all_.any_gateway(luck);
    auto reply = co_await all_.ask(at, std::move(what), machine_patience);
    if (!reply) co_return reply;
    auto const now = all_.around.time.now();
    all_.around.told.add(now, at->number(), "api", path + ' ' + std::to_string(reply->status));
    all_.around.judge.api_answered({path, key, reply->status, reply->body, now});
    co_return reply;
}

}  // namespace quittance::simulation
