// The scripted processor's pages that take a card and no money, and what is said of cards by themselves.
#include "doubles/scripted_processor.hpp"
#include "doubles/scripted_words.hpp"

namespace quittance::doubles {
namespace {

using domain::session_status;
using kind = engine::processor_failure::kind;

std::string setup_of(domain::session_id const& page) { return "seti_of_" + page.text(); }

}  // namespace

std::string scripted_processor::card_page_body(domain::create_card_page const& order,
                                               engine::route const& whose) const {
    return "card_page store=" + whose.store + " client=" + whose.client.text() +
           " booking=" + whose.booking.text() + " customer=" + order.customer.text() +
           " page=" + std::to_string(order.page) +
           " expires=" + std::to_string(unix_millis(order.expires_at)) + " back=" + order.return_url;
}

domain::session_id scripted_processor::apply_card_page(engine::effect_key const& key,
                                                       std::string const& body) {
    engine::routed_session made;
    made.whose = {word_after(body, "store="), domain::client_id{word_after(body, "client=")},
                  domain::booking_id{word_after(body, "booking=")}, 0};
    domain::session_id const id{"cs_" + std::to_string(++so_far_)};
    domain::card_page_fact page;
    page.session = id;
    page.page = static_cast<int>(number_after(body, "page="));
    page.status = session_status::open;
    page.url = "https://checkout.stripe.com/c/pay/" + id.text();
    page.expires_at = from_unix_millis(number_after(body, "expires="));
    page.at = time_.now();
    page.customer = domain::customer_id{word_after(body, "customer=")};
    made.fact.session = id;
    made.fact.status = session_status::open;
    made.fact.expires_at = page.expires_at;
    made.fact.url = page.url;
    made.fact.at = page.at;
    made.card_page = std::move(page);
    creations_[key].session = id;
    sessions_.emplace(id, kept_session{std::move(made), time_.now(), false});
    return id;
}

domain::method_id scripted_processor::name_card(domain::session_id const& page, domain::method_id method) {
    let_end();
    auto& what = sessions_.at(page).what;
    if (what.fact.status != session_status::open) return {};
    if (method.empty()) method = domain::method_id{"pm_" + std::to_string(++so_far_)};
    attach(method, what.card_page->customer);
    what.fact.status = session_status::complete;
    what.fact.payment = domain::payment_status::no_payment_required;
    what.fact.url.clear();
    what.card_page->status = session_status::complete;
    what.card_page->url.clear();
    what.card_page->card = methods_.at(method);
    tell("checkout.session.completed", page.text(), {}, what.whose);
    return method;
}

engine::webhook_event scripted_processor::setup_event(domain::session_id const& page, std::string event_id) {
    engine::webhook_event event;
    event.event_id = std::move(event_id);
    event.type = "setup_intent.succeeded";
    event.created = time_.now();
    event.whose = sessions_.at(page).what.whose;
    event.what = engine::pointer_report{setup_of(page)};
    return event;
}

engine::webhook_event scripted_processor::event_of(domain::method_id const& method, std::string event_id) {
    auto const& card = methods_.at(method);
    engine::webhook_event event;
    event.event_id = std::move(event_id);
    event.type = card.customer.empty() ? "payment_method.detached" : "payment_method.automatically_updated";
    event.created = time_.now();
    event.customer = card.customer.empty() ? former_[method] : card.customer;
    event.what = card;
    return event;
}

awaitable<engine::processor_result<engine::routed_card_page>> scripted_processor::read_setup(
    std::string setup) {
    co_await turn();
    if (auto why = read_trouble(setup)) co_return *why;
    for (auto const& [id, kept] : sessions_) {
        if (setup_of(id) != setup || !kept.what.card_page) continue;
        engine::routed_card_page found{kept.what.whose, *kept.what.card_page};
        found.fact.session = {};
        co_return found;
    }
    co_return failure(kind::not_found);
}

awaitable<engine::processor_result<engine::route>> scripted_processor::read_customer(
    domain::customer_id customer) {
    co_await turn();
    if (auto why = read_trouble(customer.text())) co_return *why;
    auto const found = owners_.find(customer);
    if (found == owners_.end()) co_return failure(kind::not_found);
    co_return found->second;
}

}  // namespace quittance::doubles
