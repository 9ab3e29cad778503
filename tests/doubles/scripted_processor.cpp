#include "doubles/scripted_processor.hpp"

#include <algorithm>
#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <sstream>

#include "doubles/scripted_words.hpp"

namespace quittance::doubles {
namespace {

using domain::session_status;
using engine::processor_failure;
using kind = processor_failure::kind;

// The body: one word after the other, in the order of checkout_body.
engine::routed_session parsed(std::string const& body) {
    std::istringstream words{body};
    std::string store, client, booking;
    int checkout = 0;
    std::int64_t amount = 0;
    std::int64_t expires = 0;
    words >> store >> client >> booking >> checkout >> amount >> expires;
    engine::routed_session made;
    made.whose = {store, domain::client_id{client}, domain::booking_id{booking}, checkout};
    made.fact.checkout = checkout;
    made.fact.amount = euros(amount);
    made.fact.customer = domain::customer_id{word_after(body, "customer=")};
    made.fact.expires_at = from_unix_millis(expires);
    return made;
}

bool keeps_card(std::string const& body) { return word_after(body, "keep=") == "1"; }

bool takes_money(engine::routed_session const& what) { return what.fact.status == session_status::open; }

}  // namespace

awaitable<void> scripted_processor::turn() {
    auto const executor = co_await boost::asio::this_coro::executor;
    co_await boost::asio::post(executor, boost::asio::use_awaitable);
}

awaitable<void> scripted_processor::held_back(bool waits) {
    if (!waits) co_return;
    auto const number = ++so_far_;
    auto& wait = waiting_[number];
    co_await wait.wait();
    waiting_.erase(number);
}

// --- What happens there

void scripted_processor::tell(std::string type, std::string object, domain::intent_id const& intent,
                              engine::route whose) {
    auto const number = std::to_string(1'000 + events_.size());
    auto body = R"({"id":"evt_)" + number + R"(","data":{"object":{"id":")" + object + R"("}}})";
    events_.push_back({"evt_" + number, std::move(type), std::move(object), intent.text(), std::move(whose),
                       time_.now(), std::move(body)});
}

domain::session_id scripted_processor::apply(engine::effect_key const& key, std::string const& body) {
    let_end();
    if (body.starts_with("card_page ")) return apply_card_page(key, body);
    auto made = parsed(body);
    for (auto const& [id, other] : sessions_) {
        bool const same = !other.what.card_page && other.what.whose.client == made.whose.client &&
                          other.what.whose.booking == made.whose.booking;
        if (same && takes_money(other.what)) ++double_payers;
    }
    made.fact.session = domain::session_id{"cs_" + std::to_string(++so_far_)};
    made.fact.status = session_status::open;
    made.fact.payment = domain::payment_status::unpaid;
    made.fact.url = "https://checkout.stripe.com/c/pay/" + made.fact.session.text();
    made.fact.at = time_.now();
    creations_[key].session = made.fact.session;
    auto const id = made.fact.session;
    sessions_.emplace(id, kept_session{std::move(made), time_.now(), keeps_card(body)});
    return id;
}

void scripted_processor::let_end() {
    for (auto const& [id, kept] : sessions_) {
        if (takes_money(kept.what) && time_.now() >= kept.what.fact.expires_at) expire(id);
    }
}

void scripted_processor::expire(domain::session_id const& session) {
    auto& what = sessions_.at(session).what;
    if (!takes_money(what)) return;
    what.fact.status = session_status::expired;
    what.fact.url.clear();
    what.fact.at = time_.now();
    if (what.card_page) {
        what.card_page->status = session_status::expired;
        what.card_page->url.clear();
    }
    tell("checkout.session.expired", session.text(), {}, what.whose);
}

bool scripted_processor::pay(domain::session_id const& session, domain::method_id method) {
    let_end();
    auto& kept = sessions_.at(session);
    auto& what = kept.what;
    if (!takes_money(what) || what.card_page) return false;
    ++payments;
    if (method.empty()) method = domain::method_id{"pm_" + std::to_string(++so_far_)};
    if (kept.keeps_card && !what.fact.customer.empty()) attach(method, what.fact.customer);
    domain::intent_id const id{"pi_" + std::to_string(++so_far_)};
    what.fact.status = session_status::complete;
    what.fact.payment = domain::payment_status::paid;
    what.fact.intent = id;
    what.fact.intent_state = domain::intent_status::succeeded;
    what.fact.method = method;
    what.fact.url.clear();
    what.fact.at = time_.now();
    engine::routed_intent paid;
    paid.whose = what.whose;
    paid.fact.intent = id;
    paid.fact.checkout = what.whose.checkout;
    paid.fact.amount = what.fact.amount;
    paid.fact.customer = what.fact.customer;
    paid.fact.method = method;
    made_.emplace_back(id, time_.now());
    succeed(intents_.emplace(id, paid).first->second);
    tell("checkout.session.completed", session.text(), id, what.whose);
    return true;
}

domain::refund_fact scripted_processor::refund(domain::intent_id const& intent,
                                               domain::refund_status status) {
    auto const& paid = intents_.at(intent).fact;
    domain::refund_fact made{domain::refund_id{"re_" + std::to_string(++so_far_)},
                             intent,
                             paid.charge,
                             status,
                             paid.received,
                             time_.now()};
    refunds_.emplace(made.refund, made);
    tell("refund.created", made.refund.text(), intent, {});
    return made;
}

void scripted_processor::settle_refund(domain::refund_id const& which, domain::refund_status status) {
    refunds_.at(which).status = status;
}

domain::dispute_fact scripted_processor::dispute(domain::intent_id const& intent) {
    auto const& paid = intents_.at(intent).fact;
    domain::dispute_fact made;
    made.dispute = domain::dispute_id{"dp_" + std::to_string(++so_far_)};
    made.intent = intent;
    made.charge = paid.charge;
    made.status = domain::dispute_status::needs_response;
    made.amount = paid.received;
    made.funds_withdrawn = true;
    made.at = time_.now();
    disputes_.emplace(made.dispute, made);
    tell("charge.dispute.created", made.dispute.text(), intent, {});
    return made;
}

void scripted_processor::decide_dispute(domain::dispute_id const& dispute, domain::dispute_status status) {
    disputes_.at(dispute).status = status;
}

domain::intent_id scripted_processor::sell_elsewhere() { return sell_as({}); }

domain::intent_id scripted_processor::sell_as(engine::route whose) {
    domain::intent_id const id{"pi_" + std::to_string(++so_far_)};
    engine::routed_intent sold;
    sold.whose = whose;
    sold.fact.intent = id;
    sold.fact.status = domain::intent_status::succeeded;
    sold.fact.amount = euros(1'000);
    sold.fact.received = euros(1'000);
    sold.fact.at = time_.now();
    intents_.emplace(id, sold);
    made_.emplace_back(id, time_.now());
    tell("payment_intent.succeeded", id.text(), id, std::move(whose));
    return id;
}

void scripted_processor::mention(std::string object, engine::route whose) {
    tell("charge.refunded", std::move(object), {}, std::move(whose));
}

void scripted_processor::release() {
    slow = slow_reads = false;
    for (auto& [number, place] : waiting_) place.resume();
}

void scripted_processor::drop_waiting() { waiting_.clear(); }

std::vector<domain::session_id> scripted_processor::open_sessions() {
    let_end();
    std::vector<domain::session_id> open;
    for (auto const& [id, kept] : sessions_) {
        if (takes_money(kept.what)) open.push_back(id);
    }
    return open;
}

domain::session_id scripted_processor::last_session() const {
    auto const last = std::max_element(sessions_.begin(), sessions_.end(), [](auto const& a, auto const& b) {
        return a.second.created < b.second.created;
    });
    return last == sessions_.end() ? domain::session_id{} : last->first;
}

engine::routed_session scripted_processor::session(domain::session_id const& which) {
    let_end();
    return sessions_.at(which).what;
}

engine::webhook_event scripted_processor::event_of(domain::session_id const& session, std::string event_id) {
    auto const seen = this->session(session);
    engine::webhook_event event;
    event.event_id = std::move(event_id);
    event.type = "checkout.session." + std::string{takes_money(seen) ? "created" : "completed"};
    event.created = time_.now();
    event.whose = seen.whose;
    event.intent = seen.fact.intent;
    event.what = engine::session_report{seen.fact, false};
    return event;
}

engine::webhook_event scripted_processor::event_of(domain::intent_id const& intent, std::string event_id) {
    auto const& seen = intents_.at(intent);
    engine::webhook_event event;
    event.event_id = std::move(event_id);
    event.type = event_type_of(seen.fact.status);
    event.created = time_.now();
    event.whose = seen.whose;
    event.intent = intent;
    event.what = seen.fact;
    return event;
}

// --- The port

std::string scripted_processor::checkout_body(domain::create_checkout const& order,
                                              engine::route const& whose) const {
    std::ostringstream words;
    words << whose.store << ' ' << whose.client.text() << ' ' << whose.booking.text() << ' ' << whose.checkout
          << ' ' << order.amount.minor_units() << ' ' << unix_millis(order.expires_at) << ' '
          << order.success_url << ' ' << order.customer_email << " customer=" << order.customer.text()
          << " keep=" << order.keep_card << " agreement=" << order.agreement_hash;
    return words.str();
}

awaitable<engine::processor_result<engine::routed_session>> scripted_processor::create_checkout(
    engine::effect_key key, std::string body) {
    co_await turn();
    ++asked;
    auto const how = creating;
    if (how == answer::refused) co_return failure(kind::refused);
    if (how == answer::not_attempted) co_return failure(kind::not_attempted);
    if (how == answer::unknown_not_applied) co_return failure(kind::unknown);
    auto const [place, fresh] = creations_.try_emplace(key, creation{body, {}, 0});
    ++place->second.asked;
    if (place->second.body != body) {
        ++key_misuses;
        co_return failure(kind::refused);
    }
    if (fresh) apply(key, body);
    // A replay answers what was true when the key was used first.
    auto reply = sessions_.at(creations_.at(key).session).what;
    if (!fresh) {
        reply.fact.status = session_status::open;
        reply.fact.payment = domain::payment_status::unpaid;
        reply.fact.url = "https://checkout.stripe.com/c/pay/" + reply.fact.session.text();
        reply.fact.intent = {};
        reply.fact.intent_state = std::nullopt;
    }
    co_await held_back(slow);
    co_await turn();
    if (how == answer::unknown_applied) co_return failure(kind::unknown);
    if (how == answer::saved_error) saved_errors_.insert(key);
    if (saved_errors_.contains(key)) co_return processor_failure{kind::unknown, "http_500", "saved"};
    co_return reply;
}

awaitable<engine::processor_result<engine::routed_session>> scripted_processor::expire_session(
    engine::effect_key, domain::session_id session) {
    co_await turn();
    expire(session);
    co_return sessions_.at(session).what;
}

std::optional<processor_failure> scripted_processor::read_trouble(std::string_view object) {
    ++reads;
    let_end();
    if (unreadable.contains(object)) {
        return processor_failure{kind::unknown, "malformed_reply", "the reply could not be read"};
    }
    if (forbidden.contains(object)) {
        return processor_failure{kind::not_attempted, "forbidden", "Stripe answered 403 forbidden."};
    }
    switch (reading) {
        case answer::normal: return std::nullopt;
        case answer::refused: return failure(kind::refused);
        case answer::not_attempted: return failure(kind::not_attempted);
        default: return failure(kind::unknown);
    }
}

awaitable<engine::processor_result<engine::routed_session>> scripted_processor::read_session(
    domain::session_id session) {
    co_await turn();
    co_await held_back(slow_reads);
    if (auto why = read_trouble(session.text())) co_return *why;
    auto const found = sessions_.find(session);
    if (found == sessions_.end()) co_return failure(kind::not_found);
    co_return found->second.what;
}

awaitable<engine::processor_result<engine::routed_intent>> scripted_processor::read_intent(
    domain::intent_id intent) {
    co_await turn();
    co_await held_back(slow_reads);
    if (auto why = read_trouble(intent.text())) co_return *why;
    auto const found = intents_.find(intent);
    if (found == intents_.end()) co_return failure(kind::not_found);
    co_return found->second;
}

awaitable<engine::processor_result<domain::refund_fact>> scripted_processor::read_refund(
    domain::refund_id refund) {
    co_await turn();
    if (auto why = read_trouble(refund.text())) co_return *why;
    auto const found = refunds_.find(refund);
    if (found == refunds_.end()) co_return failure(kind::not_found);
    co_return found->second;
}

awaitable<engine::processor_result<domain::charge_fact>> scripted_processor::read_charge(
    domain::charge_id charge) {
    co_await turn();
    if (auto why = read_trouble(charge.text())) co_return *why;
    for (auto const& [id, paid] : intents_) {
        if (paid.fact.charge != charge) continue;
        co_return domain::charge_fact{charge, id, true, paid.fact.received, {}, paid.fact.at};
    }
    co_return failure(kind::not_found);
}

awaitable<engine::processor_result<domain::dispute_fact>> scripted_processor::read_dispute(
    domain::dispute_id dispute) {
    co_await turn();
    if (auto why = read_trouble(dispute.text())) co_return *why;
    if (refuse_disputes) co_return failure(kind::refused);
    auto const found = disputes_.find(dispute);
    if (found == disputes_.end()) co_return failure(kind::not_found);
    auto read = found->second;
    read.at = time_.now();
    co_return read;
}

awaitable<engine::processor_result<std::vector<engine::routed_session>>> scripted_processor::list_sessions(
    instant from, instant to) {
    co_await turn();
    ++lists;
    --reads;
    if (auto why = read_trouble()) co_return *why;
    std::vector<engine::routed_session> listed;
    for (auto const& [id, kept] : sessions_) {
        if (kept.created >= from && kept.created <= to) listed.push_back(kept.what);
    }
    co_return listed;
}

awaitable<engine::processor_result<std::vector<engine::event_pointer>>> scripted_processor::list_events(
    std::string after, instant from, std::size_t most, engine::event_bodies bodies) {
    co_await turn();
    --reads;
    if (auto why = read_trouble()) co_return *why;
    std::vector<engine::event_pointer> listed;
    auto const cursor =
        std::find_if(events_.begin(), events_.end(), [&after](auto const& e) { return e.event_id == after; });
    bool const known = cursor != events_.end();
    if (!known && !after.empty()) co_return failure(kind::refused);
    for (auto at = known ? cursor + 1 : events_.begin(); at != events_.end() && listed.size() < most; ++at) {
        if (at->created < from) continue;
        listed.push_back(*at);
        if (bodies == engine::event_bodies::drop) listed.back().body.clear();
    }
    co_return listed;
}

awaitable<engine::processor_result<engine::processor_account>> scripted_processor::read_account() {
    co_await turn();
    co_return engine::processor_account{"acct_1", false, milliseconds{0}};
}

}  // namespace quittance::doubles
