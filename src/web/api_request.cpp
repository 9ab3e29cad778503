#include "api_request.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>

#include "hints.hpp"
#include "quittance/domain/calendar.hpp"
#include "quittance/pages/format.hpp"

namespace quittance::web {
namespace {

std::vector<std::string_view> const field_names{
    "reference", "offer", "title",  "amount", "currency", "description", "source",      "client",
    "name",      "email", "locale", "zone",   "due",      "service_at",  "previous_ref"};

// Reads fields one after the other and remembers everything that is wrong.
class reader {
public:
    explicit reader(boost::json::object const& body) : body_(body) {}

    void wrong(std::string_view field, std::string detail) {
        errors_.push_back({std::string{field}, std::move(detail)});
    }
    bool has(std::string_view field) const {
        auto const* const value = body_.if_contains(field);
        return value != nullptr && !value->is_null();
    }
    // Empty when absent or wrong.
    std::string line(std::string_view field, std::size_t most) {
        if (!has(field)) return {};
        auto const* const text = body_.at(field).if_string();
        if (text == nullptr) {
            wrong(field, "must be a text");
            return {};
        }
        auto plain = plain_line(std::string_view{*text}, most);
        if (!plain)
            wrong(field, "must hold 1 to " + std::to_string(most) + " bytes without control characters");
        return plain.value_or("");
    }
    std::string checked(std::string_view field, std::size_t most, bool (*good)(std::string_view),
                        std::string_view expected) {
        auto text = line(field, most);
        if (text.empty() || good(text)) return text;
        wrong(field, "must be " + std::string{expected});
        return {};
    }
    std::optional<std::int64_t> amount() {
        if (!has("amount")) return std::nullopt;
        auto const& value = body_.at("amount");
        if (value.is_int64() && value.get_int64() >= 0) return value.get_int64();
        if (value.is_int64())
            wrong("amount", "must not be negative");
        else if (value.is_uint64())
            wrong("amount", "is too large");
        else
            wrong("amount", "must be a whole number of minor units, such as 1250 for 12.50 EUR");
        return std::nullopt;
    }
    std::vector<field_error> take_errors() { return std::move(errors_); }

private:
    boost::json::object const& body_;
    std::vector<field_error> errors_;
};

void refuse_unknown(boost::json::object const& body, reader& from) {
    for (auto const& entry : body) {
        auto const name = std::string_view{entry.key()};
        if (std::ranges::find(field_names, name) != field_names.end()) continue;
        auto const near = nearest_name(name, field_names);
        from.wrong(name.substr(0, 64), near.empty() ? "is not a field of this request"
                                                    : "is not a field of this request; did you mean `" +
                                                          std::string{near} + "`?");
    }
}

void read_price(reader& from, domain::sale_terms& terms, bool needed) {
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

void read_terms(reader& from, domain::sale_terms& terms, domain::catalogue const& catalogue) {
    auto const offer = from.line("offer", 64);
    auto const sold = catalogue.find(domain::offer_id{offer});
    auto const listed = sold != catalogue.end();
    if (!offer.empty() && !listed) return from.wrong("offer", "is not in the catalogue");
    if (listed) {
        auto const lent = domain::terms_of(sold->second);
        if (!lent) return from.wrong("offer", "has a price that does not fit with its tax");
        terms = *lent;
    } else {
        terms.offer = domain::offer_id{std::string{custom_offer}};
        if (!from.has("title")) from.wrong("title", "is needed where no offer of the catalogue is named");
    }
    if (auto title = from.line("title", 200); !title.empty()) terms.title = std::move(title);
    if (auto text = from.line("description", 500); !text.empty()) terms.description = std::move(text);
    read_price(from, terms, !listed);
}

void read_identity(reader& from, engine::purchase& what, public_options const& options) {
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

void read_person(reader& from, engine::purchase& what) {
    what.client = domain::client_id{from.checked("client", 64, domain::is_client_id,
                                                 "the `client` of an earlier answer, or be left out")};
    what.who.name = from.line("name", 120);
    what.who.email = from.checked("email", 254, is_email, "an e-mail address");
    what.who.locale = from.checked("locale", 35, pages::is_locale_tag, "a BCP 47 tag, such as de-AT");
    what.who.zone = from.checked("zone", 64, domain::is_zone, "an IANA time zone, such as Europe/Vienna");
}

void read_times(reader& from, engine::purchase& what) {
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

std::variant<engine::purchase, problem> read_checkout_request(std::string_view body,
                                                              public_options const& options,
                                                              domain::catalogue const& catalogue,
                                                              amount_gate const& refuses_amount) {
    boost::system::error_code error;
    boost::json::parse_options strict;
    strict.max_depth = 4;
    auto const parsed = boost::json::parse({body.data(), body.size()}, error, {}, strict);
    if (error) return problem{400, "not-json", "The body is not JSON.", error.message(), {}};
    auto const* const object = parsed.if_object();
    if (object == nullptr) return problem{422, "invalid-request", "The body must be a JSON object.", "", {}};
    reader from{*object};
    engine::purchase what;
    what.origin = domain::origin::api;
    what.pressed_button = true;
    refuse_unknown(*object, from);
    read_terms(from, what.terms, catalogue);
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

}  // namespace quittance::web
