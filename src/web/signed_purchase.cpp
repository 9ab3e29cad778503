#include "signed_purchase.hpp"

#include <algorithm>
#include <charconv>

#include "hints.hpp"

namespace quittance::web {
namespace {

using outcome = boost::system::result<engine::purchase, std::string>;

std::optional<domain::money> price_of(signed_fields const& fields) {
    auto const unit = domain::currency::parse(fields.currency);
    std::int64_t units = 0;
    auto const* const end = fields.amount.data() + fields.amount.size();
    auto const [stop, error] = std::from_chars(fields.amount.data(), end, units);
    if (!unit || error != std::errc{} || stop != end || units < 0) return std::nullopt;
    return domain::money::minor(units, *unit);
}

std::string fill_price(engine::purchase& what, signed_fields const& fields, bool is_lent) {
    what.price_named = !fields.amount.empty() || !fields.currency.empty();
    if (!what.price_named) return is_lent ? "" : "amount";
    auto const price = price_of(fields);
    if (!price) return "amount";
    what.terms.price = *price;
    what.terms.tax.included = true;  // the link says what is paid in all
    return {};
}

// The catalogue's terms where it holds the offer, or those that were booked, then what the link says.
std::string fill_terms(engine::purchase& what, signed_fields const& fields,
                       domain::catalogue const& catalogue, std::optional<domain::sale_terms> const& booked) {
    auto& terms = what.terms;
    auto const sold = catalogue.find(domain::offer_id{fields.offer});
    bool const is_sold = sold != catalogue.end();
    if (is_sold) {
        auto lent = domain::terms_of(sold->second);
        if (!lent) return "offer";
        terms = *lent;
    } else if (booked) {
        terms = *booked;
    }
    terms.offer = domain::offer_id{fields.offer};
    if (auto wrong = fill_price(what, fields, is_sold || booked); !wrong.empty()) return wrong;
    if (!fields.title.empty()) terms.title = plain_line(fields.title, 200).value_or("");
    if (terms.title.empty()) return "title";
    if (!fields.description.empty()) terms.description = plain_line(fields.description, 500).value_or("");
    return {};
}

std::string fill_identity(engine::purchase& what, signed_fields const& fields,
                          public_options const& options) {
    auto const source = fields.source.empty() ? options.default_source : fields.source;
    if (find_source(options.sources, source) == nullptr) return "source";
    auto const reference = reference_of(fields.reference);
    auto const offer = plain_line(fields.offer, 64);
    if (!reference) return "ref";
    if (!offer) return "offer";
    what.identity = {source, domain::offer_id{*offer}, *reference};
    if (fields.previous_reference.empty()) return {};
    auto const previous = reference_of(fields.previous_reference);
    if (!previous || *previous == *reference) return "previous_ref";
    what.previous = domain::booking_identity{source, what.identity.offer, *previous};
    return {};
}

std::string fill_rest(engine::purchase& what, signed_fields const& fields) {
    if (!fields.due.empty()) {
        what.due = parse_iso_date(fields.due);
        if (!what.due) return "due";
    }
    if (!fields.client.empty() && !domain::is_client_id(fields.client)) return "client";
    what.client = domain::client_id{fields.client};
    what.who = {name_hint(fields.name), email_hint(fields.email), locale_hint(fields.locale),
                zone_hint(fields.zone)};
    what.service_at = start_hint(fields.service);
    return {};
}

}  // namespace

std::optional<domain::booking_identity> identity_of(signed_fields const& fields,
                                                    public_options const& options) {
    engine::purchase what;
    if (!fill_identity(what, fields, options).empty()) return std::nullopt;
    return std::move(what.identity);
}

outcome purchase_of(signed_fields const& fields, public_options const& options,
                    domain::catalogue const& catalogue, std::optional<domain::sale_terms> const& booked) {
    engine::purchase what;
    what.origin = domain::origin::signed_link;
    for (auto wrong : {fill_identity(what, fields, options), fill_terms(what, fields, catalogue, booked),
                       fill_rest(what, fields)})
        if (!wrong.empty()) return wrong;
    return what;
}

}  // namespace quittance::web
