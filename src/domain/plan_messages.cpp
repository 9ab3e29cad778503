#include "quittance/domain/plan_messages.hpp"

#include <algorithm>

#include "quittance/domain/balance.hpp"
#include "quittance/domain/calendar.hpp"

namespace quittance::domain {
namespace {

// More than a letter a day for years.
constexpr int most_rehearsed = 5'000;
constexpr std::chrono::days after_the_last{90};
constexpr std::chrono::hours hour_of_agreement{12};

class rehearsal {
public:
    rehearsal(sale_terms const& terms, agreement const& made, policy const& rules) : rules_(rules) {
        all_.id = client_id{"rehearsed"};
        now_ = at_hour(made.zone, made.agreed, hour_of_agreement);
        book_it(terms, made);
        pay_at_checkout();
    }

    bool is_booked() const {
        auto const found = all_.bookings.find(id_);
        return found != all_.bookings.end() &&
               (!found->second.terms.plan.is_plan() || !found->second.agreements.empty());
    }
    void charge_at(instant when) {
        now_ = std::max(now_, when);
        say(collect{id_});
        if (what().checkouts.empty() || !is_live(what().checkouts.back())) return;
        auto const charge = what().checkouts.back();
        if (!charge.off_session) return;
        intent_fact fact;
        fact.intent = intent_id{"charge-" + std::to_string(charge.number)};
        fact.checkout = charge.number;
        fact.status = intent_status::requires_confirmation;
        fact.amount = charge.amount;
        fact.at = now_;
        say(intent_created{id_, charge.number, fact});
        fact.status = intent_status::succeeded;
        fact.received = charge.amount;
        say(attempt_answered{id_, charge.number, 1, fact});
    }
    void write_until(instant when) {
        while (looks_++ < most_rehearsed) {
            auto const next = next_reminder(all_, what(), now_, rules_);
            if (!next || *next >= when) return;
            now_ = *next;
            say(remind{id_});
        }
    }
    std::vector<planned_message> take() { return std::move(list_); }

private:
    booking const& what() const { return all_.bookings.at(id_); }
    void book_it(sale_terms const& terms, agreement const& made);
    void pay_at_checkout();
    void say(command const& asked);
    void take(event const& happened);
    void note(letter const& made);

    policy const& rules_;
    account all_;
    booking_id id_;
    instant now_{};
    std::vector<planned_message> list_;
    int looks_ = 0;
};

void rehearsal::book_it(sale_terms const& terms, agreement const& made) {
    book asked;
    asked.identity = {"rehearsed", terms.offer, "rehearsed"};
    asked.origin = origin::api;
    asked.terms = terms;
    asked.who = {"", "client@rehearsed.example", "", made.zone};
    asked.page_token = "rehearsed";
    asked.return_base = "https://rehearsed.example/r/";
    asked.service = made.service;
    if (terms.plan.is_plan()) asked.agreed = consent{"Rehearsed.", "rehearsed", "", made.agreed};
    id_ = booking_id_of(asked.identity);
    say(asked);
}

void rehearsal::pay_at_checkout() {
    if (!all_.bookings.contains(id_)) return;
    if (!all_.client.customer_for.empty())
        say(customer_created{id_, {customer_id{"rehearsed"}, now_}, "https://rehearsed.example/r/"});
    if (what().checkouts.empty()) return;
    auto const page = what().checkouts.front();
    session_fact fact;
    fact.session = session_id{"page"};
    fact.checkout = page.number;
    fact.status = session_status::open;
    fact.payment = payment_status::unpaid;
    fact.url = "https://rehearsed.example/";
    fact.expires_at = page.expires_at;
    fact.customer = all_.client.customer;
    fact.at = now_;
    say(checkout_created{id_, page.number, fact});
    fact.status = session_status::complete;
    fact.payment = payment_status::paid;
    fact.url.clear();
    fact.amount = page.amount;
    fact.intent = intent_id{"page"};
    if (!fact.customer.empty()) fact.method = method_id{"card"};
    say(session_seen{id_, fact});
}

void rehearsal::say(command const& asked) {
    auto const made = decide(all_, asked, now_, rules_);
    if (!made) return;
    for (auto const& e : made->events) take(e);
}

void rehearsal::take(event const& happened) {
    evolve(all_, happened);
    if (std::holds_alternative<handed_over>(happened))
        list_.push_back(
            {now_, letter_kind::reminder_final, {std::get<handed_over>(happened).what.item}, {}, true});
    auto const* const ordered = std::get_if<letter_ordered>(&happened);
    if (ordered == nullptr) return;
    note(ordered->what);
    evolve(all_,
           letter_recorded{ordered->booking, ordered->what.number, letter_state::accepted, false, "", now_});
}

void rehearsal::note(letter const& made) {
    planned_message told{now_, made.kind, {}, made.amount};
    for (auto const& one : made.about) told.items.push_back(one.item);
    bool const counts = told.amount.unit().code().empty() && !told.items.empty();
    if (counts) told.amount = open_of(what(), told.items);
    list_.push_back(std::move(told));
}

instant end_of(std::vector<scheduled_item> const& items, sale_terms const& terms, std::string const& zone) {
    civil_date last{};
    for (auto const& one : items)
        if (one.how != collection::at_milestone && (!last.ok() || one.what.due > last)) last = one.what.due;
    if (!last.ok()) return {};
    // The next period is announced before it begins: that is no part of what was asked for.
    if (terms.plan.retainer) return start_of(zone, last);
    return start_of(zone, civil_date{std::chrono::sys_days{last} + after_the_last});
}

}  // namespace

std::vector<planned_message> messages_of_plan(sale_terms const& terms, agreement const& made,
                                              std::vector<scheduled_item> const& items, policy const& rules) {
    if (!rules.reminders.letters) return {};
    rehearsal played{terms, made, rules};
    if (!played.is_booked()) return {};
    auto const foreseen = std::min(items.size(), most_parts_foreseen);
    for (std::size_t k = 0; k < foreseen; ++k) {
        if (!items[k].charged_at) continue;
        played.write_until(*items[k].charged_at);
        played.charge_at(*items[k].charged_at);
    }
    // What comes later would be rehearsed as unpaid.
    if (foreseen == items.size()) played.write_until(end_of(items, terms, made.zone));
    return played.take();
}

}  // namespace quittance::domain
