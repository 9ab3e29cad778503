// What the parts of settlement share: receiving webhooks, look-ups, the event list.
#pragma once
#include "quittance/engine/settlement.hpp"

namespace quittance::engine {

struct settlement::state {
    state(boost::asio::any_io_executor ex, accounts& b, registry& r, queues& q, store& s, processor& p,
          clock& c, settings const& cur, log& l, metrics& m);

    boost::asio::any_io_executor executor;
    accounts& books;
    registry& lists;
    queues& waiting;
    store& where;
    processor& outside;
    clock& time;
    settings const& current;
    log& journal;
    counter& looked_up;
    counter& look_up_failed;
    counter& parked;
    counter& foreign;
    counter& missed;
    webhook_silence silence;

    bool is_ours(route const& whose) const {
        return whose.store == current.store_id && !whose.client.empty();
    }
    // Fills in the route of an object that carries no metadata, from its intent. Throws when that cannot be
    // read now.
    awaitable<route> route_of(route told, domain::intent_id intent);
    // Of what is said of a card, from its customer.
    awaitable<route> route_of_customer(route told, domain::customer_id customer);
    // A card serves all that a client has.
    awaitable<std::vector<domain::booking_id>> reached_by(route whose, domain::command const& what);
    awaitable<apply_result> record(route whose, domain::command what, std::optional<event_mark> mark);

    awaitable<std::optional<apply_result>> record_readable(route whose, domain::command what,
                                                           std::optional<event_mark> mark);

    awaitable<webhook_outcome> receive(webhook_event event, std::string body);
    struct unplaced {
        std::string event_id, type, body;
    };
    awaitable<void> park(unplaced what, std::string reason);
    awaitable<webhook_outcome> park(webhook_event const& event, std::string body, std::string reason);
    awaitable<void> park(event_pointer const& listed, std::string reason);

    struct found_record {
        apply_result applied;
        bool is_news = false;  // a webhook tells such a change
    };
    awaitable<found_record> record_compared(route whose, domain::command what);
    // Recorded, and counted as missed where no webhook had told it.
    awaitable<void> record_found(route whose, domain::command what, news_kind kind);
    void note_missed(news_kind kind);

    awaitable<std::vector<domain::booking_id>> names_of(domain::client_id client, domain::booking_id booking);
    awaitable<void> look_up(domain::client_id client, domain::booking_id booking,
                            domain::look_up_session work);
    // Whether it found what a webhook tells.
    awaitable<bool> look_at(domain::client_id client, domain::booking_id booking,
                            domain::look_up_session work);
    awaitable<void> look_up(domain::client_id client, domain::booking_id booking,
                            domain::look_up_refund work);
    awaitable<void> look_up(domain::client_id client, domain::booking_id booking,
                            domain::look_up_dispute work);
    awaitable<void> look_up(domain::client_id client, domain::booking_id booking, domain::find_session work);
    awaitable<void> look_up(domain::client_id client, domain::booking_id booking, domain::close_hold work);
    awaitable<void> look_up(domain::client_id client, domain::booking_id booking, domain::erase_account work);
    awaitable<void> look_up(domain::client_id client, domain::booking_id booking,
                            domain::look_up_intent work);
    awaitable<void> look_up(domain::client_id client, domain::booking_id booking, domain::collect_items work);
    awaitable<void> look_up(domain::client_id client, domain::booking_id booking,
                            domain::look_up_card_page work);
    awaitable<void> look_up(domain::client_id client, domain::booking_id booking, domain::look_at_card work);
    awaitable<void> look_up(domain::client_id client, domain::booking_id booking, domain::add_fees work);
    awaitable<bool> pages_are_known(domain::account const& all);
    awaitable<void> look_up(domain::client_id client, domain::booking_id booking, domain::remind_client work);
    awaitable<void> wake_up(wake due);
    awaitable<void> look_now(domain::client_id client, domain::booking_id booking);

    awaitable<processor_result<std::vector<event_pointer>>> newer_events(std::optional<event_mark> cursor);
    awaitable<void> follow_pointer(event_pointer pointer);
    // As follow_pointer, but what can never be taken is logged and left behind: it must not block the others.
    awaitable<void> follow_or_leave(event_pointer pointer);
    // Nothing the object could say is news to this booking.
    awaitable<bool> knows_already(event_pointer const& pointer);
};

}  // namespace quittance::engine
