#include "race_round.hpp"

#include <algorithm>
#include <memory>
#include <stdexcept>

#include "browser.hpp"
#include "quittance/domain/balance.hpp"
#include "weather.hpp"

namespace quittance::simulation {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr milliseconds browser_patience{60'000};
// What a charge without the client comes to.
constexpr std::array<char const*, 8> kept_cards{
    "4242424242424242", "4242424242424242", "4242424242424242", "5555555555554444",
    "4000000000000341",  // declined once it is kept
    "4000000000000341",
    "4000002500003155",  // asks now, not later
    "4000002760003184",  // asks always
};
// What was paid with is kept, too.
constexpr std::array<char const*, 10> cards_at_the_page{
    "4242424242424242", "4242424242424242", "4242424242424242", "5555555555554444",
    "4000000000000341",  // declined once it is kept
    "4000002500003155",  // asks now, not later
    "4000000000000002",  // declined
    "4000000000009995",  // no money
    "4000002760003184",  // asks for the bank
    "4000008260003178",  // asks, then is declined
};
constexpr std::array faults_of_a_race{
    fault::request_lost,      fault::reply_lost,         fault::slow,
    fault::duplicate_request, fault::webhook_duplicated, fault::webhook_reordered,
    fault::processor_busy,    fault::processor_fails,    fault::processor_fails_after};

// Declined charges are tried for eight days; the next part comes after a week of rest.
constexpr int days_between_parts = 20;

plan plan_of_round(std::uint64_t seed) {
    chance luck{seed, "raced plan"};
    plan made;
    made.seed = seed;
    made.clients = 1;
    made.gateways = luck.odds(0.2) ? 1 : 2;
    made.days = days_between_parts * static_cast<unsigned>(1 + rounds_of_a_plan);
    made.letters = false;
    bool const calm = luck.odds(0.3);
    for (auto const each : faults_of_a_race) {
        if (!calm && luck.odds(0.35)) made.faults.add(each);
    }
    return made;
}

domain::offer a_course() {
    domain::offer made;
    made.id = domain::offer_id{"course"};
    made.title = "Course";
    made.price = domain::money::minor(420'00, *domain::currency::parse("EUR"));
    made.plan.every = domain::rhythm::every_days;
    made.plan.days = days_between_parts;
    made.plan.count = static_cast<int>(1 + rounds_of_a_plan);
    return made;
}

class raced {
public:
    raced(std::uint64_t seed, bool aloud);

    raced_plan run(std::uint64_t rounds);

private:
    void sell();
    awaitable<void> pay_first_part();
    void race(std::size_t item);
    void let_trouble_begin();
    void come_to_rest();
    void judge_end(std::size_t item);
    // What nobody paid is paid in calm weather: the next round is about one item, too.
    void settle(std::size_t item);
    awaitable<void> pay_in_calm();
    awaitable<void> pay_by_link(chance luck, instant press);
    awaitable<bool> press(chance& luck);
    awaitable<std::optional<http::request>> button(chance& luck);
    awaitable<bool> at_the_page(chance& luck, std::string session);
    awaitable<sandbox::pay_outcome> enter_card(chance& luck, std::string session);
    awaitable<void> crash(chance luck, instant when);
    awaitable<std::optional<http::response>> open(chance& luck, http::request what);
    sandbox::pay_outcome submit(std::string const& session, char const* number);
    domain::booking const& booking() const;
    bool is_open(std::size_t item) const;
    void require(bool holds, char const* what);
    instant some_press(chance& luck) const;

    chance luck_;
    world all_;
    weather over_;
    std::unique_ptr<race_watch> watch_;
    std::string home_;  // the client's page
    int item_ = 0;      // what the payers race for
    instant due_{};
    race_result made_;
};

raced::raced(std::uint64_t seed, bool aloud)
    : luck_(seed, "race"), all_(plan_of_round(seed), aloud), over_(all_) {
    auto& at = all_.around;
    all_.current.offers.clear();
    all_.current.offers.emplace(domain::offer_id{"course"}, a_course());
    all_.current.policy.checkout_lifetime = minutes{35 + luck_.below(60)};
    at.bad.end();
    at.changes_stay_fresh = milliseconds{0};
    for (auto const& each : all_.gateways) each->reload(all_.current);
    at.on_commit = [this](commit_seen const& what) {
        if (watch_) watch_->commit(what);
    };
    at.on_call = [this](call_seen const& what) {
        if (watch_) watch_->call(what);
    };
}

void raced::require(bool holds, char const* what) {
    if (!holds) made_.violations.emplace_back(what);
}

bool raced::is_open(std::size_t item) const {
    return !domain::open_of(booking(), {booking().items.at(item).number}).is_zero();
}

domain::booking const& raced::booking() const {
    auto const& accounts = all_.around.store.inside().accounts;
    if (accounts.size() != 1) throw std::logic_error("a race is about one account");
    return accounts.begin()->second.account.bookings.begin()->second;
}

awaitable<std::optional<http::response>> raced::open(chance& luck, http::request what) {
    what.peer = "203.0.113.1";
    co_await all_.around.sleep(all_.around.usual_delay());
    auto* const at = all_.any_gateway(luck);
    bool const presses = what.verb == http::method::post;
    if (presses) watch_->pressed(all_.around.time.now());
    auto reply = co_await all_.ask(at, std::move(what), browser_patience);
    if (reply) all_.around.judge.page_sent(reply->body, all_.around.time.now());
    co_return reply;
}

sandbox::pay_outcome raced::submit(std::string const& session, char const* number) {
    sandbox::card_entry card;
    card.number = number;
    card.email = "client@example.com";
    ++all_.around.processor_changes;
    return all_.around.machine.submit_card(session, card, all_.around.time.now());
}

awaitable<void> raced::pay_first_part() {
    auto& at = all_.around;
    auto const now = at.time.now();
    engine::purchase what;
    what.identity = {"plain", domain::offer_id{"course"}, "race"};
    what.terms.offer = what.identity.offer;
    what.terms.title = "Course";
    what.terms.price = a_course().price;
    what.terms.plan = a_course().plan;
    what.who = {"A Client", "client@example.com", "", "UTC"};
    what.agreed = domain::consent{"the terms", "hash", "note", civil_date{std::chrono::floor<days>(now)}};
    all_.gateways.front()->run(all_.gateways.front()->sell(std::move(what)));
    co_await at.sleep(minutes{1});
    auto const sessions = at.machine.objects("checkout.session");
    if (sessions.size() != 1) throw std::logic_error("no page is opened for the first part");
    std::size_t from = 0;
    auto const session = between(sessions.front(), "\"id\":\"", from);
    home_ = at.machine.page(session)->success_url;
    auto const paid = submit(session, luck_.one_of(kept_cards));
    if (paid.what == sandbox::pay_outcome::kind::challenge) at.machine.authenticate(session, true, now);
}

// In calm weather: what races are the later parts.
void raced::sell() {
    all_.around.spawn(pay_first_part());
    all_.run_until(all_.around.time.now() + hours{1});
    auto const& what = booking();
    if (!what.kept || what.items.size() != 1 + rounds_of_a_plan || is_open(0)) {
        throw std::logic_error("the first part was not paid");
    }
}

void raced::let_trouble_begin() {
    constexpr std::array ways{milliseconds{120}, milliseconds{120}, milliseconds{1'500}, milliseconds{6'000}};
    constexpr std::array stores{milliseconds{2}, milliseconds{50}, milliseconds{400}, milliseconds{1'500}};
    auto& at = all_.around;
    at.slowest_way = luck_.one_of(ways);
    at.slowest_store = luck_.one_of(stores);
    if (luck_.odds(0.15)) at.changes_stay_fresh = minutes{11};
    at.bad.begin();
    if (luck_.odds(0.15)) at.spawn(crash(chance{luck_.next()}, due_));
}

// Mostly within the seconds that a charge takes.
instant raced::some_press(chance& luck) const {
    auto const kind = luck.below(10);
    if (kind < 2) return due_ - luck.about(milliseconds{50}, minutes{55});
    if (kind < 9) return due_ + luck.about(milliseconds{20}, seconds{20});
    return due_ + luck.about(seconds{20}, hours{5});
}

void raced::race(std::size_t item) {
    due_ = instant{std::chrono::sys_days{booking().items.at(item).due}} + all_.current.policy.collect_at;
    item_ = booking().items.at(item).number;
    all_.run_until(due_ - hours{1});
    watch_ = std::make_unique<race_watch>(all_.around, due_);
    let_trouble_begin();
    auto const first = some_press(luck_);
    all_.around.spawn(pay_by_link(chance{luck_.next()}, first));
    if (luck_.odds(0.35)) {
        auto const second =
            luck_.odds(0.5) ? first + luck_.about(milliseconds{1}, seconds{30}) : some_press(luck_);
        all_.around.spawn(pay_by_link(chance{luck_.next()}, second));
    }
    all_.run_until(due_ + hours{36});
}

awaitable<void> raced::crash(chance luck, instant when) {
    auto& victim = *all_.gateways[luck.below(all_.gateways.size())];
    co_await all_.around.sleep(when + luck.about(milliseconds{1}, seconds{10}) - all_.around.time.now());
    victim.crash_after(luck.below(80));
    co_await all_.around.sleep(luck.about(milliseconds{100}, minutes{5}));
    if (victim.is_up()) victim.crash();
    co_await all_.around.sleep(luck.about(milliseconds{100}, minutes{20}));
    if (!victim.is_up()) victim.start(all_.current);
}

// One device of the client: presses until it is led to a page, or told that nothing is to be paid.
awaitable<void> raced::pay_by_link(chance luck, instant when) {
    co_await all_.around.sleep(when - all_.around.time.now());
    auto const patience = 1 + luck.below(4);
    for (std::uint64_t tries = 0; tries < patience; ++tries) {
        bool const done = co_await press(luck);
        if (done) co_return;
        co_await all_.around.sleep(luck.about(milliseconds{200}, minutes{30}));
    }
}

// What the page offers, or the same button pressed again from an old page.
awaitable<std::optional<http::request>> raced::button(chance& luck) {
    auto asked = at_address(home_);
    if (luck.odds(0.7)) {
        asked.verb = http::method::post;
        asked.path += "/pay";
        asked.query.clear();
        co_return asked;
    }
    auto const shown = co_await open(luck, asked);
    if (!shown || shown->status != 200) co_return std::nullopt;
    auto forms = forms_of(shown->body);
    auto const wanted = "item=" + std::to_string(item_);
    std::erase_if(forms, [&wanted](http::request const& each) {
        return !each.path.ends_with("/pay") || each.body != wanted;
    });
    if (forms.empty()) co_return std::nullopt;
    co_return std::move(forms.front());
}

// True when this device has nothing more to do.
awaitable<bool> raced::press(chance& luck) {
    auto asked = co_await button(luck);
    if (!asked) co_return false;
    auto const sent = co_await open(luck, std::move(*asked));
    if (!sent || sent->status >= 500) co_return false;
    auto const session = sent->status == 303 ? session_in(location_of(*sent)) : std::string{};
    if (session.empty()) {
        watch_->answered_without_page();
        co_return false;
    }
    bool const paid = co_await at_the_page(luck, session);
    co_return paid || luck.odds(0.5);
}

awaitable<sandbox::pay_outcome> raced::enter_card(chance& luck, std::string session) {
    auto& machine = all_.around.machine;
    auto const page = machine.page(session);
    sandbox::pay_outcome outcome;
    if (page && page->takes_delayed && luck.odds(0.03)) {
        outcome =
            machine.submit_delayed(session, luck.odds(0.7), "client@example.com", all_.around.time.now());
    } else {
        outcome = submit(session, luck.one_of(cards_at_the_page));
    }
    watch_->look();
    if (outcome.what == sandbox::pay_outcome::kind::challenge) {
        co_await all_.around.sleep(luck.about(seconds{1}, minutes{40}));
        outcome = machine.authenticate(session, luck.odds(0.75), all_.around.time.now());
    }
    ++all_.around.processor_changes;
    machine.take_journal();
    co_return outcome;
}

awaitable<bool> raced::at_the_page(chance& luck, std::string session) {
    if (luck.odds(0.2)) co_return false;  // looks, and goes
    for (int tries = 0; tries < 3; ++tries) {
        co_await all_.around.sleep(luck.about(milliseconds{500}, luck.odds(0.2) ? hours{2} : minutes{5}));
        auto const outcome = co_await enter_card(luck, session);
        all_.around.told.add(all_.around.time.now(), -1, "paying", session);
        if (outcome.what != sandbox::pay_outcome::kind::complete) continue;
        watch_->paid(all_.around.time.now());
        auto back = at_address(outcome.redirect);
        if (luck.odds(0.4)) co_await open(luck, std::move(back));
        co_return true;
    }
    co_return false;
}

// Trouble ends; what was declined is tried again until nobody tries any more.
void raced::come_to_rest() {
    over_.heal();
    auto& at = all_.around;
    at.slowest_way = milliseconds{120};
    at.slowest_store = milliseconds{0};
    at.changes_stay_fresh = minutes{1};
    ++at.processor_changes;
    require(all_.run_until(due_ + days{16}), "it never comes to rest");
    at.judge.at_rest(at.view(), at.books(), at.time.now());
    watch_->look();
}

void raced::judge_end(std::size_t item) {
    made_.met = watch_->met();
    auto const charges = watch_->charges();
    require(charges <= 1, "the item was charged more than once");
    require(charges == 1 || watch_->was_declined(), "nobody paid, and no card was declined");
    require(is_open(item) == (charges == 0), "our books and the processor's differ about the item");
    for (auto const& one : watch_->violations()) made_.violations.push_back(one);
    for (auto const& one : all_.around.judge.violations()) {
        made_.violations.push_back("rule " + std::to_string(one.rule) + " at " + rfc3339(one.at) + ": " +
                                   one.what);
    }
}

awaitable<void> raced::pay_in_calm() {
    auto asked = at_address(home_);
    asked.verb = http::method::post;
    asked.path += "/pay";
    asked.query.clear();
    auto const sent = co_await open(luck_, std::move(asked));
    auto const session = sent && sent->status == 303 ? session_in(location_of(*sent)) : std::string{};
    auto const paid = submit(session, luck_.one_of(kept_cards));
    if (paid.what == sandbox::pay_outcome::kind::challenge) {
        all_.around.machine.authenticate(session, true, all_.around.time.now());
    }
}

void raced::settle(std::size_t item) {
    all_.around.changes_stay_fresh = milliseconds{0};
    if (!is_open(item)) return;
    all_.around.spawn(pay_in_calm());
    all_.run_until(all_.around.time.now() + days{1});
    require(!is_open(item), "the item cannot be paid by link once everything is over");
}

raced_plan raced::run(std::uint64_t rounds) {
    raced_plan all;
    sell();
    for (std::size_t item = 1; item <= rounds && item <= rounds_of_a_plan; ++item) {
        made_ = {};
        try {
            race(item);
            come_to_rest();
            judge_end(item);
            settle(item);
        } catch (std::exception const& e) {
            made_.violations.push_back(std::string{"the round failed: "} + e.what());
        }
        all.rounds.push_back(made_);
        if (!made_.violations.empty()) break;
    }
    all.steps = all_.steps;
    all.commits = all_.around.store.commits;
    return all;
}

}  // namespace

raced_plan race_for_a_plan(std::uint64_t seed, std::uint64_t rounds, bool aloud) {
    return raced{seed, aloud}.run(rounds);
}

}  // namespace quittance::simulation
