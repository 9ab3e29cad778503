#include "quittance/domain/erasure.hpp"

#include <algorithm>

#include "quittance/domain/balance.hpp"

namespace quittance::domain {
namespace {

using kind = erasure_obstacle_kind;

bool is_under_way(refund const& what) {
    return what.status == refund_status::pending || what.status == refund_status::requires_action ||
           what.status == refund_status::unknown;
}

bool sends_money_back(booking const& what) {
    auto const waits = [&what](refund_order const& o) { return outcome_of(what, o) == "ordered"; };
    auto const pending = [](payment const& p) { return std::ranges::any_of(p.refunds, is_under_way); };
    return std::ranges::any_of(what.refund_orders, waits) || std::ranges::any_of(what.payments, pending);
}

bool takes_a_card(booking const& what, instant now) {
    return std::ranges::any_of(what.card_pages, [now](card_page const& page) {
        bool const over = page.status == session_status::complete || page.status == session_status::expired;
        return !over && page.refusal.empty() && now < page.expires_at;
    });
}

void add_obstacles(std::vector<erasure_obstacle>& all, booking const& what, instant now) {
    bool const held = !what.closed_at && state_of(what) == booking_state::held;
    if (held) all.push_back({kind::held, what.id});
    if (!held && !what.closed_at && !balance_of(what).open.is_zero())
        all.push_back({kind::open_money, what.id});
    if (begins_more_periods(what)) all.push_back({kind::retainer_runs, what.id});
    if (std::ranges::any_of(what.checkouts, [](checkout const& c) { return is_live(c); }))
        all.push_back({kind::payer_lives, what.id});
    if (is_contested(what)) all.push_back({kind::dispute_open, what.id});
    if (sends_money_back(what)) all.push_back({kind::refund_under_way, what.id});
    if (has_unallocated_money(what)) all.push_back({kind::money_unallocated, what.id});
    if (takes_a_card(what, now)) all.push_back({kind::card_page_open, what.id});
}

struct asks_about_a_person {
    account const& current;

    bool operator()(client_says const&) const { return true; }
    bool operator()(note_contact const&) const { return true; }
    bool operator()(rest_reminders const&) const { return true; }
    bool operator()(choose_cadence const&) const { return true; }
    bool operator()(name_contacts const&) const { return true; }
    bool operator()(renew_page_link const&) const { return true; }
    bool operator()(ask_address const&) const { return true; }
    bool operator()(confirm_address const&) const { return true; }
    bool operator()(order_card_page const&) const { return true; }
    bool operator()(move_booking const&) const { return true; }  // its page would live again
    bool operator()(book const& asked) const { return !current.find(booking_id_of(asked.identity)); }
    template <class Other>
    bool operator()(Other const&) const {
        return false;
    }
};

}  // namespace

std::vector<erasure_obstacle> obstacles_to_erasure(account const& all, instant now) {
    std::vector<erasure_obstacle> found;
    auto const& client = all.client;
    if (!client.customer_for.empty()) found.push_back({kind::customer_ordered, {}});
    bool const on_its_way = std::ranges::any_of(
        client.correspondence.under_way, [](letter const& l) { return l.state == letter_state::attempting; });
    if (on_its_way) found.push_back({kind::letter_under_way, {}});
    for (auto const& [id, what] : all.bookings) {
        if (what.moved_to.empty()) add_obstacles(found, what, now);
    }
    return found;
}

bool needs_a_person(account const& current, command const& asked) {
    return std::visit(asks_about_a_person{current}, asked);
}

}  // namespace quittance::domain
