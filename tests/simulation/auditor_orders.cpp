// What is ordered besides a hosted page, and when a kept card may be charged: 1, 5, 6, 7, 22.
#include <algorithm>
#include <array>

#include "auditor_state.hpp"

namespace quittance::simulation {
namespace {

using std::chrono::minutes;

constexpr minutes day_begins{7 * 60};
constexpr minutes day_ends{21 * 60};
// Between an order's commit and its arrival: a slow network, a second try of a proxy.
constexpr minutes on_its_way{5};

std::string named(std::string const& client, std::string const& booking) {
    return "booking " + booking + " of account " + client;
}

struct fixed_zone {
    std::string_view name;
    minutes east;
};
// Zones without summer time: their clocks need no tables. A client of another zone is not judged by the hour.
constexpr std::array zones{fixed_zone{"UTC", minutes{0}},
                           fixed_zone{"Asia/Tokyo", minutes{540}},
                           fixed_zone{"Asia/Kathmandu", minutes{345}},
                           fixed_zone{"America/Phoenix", minutes{-420}},
                           fixed_zone{"Pacific/Kiritimati", minutes{840}},
                           fixed_zone{"Pacific/Pago_Pago", minutes{-660}}};

}  // namespace

std::optional<instant> wall_time(json::object const& who, instant at) {
    auto zone = text_in(who, "zone");
    if (zone.empty()) zone = "UTC";
    auto const* const found =
        std::find_if(zones.begin(), zones.end(), [&zone](fixed_zone const& z) { return z.name == zone; });
    if (found == zones.end()) return std::nullopt;
    return at + found->east;
}

std::string date_text(instant local) {
    std::chrono::year_month_day const day{std::chrono::floor<std::chrono::days>(local)};
    std::array<char, 16> text{};
    std::snprintf(text.data(), text.size(), "%04d-%02u-%02u", static_cast<int>(day.year()),
                  static_cast<unsigned>(day.month()), static_cast<unsigned>(day.day()));
    return text.data();
}

namespace {

std::optional<instant> local_time(booking_model const& what, instant at) {
    return wall_time(object_in(what.agreed, "who"), at);
}

instant moment(millis at) { return instant{milliseconds{at}}; }

bool is_at_night(instant local, minutes grace) {
    auto const of_day = local - std::chrono::floor<std::chrono::days>(local);
    return of_day < day_begins - grace || of_day >= day_ends + grace;
}

// Stripe's words after which the same card is not to be tried again, whatever for.
bool is_final_for_card(std::string const& code) {
    constexpr std::array<std::string_view, 9> words{"lost_card",
                                                    "stolen_card",
                                                    "pickup_card",
                                                    "expired_card",
                                                    "fraudulent",
                                                    "stop_payment_order",
                                                    "restricted_card",
                                                    "revocation_of_authorization",
                                                    "revocation_of_all_authorizations"};
    return std::find(words.begin(), words.end(), code) != words.end();
}

bool share_an_item(checkout_model const& a, checkout_model const& b) {
    return std::any_of(a.items.begin(), a.items.end(), [&b](int item) {
        return std::find(b.items.begin(), b.items.end(), item) != b.items.end();
    });
}

bool was_finally_declined(booking_model const& what, checkout_model const& payer, std::string const& card) {
    for (auto const& each : what.checkouts) {
        for (auto const& one : each.attempts) {
            bool const final_here = one.code == "authentication_required" && share_an_item(each, payer);
            bool const refused = one.outcome == "declined" && one.method == card;
            if (refused && (final_here || is_final_for_card(one.code))) return true;
        }
    }
    return false;
}

checkout_model const* numbered(booking_model const& what, std::int64_t number) {
    for (auto const& each : what.checkouts) {
        if (each.number == number) return &each;
    }
    return nullptr;
}

// The anchor's day of the month, the month's last where it has none.
std::optional<std::string> day_of_period(booking_model const& what, int periods) {
    auto const& plan = object_in(object_in(what.agreed, "terms"), "plan");
    auto const every = text_in(plan, "every");
    int year = 0;
    unsigned month = 0;
    unsigned day = 0;
    if (std::sscanf(what.anchor.c_str(), "%d-%u-%u", &year, &month, &day) != 3) return std::nullopt;
    using namespace std::chrono;
    year_month_day const anchor{std::chrono::year{year}, std::chrono::month{month}, std::chrono::day{day}};
    if (every == "monthly") {
        auto const there = year_month{anchor.year(), anchor.month()} + months{periods};
        auto const last = year_month_day{there / std::chrono::last}.day();
        return date_text(instant{sys_days{there / std::min(anchor.day(), last)}});
    }
    int step = every == "weekly" ? 7 : every == "fortnightly" ? 14 : 0;
    if (every == "every_days") step = static_cast<int>(number_in(plan, "days"));
    if (step == 0) return std::nullopt;
    return date_text(instant{sys_days{anchor} + days{step * periods}});
}

bool is_about(std::map<std::string, std::string> const& form, std::string const& store, place const& whose) {
    auto const is = [&form](char const* name, std::string const& value) {
        auto const at = form.find(name);
        return at != form.end() && at->second == value;
    };
    return is("metadata[q_store]", store) && is("metadata[q_client]", whose.client) &&
           is("metadata[q_booking]", whose.booking);
}

ordered const* find_order(commit_seen const& what, std::string const& booking, std::string_view kind) {
    auto const at = std::find_if(what.effects.begin(), what.effects.end(),
                                 [&](ordered const& o) { return o.booking == booking && o.kind == kind; });
    return at == what.effects.end() ? nullptr : &*at;
}

}  // namespace

bool says_charge(std::string_view body, std::string const& store, place const& whose,
                 checkout_model const& agreed, std::string const& customer) {
    auto form = form_of(body);
    auto const currency = upper(form["currency"]);
    auto const asks = form["amount"].empty() ? -1 : in_our_units(std::stoll(form["amount"]), currency);
    bool const takes_nothing_yet = !form.contains("confirm") && !form.contains("payment_method");
    return asks == agreed.asked.units && currency == agreed.asked.currency && takes_nothing_yet &&
           !customer.empty() && form["customer"] == customer && is_about(form, store, whose) &&
           form["metadata[q_checkout]"] == std::to_string(agreed.number);
}

void auditor::state::judge_before(known_account const& known, std::string const& client,
                                  std::string const& name, json::object const& event, instant at) {
    if (name == "customer_ordered") {
        auto const& made = known.folded.client;
        if (loss_open || (made.customer.empty() && made.customer_for.empty())) return;
        report(7, at, "account " + client + " is made a customer of the processor a second time");
    }
    judge_letter_event(known, client, name, event, at);
    if (name != "attempt_ordered" && name != "agreed" && name != "period_begun") return;
    auto const& what = known.folded.bookings.at(text_in(event, "booking"));
    auto const told = named(client, what.id);
    if (name == "attempt_ordered") judge_attempt(what, told, event, at);
    if (name == "period_begun") judge_day(what, told, object_in(event, "what"), what.periods, at);
    if (name != "agreed") return;
    auto agreed_on = what;
    agreed_on.anchor = text_in(object_in(event, "what"), "anchor");
    int periods = 0;
    for (auto const& each : array_in(event, "items")) {
        judge_day(agreed_on, told, each.as_object(), periods++, at);
    }
}

// Counted from the day of the agreement, never from the item before.
void auditor::state::judge_day(booking_model const& what, std::string const& name, json::object const& item,
                               int periods, instant at) {
    auto const expected = day_of_period(what, periods);
    auto const due = text_in(item, "due");
    if (!expected || due == *expected) return;
    report(1, at, name + ": an item is due on " + due + " and was agreed on for " + *expected);
}

// 22: when a card may not be charged without its owner. As things are before the order.
void auditor::state::judge_attempt(booking_model const& what, std::string const& name,
                                   json::object const& event, instant at) {
    if (loss_open) return;
    auto const one = read_attempt(object_in(event, "what"));
    auto const* const payer = numbered(what, number_in(event, "checkout"));
    if (!payer || !payer->off_session) {
        report(6, at, name + ": what is confirmed is no charge that was ordered");
        return;
    }
    if (rests_by_dispute(what))
        report(22, at, name + " is charged while a dispute is open, or was lost and nobody has seen it");
    if (what.closed_at) report(22, at, name + " is charged and is closed");
    if (sums_of(what).received <= 0) report(22, at, name + " is charged and holds no money of the client");
    if (was_finally_declined(what, *payer, one.method)) {
        report(22, at, name + ": a card is tried again after a final decline");
    }
    if (!is_live(*payer) || payer->closing) {
        report(5, at, name + ": a charge is confirmed whose end was ordered");
    }
    bool const asked = !payer->attempts.empty() && payer->attempts.back().outcome != "declined" &&
                       payer->attempts.back().outcome != "not_done";
    if (asked) report(5, at, name + ": a charge is confirmed again before it is known what became of it");
    auto const local = local_time(what, moment(one.at));
    if (!local) return;
    if (is_at_night(*local, minutes{0})) report(22, at, name + " is charged at night");
    for (auto const& each : what.items) {
        bool const paid_here =
            std::find(payer->items.begin(), payer->items.end(), each.number) != payer->items.end();
        if (paid_here && date_text(*local) < each.due) report(22, at, name + " is charged before it is due");
    }
}

// Every order says what its event says.
void auditor::state::judge_other_order(known_account const& known, commit_seen const& what,
                                       std::string const& name, json::object const& event) {
    auto const id = text_in(event, "booking");
    auto const& booking = known.folded.bookings.at(id);
    place const whose{what.after->client, id};
    auto const* const payer = numbered(booking, number_in(event, "checkout"));
    bool said = false;
    if (name == "attempt_ordered" && payer) {
        auto const method = read_attempt(object_in(event, "what")).method;
        auto const* const order = find_order(what, id, "confirm_intent");
        said = order && !payer->intent.empty() && order->object == payer->intent &&
               form_of(order->body)["payment_method"] == method && booking.kept &&
               booking.kept->method == method;
    } else if (name == "closing_ordered" && payer) {
        auto const* const order =
            find_order(what, id, payer->off_session ? "cancel_intent" : "expire_session");
        said = order && !order->object.empty() &&
               order->object == (payer->off_session ? payer->intent : payer->session);
    } else if (name == "customer_ordered") {
        auto const* const order = find_order(what, id, "create_customer");
        said = order && is_about(form_of(order->body), options.store_id, whose);
    } else if (name == "address_changed") {
        auto const change = number_in(event, "customer_change");
        auto const& customer = known.folded.client.customer;
        auto const* const order = find_order(what, id, "change_customer");
        // One that is being made is told once it is there.
        said = change == 0 || customer.empty() ||
               (order && order->object == customer && order->key.ends_with("-e" + std::to_string(change)) &&
                form_of(order->body)["email"] == text_in(event, "address"));
    } else if (name == "card_page_ordered") {
        auto const* const order = find_order(what, id, "create_card_page");
        auto form = order ? form_of(order->body) : decltype(form_of("")){};
        said = order && form["mode"] == "setup" && is_about(form, options.store_id, whose) &&
               form["metadata[q_card]"] == std::to_string(number_in(object_in(event, "what"), "number", 1));
    } else if (name == "letter_ordered") {
        auto const number = number_in(object_in(event, "what"), "number", 1);
        said = std::any_of(what.effects.begin(), what.effects.end(), [&](ordered const& o) {
            return o.kind == "send_letter" && o.booking == id &&
                   o.key.ends_with("-m" + std::to_string(number));
        });
    } else if (name == "refund_ordered") {
        auto const& asked = object_in(event, "what");
        // The processor never had what came by hand: a person hands it back.
        auto const from = booking.payments.find(text_in(asked, "intent"));
        bool const by_hand = from != booking.payments.end() && !from->second.by_hand.empty();
        said = by_hand && text_in(asked, "refusal") == "paid_by_hand";
        said = said || std::any_of(what.effects.begin(), what.effects.end(), [&](ordered const& o) {
                   auto form = form_of(o.body);
                   auto const sum = amount_in(asked, "amount");
                   return o.kind == "create_refund" && is_about(form, options.store_id, whose) &&
                          form["metadata[q_refund]"] == std::to_string(number_in(asked, "number", 1)) &&
                          form["payment_intent"] == text_in(asked, "intent") &&
                          in_our_units(std::stoll("0" + form["amount"]), sum.currency) == sum.units;
               });
    }
    if (said) return;
    report(name == "attempt_ordered" ? 6 : 7, what.at,
           named(whose.client, id) + ": " + name + ", and no order says the same");
}

// 6 and 22 once more when it is sent: what was fine when it was ordered may have changed while it waited.
void auditor::state::judge_confirmation(call_seen const& what, ordered_request const& order) {
    auto const request = what.method + ' ' + what.path;
    if (what.path.find('/' + order.object + '/') == std::string::npos) {
        report(6, what.at, request + " names another intent than the order " + what.key);
    }
    auto const* const booking = find_booking({order.client, order.booking});
    if (!booking || loss_open) return;
    auto const local = what.sent == instant{} ? std::nullopt : local_time(*booking, what.sent);
    if (local && is_at_night(*local, on_its_way)) report(22, what.at, request + " is sent at night");
    auto const rests = resting.find({order.client, booking->id});
    if (rests != resting.end() && what.at > rests->second + on_its_way) {
        report(22, what.at,
               request + " is sent for a booking that was closed or disputed at " + rfc3339(rests->second));
    }
}

}  // namespace quittance::simulation
