#include "recovery.hpp"

#include <algorithm>

#include "finding.hpp"

namespace quittance::app {
namespace {

std::optional<domain::booking_identity> identity_behind(config const& settings,
                                                        engine::routed_session const& lost) {
    auto const all = possible_identities(settings, {lost.reference, "", ""});
    auto const found = std::find_if(all.begin(), all.end(), [&lost](domain::booking_identity const& one) {
        return domain::booking_id_of(one) == lost.whose.booking;
    });
    return found == all.end() ? std::nullopt : std::optional{*found};
}

domain::sale_terms terms_behind(config const& settings, domain::booking_identity const& identity,
                                domain::money price) {
    domain::sale_terms terms;
    auto const offer = settings.offers.find(identity.offer);
    if (offer != settings.offers.end()) {
        terms.title = offer->second.title;
        terms.description = offer->second.description;
        terms.tax = offer->second.tax;
    } else {
        terms.title = identity.offer.text();
    }
    terms.offer = identity.offer;
    terms.price = price;
    return terms;
}

// Of ".../r/<client>.<booking>.<token>".
std::string token_in(std::string const& address, engine::route const& whose) {
    auto const start = whose.client.text() + '.' + whose.booking.text() + '.';
    auto const at = address.find(start);
    return at == std::string::npos ? std::string{} : address.substr(at + start.size());
}

}  // namespace

std::optional<domain::book> recovered(config const& settings, engine::routed_session const& lost) {
    if (lost.reference.empty()) return std::nullopt;
    auto identity = identity_behind(settings, lost);
    if (!identity) return std::nullopt;
    domain::book again;
    again.origin = identity->source == "api" ? domain::origin::api : domain::origin::plain_link;
    again.terms = terms_behind(settings, *identity, lost.fact.amount);
    again.who.email = lost.email;
    again.page_token = token_in(lost.return_address, lost.whose);
    again.identity = std::move(*identity);
    return again;
}

}  // namespace quittance::app
