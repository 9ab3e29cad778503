// What the owner decides about one booking, as its desk, command line and API would say it.
#include <algorithm>
#include <tuple>

#include "people.hpp"
#include "quittance/domain/balance.hpp"
#include "quittance/domain/calendar.hpp"

namespace quittance::simulation {

using std::chrono::hours;

namespace {

domain::item const& some_item(domain::booking const& what, chance& luck) {
    return what.items[luck.below(what.items.size())];
}

std::string in_words(std::uint64_t reason) {
    constexpr std::array words{"requested_by_customer", "goodwill", "moved away", "duplicate"};
    return words[reason % words.size()];
}

std::vector<domain::payment const*> by_hand_in(domain::booking const& what) {
    std::vector<domain::payment const*> hands;
    for (auto const& p : what.payments) {
        if (p.by_hand) hands.push_back(&p);
    }
    return hands;
}

}  // namespace

civil_date owner::today() const { return domain::date_in("UTC", all_.around.time.now()); }

// Something, all of it, or more than there is.
std::int64_t owner::some_part(std::int64_t units) {
    if (luck_.odds(0.4)) return std::max<std::int64_t>(units, 1);
    if (luck_.odds(0.1)) return units + 1 + static_cast<std::int64_t>(luck_.below(5'000));
    auto const part = 1 + static_cast<std::int64_t>(
                              luck_.below(static_cast<std::uint64_t>(std::max<std::int64_t>(units, 1))));
    // Now and then all but a few cents, which no card pays.
    return part % 5 == 0 && units > 100 ? units - 1 - part % 49 : part;
}

void owner::care_for_a_booking() {
    std::vector<std::pair<domain::client_id, domain::booking>> sold;
    for (auto const& [client, account] : all_.around.store.inside().accounts) {
        for (auto const& [id, booking] : account.account.bookings) {
            // Of an invoice that nobody paid yet only cash can be decided.
            bool const unpaid = booking.payments.empty() && booking.origin == domain::origin::api;
            bool const counts = (unpaid || !booking.payments.empty()) && booking.moved_to.empty();
            if (counts) sold.emplace_back(client, booking);
        }
    }
    auto* const at = all_.any_gateway(luck_);
    if (!at || sold.empty()) return;
    auto const& [client, booking] = sold[luck_.below(sold.size())];
    auto const said = some_decision(booking);
    if (!said) return;
    if (luck_.odds(0.6)) weather_.notice();
    all_.around.told.add(all_.around.time.now(), at->number(), "owner",
                         "decides " + std::to_string(said->index()) + " about " + booking.id.text());
    at->run(at->decide(client, booking.id, *said));
    auto* const other = all_.any_gateway(luck_);
    if (luck_.odds(0.25)) other->run(other->decide(client, booking.id, *said));
}

std::optional<domain::command> owner::some_decision(domain::booking const& what) {
    if (what.payments.empty() && !what.closed_at) return some_cash(what);
    switch (luck_.below(14)) {
        case 0: return some_end(what);
        case 1:
        case 2:
        case 3: return some_cash(what);
        case 4: return some_correction(what);
        case 5:
        case 6:
        case 7: return some_refund(what);
        case 8: return some_waiver(what);
        case 9:
        case 10: return some_change(what);
        case 11: return some_delivery(what);
        case 12: return some_taking_back(what);
        default: return some_acknowledgement(what);
    }
}

awaitable<void> owner::calls() {
    while (all_.in_safety()) {
        co_await all_.around.sleep(callers_.about(hours{2}, hours{24 * 25}));
        if (all_.in_safety()) care_for_reminders();
    }
}

void owner::care_for_reminders() {
    std::vector<std::tuple<domain::client_id, domain::correspondence, domain::booking>> owing;
    for (auto const& [client, kept] : all_.around.store.inside().accounts) {
        for (auto const& [id, booking] : kept.account.bookings) {
            bool const owes = !booking.closed_at && booking.moved_to.empty() &&
                              domain::state_of(booking) != domain::booking_state::held &&
                              !domain::balance_of(booking).open.is_zero();
            if (owes) owing.emplace_back(client, kept.account.client.correspondence, booking);
        }
    }
    auto* const at = all_.any_gateway(callers_);
    if (!at || owing.empty()) return;
    auto const& [client, record, booking] = owing[callers_.below(owing.size())];
    if (callers_.odds(0.3)) weather_.notice();
    auto const said = some_word(record, booking);
    all_.around.told.add(all_.around.time.now(), at->number(), "owner",
                         "says " + std::to_string(said.index()) + " of " + booking.id.text());
    at->run(at->decide(client, booking.id, said));
}

domain::command owner::some_word(domain::correspondence const& record, domain::booking const& what) {
    auto const later = [this](std::uint64_t days) {
        return civil_date{std::chrono::sys_days{today()} + std::chrono::days{1 + callers_.below(days)}};
    };
    if (record.resting && callers_.odds(0.8)) return domain::resume_reminders{what.id, "owner"};
    domain::note_contact call{what.id, std::nullopt, "spoke on the phone", "owner"};
    domain::rest_reminders pause{what.id, "pause", std::nullopt, "", "owner"};
    switch (callers_.below(4)) {
        case 0: return call;
        case 1: call.promised = later(20); return call;
        case 2: pause.until = later(40); return pause;
        default: return pause;
    }
}

domain::cancel_booking owner::some_end(domain::booking const& what) {
    domain::cancel_booking said;
    said.booking = what.id;
    if (luck_.odds(0.5)) {
        auto const received = domain::balance_of(what).received;
        said.refund = domain::money::minor(some_part(received.minor_units()), received.unit());
    }
    said.reason = in_words(luck_.next());
    said.author = "owner";
    return said;
}

domain::order_refund owner::some_refund(domain::booking const& what) {
    domain::order_refund said;
    said.booking = what.id;
    auto const& from = what.payments[luck_.below(what.payments.size())];
    if (luck_.odds(0.5)) said.intent = from.intent;
    if (luck_.odds(0.7))
        said.amount = domain::money::minor(some_part(from.captured.minor_units()), from.captured.unit());
    said.reopens = luck_.odds(0.4);
    if (luck_.odds(0.2)) said.items = {some_item(what, luck_).number};
    said.reason = in_words(luck_.next());
    said.author = "owner";
    said.id = token(8);
    return said;
}

domain::take_by_hand owner::some_cash(domain::booking const& what) {
    constexpr std::array kinds{domain::hand_kind::cash, domain::hand_kind::transfer,
                               domain::hand_kind::cheque, domain::hand_kind::voucher};
    domain::take_by_hand said;
    said.booking = what.id;
    said.reference = token(8);
    auto const& one = some_item(what, luck_);
    said.amount = domain::money::minor(some_part(one.amount.minor_units()), one.amount.unit());
    said.kind = luck_.one_of(kinds);
    said.on = today();
    said.author = "owner";
    return said;
}

std::optional<domain::command> owner::some_correction(domain::booking const& what) {
    auto const hands = by_hand_in(what);
    if (hands.empty()) return some_cash(what);
    auto const& wrong = *hands[luck_.below(hands.size())];
    domain::correct_by_hand said;
    said.booking = what.id;
    said.reference = wrong.by_hand->reference;
    if (luck_.odds(0.5)) {
        said.amount = domain::money::minor(some_part(wrong.captured.minor_units()), wrong.captured.unit());
    }
    said.handed_back = luck_.odds(0.5);
    said.reason = in_words(luck_.next());
    said.author = "owner";
    said.id = token(8);
    return said;
}

domain::waive owner::some_waiver(domain::booking const& what) {
    domain::waive said;
    said.booking = what.id;
    auto const& one = some_item(what, luck_);
    said.item = one.number;
    if (luck_.odds(0.5))
        said.amount = domain::money::minor(some_part(one.amount.minor_units()), one.amount.unit());
    said.written_off = luck_.odds(0.3);
    said.reason = in_words(luck_.next());
    said.author = "owner";
    said.id = token(8);
    return said;
}

// Due on another day, or in two parts.
std::optional<domain::command> owner::some_change(domain::booking const& what) {
    auto const& one = some_item(what, luck_);
    domain::change_item said;
    said.booking = what.id;
    said.item = one.number;
    auto const later = civil_date{std::chrono::sys_days{today()} + std::chrono::days{luck_.below(40)}};
    auto const units = one.amount.minor_units();
    if (luck_.odds(0.5) || units < 2) {
        said.parts = {{one.amount, later}};
    } else {
        auto const first = 1 + static_cast<std::int64_t>(luck_.below(static_cast<std::uint64_t>(units - 1)));
        said.parts = {{domain::money::minor(first, one.amount.unit()), one.due},
                      {domain::money::minor(units - first, one.amount.unit()), later}};
    }
    said.reason = in_words(luck_.next());
    said.author = "owner";
    return said;
}

domain::deliver owner::some_delivery(domain::booking const& what) {
    domain::deliver said;
    said.booking = what.id;
    said.id = token(8);
    said.on = today();
    said.credits = static_cast<int>(1 + luck_.below(2));
    said.no_show = luck_.odds(0.2);
    said.author = "owner";
    return said;
}

std::optional<domain::command> owner::some_taking_back(domain::booking const& what) {
    if (what.deliveries.empty()) return some_delivery(what);
    return domain::take_back_delivery{what.id, what.deliveries[luck_.below(what.deliveries.size())].id,
                                      in_words(luck_.next()), "owner"};
}

std::optional<domain::command> owner::some_acknowledgement(domain::booking const& what) {
    auto const worries = domain::attention_of(what);
    if (worries.empty()) return std::nullopt;
    return domain::acknowledge{what.id, worries[luck_.below(worries.size())].id};
}

}  // namespace quittance::simulation
