// `quittance take`, `use-credit`, `correct`, `refund`, `waive`, `change`, `shift`, `rearrange`, `reschedule`,
// `cancel`, `deliver`, `reserve`, `credits`, `note`, `pause`, `resume`, `ack`: what a person decides about
// one booking, through the engine, with name and reason.
#include <fmt/format.h>

#include "finding.hpp"
#include "quittance/domain/balance.hpp"
#include "quittance/domain/calendar.hpp"
#include "refusal_text.hpp"
#include "wiring.hpp"
#include "written_values.hpp"

namespace quittance::app {
namespace {

// What was ordered and not yet answered goes on in the gateway after this long.
constexpr std::chrono::seconds patience{20};
constexpr milliseconds look_again{20};

using make_command = domain::command (*)(application&, engine::found_booking const&, money_options const&);

std::optional<domain::money> amount_of(std::string const& text, domain::booking const& what,
                                       char const* option) {
    if (text.empty()) return std::nullopt;
    auto const unit = what.terms.price.unit();
    if (text.find(' ') == std::string::npos) {
        if (auto const plain = domain::parse_amount(text, unit)) return *plain;
    }
    domain::money read;
    if (auto const wrong = read_price(text, read)) throw std::runtime_error{option + (' ' + *wrong)};
    return read;
}

civil_date date_of(std::string const& text, char const* option) {
    auto const read = parse_iso_date(text);
    if (!read)
        throw std::runtime_error{
            fmt::format("{} is '{}', but must be a date such as 2027-01-31", option, text)};
    return *read;
}

domain::hand_kind kind_of(std::string const& word) {
    if (word == "cash") return domain::hand_kind::cash;
    if (word == "cheque") return domain::hand_kind::cheque;
    if (word == "voucher") return domain::hand_kind::voucher;
    return word == "transfer" ? domain::hand_kind::transfer : domain::hand_kind::other;
}

std::string id_of(application& parts, std::string const& given) {
    return given.empty() ? random_token(*parts.base.randomness) : given;
}

civil_date today_of(application& parts, domain::booking const& what) {
    return domain::date_in(domain::zone_of(what.who, parts.current.policy), parts.base.time.now());
}

// --- One for each command

domain::command taking(application& parts, engine::found_booking const& one, money_options const& what) {
    domain::take_by_hand asked;
    asked.booking = one.booking.id;
    asked.reference = what.hand_reference;
    asked.amount = amount_of(what.amount, one.booking, "--amount").value_or(domain::money{});
    asked.kind = kind_of(what.kind);
    asked.on = what.on.empty() ? today_of(parts, one.booking) : date_of(what.on, "--on");
    asked.author = what.by;
    return asked;
}

domain::command correcting(application& parts, engine::found_booking const& one, money_options const& what) {
    domain::correct_by_hand asked;
    asked.booking = one.booking.id;
    asked.reference = what.hand_reference;
    asked.amount = amount_of(what.amount, one.booking, "--amount");
    asked.handed_back = what.handed_back;
    asked.reason = what.reason;
    asked.author = what.by;
    asked.id = id_of(parts, what.id);
    return asked;
}

domain::command refunding(application& parts, engine::found_booking const& one, money_options const& what) {
    domain::order_refund asked;
    asked.booking = one.booking.id;
    asked.intent = domain::intent_id{what.payment};
    asked.amount = amount_of(what.amount, one.booking, "--amount");
    asked.reopens = what.reopens;
    asked.items = what.items;
    asked.reason = what.reason;
    asked.author = what.by;
    asked.id = id_of(parts, what.id);
    return asked;
}

domain::command waiving(application& parts, engine::found_booking const& one, money_options const& what) {
    return domain::waive{one.booking.id,       what.item,   amount_of(what.amount, one.booking, "--amount"),
                         what.written_off,     what.reason, what.by,
                         id_of(parts, what.id)};
}

// "60.00@2027-01-31"; a date alone: all of the item.
domain::item_part part_of(std::string const& text, domain::booking const& booking, int number) {
    auto const at = text.find('@');
    if (at != std::string::npos) {
        auto const amount = amount_of(text.substr(0, at), booking, "--part");
        return {amount.value_or(domain::money{}), date_of(text.substr(at + 1), "--part")};
    }
    for (auto const& i : booking.items) {
        if (i.number == number) return {i.amount, date_of(text, "--part")};
    }
    return {booking.terms.price, date_of(text, "--part")};
}

domain::command noting(application&, engine::found_booking const& one, money_options const& what) {
    std::optional<civil_date> promised;
    if (!what.until.empty()) promised = date_of(what.until, "--promised");
    return domain::note_contact{one.booking.id, promised, what.reason, what.by};
}

domain::command pausing(application&, engine::found_booking const& one, money_options const& what) {
    std::optional<civil_date> until;
    if (!what.until.empty()) until = date_of(what.until, "--until");
    return domain::rest_reminders{one.booking.id, "pause", until, what.reason, what.by};
}

domain::command resuming(application&, engine::found_booking const& one, money_options const& what) {
    return domain::resume_reminders{one.booking.id, what.by};
}

// The entry as the list prints it, or its reason alone where the booking has one of that kind.
domain::command acknowledging(application&, engine::found_booking const& one, money_options const& what) {
    std::string meant;
    for (auto const& each : domain::attention_of(one.booking)) {
        bool const is_it = each.reason + ' ' + each.subject == what.entry || each.id == what.entry ||
                           each.reason == what.entry;
        if (is_it && !meant.empty())
            throw std::runtime_error{
                fmt::format("several entries are '{}': name one as `quittance attention` prints it, with "
                            "what follows its reason",
                            what.entry)};
        if (is_it) meant = each.id;
    }
    return domain::acknowledge{one.booking.id, meant.empty() ? what.entry : meant};
}

domain::command choosing_cadence(application&, engine::found_booking const& one, money_options const& what) {
    return domain::choose_cadence{one.booking.id, what.cadence, what.by};
}

domain::command naming_contacts(application&, engine::found_booking const& one, money_options const& what) {
    for (auto const& address : what.addresses) {
        if (auto const wrong = smtp::problem_with_address(address))
            throw std::runtime_error{
                fmt::format("--to '{}' is no address mail can go to: {}", address, *wrong)};
    }
    return domain::name_contacts{one.booking.id, what.addresses, what.by};
}

domain::command renewing(application&, engine::found_booking const& one, money_options const& what) {
    return domain::renew_page_link{one.booking.id, what.by};
}

domain::command changing(application&, engine::found_booking const& one, money_options const& what) {
    domain::change_item asked;
    asked.booking = one.booking.id;
    asked.item = what.item;
    for (auto const& text : what.parts) asked.parts.push_back(part_of(text, one.booking, what.item));
    asked.reason = what.reason;
    asked.author = what.by;
    return asked;
}

domain::command shifting(application&, engine::found_booking const& one, money_options const& what) {
    domain::move_plan asked;
    asked.booking = one.booking.id;
    civil_date const nothing_open{std::chrono::sys_days{}};  // whatever it says is refused
    asked.from = what.from.empty() ? domain::first_open_day(one.booking).value_or(nothing_open)
                                   : date_of(what.from, "--from");
    asked.in_rhythm = !what.next.empty();
    if (asked.in_rhythm) {
        asked.to = date_of(what.next, "--next");
    } else if (what.days != 0) {
        asked.to = civil_date{std::chrono::sys_days{asked.from} + std::chrono::days{what.days}};
    } else {
        throw std::runtime_error{"say how far: --days 14, or --next 2027-01-31"};
    }
    asked.reason = what.reason;
    asked.author = what.by;
    return asked;
}

domain::command rearranging(application&, engine::found_booking const& one, money_options const& what) {
    domain::change_plan asked;
    asked.booking = one.booking.id;
    for (auto const& text : what.parts) {
        if (text.find('@') == std::string::npos)
            throw std::runtime_error{fmt::format(
                "--part is '{}', but must be an amount and a day, such as 60.00@2027-01-31", text)};
        asked.parts.push_back(part_of(text, one.booking, 0));
    }
    asked.reason = what.reason;
    asked.author = what.by;
    return asked;
}

domain::command rescheduling(application&, engine::found_booking const& one, money_options const& what) {
    if (!parse_rfc3339(what.service) && !parse_iso_date(what.service))
        throw std::runtime_error{
            fmt::format("--to is '{}', but must be a moment such as 2027-01-31T10:00:00Z, or a day such as "
                        "2027-01-31",
                        what.service)};
    return domain::reschedule{one.booking.id, what.service, {}, what.reason, what.by};
}

domain::command cancelling(application&, engine::found_booking const& one, money_options const& what) {
    domain::cancel_booking asked;
    asked.booking = one.booking.id;
    if (!what.service.empty()) {
        asked.service = parse_rfc3339(what.service);
        if (!asked.service)
            throw std::runtime_error{fmt::format(
                "--service is '{}', but must be a moment such as 2027-01-31T10:00:00Z", what.service)};
    }
    asked.refund = amount_of(what.amount, one.booking, "--refund");
    asked.reason = what.reason;
    asked.author = what.by;
    return asked;
}

domain::command delivering(application& parts, engine::found_booking const& one, money_options const& what) {
    if (what.take_back) return domain::take_back_delivery{one.booking.id, what.id, what.reason, what.by};
    auto const on = what.on.empty() ? today_of(parts, one.booking) : date_of(what.on, "--on");
    return domain::deliver{one.booking.id, what.id, on, what.credits, what.no_show, what.by};
}

domain::command reserving(application& parts, engine::found_booking const& one, money_options const& what) {
    if (what.release) return domain::release_credits{one.booking.id, what.id, what.reason, what.by};
    auto const on = what.on.empty() ? today_of(parts, one.booking) : date_of(what.on, "--on");
    return domain::reserve_credits{one.booking.id, what.id, on, what.credits, what.by};
}

// `other` is the booking's id by now.
domain::command using_credit(application& parts, engine::found_booking const& one,
                             money_options const& what) {
    domain::use_credit asked;
    asked.booking = one.booking.id;
    asked.to = domain::booking_id{what.other};
    asked.amount = amount_of(what.amount, one.booking, "--amount");
    asked.author = what.by;
    asked.id = id_of(parts, what.id);
    return asked;
}

domain::command changing_credits(application& parts, engine::found_booking const& one,
                                 money_options const& what) {
    domain::change_credits asked;
    asked.booking = one.booking.id;
    asked.credits = what.credits.value_or(0);
    if (!what.until.empty()) asked.until = date_of(what.until, "--until");
    asked.reason = what.reason;
    asked.author = what.by;
    asked.id = id_of(parts, what.id);
    return asked;
}

// --- Carrying it out

boost::asio::awaitable<void> finish_orders(application& parts) {
    auto const until = parts.base.time.now() + patience;
    // What was just ordered is in hand one turn later.
    do {
        co_await parts.base.time.sleep_until(parts.base.time.now() + look_again);
    } while (parts.work.running() > 0 && parts.base.time.now() < until);
    if (parts.work.running() > 0)
        fmt::print("The processor has not answered yet; the gateway goes on asking.\n");
}

void say_reminders(domain::correspondence const& record) {
    if (!record.resting) return;
    auto const& rest = *record.resting;
    fmt::print("  reminders rest ({}){}.\n", rest.reason,
               rest.until ? " until " + iso_date(*rest.until) : ", until `quittance resume`");
}

void say_orders(domain::booking const& what, std::size_t before) {
    for (auto i = before; i < what.refund_orders.size(); ++i) {
        auto const& order = what.refund_orders[i];
        fmt::print("  refund {} of {} from {}: {}\n", order.number, domain::plain_text(order.amount),
                   order.intent.text(), domain::outcome_of(what, order));
    }
}

void say_booking(domain::booking const& what, domain::policy const& rules, instant now) {
    auto const sums = domain::balance_of(what);
    fmt::print("'{}' is {}: received {}, went back {}, open {}", what.identity.reference,
               domain::name_of(domain::state_of(what)), domain::plain_text(sums.received),
               domain::plain_text(sums.went_back), domain::plain_text(sums.open));
    if (!sums.credit.is_zero()) fmt::print(", credit {}", domain::plain_text(sums.credit));
    auto const& zone = domain::zone_of(what.who, rules);
    auto const credits = domain::credits_of(what, domain::date_in(zone, now), zone);
    if (what.terms.credits.granted > 0) fmt::print(", credits left {}", credits.left);
    if (credits.reserved > 0) fmt::print(" and {} kept for sessions to come", credits.reserved);
    fmt::print(".\n");
}

// The other booking by its reference, and then by its id.
boost::asio::awaitable<bool> find_other(application& parts, engine::found_booking const& one,
                                        money_options& what) {
    booking_name called{what.other, "", ""};
    auto const other = co_await find_the_one(parts.reading, parts.base.settings, std::move(called));
    if (!other) co_return false;
    if (other->client != one.client) {
        fmt::print(stderr, "quittance: nothing was done: '{}' is a booking of another client\n", what.other);
        co_return false;
    }
    what.other = other->booking.id.text();
    co_return true;
}

boost::asio::awaitable<int> carry_out(application& parts, money_options what, make_command make) {
    co_await parts.open();
    booking_name called{what.booking, what.offer, what.source};
    auto const one = co_await find_the_one(parts.reading, parts.base.settings, std::move(called));
    if (!one) {
        parts.store->close();
        co_return 1;
    }
    auto const is_meant = what.other.empty() || co_await find_other(parts, *one, what);
    if (!is_meant) {
        parts.store->close();
        co_return 1;
    }
    engine::apply_request request;
    request.client = one->client;
    request.what = make(parts, *one, what);
    request.bookings = {one->booking.id};
    auto const done = co_await parts.books.apply(std::move(request));
    if (!done) {
        parts.store->close();
        fmt::print(stderr, "quittance: nothing was done: {}\n", sentence_for(done.error()));
        co_return 1;
    }
    co_await finish_orders(parts);
    std::vector<domain::booking_id> const wanted{one->booking.id};
    auto const after = co_await parts.books.read(one->client, wanted);
    parts.store->close();
    auto const* const now_there = after.account.find(one->booking.id);
    if (!now_there) co_return 1;
    if (!done->changed) fmt::print("Nothing new: this was done before.\n");
    say_booking(*now_there, parts.current.policy, parts.base.time.now());
    say_orders(*now_there, one->booking.refund_orders.size());
    say_reminders(after.account.client.correspondence);
    co_return 0;
}

int run(common_options const& how, money_options const& what, make_command make) {
    foundation base{how, foundation::voice::warnings};
    application parts{base};
    return run_on(base.loop, carry_out(parts, what, make));
}

}  // namespace

int take_by_hand(common_options const& how, money_options const& what) { return run(how, what, taking); }
int correct_by_hand(common_options const& how, money_options const& what) {
    return run(how, what, correcting);
}
int refund(common_options const& how, money_options const& what) { return run(how, what, refunding); }
int waive(common_options const& how, money_options const& what) { return run(how, what, waiving); }
int change_item(common_options const& how, money_options const& what) { return run(how, what, changing); }
int move_plan(common_options const& how, money_options const& what) { return run(how, what, shifting); }
int change_plan(common_options const& how, money_options const& what) { return run(how, what, rearranging); }
int reschedule(common_options const& how, money_options const& what) { return run(how, what, rescheduling); }
int cancel_booking(common_options const& how, money_options const& what) {
    return run(how, what, cancelling);
}
int deliver(common_options const& how, money_options const& what) { return run(how, what, delivering); }
int use_credit(common_options const& how, money_options const& what) { return run(how, what, using_credit); }
int reserve(common_options const& how, money_options const& what) { return run(how, what, reserving); }
int change_credits(common_options const& how, money_options const& what) {
    return run(how, what, changing_credits);
}
int note_contact(common_options const& how, money_options const& what) { return run(how, what, noting); }
int pause_reminders(common_options const& how, money_options const& what) { return run(how, what, pausing); }
int resume_reminders(common_options const& how, money_options const& what) {
    return run(how, what, resuming);
}
int acknowledge(common_options const& how, money_options const& what) {
    return run(how, what, acknowledging);
}
int name_contacts(common_options const& how, money_options const& what) {
    return run(how, what, naming_contacts);
}
int choose_cadence(common_options const& how, money_options const& what) {
    return run(how, what, choosing_cadence);
}
int renew_page_link(common_options const& how, money_options const& what) { return run(how, what, renewing); }

}  // namespace quittance::app
