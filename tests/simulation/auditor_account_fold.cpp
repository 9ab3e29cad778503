// The account, told once more from the documents: who the client is, what was booked, moved and erased.
#include "auditor_model.hpp"

namespace quittance::simulation {
namespace {

void booked(account_model& into, json::object const& event) {
    auto made = read_booking(object_in(event, "what"));
    into.bookings.insert_or_assign(made.id, made);
    ++into.client.bookings;
}

// The new name takes over what was agreed and paid; the old one stays as a pointer.
void booking_moved(account_model& into, json::object const& event) {
    auto& old = into.bookings.at(text_in(event, "from"));
    auto moved = old;
    moved.id = text_in(event, "to");
    moved.agreed["identity"] = object_in(event, "identity");
    moved.page_token = text_in(event, "page_token");
    moved.moved_from = old.id;
    old.items.clear();
    old.checkouts.clear();
    old.payments.clear();
    old.refund_orders.clear();
    old.waivers.clear();
    old.deliveries.clear();
    old.handovers.clear();
    old.credit_changes.clear();
    old.reservations.clear();
    old.plan_moves.clear();
    old.card_pages.clear();
    old.closed_at = number_in(event, "at");
    old.close_reason = "moved";
    old.moved_to = moved.id;
    auto const name = moved.id;
    move_letters(into.client.letters, old.id, name);
    into.bookings.insert_or_assign(name, std::move(moved));
}

void forget_person(json::object& who) {
    who.erase("name");
    who.erase("email");
}

// What was said to a person, or waits for one, ends with them.
void person_erased(account_model& into, json::object const& event) {
    auto& client = into.client;
    if (client.who.is_object()) forget_person(client.who.as_object());
    client.erased = object_in(event, "what");
    client.letters.under_way.clear();
    client.letters.resting.reset();
    client.letters.unreachable.clear();
    ++client.letters.page_generation;
    for (auto& [id, what] : into.bookings) {
        auto who = object_in(what.agreed, "who");
        forget_person(who);
        what.agreed.erase("who");
        if (!who.empty()) what.agreed["who"] = std::move(who);
        what.page_token.clear();
        what.kept.reset();
        what.handovers.clear();
    }
}

}  // namespace

bool fold(account_model& into, std::string_view name, json::object const& event) {
    if (name == "client_registered") {
        into.client.who = object_in(event, "who");
        into.client.since = number_in(event, "at");
        return true;
    }
    if (name == "customer_ordered") {
        into.client.customer_for = text_in(event, "booking");
        return true;
    }
    if (name == "customer_recorded") {
        into.client.customer = text_in(event, "customer");
        into.client.customer_for.clear();
        return true;
    }
    if (name == "address_changed") into.client.who.as_object()["email"] = text_in(event, "address");
    if (name == "customer_change_recorded") return true;
    if (fold_letters(into.client.letters, name, event)) return true;
    if (name == "booked") return booked(into, event), true;
    if (name == "person_erased") return person_erased(into, event), true;
    if (name == "booking_moved") return booking_moved(into, event), true;
    if (!fold_booking(into, name, event)) return false;
    if (name == "reminders_begun_anew") forget_reminded(into.client.letters, event);
    return true;
}

}  // namespace quittance::simulation
