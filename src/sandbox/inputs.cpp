#include "inputs.hpp"

#include <map>

#include "checkout_sessions.hpp"
#include "customers.hpp"
#include "deliveries.hpp"
#include "disputes.hpp"
#include "events.hpp"
#include "idempotency.hpp"
#include "operations.hpp"
#include "paying.hpp"
#include "payment_methods.hpp"
#include "quittance/base/assert.hpp"
#include "refunds.hpp"

namespace quittance::sandbox {

namespace {

applied answered(world const& here, outcome done, std::string_view request) {
    if (done) return {.body = json::serialize(*done)};
    auto refused = done.error();
    return {.status = refused.status,
            .body = error_body(here, std::move(refused.error), refused.status, request),
            .stored = refused.stored};
}

applied server_error(world const& here, std::string_view request) {
    auto error =
        error_object("api_error", "Sorry! There was an error while talking to one of our backends.", "");
    return {.status = 500, .body = error_body(here, std::move(error), 500, request)};
}

applied apply_api(world& here, json::object const& line) {
    std::string const request = text_of(line, "request");
    std::string const key = text_of(line, "key");
    auto const operation = find_operation("POST", text_of(line, "path"));
    auto const given = form::parse(text_of(line, "form"));
    if (!operation || !given) return {.status = 0, .stored = false};
    auto const trouble = static_cast<mishap>(number_of(line, "trouble"));
    applied done;
    if (trouble != mishap::server_error_before) done = answered(here, run(here, *operation, *given), request);
    if (trouble == mishap::server_error_before || (trouble == mishap::server_error_after && done.stored))
        done = server_error(here, request);
    if (done.stored && !key.empty())
        remember(here, key,
                 {.print = text_of(line, "print"),
                  .status = done.status,
                  .body = done.body,
                  .request_id = request,
                  .made = here.now});
    return done;
}

applied apply_card(world& here, json::object const& line) {
    card_entry const entry{.number = text_of(line, "number"),
                           .exp_month = static_cast<unsigned>(number_of(line, "month")),
                           .exp_year = static_cast<unsigned>(number_of(line, "year")),
                           .cvc = text_of(line, "cvc"),
                           .name = text_of(line, "name"),
                           .email = text_of(line, "email"),
                           .country = text_of(line, "country")};
    return {.paid = pay_by_card(here, text_of(line, "id"), entry)};
}

applied apply_debit(world& here, json::object const& line) {
    return {.paid =
                pay_by_debit(here, text_of(line, "id"), line.at("yes").as_bool(), text_of(line, "email"))};
}

applied apply_challenge(world& here, json::object const& line) {
    return {.paid = answer_challenge(here, text_of(line, "id"), line.at("yes").as_bool())};
}

applied apply_refund(world& here, json::object const& line) {
    form given;
    std::string const id = text_of(line, "id");
    given.add(here.intents.find(id) ? "payment_intent" : "charge", id);
    if (line.contains("amount")) given.add("amount", std::to_string(number_of(line, "amount")));
    return answered(here, create_refund(here, given), "");
}

applied apply_dispute(world& here, json::object const& line) {
    std::optional<std::int64_t> amount;
    if (line.contains("amount")) amount = number_of(line, "amount");
    auto const kind = static_cast<dispute_kind>(number_of(line, "kind"));
    return answered(here, open_dispute(here, text_of(line, "id"), kind, amount), "");
}

applied apply_close(world& here, json::object const& line) {
    return answered(here, close_dispute(here, text_of(line, "id"), line.at("yes").as_bool()), "");
}

applied apply_resend(world& here, json::object const& line) {
    auto* event = find_event(here, text_of(line, "id"));
    if (!event) return {.stored = false};
    for (auto const& each : here.endpoints)
        if (each.status == "enabled") order_delivery(here, *event, each);
    return {.yes = true};
}

applied apply_detach(world& here, json::object const& line) {
    return {.yes = detach(here, text_of(line, "id"))};
}

applied apply_expiry(world& here, json::object const& line) {
    return {.yes = change_expiry(here, text_of(line, "id"), static_cast<unsigned>(number_of(line, "year")))};
}

applied apply_removal(world& here, json::object const& line) {
    return {.yes = remove_customer(here, text_of(line, "id"))};
}

applied apply_delivered(world& here, json::object const& line) {
    note_delivery(here, text_of(line, "id"), line.at("yes").as_bool());
    return {};
}

void run_task(world& here, task const& due) {
    switch (due.what) {
        case task_kind::expire_session: expire_when_due(here, due.id); break;
        case task_kind::settle_delayed: finish_delayed(here, due.id); break;
        case task_kind::settle_refund: settle_refund(here, due.id); break;
        case task_kind::open_dispute: open_dispute_of_card(here, due.id); break;
        case task_kind::withdraw_dispute: withdraw_for_dispute(here, due.id); break;
    }
}

applied apply_time(world& here, json::object const& line) {
    instant const until = from_unix_millis(number_of(line, "at"));
    while (!here.agenda.empty() && here.agenda.begin()->first <= until) {
        auto const due = here.agenda.extract(here.agenda.begin());
        here.now =
            std::max(here.now, due.key());  // each thing happens at its own time, however far we jumped
        run_task(here, due.mapped());
    }
    here.now = until;
    return {};
}

using appliance = applied (*)(world&, json::object const&);
std::map<std::string, appliance, std::less<>> const works{
    {"api", apply_api},         {"card", apply_card},
    {"debit", apply_debit},     {"challenge", apply_challenge},
    {"refund", apply_refund},   {"dispute", apply_dispute},
    {"close", apply_close},     {"resend", apply_resend},
    {"detach", apply_detach},   {"expiry", apply_expiry},
    {"removal", apply_removal}, {"delivered", apply_delivered},
    {"time", apply_time}};

}  // namespace

std::string error_body(world const& here, json::object error, unsigned status, std::string_view request) {
    bool const logged = status == 400 || status == 402 || status == 404;
    if (logged && !request.empty() && text_of(error, "type") != "idempotency_error")
        error["request_log_url"] = "https://dashboard.stripe.com/test/logs/" + std::string(request) +
                                   "?t=" + std::to_string(here.seconds());
    return json::serialize(json::object{{"error", std::move(error)}});
}

json::object input(world const& here, std::string_view kind) {
    return json::object{{"is", kind}, {"at", unix_millis(here.now)}, {"ids", here.ids.state}};
}

applied apply(world& here, json::object const& line) {
    auto const at = works.find(text_of(line, "is"));
    auto const* ids = line.if_contains("ids");
    if (at == works.end() || !ids || !line.contains("at")) return {.status = 0, .stored = false};
    here.ids.state = ids->to_number<std::uint64_t>();
    if (at->second != apply_time) here.now = std::max(here.now, from_unix_millis(number_of(line, "at")));
    bool const asked = at->second == apply_api;
    here.cause =
        asked ? request_context{.id = text_of(line, "request"), .idempotency_key = text_of(line, "key")}
              : request_context{};
    auto done = at->second(here, line);
    here.cause = {};
    return done;
}

}  // namespace quittance::sandbox
