#include "instant_processor.hpp"

#include "doubles/scripted_words.hpp"
#include "quittance/base/digest.hpp"

namespace quittance::bench {
namespace {

using doubles::number_after;
using doubles::word_after;
using engine::routed_intent;
using engine::routed_session;

std::string owner_words(engine::route const& whose) {
    return " store=" + whose.store + " client=" + whose.client.text() + " booking=" + whose.booking.text() +
           " checkout=" + std::to_string(whose.checkout);
}

engine::route owner_in(std::string const& body) {
    return {word_after(body, "store="), domain::client_id{word_after(body, "client=")},
            domain::booking_id{word_after(body, "booking=")},
            static_cast<int>(number_after(body, "checkout="))};
}

domain::money amount_in(std::string const& body) { return doubles::euros(number_after(body, "amount=")); }

// Nothing is asked for that was not told by a webhook.
engine::processor_failure not_kept() {
    return {engine::processor_failure::kind::not_found, "not_kept",
            "the benchmark's processor keeps nothing"};
}

}  // namespace

std::string instant_processor::fresh(std::string_view prefix, std::size_t length) {
    // As hard to foresee as the processor's own: what is packed would gain too much from counted names.
    static constexpr std::string_view letters =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789ab";
    std::string made{prefix};
    auto const octets = sha256(std::to_string(++so_far_));
    for (std::size_t i = 0; made.size() < length; ++i) made += letters[octets[i % 32] % 64U];
    return made;
}

engine::webhook_event instant_processor::event_about(routed_intent const& paid, std::string type,
                                                     engine::report what) {
    engine::webhook_event event;
    event.event_id = fresh("evt_3", 28);
    event.type = std::move(type);
    event.created = time_.now();
    event.whose = paid.whose;
    event.intent = paid.fact.intent;
    event.what = std::move(what);
    return event;
}

void instant_processor::tell_paid(std::vector<engine::webhook_event>& to, routed_intent const& paid) {
    domain::charge_fact charge;
    charge.charge = paid.fact.charge;
    charge.intent = paid.fact.intent;
    charge.captured = true;
    charge.amount = paid.fact.received;
    charge.refunded = doubles::euros(0);
    charge.at = paid.fact.at;
    to.push_back(event_about(paid, "payment_intent.succeeded", paid.fact));
    to.push_back(event_about(paid, "charge.succeeded", charge));
}

std::vector<engine::webhook_event> instant_processor::pay(domain::booking_id const& booking) {
    auto const found = open_.find(booking.text());
    if (found == open_.end()) throw std::logic_error("no page is open for booking " + booking.text());
    auto session = std::move(found->second);
    open_.erase(found);
    routed_intent paid;
    paid.whose = session.whose;
    paid.fact.intent = domain::intent_id{fresh("pi_3", 27)};
    paid.fact.checkout = session.whose.checkout;
    paid.fact.status = domain::intent_status::succeeded;
    paid.fact.amount = paid.fact.received = session.fact.amount;
    paid.fact.charge = domain::charge_id{fresh("ch_3", 27)};
    paid.fact.customer = session.fact.customer;
    paid.fact.method = domain::method_id{fresh("pm_1", 27)};
    paid.fact.at = time_.now();
    cards_[paid.fact.method.text()] = {paid.fact.method, paid.fact.customer, "card", "visa", "4242", 2099, 12,
                                       paid.fact.at};
    session.fact.status = domain::session_status::complete;
    session.fact.payment = domain::payment_status::paid;
    session.fact.intent = paid.fact.intent;
    session.fact.url.clear();
    session.fact.at = time_.now();
    std::vector<engine::webhook_event> told;
    told.push_back(
        event_about(paid, "checkout.session.completed", engine::session_report{session.fact, false}));
    tell_paid(told, paid);
    return told;
}

// --- Bodies

std::string instant_processor::checkout_body(domain::create_checkout const& order,
                                             engine::route const& whose) const {
    return "checkout" + owner_words(whose) + " amount=" + std::to_string(order.amount.minor_units()) +
           " customer=" + order.customer.text() + " until=" + std::to_string(unix_millis(order.expires_at));
}

std::string instant_processor::customer_body(domain::create_customer const&,
                                             engine::route const& whose) const {
    return "customer" + owner_words(whose);
}

std::string instant_processor::customer_change_body(domain::change_customer const& order) const {
    return "email=" + order.email;
}

std::string instant_processor::intent_body(domain::create_intent const& order,
                                           engine::route const& whose) const {
    return "intent" + owner_words(whose) + " amount=" + std::to_string(order.amount.minor_units()) +
           " customer=" + order.customer.text();
}

std::string instant_processor::confirm_body(domain::confirm_intent const& order) const {
    return "confirm method=" + order.method.text();
}

std::string instant_processor::card_page_body(domain::create_card_page const&,
                                              engine::route const& whose) const {
    return "card_page" + owner_words(whose);
}
std::string instant_processor::refund_body(domain::create_refund const&, engine::route const& whose) const {
    return "refund" + owner_words(whose);
}

// --- Orders

awaitable<engine::processor_result<routed_session>> instant_processor::create_checkout(engine::effect_key,
                                                                                       std::string body) {
    routed_session made;
    made.whose = owner_in(body);
    made.fact.session = domain::session_id{fresh("cs_live_a1", 66)};
    made.fact.checkout = made.whose.checkout;
    made.fact.status = domain::session_status::open;
    made.fact.payment = domain::payment_status::unpaid;
    made.fact.amount = amount_in(body);
    // What the real one appends there does not compress.
    std::string tail;
    for (std::uint64_t x = so_far_; tail.size() < 250;
         x = x * 6364136223846793005ULL + 1442695040888963407ULL)
        tail += static_cast<char>('a' + (x >> 59U) % 26);
    made.fact.url = "https://checkout.stripe.com/c/pay/" + made.fact.session.text() + '#' + tail;
    made.fact.expires_at = instant{milliseconds{number_after(body, "until=")}};
    made.fact.customer = domain::customer_id{word_after(body, "customer=")};
    made.fact.at = time_.now();
    open_.insert_or_assign(made.whose.booking.text(), made);
    co_return made;
}

awaitable<engine::processor_result<routed_session>> instant_processor::expire_session(engine::effect_key,
                                                                                      domain::session_id) {
    co_return not_kept();
}

awaitable<engine::processor_result<domain::customer_fact>> instant_processor::create_customer(
    engine::effect_key, std::string) {
    co_return domain::customer_fact{domain::customer_id{fresh("cus_", 18)}, time_.now()};
}

awaitable<engine::processor_result<domain::customer_fact>> instant_processor::change_customer(
    engine::effect_key, domain::customer_id customer, std::string) {
    co_return domain::customer_fact{std::move(customer), time_.now()};
}

awaitable<engine::processor_result<routed_intent>> instant_processor::create_intent(engine::effect_key,
                                                                                    std::string body) {
    routed_intent made;
    made.whose = owner_in(body);
    made.fact.intent = domain::intent_id{fresh("pi_3", 27)};
    made.fact.checkout = made.whose.checkout;
    made.fact.status = domain::intent_status::requires_payment_method;
    made.fact.amount = amount_in(body);
    made.fact.received = doubles::euros(0);
    made.fact.customer = domain::customer_id{word_after(body, "customer=")};
    made.fact.at = time_.now();
    unpaid_.emplace(made.fact.intent.text(), made);
    co_return made;
}

awaitable<engine::processor_result<routed_intent>> instant_processor::confirm_intent(engine::effect_key,
                                                                                     domain::intent_id intent,
                                                                                     std::string body) {
    auto const found = unpaid_.find(intent.text());
    if (found == unpaid_.end()) co_return not_kept();
    auto paid = std::move(found->second);
    unpaid_.erase(found);
    paid.fact.status = domain::intent_status::succeeded;
    paid.fact.received = paid.fact.amount;
    paid.fact.charge = domain::charge_id{fresh("ch_3", 27)};
    paid.fact.method = domain::method_id{word_after(body, "method=")};
    paid.fact.at = time_.now();
    ++charges;
    tell_paid(told_, paid);
    co_return paid;
}

awaitable<engine::processor_result<routed_intent>> instant_processor::cancel_intent(engine::effect_key,
                                                                                    domain::intent_id) {
    co_return not_kept();
}

awaitable<engine::processor_result<domain::refund_fact>> instant_processor::create_refund(engine::effect_key,
                                                                                          std::string) {
    co_return not_kept();
}

// --- Reads

awaitable<engine::processor_result<routed_session>> instant_processor::read_session(domain::session_id) {
    co_return not_kept();
}
awaitable<engine::processor_result<routed_intent>> instant_processor::read_intent(domain::intent_id) {
    co_return not_kept();
}
awaitable<engine::processor_result<domain::method_fact>> instant_processor::read_method(
    domain::method_id method) {
    auto const found = cards_.find(method.text());
    if (found == cards_.end()) co_return not_kept();
    co_return found->second;
}
awaitable<engine::processor_result<engine::routed_card_page>> instant_processor::read_setup(std::string) {
    co_return not_kept();
}
awaitable<engine::processor_result<engine::route>> instant_processor::read_customer(domain::customer_id) {
    co_return not_kept();
}
awaitable<engine::processor_result<domain::refund_fact>> instant_processor::read_refund(domain::refund_id) {
    co_return not_kept();
}
awaitable<engine::processor_result<domain::charge_fact>> instant_processor::read_charge(domain::charge_id) {
    co_return not_kept();
}
awaitable<engine::processor_result<domain::dispute_fact>> instant_processor::read_dispute(
    domain::dispute_id) {
    co_return not_kept();
}
awaitable<engine::processor_result<std::vector<routed_session>>> instant_processor::list_sessions(instant,
                                                                                                  instant) {
    co_return std::vector<routed_session>{};
}
awaitable<engine::processor_result<std::vector<routed_intent>>> instant_processor::list_intents(instant,
                                                                                                instant) {
    co_return std::vector<routed_intent>{};
}
awaitable<engine::processor_result<std::vector<engine::event_pointer>>> instant_processor::list_events(
    std::string, instant, std::size_t, engine::event_bodies) {
    co_return std::vector<engine::event_pointer>{};
}
awaitable<engine::processor_result<engine::processor_account>> instant_processor::read_account() {
    co_return engine::processor_account{"acct_bench", true, std::nullopt};
}

}  // namespace quittance::bench
