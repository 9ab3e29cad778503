#include "harness.hpp"

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <stdexcept>
#include <utility>

namespace quittance::web_test {
namespace {

using boost::asio::awaitable;
using start_result = boost::system::result<engine::purchase_result, domain::refusal>;

awaitable<start_result> fake_start(world* at, engine::purchase what) {
    if (at->thrown) std::rethrow_exception(at->thrown);
    at->purchases.push_back(what);
    if (at->refusal) co_return *at->refusal;
    engine::purchase_result done;
    done.outcome = at->outcome;
    if (at->outcome == engine::purchase_outcome::confirm_first) co_return done;
    if (at->moved && what.previous) {
        done.client = at->moved->client;
        done.booking = at->moved->booking;
        co_return done;
    }
    if (what.terms.plan.is_plan() && !what.agreed) {
        done.outcome = engine::purchase_outcome::agree_first;
        if (at->known) done.booking = *at->known;
        // The API's own booking exists before anybody agrees.
        if (!at->known && what.origin != domain::origin::api) co_return done;
        what.terms = at->known ? at->known->terms : what.terms;
    }
    auto made = open_booking(what, at->time.at);
    done.client = made.client;
    if (done.booking.id.empty()) done.booking = made.booking();
    if (done.outcome == engine::purchase_outcome::pay_at) done.url = at->url;
    co_return done;
}

awaitable<boost::system::result<engine::placed_booking, domain::refusal>> fake_book(world* at,
                                                                                    engine::purchase what) {
    if (at->thrown) std::rethrow_exception(at->thrown);
    at->claims.push_back(what);
    if (at->refusal) co_return *at->refusal;
    engine::placed_booking placed;
    placed.is_new = !at->claimed;
    if (!at->claimed) at->claimed = open_booking(what, at->time.at, false);
    placed.client = at->claimed->client;
    placed.what = at->claimed->booking();
    co_return placed;
}

// There is one account: another id is another client.
awaitable<engine::apply_result> fake_register(world* at, domain::client_id id, domain::contact who) {
    if (at->whole.id != id) at->whole = domain::account{};
    at->whole.id = id;
    domain::command const asked = domain::register_client{std::move(who)};
    auto const decided = domain::decide(at->whole, asked, at->time.now(), at->settings.policy);
    if (!decided) co_return decided.error();
    for (auto const& event : decided->events) domain::evolve(at->whole, event);
    at->whole.version = 1;
    bool const changed = !decided->events.empty();
    if (changed) ++at->registered;
    if (auto const lost = std::exchange(at->lost, nullptr)) std::rethrow_exception(lost);
    co_return engine::applied{at->whole, changed, false};
}

awaitable<start_result> fake_pay(world* at, engine::chosen_payment asked) {
    if (at->thrown) std::rethrow_exception(at->thrown);
    at->payments.push_back(asked);
    if (at->refusal) co_return *at->refusal;
    engine::purchase_result done;
    done.outcome = at->outcome;
    done.client = at->pages.begin()->second.client;
    done.booking = at->pages.begin()->second.booking();
    if (at->outcome == engine::purchase_outcome::pay_at) done.url = at->url;
    co_return done;
}

awaitable<boost::system::result<std::optional<std::string>, domain::refusal>> fake_card_page(
    world* at, std::string return_url) {
    if (at->thrown) std::rethrow_exception(at->thrown);
    at->card_pages.push_back(std::move(return_url));
    if (at->refusal) co_return *at->refusal;
    co_return at->url.empty() ? std::optional<std::string>{} : std::optional{at->url};
}

awaitable<std::optional<engine::found_booking>> fake_identity(world* at, domain::booking_identity which) {
    if (at->thrown) std::rethrow_exception(at->thrown);
    for (auto const& one : at->bookings)
        if (one.booking.identity == which) co_return one;
    co_return std::nullopt;
}

awaitable<std::vector<domain::offer_id>> fake_offers(world* at, std::string source, std::string reference) {
    std::vector<domain::offer_id> found;
    for (auto const& one : at->bookings) {
        auto const& called = one.booking.identity;
        if (called.source == source && called.reference == reference) found.push_back(called.offer);
    }
    co_return found;
}

awaitable<std::optional<engine::found_booking>> fake_page(world* at, std::string address) {
    if (at->thrown) std::rethrow_exception(at->thrown);
    auto const found = at->pages.find(address);
    if (found == at->pages.end()) co_return std::nullopt;
    co_return engine::found_booking{found->second.client, found->second.account.client,
                                    found->second.booking()};
}

awaitable<void> fake_look(world* at) {
    ++at->looks;
    if (at->on_look) at->on_look();
    co_return;
}

awaitable<engine::webhook_outcome> fake_receive(world* at, engine::webhook_event event, std::string body) {
    if (at->thrown) std::rethrow_exception(at->thrown);
    at->webhooks.push_back(std::move(event));
    at->webhook_body = std::move(body);
    co_return at->webhook_outcome;
}

awaitable<std::vector<engine::found_booking>> fake_list(world* at) {
    if (at->thrown) std::rethrow_exception(at->thrown);
    co_return at->bookings;
}

awaitable<engine::booking_page> fake_page_of(world* at, engine::booking_list which,
                                             std::optional<engine::listed_booking> after, std::size_t most) {
    at->lists_asked.push_back({which, after, most});
    engine::booking_page page;
    page.found = at->bookings;
    page.next = at->next_page;
    co_return page;
}

awaitable<engine::loaded_account> fake_whole(world* at, domain::client_id client) {
    ++at->wholes_asked;
    engine::loaded_account loaded;
    for (auto const& [address, made] : at->pages)
        if (made.client == client) loaded.account = made.account;
    if (at->whole.id == client) loaded.account = at->whole;
    if (!loaded.account.bookings.empty()) loaded.account.version = 1;
    co_return loaded;
}

awaitable<std::string> fake_record(world* at, domain::client_id client) {
    at->records_asked.push_back(std::move(client));
    if (at->thrown) std::rethrow_exception(at->thrown);
    co_return at->record;
}

awaitable<engine::apply_result> fake_apply(world* at, engine::apply_request request) {
    auto const what = request.what;
    auto const wanted = request.bookings;
    at->applied.push_back(std::move(request));
    if (at->refusal) co_return *at->refusal;
    for (auto& one : at->bookings) {
        if (wanted.empty() || one.booking.id != wanted.front()) continue;
        domain::account account;
        account.client = one.person;
        for (auto const& each : at->bookings)
            if (each.client == one.client) account.bookings.emplace(each.booking.id, each.booking);
        auto const decided = domain::decide(account, what, at->time.now(), at->settings.policy);
        if (!decided) co_return decided.error();
        for (auto const& event : decided->events) domain::evolve(account, event);
        for (auto& each : at->bookings)
            if (auto const* const after = account.find(each.booking.id)) each.booking = *after;
        one.person = account.client;
        if (at->on_apply) at->on_apply();
        co_return engine::applied{account, !decided->events.empty(), false};
    }
    if (at->whole.id == at->applied.back().client) {
        auto const decided = domain::decide(at->whole, what, at->time.now(), at->settings.policy);
        if (!decided) co_return decided.error();
        for (auto const& event : decided->events) domain::evolve(at->whole, event);
        co_return engine::applied{at->whole, !decided->events.empty(), false};
    }
    co_return engine::applied{};
}

}  // namespace

void kept_log::write(log_level level, std::string_view event, std::initializer_list<log_field> fields) {
    all += format_log_line("", level, event, fields) + "\n";
}

domain::money eur(std::int64_t minor) { return domain::money::minor(minor, *domain::currency::parse("EUR")); }

domain::offer coaching() {
    domain::offer made;
    made.id = domain::offer_id{"coaching-60"};
    made.title = "Coaching, 60 minutes";
    made.description = "One hour, online";
    made.price = eur(12'050);
    made.tax = {"VAT", 200'000, true};
    return made;
}

domain::offer course() {
    domain::offer made;
    made.id = domain::offer_id{"half-year"};
    made.title = "Course over half a year";
    made.price = eur(130'000);
    made.plan.every = domain::rhythm::monthly;
    made.plan.count = 6;
    made.plan.deposit = eur(10'000);
    return made;
}

void made_booking::apply(domain::command const& what, instant at) {
    auto const decided = domain::decide(account, what, at, domain::policy{});
    if (!decided) throw std::logic_error("refused: " + std::string{name_of(decided.error().reason)});
    for (auto const& event : decided->events) domain::evolve(account, event);
}

made_booking open_booking(engine::purchase const& what, instant at, bool opens_page) {
    made_booking made;
    made.account.id = made.client;
    domain::book asked;
    asked.identity = what.identity;
    asked.origin = what.origin;
    asked.terms = what.terms;
    asked.who = what.who;
    asked.service_at = what.service_at;
    asked.due = what.due;
    asked.page_token = "0123456789abcdefghijkl";
    asked.service = what.service;
    asked.agreed = what.agreed;
    if (opens_page && (!what.terms.plan.is_plan() || what.agreed))
        asked.return_base = "https://pay.example/r/";
    made.apply(asked, at);
    if (made.booking().checkouts.empty()) return made;
    domain::session_fact fact;
    fact.session = domain::session_id{"cs_test_1"};
    fact.checkout = 1;
    fact.status = domain::session_status::open;
    fact.payment = domain::payment_status::unpaid;
    fact.amount = what.terms.price;
    fact.url = payment_page;
    fact.expires_at = made.booking().checkouts[0].expires_at;
    fact.at = at;
    made.apply(domain::checkout_created{made.booking().id, 1, fact}, at);
    return made;
}

void pay(made_booking& made, instant at) {
    domain::session_fact fact;
    fact.session = domain::session_id{"cs_test_1"};
    fact.checkout = 1;
    fact.status = domain::session_status::complete;
    fact.payment = domain::payment_status::paid;
    fact.amount = made.booking().terms.price;
    fact.intent = domain::intent_id{"pi_test_1"};
    fact.at = at;
    made.apply(domain::session_seen{made.booking().id, fact, false}, at);
}

world::world() {
    options.business = {"Ana's Studio",
                        "Main Street 1\n1010 Vienna",
                        "ana@studio.example",
                        "ATU00000000",
                        "https://studio.example/terms",
                        "",
                        "en-GB",
                        "Europe/Vienna"};
    options.public_base = "https://pay.example";
    options.payment_origins = {"https://checkout.stripe.com"};
    options.link_keys.push_back({"k1", secret<struct web::link_key_tag>{std::string(32, 'k')}});
    desk_options.business = options.business;
    catalogue.emplace(coaching().id, coaching());
    catalogue.emplace(course().id, course());
    settings.store_id = "store-1";
    gate = [](std::string_view signature, std::string_view /*body*/,
              instant /*now*/) -> std::variant<engine::webhook_event, web::webhook_rejection> {
        if (signature != "good") return web::webhook_rejection{"wrong_signature"};
        engine::webhook_event event;
        event.event_id = "evt_1";
        return event;
    };
    auto const refuses = [](domain::money amount) -> std::optional<std::string> {
        if (amount.is_zero() || amount.minor_units() >= 50) return std::nullopt;
        return "must be at least 0.50 EUR";
    };
    auto const ticks = [] { return std::chrono::nanoseconds{0}; };
    auto const verify = [this](std::string_view s, std::string_view b, instant n) { return gate(s, b, n); };
    web::mount_public(routes, {options, catalogue, settings, store, cases(), verify, refuses, ticks, watch,
                               time, journal, *figures});
    auto const skew = [] { return std::optional<milliseconds>{}; };
    web::mount_admin(desk_routes, {desk_options, store, store, cases(), skew, watch, time, journal, *figures,
                                   &settings, &store, &silence});
}

web::use_cases world::cases() {
    web::use_cases made;
    made.start = [this](engine::purchase what) { return fake_start(this, std::move(what)); };
    made.book = [this](engine::purchase what) { return fake_book(this, std::move(what)); };
    made.register_client = [this](domain::client_id id, domain::contact who) {
        return fake_register(this, std::move(id), std::move(who));
    };
    made.pay = [this](engine::chosen_payment asked) { return fake_pay(this, std::move(asked)); };
    made.change_card = [this](domain::client_id const&, domain::booking_id const&, std::string back) {
        return fake_card_page(this, std::move(back));
    };
    made.by_identity = [this](domain::booking_identity which) {
        return fake_identity(this, std::move(which));
    };
    made.offers_under = [this](std::string source, std::string reference) {
        return fake_offers(this, std::move(source), std::move(reference));
    };
    made.by_page_address = [this](std::string address) { return fake_page(this, std::move(address)); };
    made.look_now = [this](domain::client_id const&, domain::booking_id const&) { return fake_look(this); };
    made.receive = [this](engine::webhook_event event, std::string body) {
        return fake_receive(this, std::move(event), std::move(body));
    };
    made.whole = [this](domain::client_id client) { return fake_whole(this, std::move(client)); };
    made.needing_attention = [this](std::size_t) { return fake_list(this); };
    made.owing = [this](std::size_t) { return fake_list(this); };
    made.page_of = [this](engine::booking_list which, std::optional<engine::listed_booking> after,
                          std::size_t most) { return fake_page_of(this, which, std::move(after), most); };
    made.record_of = [this](domain::client_id client) { return fake_record(this, std::move(client)); };
    made.apply = [this](engine::apply_request request) { return fake_apply(this, std::move(request)); };
    return made;
}

http::response world::run(http::router const& on, http::request what) {
    boost::asio::io_context loop;
    std::optional<http::response> reply;
    what.request_id = "request-" + std::to_string(++requests);
    if (what.peer.empty()) what.peer = "203.0.113.7";
    boost::asio::co_spawn(loop, on.answer(std::move(what)),
                          [&reply](std::exception_ptr thrown_up, http::response got) {
                              if (thrown_up) std::rethrow_exception(thrown_up);
                              reply = std::move(got);
                          });
    loop.run();
    if (!reply) throw std::logic_error("the route never answered");
    return std::move(*reply);
}

http::response world::ask(http::request what) { return run(routes, std::move(what)); }

http::response world::get(std::string path, std::string query, http::header_list headers) {
    return ask({http::method::get, std::move(path), std::move(query), std::move(headers), "", "", ""});
}

http::response world::post(std::string path, std::string body, http::header_list headers) {
    return ask({http::method::post, std::move(path), "", std::move(headers), std::move(body), "", ""});
}

http::response world::desk(std::string path, std::string query) {
    return run(desk_routes, {http::method::get, std::move(path), std::move(query), {}, "", "", ""});
}

http::response world::desk_post(std::string path, std::string body, http::header_list headers) {
    return run(desk_routes,
               {http::method::post, std::move(path), "", std::move(headers), std::move(body), "", ""});
}

std::string header_of(http::response const& reply, std::string_view name) {
    for (auto const& [key, value] : reply.headers)
        if (key == name) return value;
    return {};
}

}  // namespace quittance::web_test
