#include "people.hpp"
#include "browser.hpp"

namespace quittance::simulation {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr milliseconds browser_patience{60'000};

constexpr std::array<char const*, 12> cards{
    "4242424242424242",  // pays
    "5555555555554444",  // pays
    "378282246310005",   // pays
    "4000000000000002",  // declined
    "4000000000009995",  // no money
    "4000000000000119",  // an error
    "4000002760003184",  // asks for the bank
    "4000000000003220",  // asks for the bank
    "4000008260003178",  // asks, then is declined
    "4000000000000259",  // is disputed later
    "4000000000007726",  // its refund takes long
    "4000000000005126",  // its refund fails
};

// Paid with now, they fail or ask when they are charged later.
constexpr std::array<char const*, 8> kept_cards{
    "4000000000000341",  // declined once it is kept
    "4000000000000341",  // the same, more often
    "4000002500003155",  // asks now, not later
    "4000002760003184",  // asks always
    "4000003800000446",  // asks now
    "4000000000000259",  // is disputed later
    "4000000000000002",  // declined
    "5555555555554444",  // pays
};
// Where no clock is ever changed: the judge knows their hours without tables.
constexpr std::array<char const*, 6> zones{"UTC",
                                           "Asia%2FTokyo",
                                           "Asia%2FKathmandu",
                                           "America%2FPhoenix",
                                           "Pacific%2FKiritimati",
                                           "Pacific%2FPago_Pago"};

}  // namespace

void people::arrive() {
    all_.around.on_mail = [this](std::string const&, std::string const& body) { take_letter(body); };
    for (unsigned i = 0; i < all_.around.how.clients; ++i) all_.around.spawn(client(i));
}

domain::offer_id people::some_offer(chance& luck) const {
    auto const& offers = all_.current.offers;
    auto at = offers.begin();
    if (offers.size() > 1 && luck.odds(0.5)) {
        std::advance(at, 1 + static_cast<std::ptrdiff_t>(luck.below(offers.size() - 1)));
    }
    return at->first;
}

link people::new_link(chance& luck, unsigned client, unsigned booking) {
    auto const offer = some_offer(luck);
    auto const reference = "ref-" + std::to_string(client) + '-' + std::to_string(booking);
    if (luck.odds(0.4)) {
        chance more{all_.around.how.seed, "invoice", client * 100ULL + booking};
        auto const& [kid, bytes] = all_.current.link_keys.front();
        web::signed_fields fields;
        fields.offer = offer.text();
        fields.reference = reference;
        fields.source = "plain";
        if (luck.odds(0.5)) {
            fields.amount = std::to_string(100 + luck.below(90'000));
            fields.currency = "EUR";
        }
        be_named(more, client, fields);
        auto const token = web::mint({kid, secret<struct web::link_key_tag>{bytes}}, fields,
                                     all_.around.time.now() + hours{24 * 60});
        return {"/l/" + token, {}, {"plain", offer, reference}};
    }
    auto const mail = "client" + std::to_string(client) + "%40example.com";
    auto query = "ref=" + reference + "&email=" + mail;
    if (all_.current.offers.size() > 1) query += std::string{"&zone="} + luck.one_of(zones);
    return {"/pay/" + offer.text(), query, {"plain", offer, reference}};
}

// Clients come in busy hours: what goes wrong for one goes wrong for others at the same time.
milliseconds people::arrival(chance& luck) const {
    auto const safety = all_.safety_ends - all_.around.time.now();
    if (luck.odds(0.3)) return luck.between(minutes{1}, safety);
    chance common{all_.around.how.seed, "busy", luck.below(4)};
    return common.between(minutes{1}, safety - hours{24 * 3}) + luck.about(milliseconds{1}, hours{24});
}

awaitable<void> people::client(unsigned number) {
    chance luck{all_.around.how.seed, "client", number};
    co_await all_.around.sleep(arrival(luck));
    auto const bookings = static_cast<unsigned>(1 + luck.below(4));
    chance invoices{all_.around.how.seed, "invoices", number};
    for (unsigned i = 0; i < bookings && all_.in_safety(); ++i) {
        auto const with = new_link(luck, number, i);
        all_.booked.push_back(with.identity);
        be_invoiced(invoices, number, i);
        co_await buy(luck, with);
        co_await all_.around.sleep(luck.about(minutes{5}, hours{24 * 60}));
    }
}

// Until paid, or until patience ends.
awaitable<void> people::buy(chance& luck, link with) {
    auto const patience = 1 + luck.below(5);
    for (std::uint64_t tries = 0; tries < patience && all_.in_safety(); ++tries) {
        weather_.notice();
        if (luck.odds(0.15)) all_.around.spawn(scanner(chance{luck.next()}, with));
        if (luck.odds(0.2)) all_.around.spawn(second_device(chance{luck.next()}, with));
        bool const done = co_await visit(luck, with);
        if (done && luck.odds(0.8)) co_return;
        co_await all_.around.sleep(luck.about(seconds{5}, hours{24 * 6}));
    }
}

awaitable<std::optional<http::response>> people::open(chance& luck, http::request what) {
    what.peer = "203.0.113." + std::to_string(luck.below(250));
    co_await all_.around.sleep(all_.around.usual_delay());
    auto* const at = all_.any_gateway(luck);
    auto reply = co_await all_.ask(at, std::move(what), browser_patience);
    if (reply) {
        all_.around.told.add(all_.around.time.now(), at->number(), "page", std::to_string(reply->status));
        all_.around.judge.page_sent(reply->body, all_.around.time.now());
    }
    co_return reply;
}

// True when this client believes to have paid.
awaitable<bool> people::visit(chance& luck, link const& with) {
    auto reply = co_await open(luck, get(with.path, with.query));
    if (reply && shows(*reply, "Continue to payment")) {
        http::request pressed = get(with.path);
        pressed.verb = http::method::post;
        pressed.body = with.query;
        reply = co_await open(luck, std::move(pressed));
    }
    // The terms of a plan; after midnight they are others, and are shown again.
    for (int times = 0; times < 2 && reply && shows(*reply, "Agree and pay"); ++times) {
        co_await all_.around.sleep(luck.about(seconds{3}, hours{20}));
        if (luck.odds(0.15)) co_return false;
        auto pressed = forms_of(reply->body).front();
        reply = co_await open(luck, std::move(pressed));
    }
    if (!reply || reply->status != 303) co_return reply && reply->status == 200;
    auto const session = session_in(location_of(*reply));
    if (session.empty()) co_return false;
    auto const page = all_.around.machine.page(session);
    bool const keeps_card = page && page->keeps_card;
    auto const home = page ? page->success_url : std::string{};
    bool const paid = co_await at_the_page(luck, session);
    if (keeps_card && paid) all_.around.spawn(keep_up(chance{luck.next()}, home));
    co_return paid;
}

awaitable<bool> people::at_the_page(chance& luck, std::string session) {
    co_await all_.around.sleep(luck.about(seconds{3}, luck.odds(0.1) ? hours{30} : hours{1}));
    if (luck.odds(0.2)) {
        // Closes the window; some go back to the business as if they had paid.
        auto const page = all_.around.machine.page(session);
        if (page && luck.odds(0.5)) co_await come_back(luck, page->success_url);
        co_return false;
    }
    for (std::uint64_t tries = 0; tries < 3; ++tries) {
        bool const paid = co_await pay(luck, session);
        if (paid) co_return true;
        co_await all_.around.sleep(luck.about(seconds{3}, minutes{20}));
    }
    co_return false;
}

sandbox::card_entry people::card_for(chance& luck, bool keeps_card) {
    sandbox::card_entry card;
    card.number = luck.odds(0.4) ? cards.front() : keeps_card ? luck.one_of(kept_cards) : luck.one_of(cards);
    card.email = "client@example.com";
    card.name = "A Client";
    if (keeps_card && luck.odds(0.2)) {
        card.exp_month = static_cast<unsigned>(1 + luck.below(12));
        card.exp_year = 2027;
    }
    return card;
}

awaitable<bool> people::pay(chance& luck, std::string session) {
    auto& machine = all_.around.machine;
    auto const now = [this] { return all_.around.time.now(); };
    sandbox::pay_outcome outcome;
    auto const page = machine.page(session);
    if (page && page->takes_delayed && luck.odds(0.4)) {
        outcome = machine.submit_delayed(session, luck.odds(0.7), "client@example.com", now());
    } else {
        auto const card = card_for(luck, page && (page->keeps_card || page->mode == "setup"));
        outcome = machine.submit_card(session, card, now());
    }
    if (outcome.what == sandbox::pay_outcome::kind::challenge) {
        co_await all_.around.sleep(luck.about(seconds{5}, minutes{40}));
        outcome = machine.authenticate(session, luck.odds(0.75), now());
    }
    ++all_.around.processor_changes;
    machine.take_journal();
    bool const complete = outcome.what == sandbox::pay_outcome::kind::complete;
    all_.around.told.add(now(), -1, "paying", session + (complete ? " complete" : " not complete"));
    if (complete && luck.odds(0.8)) co_await come_back(luck, outcome.redirect);
    co_return complete;
}

awaitable<void> people::come_back(chance& luck, std::string address) {
    co_await all_.around.sleep(luck.about(milliseconds{50}, minutes{2}));
    auto asked = at_address(address);
    auto const reply = co_await open(luck, asked);
    bool const may_pay = reply && reply->body.find("Pay now") != std::string::npos;
    if (!may_pay || luck.odds(0.7)) co_return;
    asked.verb = http::method::post;
    asked.path += "/pay";
    asked.query.clear();
    auto const sent = co_await open(luck, asked);
    auto const session = sent && sent->status == 303 ? session_in(location_of(*sent)) : std::string{};
    if (!session.empty()) co_await pay(luck, session);
}

awaitable<void> people::keep_up(chance luck, std::string address) {
    auto const visits = 2 + luck.below(8);
    for (std::uint64_t i = 0; i < visits && all_.in_safety(); ++i) {
        co_await all_.around.sleep(luck.about(hours{2}, hours{24 * 70}));
        if (!all_.in_safety()) co_return;
        auto const page = co_await open(luck, at_address(address));
        if (!page || page->status != 200) continue;
        bool const asked = shows(*page, "An amount is open") || shows(*page, "Your bank wants you");
        if (luck.odds(asked ? 0.7 : 0.25)) co_await pay_at_our_page(luck, page->body);
    }
}

awaitable<void> people::pay_at_our_page(chance& luck, std::string const& page) {
    auto const forms = forms_of(page);
    if (forms.empty()) co_return;
    auto pressed = forms[luck.below(forms.size())];
    if (luck.odds(0.3)) {
        auto const& other = luck.odds(0.5) ? pressed : forms[luck.below(forms.size())];
        all_.around.spawn(press_again(chance{luck.next()}, other));
    }
    auto const sent = co_await open(luck, std::move(pressed));
    auto const session = sent && sent->status == 303 ? session_in(location_of(*sent)) : std::string{};
    if (!session.empty()) co_await at_the_page(luck, session);
}

// Impatient, or on another device: the same button, or another one of the page.
awaitable<void> people::press_again(chance luck, http::request pressed) {
    co_await all_.around.sleep(luck.about(milliseconds{1}, minutes{2}));
    auto const sent = co_await open(luck, std::move(pressed));
    auto const session = sent && sent->status == 303 ? session_in(location_of(*sent)) : std::string{};
    if (!session.empty() && luck.odds(0.5)) co_await at_the_page(luck, session);
}

awaitable<void> people::second_device(chance luck, link with) {
    co_await all_.around.sleep(luck.about(milliseconds{1}, hours{3}));
    co_await visit(luck, with);
}

awaitable<void> people::scanner(chance luck, link with) {
    co_await all_.around.sleep(luck.about(milliseconds{1}, hours{1}));
    auto asked = get(with.path, with.query);
    if (luck.odds(0.4))
        asked.verb = http::method::head;
    else if (luck.odds(0.5))
        asked.headers = {{"Sec-Purpose", "prefetch"}};
    else
        asked.headers = {{"User-Agent", "Proofpoint URL scanner"}};
    co_await open(luck, std::move(asked));
}

}  // namespace quittance::simulation
