// Signature, whose account, apply, answer. The body is moved, never copied: this is the hot path.
#include "error_responses.hpp"
#include "quittance/base/planted.hpp"
#include "site.hpp"

namespace quittance::web {
namespace {

http::response refuse_webhook(site& at, counter& which, std::string_view reason,
                              std::string const& request_id) {
    which.add();
    at.journal.warning("webhook_refused", {{"reason", reason}, {"request", request_id}});
    return text_reply(400, "This webhook was not accepted.\n");
}

// Empty when it is for the account and mode this store is bound to.
std::string_view wrong_addressee(engine::webhook_event const& event, engine::settings const& settings) {
    if (event.livemode != settings.livemode)
        return settings.livemode ? "a test event in live mode" : "a live event in test mode";
    auto const both_known = !event.account.empty() && !settings.processor_account.empty();
    return both_known && event.account != settings.processor_account ? "another processor account" : "";
}

http::response taken() {
    http::response reply;
    reply.headers = {{"Content-Type", "text/plain; charset=utf-8"}};
    reply.body = "ok\n";
    return reply;
}

awaitable<http::response> settle(shared_site at, http::request asked, engine::webhook_event event) {
    std::exception_ptr thrown;
    auto const event_id = event.event_id;
    auto const type = event.type;
    auto const booking = event.whose.booking;
    try {
        auto work = at->cases.receive(std::move(event), std::move(asked.body));
        auto const outcome = co_await std::move(work);
        at->webhooks.of(outcome).add();
        at->journal.info("webhook", {{"request", asked.request_id},
                                     {"event_id", event_id},
                                     {"type", type},
                                     {"booking", booking},
                                     {"outcome", name_of(outcome)}});
        co_return taken();
    } catch (engine::store_unavailable const&) {
        if (planted(bug::acknowledge_before_work)) co_return taken();
        at->webhooks.store_away.add();
        thrown = std::current_exception();
    } catch (engine::unavailable const&) {
        at->webhooks.outside_away.add();
        thrown = std::current_exception();
    } catch (...) {
        at->webhooks.failed.add();
        thrown = std::current_exception();
    }
    co_return thrown_reply(asked, thrown, at->options, at->journal);
}

awaitable<http::response> answer_webhook(shared_site at, http::request asked, http::captures /*caught*/) {
    auto const started = at->ticks();
    auto const now = at->time.now();
    auto verdict = at->verify(asked.header("Stripe-Signature"), asked.body, now);
    if (auto const* const no = std::get_if<webhook_rejection>(&verdict)) {
        auto& counted = no->is_signed ? at->webhooks.not_an_event : at->webhooks.bad_signature;
        co_return refuse_webhook(*at, counted, no->reason, asked.request_id);
    }
    auto& event = std::get<engine::webhook_event>(verdict);
    at->watch.last = now;
    if (auto const wrong = wrong_addressee(event, at->settings); !wrong.empty())
        co_return refuse_webhook(*at, at->webhooks.wrong_account, wrong, asked.request_id);
    auto work = settle(at, std::move(asked), std::move(event));
    auto reply = co_await std::move(work);
    at->webhooks.seconds.observe(std::chrono::duration<double>(at->ticks() - started).count());
    co_return reply;
}

}  // namespace

void mount_webhooks(http::router& on, shared_site const& at) {
    constexpr std::size_t largest_webhook = 1024 * 1024;
    on.add(http::method::post, "/webhooks/stripe", "webhook",
           [at](http::request asked, http::captures caught) {
               return answer_webhook(at, std::move(asked), std::move(caught));
           });
    on.set_body_limit("/webhooks/stripe", largest_webhook);
    on.allow_chunked("/webhooks/stripe");
}

}  // namespace quittance::web
