#include "html.hpp"
#include "http_date.hpp"
#include "parameter_table.hpp"
#include "payment_page.hpp"
#include "routes.hpp"

namespace quittance::sandbox {

namespace {

using boost::asio::awaitable;

std::string_view verb_name(http::method verb) { return verb == http::method::post ? "POST" : "GET"; }

api_request translated(http::request const& asked) {
    return {.method = std::string(verb_name(asked.verb)),
            .path = http::percent_decode(asked.path, false).value_or(asked.path),
            .query = asked.query,
            .body = asked.body,
            .authorization = std::string(asked.header("Authorization")),
            .idempotency_key = std::string(asked.header("Idempotency-Key")),
            .stripe_version = std::string(asked.header("Stripe-Version"))};
}

mishap chosen(server_state& here) {
    auto& wanted = here.options.troubles;
    if (here.roll(wanted.status_429)) return mishap::rate_limited;
    if (here.roll(wanted.lock_timeout)) return mishap::lock_timeout;
    if (here.roll(wanted.status_500)) return mishap::server_error_before;
    if (here.roll(wanted.status_500_after)) return mishap::server_error_after;
    return mishap::none;
}

http::response answered(server_state& here, api_request const& call) {
    if (here.roll(here.options.troubles.cut)) return {.abandon = true};
    auto made = here.machine.handle(call, here.time.now(), chosen(here));
    here.settle();
    if (here.roll(here.options.troubles.reply_lost)) return {.abandon = true};
    http::response reply{.status = made.status};
    reply.headers = std::move(made.headers);
    reply.headers.emplace_back("Date", http_date(here.time.now()));
    reply.body = std::move(made.body);
    return reply;
}

awaitable<http::response> answer_api(shared_state here, http::request asked) {
    auto const call = translated(asked);
    auto const slow = here->options.troubles.slow;
    if (slow.count() > 0) {
        // The key is held meanwhile, so that a second request under it meets 409.
        bool const mine = here->machine.begin(call.idempotency_key);
        co_await here->time.sleep_until(here->time.now() + slow);
        if (mine) here->machine.end(call.idempotency_key);
    }
    co_return answered(*here, call);
}

awaitable<http::response> answer_unknown(http::request asked, shared_state here) {
    if (asked.path.starts_with("/v1/")) co_return answered(*here, translated(asked));
    co_return plain_page(404, "Nothing here", "This sandbox has no page at this address.");
}

}  // namespace

void mount_api(http::router& routes, shared_state here) {
    http::handler const handle = [here](http::request asked, http::captures) {
        return answer_api(here, std::move(asked));
    };
    for (auto const& each : all_operations())
        routes.add(each.method == "POST" ? http::method::post : http::method::get, each.path, each.path,
                   handle);
    routes.fallback(
        [here](http::request asked, http::captures) { return answer_unknown(std::move(asked), here); });
}

}  // namespace quittance::sandbox
