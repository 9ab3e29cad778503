// What strangers and booking systems ask for: a link's parameters, an API body. Whatever is taken has a
// reference, the catalogue's price or an amount that may be charged, and a person's words without control
// characters; the button of a link asks for the very same. First line: an offer, or `{` for an API body.
#include <algorithm>

#include "api_request.hpp"
#include "fuzz/input.hpp"
#include "plain_link.hpp"
#include "quittance/base/assert.hpp"
#include "quittance/http/message.hpp"

namespace quittance::web {
namespace {

public_options const options;

domain::catalogue const& sold() {
    static domain::catalogue const kept = [] {
        domain::catalogue made;
        domain::offer one;
        one.id = domain::offer_id{"coaching-60"};
        one.title = "Coaching";
        one.price = *domain::parse_amount("120.00", *domain::currency::parse("EUR"));
        made.emplace(one.id, one);
        return made;
    }();
    return kept;
}

bool is_plain(std::string_view text) {
    return std::ranges::none_of(text,
                                [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; });
}

void check_person(engine::purchase const& what) {
    QUITTANCE_ASSERT(!what.identity.reference.empty() && what.identity.reference.size() <= 4096);
    for (auto const* text : {&what.identity.reference, &what.who.name, &what.who.email, &what.who.locale,
                             &what.who.zone, &what.service_at, &what.terms.title}) {
        QUITTANCE_ASSERT(is_plain(*text));
    }
}

bool same(engine::purchase const& a, engine::purchase const& b) {
    return a.identity == b.identity && a.terms == b.terms && a.who == b.who && a.service_at == b.service_at &&
           a.due == b.due && a.client == b.client && a.previous == b.previous;
}

void check_link(std::string const& offer, std::string_view query) {
    auto const parameters = http::parse_form(query);
    if (!parameters) return;
    auto const link = read_plain_link(options, sold(), offer, *parameters);
    if (!link) return;
    check_person(link->what);
    QUITTANCE_ASSERT(link->what.terms.price == sold().begin()->second.price);
    QUITTANCE_ASSERT(link->what.client.empty() && !link->what.previous && !link->what.pressed_button);
    auto const pressed = read_plain_link(options, sold(), offer, link->press.fields);
    QUITTANCE_ASSERT(pressed.has_value() && same(pressed->what, link->what));
}

void check_body(std::string_view body) {
    amount_gate const any = [](domain::money) { return std::optional<std::string>{}; };
    amount_gate const none = [](domain::money) { return std::optional<std::string>{"too much"}; };
    auto const read = read_checkout_request(body, options, sold(), any);
    auto const again = read_checkout_request(body, options, sold(), any);
    QUITTANCE_ASSERT(read.index() == again.index());
    if (auto const* const no = std::get_if<problem>(&read)) {
        QUITTANCE_ASSERT(no->status == 400 || no->status == 422);
        return;
    }
    auto const& what = std::get<engine::purchase>(read);
    check_person(what);
    QUITTANCE_ASSERT(same(what, std::get<engine::purchase>(again)));
    QUITTANCE_ASSERT(!what.terms.price.is_negative() && !what.terms.title.empty());
    bool const refused = std::holds_alternative<problem>(read_checkout_request(body, options, sold(), none));
    QUITTANCE_ASSERT(refused || what.terms.price.is_zero() || !what.terms.offer.empty());
}

void check(fuzz::input bytes) {
    auto const whole = bytes.rest();
    if (whole.starts_with('{')) return check_body(whole);
    auto const offer = std::string{bytes.line()};
    check_link(offer, bytes.rest());
}

}  // namespace
}  // namespace quittance::web

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    quittance::web::check({data, size});
    return 0;
}
