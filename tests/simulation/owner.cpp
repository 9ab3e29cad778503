#include <boost/json.hpp>

#include "people.hpp"

namespace quittance::simulation {
namespace {

namespace json = boost::json;
using std::chrono::hours;

std::string text_of(json::object const& from, std::string_view name) {
    auto const* const found = from.if_contains(name);
    return found && found->is_string() ? std::string{found->get_string()} : std::string{};
}

std::int64_t number_of(json::object const& from, std::string_view name) {
    auto const* const found = from.if_contains(name);
    return found && found->is_int64() ? found->get_int64() : 0;
}

}  // namespace

void owner::arrive() { all_.around.spawn(days()); }

awaitable<void> owner::days() {
    while (all_.in_safety()) {
        co_await all_.around.sleep(luck_.about(hours{1}, hours{24 * 60}));
        if (!all_.in_safety()) co_return;
        at_the_desk();
        all_.around.machine.take_journal();
        ++all_.around.processor_changes;
    }
}

void owner::at_the_desk() {
    auto const what = luck_.below(11);
    if (what < 5) {
        weather_.notice();
        give_money_back();
    } else if (what < 7) {
        move_one();
    } else if (what < 9) {
        replay();
    } else if (what < 10) {
        if (all_.around.bad.strikes(fault::webhook_resent)) resend_one();
    } else {
        sell_by_hand();
    }
}

void owner::give_money_back() {
    auto& machine = all_.around.machine;
    auto const now = all_.around.time.now();
    if (auto const disputes = machine.objects("dispute"); !disputes.empty() && luck_.odds(0.4)) {
        auto const one = json::parse(disputes[luck_.below(disputes.size())]).as_object();
        machine.close_dispute(text_of(one, "id"), luck_.odds(0.5), now);
        return;
    }
    auto const charges = machine.objects("charge");
    if (charges.empty()) return;
    auto const one = json::parse(charges[luck_.below(charges.size())]).as_object();
    auto const id = text_of(one, "id");
    auto const left = number_of(one, "amount_captured") - number_of(one, "amount_refunded");
    if (left <= 0) return;
    all_.around.told.add(now, -1, "owner", "gives back of " + id);
    if (luck_.odds(0.25)) {
        auto const kind =
            luck_.odds(0.3) ? sandbox::dispute_kind::inquiry : sandbox::dispute_kind::fraudulent;
        machine.dispute(id, kind, std::nullopt, now);
        return;
    }
    std::optional<std::int64_t> part;
    if (luck_.odds(0.5)) part = 1 + static_cast<std::int64_t>(luck_.below(static_cast<std::uint64_t>(left)));
    machine.refund(id, part, now);
}

void owner::resend_one() {
    auto& machine = all_.around.machine;
    auto const events = machine.objects("event");
    if (events.empty()) return;
    auto const one = json::parse(events[luck_.below(events.size())]).as_object();
    machine.resend(text_of(one, "id"), all_.around.time.now());
}

// Somebody copies our metadata into a page of their own: ours by its words, and no account knows it.
void owner::sell_by_hand() {
    auto const number = std::to_string(++sold_by_hand_);
    sandbox::api_request asked;
    asked.method = "POST";
    asked.path = "/v1/checkout/sessions";
    asked.authorization = "Bearer " + std::string{the_api_key};
    asked.idempotency_key = "by-hand-" + number;
    asked.stripe_version = "2026-10-28.endive";
    asked.body =
        "mode=payment&line_items[0][quantity]=1&line_items[0][price_data][currency]=eur"
        "&line_items[0][price_data][unit_amount]=5000&line_items[0][price_data][product_data][name]=Copy"
        "&success_url=https://elsewhere.example/";
    for (std::string const place : {"&metadata", "&payment_intent_data[metadata]"}) {
        asked.body += place + "[q_store]=" + the_store_id + place + "[q_client]=AAAAAAAAAAAAAAAAAAAAAA" +
                      place + "[q_booking]=copied-" + number + place + "[q_checkout]=1";
    }
    auto const now = all_.around.time.now();
    auto const made = all_.around.machine.handle(asked, now);
    if (made.status != 200) return;
    sandbox::card_entry card;
    card.number = "4242424242424242";
    all_.around.machine.submit_card(text_of(json::parse(made.body).as_object(), "id"), card, now);
}

void owner::move_one() {
    auto* const at = all_.any_gateway(luck_);
    if (!at || all_.booked.empty()) return;
    auto const from = all_.booked[luck_.below(all_.booked.size())];
    auto to = from;
    to.reference += "-moved-" + std::to_string(++moves_);
    all_.booked.push_back(to);
    at->run(at->move_booking(from, to));
}

void owner::replay() {
    if (auto* const at = all_.any_gateway(luck_)) at->run(at->replay_parked());
}

}  // namespace quittance::simulation
