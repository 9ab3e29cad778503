#include <boost/json/array.hpp>

#include "admin_actions.hpp"
#include "admin_health.hpp"
#include "admin_mail.hpp"
#include "admin_notices.hpp"
#include "admin_views.hpp"
#include "error_responses.hpp"
#include "plain_link.hpp"
#include "replies.hpp"
#include "visitors.hpp"

namespace quittance::web {
namespace {

using answer = awaitable<http::response> (*)(shared_desk, http::request, http::captures);

awaitable<http::response> answer_alive(shared_desk /*at*/, http::request /*asked*/,
                                       http::captures /*caught*/) {
    co_return text_reply(200, "alive\n");
}

awaitable<http::response> answer_ready(shared_desk at, http::request /*asked*/, http::captures /*caught*/) {
    auto asking = reasons_not_ready(at);
    auto const reasons = co_await std::move(asking);
    boost::json::object body{{"ready", reasons.empty()}};
    auto& list = body["reasons"].emplace_array();
    for (auto const& reason : reasons) list.emplace_back(reason);
    if (auto const why = quarantine_of(*at); !why.empty()) body["quarantine"] = why;
    auto reply = json_reply(reasons.empty() ? 200 : 503, body);
    if (!reasons.empty()) retry_after(reply, 5);
    co_return reply;
}

awaitable<http::response> answer_health(shared_desk at, http::request /*asked*/, http::captures /*caught*/) {
    auto examining = examine(at);
    auto const report = co_await std::move(examining);
    co_return health_reply(report, at->time.now());
}

awaitable<http::response> answer_metrics(shared_desk at, http::request /*asked*/, http::captures /*caught*/) {
    auto measuring = measure_lag(at);
    co_await std::move(measuring);
    auto reply = text_reply(200, at->figures.render());
    reply.headers[0].second = "text/plain; version=0.0.4; charset=utf-8";
    co_return reply;
}

awaitable<http::response> answer_overview(shared_desk at, http::request /*asked*/,
                                          http::captures /*caught*/) {
    auto examining = examine(at);
    auto const report = co_await std::move(examining);
    pages::overview_view view;
    view.figures = shown(report);
    view.parked = report.parked;
    if (report.worst() != standing::fail) {
        auto asking_open = at->registry.open_count();
        view.open = co_await std::move(asking_open);
        auto asking_attention = at->registry.attention_count();
        view.attention = co_await std::move(asking_attention);
        auto asking_held = at->registry.held_count();
        view.held = co_await std::move(asking_held);
    }
    co_return desk_reply(200, pages::overview_page(at->options.business, view), at->options);
}

awaitable<http::response> answer_attention(shared_desk at, http::request /*asked*/,
                                           http::captures /*caught*/) {
    auto asking = at->cases.needing_attention(at->options.list_length);
    auto const found = co_await std::move(asking);
    co_return desk_reply(
        200, pages::attention_page(at->options.business, attention_lines(found, at->options.business)),
        at->options);
}

awaitable<http::response> answer_open(shared_desk at, http::request /*asked*/, http::captures /*caught*/) {
    auto asking = at->cases.owing(at->options.list_length);
    auto const found = co_await std::move(asking);
    std::vector<pages::booking_line> lines;
    lines.reserve(found.size());
    for (auto const& one : found) lines.push_back(line_of(one.client, one.person, one.booking));
    co_return desk_reply(200, pages::open_page(at->options.business, lines), at->options);
}

awaitable<http::response> answer_acknowledge(shared_desk at, http::request asked, http::captures /*caught*/) {
    auto const fields = http::parse_form(asked.body);
    if (!fields || is_foreign_form(asked))
        co_return text_reply(400, "This form was not accepted. Open the list again and press its button.\n");
    engine::apply_request request;
    auto const booking = domain::booking_id{value_of(*fields, "booking")};
    request.client = domain::client_id{value_of(*fields, "client")};
    request.bookings = {booking};
    // Whether reminders go on is seen from what the client said of all their bookings.
    auto reading = at->cases.whole(request.client);
    auto const whole = co_await std::move(reading);
    for (auto const& [id, what] : whole.account.bookings) {
        if (what.moved_to.empty() && id != booking) request.bookings.push_back(id);
    }
    request.what = domain::acknowledge{booking, value_of(*fields, "entry")};
    auto applying = at->cases.apply(std::move(request));
    auto const applied = co_await std::move(applying);
    if (!applied && applied.error().reason != domain::refusal_reason::attention_unknown)
        co_return desk_reply(problem_of(applied.error()).status, pages::desk_not_found(at->options.business),
                             at->options);
    co_return redirect_to("/attention");
}

awaitable<http::response> answer_unknown(shared_desk at, http::request /*asked*/, http::captures /*caught*/) {
    co_return desk_reply(404, pages::desk_not_found(at->options.business), at->options);
}

http::handler bound(shared_desk const& at, answer give) {
    return [at, give](http::request asked, http::captures caught) {
        return give(at, std::move(asked), std::move(caught));
    };
}

awaitable<http::response> refuse_name(shared_desk /*at*/, http::request /*asked*/,
                                      http::captures /*caught*/) {
    co_return text_reply(
        400,
        "This form was not accepted: the name in the address of this page is not one that the "
        "gateway was told. Name it in the configuration file, in [admin] allowed_hosts, and "
        "restart the gateway; or open the page by the gateway's IP address.\n");
}

// Of what changes anything.
http::handler bound_form(shared_desk const& at, answer give) {
    return [at, give](http::request asked, http::captures caught) {
        bool const named = at->options.any_host && !is_asked_by_address(asked);
        return (named ? refuse_name : give)(at, std::move(asked), std::move(caught));
    };
}

}  // namespace

void mount_admin(http::router& on, admin_site given) {
    auto const at = std::make_shared<admin_site>(std::move(given));
    using http::method;
    on.add(method::get, "/livez", "livez", bound(at, answer_alive));
    on.add(method::get, "/readyz", "readyz", bound(at, answer_ready));
    on.add(method::get, "/healthz", "healthz", bound(at, answer_health));
    on.add(method::get, "/metrics", "metrics", bound(at, answer_metrics));
    on.add(method::get, "/", "overview", bound(at, answer_overview));
    on.add(method::get, "/attention", "attention", bound(at, answer_attention));
    on.add(method::post, "/attention/ack", "attention_ack", bound_form(at, answer_acknowledge));
    on.add(method::get, "/open", "open", bound(at, answer_open));
    on.add(method::get, "/account/{}", "account", bound(at, answer_account));
    on.add(method::post, "/account/{}", "account_form", bound_form(at, answer_account_form));
    on.add(method::get, "/notify", "notify", bound(at, answer_notices));
    on.add(method::get, "/mail", "mail", bound(at, answer_mails));
    on.add(method::get, "/mail/{}", "mail_one", bound(at, answer_mail));
    on.add(method::get, "/notify.json", "notify_json", bound(at, answer_notices_json));
    on.fallback(bound(at, answer_unknown));
    on.on_error([at](http::request const& asked, std::exception_ptr thrown) {
        return thrown_desk_reply(asked, std::move(thrown), at->options, at->journal);
    });
}

}  // namespace quittance::web
