#include "auditor_model.hpp"

#include <algorithm>
#include <array>

namespace quittance::simulation {
namespace {

template <std::size_t Size>
int place_in(std::array<std::string_view, Size> const& list, std::string_view word) {
    auto const at = std::find(list.begin(), list.end(), word);
    return at == list.end() ? 0 : static_cast<int>(at - list.begin());
}

constexpr std::array<std::string_view, 4> session_words{"unknown", "open", "expired", "complete"};
constexpr std::array<std::string_view, 4> payment_words{"unknown", "unpaid", "no_payment_required", "paid"};
constexpr std::array<std::string_view, 6> refund_words{"unknown",   "pending",  "requires_action",
                                                       "succeeded", "canceled", "failed"};
constexpr std::array<std::string_view, 11> dispute_words{"unknown",
                                                         "warning_needs_response",
                                                         "warning_under_review",
                                                         "warning_closed",
                                                         "needs_response",
                                                         "under_review",
                                                         "won",
                                                         "lost",
                                                         "prevented",
                                                         "appeal_needs_response",
                                                         "appeal_under_review"};
// What later facts may change; the rest of a booking stays as it was agreed.
constexpr std::array<std::string_view, 25> changing{"f",
                                                    "r",
                                                    "items",
                                                    "checkouts",
                                                    "payments",
                                                    "closed_at",
                                                    "close_reason",
                                                    "moved_to",
                                                    "moved_from",
                                                    "acknowledged",
                                                    "id",
                                                    "page_token",
                                                    "refund_orders",
                                                    "waivers",
                                                    "deliveries",
                                                    "anchor",
                                                    "agreements",
                                                    "kept",
                                                    "stops",
                                                    "periods",
                                                    "handovers",
                                                    "card_pages",
                                                    "credit_changes",
                                                    "reservations",
                                                    "plan_moves"};

std::vector<std::string> texts_in(json::object const& from, std::string_view name) {
    std::vector<std::string> all;
    for (auto const& each : array_in(from, name)) all.emplace_back(each.as_string());
    return all;
}

bool is_over(json::object const& card_page) {
    auto const status = text_in(card_page, "status");
    return status == "complete" || status == "expired" || !text_in(card_page, "refusal").empty();
}

refund_model read_refund(json::object const& what) {
    return {text_in(what, "id"), amount_in(what, "amount"), refund_rank(text_in(what, "status")),
            number_in(what, "at"), static_cast<int>(number_in(what, "order"))};
}

dispute_model read_dispute(json::object const& what) {
    return {text_in(what, "id"),        amount_in(what, "amount"),   dispute_place(text_in(what, "status")),
            flag_in(what, "withdrawn"), flag_in(what, "reinstated"), number_in(what, "at")};
}

payment_model read_payment(json::object const& what) {
    payment_model made;
    made.intent = text_in(what, "intent");
    made.checkout = static_cast<int>(number_in(what, "checkout"));
    made.captured = amount_in(what, "captured");
    made.at = number_in(what, "at");
    made.charge = text_in(what, "charge");
    made.refunded_total = amount_in(what, "refunded_total");
    for (auto const& each : array_in(what, "refunds")) {
        auto one = read_refund(each.as_object());
        made.refunds.insert_or_assign(one.id, one);
    }
    for (auto const& each : array_in(what, "disputes")) {
        auto one = read_dispute(each.as_object());
        made.disputes.insert_or_assign(one.id, one);
    }
    made.by_hand = object_in(what, "by_hand");
    return made;
}

std::vector<json::object> objects_in(json::object const& from, std::string_view name) {
    std::vector<json::object> all;
    for (auto const& each : array_in(from, name)) all.push_back(each.as_object());
    return all;
}

json::object agreed_part(json::object const& what) {
    json::object kept;
    for (auto const& [name, value] : what) {
        auto const found = std::find(changing.begin(), changing.end(), std::string_view{name});
        if (found == changing.end()) kept[name] = value;
    }
    return kept;
}

template <class Row>
std::vector<Row> rows_in(json::object const& from, std::string_view name, Row (*read)(json::object const&)) {
    std::vector<Row> all;
    for (auto const& each : array_in(from, name)) all.push_back(read(each.as_object()));
    return all;
}

agreement_model read_agreement(json::object const& what) {
    return {static_cast<int>(number_in(what, "version", 1)), text_in(what, "hash"), text_in(what, "note"),
            number_in(what, "at")};
}

void read_plan_facts(booking_model& made, json::object const& what) {
    made.anchor = text_in(what, "anchor");
    made.agreements = rows_in<agreement_model>(what, "agreements", read_agreement);
    made.stops = rows_in<stop_model>(what, "stops", read_stop);
    made.periods = static_cast<int>(number_in(what, "periods", 1));
    if (!what.contains("kept")) return;
    made.kept = read_kept(object_in(what, "kept"));
}

}  // namespace

std::string text_of(amount const& what) { return std::to_string(what.units) + ' ' + what.currency; }

int session_rank(std::string_view status) { return place_in(session_words, status); }
int payment_rank(std::string_view status) { return place_in(payment_words, status); }
int refund_rank(std::string_view status) { return place_in(refund_words, status); }
int dispute_place(std::string_view status) { return place_in(dispute_words, status); }
bool is_closed_dispute(int place) {
    auto const word = dispute_words.at(static_cast<std::size_t>(place));
    return word == "won" || word == "lost" || word == "warning_closed" || word == "prevented";
}
bool is_lost_dispute(int place) { return dispute_words.at(static_cast<std::size_t>(place)) == "lost"; }

std::string text_in(json::object const& from, std::string_view name) {
    auto const* const found = from.if_contains(name);
    return found && found->is_string() ? std::string{found->as_string()} : std::string{};
}

std::int64_t number_in(json::object const& from, std::string_view name, std::int64_t otherwise) {
    auto const* const found = from.if_contains(name);
    return found && found->is_number() ? found->to_number<std::int64_t>() : otherwise;
}

bool flag_in(json::object const& from, std::string_view name) {
    auto const* const found = from.if_contains(name);
    return found && found->is_bool() && found->as_bool();
}

json::object const& object_in(json::object const& from, std::string_view name) {
    static json::object const none;
    auto const* const found = from.if_contains(name);
    return found && found->is_object() ? found->as_object() : none;
}

json::array const& array_in(json::object const& from, std::string_view name) {
    static json::array const none;
    auto const* const found = from.if_contains(name);
    return found && found->is_array() ? found->as_array() : none;
}

amount amount_in(json::object const& from, std::string_view name) {
    auto const& found = object_in(from, name);
    return {number_in(found, "n"), text_in(found, "c")};
}

checkout_model read_checkout(json::object const& what) {
    checkout_model made;
    made.number = static_cast<int>(number_in(what, "number", 1));
    for (auto const& each : array_in(what, "items")) made.items.push_back(each.to_number<int>());
    made.asked = amount_in(what, "amount");
    made.ordered_at = number_in(what, "ordered_at");
    made.expires_at = number_in(what, "expires_at");
    made.off_session = flag_in(what, "off_session");
    made.keeps_card = flag_in(what, "keeps_card");
    made.attempts = rows_in<attempt_model>(what, "attempts", read_attempt);
    made.closings = static_cast<int>(number_in(what, "closings"));
    made.closing = flag_in(what, "closing");
    made.close_again = number_in(what, "close_again");
    made.session = text_in(what, "session");
    made.url = text_in(what, "url");
    made.status = session_rank(text_in(what, "status"));
    made.payment = payment_rank(text_in(what, "payment"));
    made.intent = text_in(what, "intent");
    made.intent_canceled = flag_in(what, "intent_canceled");
    made.dead = flag_in(what, "dead");
    made.async_failed = flag_in(what, "async_failed");
    made.declines = texts_in(what, "declines");
    made.refusal = text_in(what, "refusal");
    made.abandoned = flag_in(what, "abandoned");
    made.absent = flag_in(what, "absent");
    return made;
}

attempt_model read_attempt(json::object const& what) {
    attempt_model made{static_cast<int>(number_in(what, "number", 1)),
                       text_in(what, "method"),
                       number_in(what, "at"),
                       text_in(what, "outcome"),
                       text_in(what, "code"),
                       text_in(what, "charge")};
    if (made.outcome.empty()) made.outcome = "waiting";
    return made;
}

kept_model read_kept(json::object const& what) {
    return {
        text_in(what, "customer"), text_in(what, "method"),    static_cast<int>(number_in(what, "checkout")),
        number_in(what, "named"),  number_in(what, "renewed"), flag_in(what, "detached"),
        flag_in(what, "told")};
}

stop_model read_stop(json::object const& what) {
    return {static_cast<int>(number_in(what, "item")), text_in(what, "reason"), text_in(what, "method"),
            number_in(what, "at")};
}

item_model read_item(json::object const& what) {
    return {static_cast<int>(number_in(what, "number", 1)), amount_in(what, "amount"), text_in(what, "due"),
            text_in(what, "milestone"), object_in(what, "fee")};
}

booking_model read_booking(json::object const& what) {
    booking_model made;
    made.id = text_in(what, "id");
    made.agreed = agreed_part(what);
    made.price = amount_in(object_in(what, "terms"), "price");
    if (what.contains("origin")) made.origin = text_in(what, "origin");
    made.page_token = text_in(what, "page_token");
    made.hold_until = number_in(what, "hold_until");
    for (auto const& each : array_in(what, "items")) made.items.push_back(read_item(each.as_object()));
    for (auto const& each : array_in(what, "checkouts")) {
        made.checkouts.push_back(read_checkout(each.as_object()));
    }
    for (auto const& each : array_in(what, "payments")) {
        auto one = read_payment(each.as_object());
        made.payments.insert_or_assign(one.intent, one);
    }
    if (what.contains("closed_at")) made.closed_at = number_in(what, "closed_at");
    made.close_reason = text_in(what, "close_reason");
    made.moved_to = text_in(what, "moved_to");
    made.moved_from = text_in(what, "moved_from");
    made.acknowledged = texts_in(what, "acknowledged");
    made.refund_orders = objects_in(what, "refund_orders");
    made.waivers = objects_in(what, "waivers");
    made.deliveries = objects_in(what, "deliveries");
    made.handovers = objects_in(what, "handovers");
    made.credit_changes = objects_in(what, "credit_changes");
    made.reservations = objects_in(what, "reservations");
    made.plan_moves = texts_in(what, "plan_moves");
    for (auto const& each : array_in(what, "card_pages")) {
        auto const& page = each.as_object();
        made.card_pages[static_cast<int>(number_in(page, "number", 1))] = is_over(page);
    }
    read_plan_facts(made, what);
    return made;
}

booking_model read_booking_text(std::string_view text) { return read_booking(json::parse(text).as_object()); }

client_model read_client_text(std::string_view text) {
    auto const parsed = json::parse(text);
    auto const& what = parsed.as_object();
    return {object_in(what, "who"),        number_in(what, "since"),
            number_in(what, "bookings"),   text_in(what, "customer"),
            text_in(what, "customer_for"), read_correspondence(object_in(what, "correspondence")),
            object_in(what, "erased")};
}

}  // namespace quittance::simulation
