#include <algorithm>
#include <boost/json.hpp>

#include "people.hpp"
#include "quittance/domain/balance.hpp"
#include "quittance/domain/erasure.hpp"

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

void owner::arrive() {
    all_.around.spawn(days());
    all_.around.spawn(calls());
    if (all_.around.how.arranges) {
        all_.around.spawn(arranging());
        all_.around.spawn(scheduling());
        all_.around.spawn(erasing());
    }
}

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
    if (all_.around.bad.strikes(fault::webhook_resent)) resend_one();
    if (all_.current.offers.size() > 1 && luck_.odds(0.5)) {
        care_for_a_booking();
        return;
    }
    auto const what = luck_.below(10);
    if (what < 5) {
        weather_.notice();
        give_money_back();
    } else if (what < 7) {
        move_one();
    } else if (what < 8) {
        take_money_by_phone();
    } else {
        replay();
    }
}

// With the processor's own means, under the metadata of a booking that nobody can pay any more: another
// amount than was asked for. It is recorded, and settles nothing by itself.
void owner::take_money_by_phone() {
    // Under metadata of ours that no account knows: it is parked, by its webhook or from the event list.
    if (luck_.odds(0.3)) {
        charge({token(22), token(16), 1, 4'200});
        return;
    }
    auto const euro = *domain::currency::parse("EUR");
    for (auto const& [client, account] : all_.around.store.inside().accounts) {
        for (auto const& [id, booking] : account.account.bookings) {
            bool const quiet = booking.payments.empty() && booking.moved_to.empty() &&
                               !booking.checkouts.empty() && !domain::live_checkout(booking) &&
                               booking.terms.price.unit() == euro;
            if (!quiet || luck_.odds(0.5)) continue;
            auto const& last = booking.checkouts.back();
            charge({client.text(), id.text(), last.number, last.amount.minor_units() + 100});
            return;
        }
    }
}

std::string owner::token(std::size_t length) {
    std::string made;
    while (made.size() < length) made += static_cast<char>('a' + luck_.below(26));
    return made;
}

void owner::charge(phone_order const& what) {
    sandbox::api_request asked;
    asked.method = "POST";
    asked.path = "/v1/payment_intents";
    asked.authorization = std::string{"Bearer "} + the_api_key;
    asked.body = "amount=" + std::to_string(what.amount) +
                 "&currency=eur&payment_method=pm_card_visa&confirm=true"
                 "&automatic_payment_methods[enabled]=true&automatic_payment_methods[allow_redirects]=never"
                 "&metadata[q_store]=" +
                 std::string{the_store_id} + "&metadata[q_client]=" + what.client +
                 "&metadata[q_booking]=" + what.booking +
                 "&metadata[q_checkout]=" + std::to_string(what.checkout);
    auto const made = all_.around.machine.handle(asked, all_.around.time.now());
    all_.around.told.add(all_.around.time.now(), -1, "owner", "by phone " + std::to_string(made.status));
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

void owner::move_one() {
    auto* const at = all_.any_gateway(luck_);
    if (!at || all_.booked.empty()) return;
    auto const from = all_.booked[luck_.below(all_.booked.size())];
    auto to = from;
    to.reference += "-moved-" + std::to_string(++moves_);
    all_.booked.push_back(to);
    at->run(at->move_booking(from, to));
}

awaitable<void> owner::erasing() {
    while (all_.in_safety()) {
        co_await all_.around.sleep(forgetter_.about(hours{24}, hours{24 * 150}));
        if (all_.in_safety()) erase_a_client();
    }
}

void owner::erase_a_client() {
    auto const now = all_.around.time.now();
    std::vector<domain::client_id> free;
    for (auto const& [client, kept] : all_.around.store.inside().accounts) {
        bool const may_go = domain::obstacles_to_erasure(kept.account, now).empty();
        if (may_go || forgetter_.odds(0.1)) free.push_back(client);
    }
    auto* const at = all_.any_gateway(forgetter_);
    if (!at || free.empty()) return;
    auto const client = free[forgetter_.below(free.size())];
    all_.around.told.add(now, at->number(), "owner", "erases " + client.text());
    if (forgetter_.odds(0.4)) weather_.notice();
    at->run(at->erase_person(client));
    auto* const other = all_.any_gateway(forgetter_);
    if (forgetter_.odds(0.25)) other->run(other->erase_person(client));
}

void owner::replay() {
    if (auto* const at = all_.any_gateway(luck_)) at->run(at->replay_parked());
}

}  // namespace quittance::simulation
