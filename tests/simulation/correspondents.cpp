// Invoices that the business writes, the letters that clients find, and what they do on their page.
#include "browser.hpp"
#include "people.hpp"

namespace quittance::simulation {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

constexpr std::array<char const*, 6> plain_zones{
    "UTC", "Asia/Tokyo", "Asia/Kathmandu", "America/Phoenix", "Pacific/Kiritimati", "Pacific/Pago_Pago"};

// The business knows its clients by a name of its own.
domain::client_id id_of(std::uint64_t seed, unsigned client) {
    chance letters{seed, "client-id", client};
    std::string made;
    while (made.size() < 21) made += static_cast<char>('a' + letters.below(26));
    return domain::client_id{made + 'g'};  // sixteen bytes in base64url
}

std::string address_of(unsigned client) { return "client" + std::to_string(client) + "@example.com"; }
std::string zone_in(chance& luck) { return plain_zones[luck.below(plain_zones.size())]; }
std::string day_after(instant now, std::int64_t days) {
    return iso_date(civil_date{std::chrono::floor<std::chrono::days>(now) + std::chrono::days{days}});
}

}  // namespace

// What the business says of a client in a link: mostly the same.
void people::be_named(chance& luck, unsigned client, web::signed_fields& fields) const {
    auto const seed = all_.around.how.seed;
    auto const now = all_.around.time.now();
    if (luck.odds(0.7)) fields.client = id_of(seed, client).text();
    fields.name = "A Client";
    fields.email = luck.odds(0.85) ? address_of(client) : "other" + std::to_string(client) + "@example.com";
    fields.zone = zone_in(luck);
    if (luck.odds(0.8)) fields.due = day_after(now, static_cast<std::int64_t>(luck.below(40)) - 3);
}

void people::be_invoiced(chance& luck, unsigned client, unsigned number) {
    // What a lost tail forgot of an invoice is made good by hand; here nobody does.
    if (all_.around.how.faults.has(fault::store_loses_tail)) return;
    auto* const at = all_.any_gateway(luck);
    if (!at || luck.odds(0.4)) return;
    engine::purchase what;
    auto const reference = "invoice-" + std::to_string(client) + '-' + std::to_string(number);
    what.identity = {"plain", domain::offer_id{"coaching"}, reference};
    what.origin = domain::origin::api;
    what.terms.offer = what.identity.offer;
    what.terms.title = "Coaching";
    what.terms.price = domain::money::minor(static_cast<std::int64_t>(100 + luck.below(90'000)),
                                            *domain::currency::parse("EUR"));
    what.who = {"A Client", luck.odds(0.85) ? address_of(client) : std::string{}, "", zone_in(luck)};
    auto const now = all_.around.time.now();
    what.due = parse_iso_date(day_after(now, static_cast<std::int64_t>(luck.below(40)) - 3));
    if (luck.odds(0.8)) what.client = id_of(all_.around.how.seed, client);
    all_.booked.push_back(what.identity);
    at->run(at->sell(std::move(what)));
}

// The letter holds the address of the client's page.
void people::take_letter(std::string const& body) {
    std::size_t from = 0;
    auto page = between(body, "\"page\":\"", from);
    all_.around.spawn(read_mail(chance{all_.around.how.seed, "mail", ++mails_}, std::move(page)));
}

awaitable<void> people::read_mail(chance luck, std::string page) {
    if (page.empty() || luck.odds(0.35)) co_return;
    auto const times = 1 + luck.below(2);
    for (std::uint64_t i = 0; i < times; ++i) {
        co_await all_.around.sleep(luck.about(minutes{1}, hours{24 * 6}));
        if (!all_.in_safety()) co_return;
        weather_.notice();
        auto const reply = co_await open(luck, at_address(page));
        if (reply && reply->status == 200) co_await act_on_page(luck, reply->body);
    }
}

awaitable<void> people::act_on_page(chance& luck, std::string const& page) {
    constexpr std::array<char const*, 8> wishes{"pay",       "pay",   "pay",      "more_time",
                                                "more_time", "split", "question", "paid"};
    std::string wish = luck.one_of(wishes);
    // Draws by itself: worlds from before there was such a button keep what else they draw.
    chance cards{all_.around.how.seed, "another card", ++choices_};
    if (cards.odds(0.3) && !forms_with(page, "card").empty()) wish = "card";
    auto const forms = forms_with(page, wish);
    if (forms.empty()) co_return;
    auto pressed = forms[luck.below(forms.size())];
    auto const day = day_after(all_.around.time.now(), static_cast<std::int64_t>(1 + luck.below(25)));
    pressed.body += "&until=" + day + "&words=" + (luck.odds(0.5) ? "What+is+this" : "Which+session");
    if (luck.odds(0.3)) all_.around.spawn(press_again(chance{luck.next()}, pressed));
    auto const sent = co_await open(luck, std::move(pressed));
    auto const session = sent && sent->status == 303 ? session_in(location_of(*sent)) : std::string{};
    if (!session.empty()) co_await at_the_page(luck, session);
}

}  // namespace quittance::simulation
