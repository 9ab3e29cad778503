#include "api_request.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>

#include "api_fields.hpp"
#include "hints.hpp"
#include "quittance/domain/calendar.hpp"
#include "quittance/pages/format.hpp"

namespace quittance::web {
namespace {

std::vector<std::string_view> const field_names{
    "reference", "offer", "title",  "amount", "currency", "description", "source",      "client",
    "name",      "email", "locale", "zone",   "due",      "service_at",  "previous_ref"};

void read_price(field_reader& from, engine::purchase& what, bool needed) {
    auto& terms = what.terms;
    what.price_named = from.has("amount");
    auto const units = from.amount();
    auto const code = from.line("currency", 3);
    if (needed && !from.has("amount"))
        from.wrong("amount", "is needed where no offer of the catalogue is named");
    if (from.has("amount") != from.has("currency"))
        from.wrong(from.has("amount") ? "currency" : "amount", "is needed: amount and currency go together");
    if (code.empty()) return;
    auto const unit = domain::currency::parse(code);
    if (!unit) return from.wrong("currency", "must be an ISO 4217 code, such as EUR");
    if (!units) return;
    terms.price = domain::money::minor(*units, *unit);
    terms.tax.included = true;  // the caller says what is paid in all
}

// False: what is named is sold nowhere.
bool lend_terms(field_reader& from, domain::sale_terms& terms, domain::catalogue const& catalogue,
                std::optional<domain::sale_terms> const& booked) {
    domain::offer_id const offer{from.line("offer", 64)};
    auto const sold = catalogue.find(offer);
    if (sold != catalogue.end()) {
        auto const lent = domain::terms_of(sold->second);
        if (!lent) from.wrong("offer", "has a price that does not fit with its tax");
        if (lent) terms = *lent;
        return lent.has_value();
    }
    if (booked) terms = *booked;
    if (!booked && !offer.empty()) from.wrong("offer", "is not in the catalogue");
    terms.offer = offer.empty() ? domain::offer_id{std::string{custom_offer}} : offer;
    return booked || offer.empty();
}

void read_terms(field_reader& from, engine::purchase& what, domain::catalogue const& catalogue,
                std::optional<domain::sale_terms> const& booked) {
    auto& terms = what.terms;
    if (!lend_terms(from, terms, catalogue, booked)) return;
    bool const listed = from.has("offer");
    if (!listed && !from.has("title"))
        from.wrong("title", "is needed where no offer of the catalogue is named");
    if (auto title = from.line("title", 200); !title.empty()) terms.title = std::move(title);
    if (auto text = from.line("description", 500); !text.empty()) terms.description = std::move(text);
    read_price(from, what, !listed);
}

void read_identity(field_reader& from, engine::purchase& what, public_options const& options) {
    auto const source = from.line("source", 64);
    what.identity.source = source.empty() ? std::string{api_source} : source;
    if (what.identity.source != api_source && find_source(options.sources, what.identity.source) == nullptr)
        from.wrong("source", "is not configured; leave it out or name one of [sources]");
    if (!from.has("reference"))
        from.wrong("reference", "is needed: the booking page's own name of the booking");
    what.identity.reference = from.line("reference", 200);
    what.identity.offer = what.terms.offer;
    auto const previous = from.line("previous_ref", 200);
    if (previous.empty()) return;
    if (previous == what.identity.reference) return from.wrong("previous_ref", "must differ from reference");
    what.previous = domain::booking_identity{what.identity.source, what.identity.offer, previous};
}

domain::contact read_contact(field_reader& from) {
    domain::contact who;
    who.name = from.line("name", 120);
    who.email = from.checked("email", 254, is_email, "an e-mail address");
    who.locale = from.checked("locale", 35, pages::is_locale_tag, "a BCP 47 tag, such as de-AT");
    who.zone = from.checked("zone", 64, domain::is_zone, "an IANA time zone, such as Europe/Vienna");
    return who;
}

void read_person(field_reader& from, engine::purchase& what) {
    what.client = domain::client_id{from.checked("client", 64, domain::is_client_id,
                                                 "the `client` of an earlier answer, or be left out")};
    what.who = read_contact(from);
}

void read_times(field_reader& from, engine::purchase& what) {
    auto const due = from.line("due", 10);
    if (!due.empty()) {
        what.due = parse_iso_date(due);
        if (!what.due) from.wrong("due", "must be a date that exists, as YYYY-MM-DD");
    }
    auto const service = from.line("service_at", 40);
    if (service.empty()) return;
    what.service_at = start_hint(service);
    if (what.service_at.empty()) from.wrong("service_at", "must be RFC 3339 or YYYY-MM-DD");
}

}  // namespace

std::optional<domain::booking_identity> unlisted_identity(std::string_view body,
                                                          domain::catalogue const& catalogue) {
    auto const parsed = parse_object(body);
    auto const* const object = std::get_if<boost::json::object>(&parsed);
    if (object == nullptr) return std::nullopt;
    field_reader from{*object};
    domain::offer_id const offer{from.line("offer", 64)};
    auto source = from.line("source", 64);
    auto const reference = from.line("reference", 200);
    if (offer.empty() || reference.empty() || catalogue.contains(offer)) return std::nullopt;
    if (source.empty()) source = std::string{api_source};
    return domain::booking_identity{std::move(source), offer, reference};
}

std::variant<engine::purchase, problem> read_checkout_request(
    std::string_view body, public_options const& options, domain::catalogue const& catalogue,
    amount_gate const& refuses_amount, std::optional<domain::sale_terms> const& booked) {
    auto const parsed = parse_object(body);
    if (auto const* const wrong = std::get_if<problem>(&parsed)) return *wrong;
    auto const& object = std::get<boost::json::object>(parsed);
    field_reader from{object};
    engine::purchase what;
    what.origin = domain::origin::api;
    what.pressed_button = true;
    refuse_unknown(object, field_names, from);
    read_terms(from, what, catalogue, booked);
    read_identity(from, what, options);
    read_person(from, what);
    read_times(from, what);
    if (auto const why = refuses_amount(what.terms.price);
        why && what.terms.price.unit() != domain::currency{})
        from.wrong("amount", *why);
    auto errors = from.take_errors();
    if (errors.empty()) return what;
    return problem{422, "invalid-request", "Some fields cannot be taken.", "", std::move(errors)};
}

std::variant<domain::contact, problem> read_client_request(std::string_view body, std::string_view key) {
    static std::vector<std::string_view> const known{"name", "email", "locale", "zone"};
    auto const parsed = parse_object(body);
    if (auto const* const wrong = std::get_if<problem>(&parsed)) return *wrong;
    auto const& object = std::get<boost::json::object>(parsed);
    field_reader from{object};
    refuse_unknown(object, known, from);
    auto who = read_contact(from);
    if (!from.has("email")) from.wrong("email", "is needed: it is who is written to");
    if (key.empty())
        from.wrong("Idempotency-Key", "is needed to make a client: sent again, it is the same client");
    auto errors = from.take_errors();
    if (errors.empty()) return who;
    return problem{422, "invalid-request", "Some fields cannot be taken.", "", std::move(errors)};
}

}  // namespace quittance::web
