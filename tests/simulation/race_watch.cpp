#include "race_watch.hpp"

#include <boost/json.hpp>

#include "browser.hpp"

namespace quittance::simulation {
namespace {

namespace json = boost::json;
using std::chrono::seconds;

std::string text_of(json::object const& from, std::string_view name) {
    auto const* const found = from.if_contains(name);
    return found && found->is_string() ? std::string{found->get_string()} : std::string{};
}

// Without reading all of it: an object of the processor begins with its id.
std::string id_in(std::string const& text) {
    std::size_t from = 0;
    return between(text, "\"id\":\"", from);
}

bool is_over(json::object const& session, instant now) {
    auto const* const ends = session.if_contains("expires_at");
    return ends && ends->is_int64() && ends->get_int64() <= unix_seconds(now);
}

bool has_failed(json::object const& intent) {
    auto const* const error = intent.if_contains("last_payment_error");
    return error && error->is_object();
}

bool is_new(std::optional<instant> const& when) { return !when.has_value(); }

}  // namespace

race_watch::race_watch(surroundings& around, instant due)
    : around_(around), due_(due), versions_lost_(around.versions_lost) {
    for (auto const* const kind : {"checkout.session", "payment_intent"}) {
        for (auto const& text : around_.machine.objects(kind)) {
            before_.insert(id_in(text));
        }
    }
}

void race_watch::commit(commit_seen const& what) {
    for (auto const& order : what.effects) {
        if (order.kind == "create_intent" && is_new(claimed_)) claimed_ = what.at;
        if (order.kind == "confirm_intent") confirms_.insert(order.key);
    }
    if (what.finished && confirms_.contains(*what.finished) && is_new(answered_)) answered_ = what.at;
}

void race_watch::call(call_seen const& what) {
    if (what.method != "POST") return;
    bool const done = what.status == 200;
    if (what.path == "/v1/payment_intents" && done && is_new(made_)) made_ = what.at;
    if (what.path == "/v1/checkout/sessions" && done && is_new(page_made_)) page_made_ = what.at;
    if (what.path.ends_with("/cancel") && done) cancelled_ = true;
    if (what.path.ends_with("/confirm")) {
        if (is_new(confirmed_)) confirmed_ = what.at;
        charge_took_ = charge_took_ || done;
    }
    // What ends a payer brings none to life.
    bool const ends = what.path.ends_with("/cancel") || what.path.ends_with("/expire");
    if (!ends) look();
}

void race_watch::pressed(instant at) { presses_.push_back(at); }

void race_watch::answered_without_page() {
    if (claimed_ && !page_made_) met_.insert(meeting::page_refused);
}

void race_watch::paid(instant at) {
    if (is_new(paid_)) paid_ = at;
    look();
}

void race_watch::look_at_pages(std::vector<std::string>& takers, std::set<std::string>& of_pages,
                               std::set<std::string>& paid) const {
    auto const now = around_.time.now();
    for (auto const& text : around_.machine.objects("checkout.session")) {
        auto const id = id_in(text);
        if (before_.contains(id)) continue;
        auto const parsed = json::parse(text);
        auto const& session = parsed.as_object();
        auto const intent = text_of(session, "payment_intent");
        of_pages.insert(intent);
        auto const status = text_of(session, "status");
        bool const is_paid = text_of(session, "payment_status") == "paid";
        if (is_paid) paid.insert(intent);
        bool const is_open = status == "open" && !is_over(session, now);
        if (is_open && !is_paid) takers.push_back(id);
    }
}

void race_watch::look_at_charges(std::vector<std::string>& takers, std::set<std::string> const& of_pages,
                                 std::set<std::string>& paid) {
    for (auto const& text : around_.machine.objects("payment_intent")) {
        auto const id = id_in(text);
        if (before_.contains(id)) continue;
        auto const parsed = json::parse(text);
        auto const& intent = parsed.as_object();
        auto const status = text_of(intent, "status");
        if (status == "succeeded") paid.insert(id);
        if (!of_pages.contains(id) && has_failed(intent)) declined_ = true;
        bool const waits_for_bank = status == "requires_action" && !of_pages.contains(id);
        if (status == "processing" || waits_for_bank) takers.push_back(id);
    }
}

void race_watch::look() {
    std::vector<std::string> takers;
    std::set<std::string> of_pages;
    std::set<std::string> paid;
    look_at_pages(takers, of_pages, paid);
    look_at_charges(takers, of_pages, paid);
    taken_ = paid.size();
    if (paid.size() > 1) report("charged twice: " + *paid.begin() + " and " + *paid.rbegin());
    if (takers.size() + paid.size() <= 1) return;
    std::string all;
    for (auto const& one : takers) all += ' ' + one;
    for (auto const& one : paid) all += ' ' + one + " (paid)";
    report("two payers at a time:" + all);
}

void race_watch::report(std::string what) {
    if (violations_.size() < 20) violations_.push_back(rfc3339(around_.time.now()) + ' ' + std::move(what));
}

meeting race_watch::phase_of(instant press) const {
    if (!claimed_ || press < *claimed_) return meeting::pressed_first;
    if (!made_ || press < *made_) return meeting::pressed_while_ordered;
    if (!confirmed_ || press < *confirmed_) return meeting::pressed_before_confirmed;
    if (!answered_ || press < *answered_) return meeting::pressed_under_way;
    return meeting::pressed_after_answer;
}

void race_watch::judge_end() {
    bool const page_was_open = page_made_ && *page_made_ < due_ && (!paid_ || *paid_ > due_);
    if (page_was_open && (!claimed_ || *claimed_ > due_ + seconds{30}))
        met_.insert(meeting::charge_held_back);
    if (cancelled_ && page_made_) met_.insert(meeting::charge_made_way);
    if (paid_ && !confirmed_) met_.insert(meeting::paid_by_link_first);
    if (paid_ && confirmed_ && !charge_took_) met_.insert(meeting::paid_after_decline);
    if (charge_took_) met_.insert(page_made_ ? meeting::charged_after_page : meeting::charged_first);
    if (taken_ == 0) met_.insert(meeting::nobody_paid);
}

std::set<meeting> const& race_watch::met() {
    for (auto const press : presses_) met_.insert(phase_of(press));
    if (around_.versions_lost > versions_lost_) met_.insert(meeting::decided_at_once);
    judge_end();
    return met_;
}

}  // namespace quittance::simulation
