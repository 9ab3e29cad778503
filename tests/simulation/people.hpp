// Promises: the people around the gateways. Clients click, pay with every kind of card, look away, come back,
// click twice; scanners open what is meant for others; the owner refunds, meets disputes, resends, moves
// bookings and looks at what was parked. Each acts by a stream of chance of its own.
#pragma once
#include "weather.hpp"

namespace quittance::simulation {

// What a client holds in hand: a link, plain or signed.
struct link {
    std::string path;
    std::string query;
    domain::booking_identity identity;  // as a plain link's; empty for a signed one
};

class people {
public:
    people(world& all, weather& over) : all_(all), weather_(over) {}
    // Everybody begins to live.
    void arrive();
    // Somebody stands at the processor's page, whoever led them there; true: they believe to have paid.
    awaitable<bool> at_the_page(chance& luck, std::string session);

private:
    awaitable<void> client(unsigned number);
    awaitable<void> buy(chance& luck, link with);
    // The business asks for money by itself; the client hears of it by mail.
    void be_named(chance& luck, unsigned client, web::signed_fields& fields) const;
    void be_invoiced(chance& luck, unsigned client, unsigned number);
    awaitable<bool> visit(chance& luck, link const& with);
    awaitable<bool> pay(chance& luck, std::string session);
    awaitable<void> come_back(chance& luck, std::string address);
    // Months with a plan: looks at its page, pays early, pays what could not be charged.
    awaitable<void> keep_up(chance luck, std::string address);
    awaitable<void> pay_at_our_page(chance& luck, std::string const& page);
    awaitable<void> press_again(chance luck, http::request pressed);
    // Somebody finds a letter, and does nothing, pays, asks, wants more time, or says it is paid.
    void take_letter(std::string const& body);
    awaitable<void> read_mail(chance luck, std::string page);
    awaitable<void> act_on_page(chance& luck, std::string const& page);
    sandbox::card_entry card_for(chance& luck, bool keeps_card);
    awaitable<void> second_device(chance luck, link with);
    awaitable<void> scanner(chance luck, link with);
    awaitable<std::optional<http::response>> open(chance& luck, http::request what);
    milliseconds arrival(chance& luck) const;
    link new_link(chance& luck, unsigned client, unsigned booking);
    domain::offer_id some_offer(chance& luck) const;

    world& all_;
    weather& weather_;
    std::uint64_t mails_ = 0;
    std::uint64_t choices_ = 0;
};

// The business's own side.
class owner {
public:
    owner(world& all, weather& over) : all_(all), weather_(over), luck_(all.around.how.seed, "owner") {}
    void arrive();

private:
    awaitable<void> days();
    awaitable<void> calls();
    // Moves a whole plan, or arranges what is open of it anew.
    awaitable<void> arranging();
    void arrange_a_plan();
    // Sessions of packages are scheduled, moved, taken off and held; credits are given and taken away.
    awaitable<void> scheduling();
    void keep_the_calendar();
    domain::command some_appointment(domain::booking const& what);
    domain::change_credits some_gift(domain::booking const& what);
    // What came too much for one booking pays another of the client.
    void use_some_credit();
    // Some clients ask to be erased; who still owes, or is owed, is refused.
    awaitable<void> erasing();
    void erase_a_client();
    domain::move_plan some_shift(domain::booking const& what);
    domain::command some_arrangement(domain::booking const& what);
    // Speaks to a client, lets reminders rest, or ends a rest.
    void care_for_reminders();
    domain::command some_word(domain::correspondence const& record, domain::booking const& what);
    void at_the_desk();
    void give_money_back();
    void take_money_by_phone();
    std::string token(std::size_t length);
    struct phone_order {
        std::string client, booking;
        int checkout;
        std::int64_t amount;
    };
    void charge(phone_order const& what);
    void resend_one();
    void move_one();
    void replay();
    // What a person decides about one booking: ends it, takes or corrects cash, refunds by order, waives,
    // moves and splits items, hands out credits; some say it twice, at two gateways.
    void care_for_a_booking();
    std::optional<domain::command> some_decision(domain::booking const& what);
    domain::cancel_booking some_end(domain::booking const& what);
    domain::order_refund some_refund(domain::booking const& what);
    domain::take_by_hand some_cash(domain::booking const& what);
    std::optional<domain::command> some_correction(domain::booking const& what);
    domain::waive some_waiver(domain::booking const& what);
    std::optional<domain::command> some_change(domain::booking const& what);
    domain::deliver some_delivery(domain::booking const& what);
    std::optional<domain::command> some_taking_back(domain::booking const& what);
    std::optional<domain::command> some_acknowledgement(domain::booking const& what);
    std::int64_t some_part(std::int64_t units);
    civil_date today() const;

    world& all_;
    weather& weather_;
    chance luck_;
    chance callers_{all_.around.how.seed, "calls"};
    chance forgetter_{all_.around.how.seed, "erased clients"};
    chance planner_{all_.around.how.seed, "plans of the owner"};
    chance calendar_{all_.around.how.seed, "sessions of packages"};
    std::uint64_t moves_ = 0;
};

}  // namespace quittance::simulation
