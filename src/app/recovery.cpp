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

struct terms_found {
    domain::sale_terms terms;
    bool in_part = false;  // more was sold with it, or may have been
};

// A plan's session asks for a part of its price, and one of another price says nothing of the rest.
terms_found terms_of_offer(domain::offer const& sold, domain::money price) {
    terms_found made;
    auto const usual = domain::terms_of(sold);
    if (usual && !usual->plan.is_plan() && usual->price == price) {
        made.terms = *usual;
        return made;
    }
    made.terms.title = sold.title;
    made.terms.description = sold.description;
    made.terms.tax = sold.tax;
    made.in_part = sold.plan.is_plan() || sold.credits != domain::credit_terms{} ||
                   sold.cancellation != domain::cancellation_terms{};
    return made;
}

terms_found terms_behind(config const& settings, domain::booking_identity const& identity,
                         engine::routed_session const& lost) {
    terms_found made;
    auto const offer = settings.offers.find(identity.offer);
    made.terms.title = identity.offer.text();
    if (offer != settings.offers.end()) made = terms_of_offer(offer->second, lost.fact.amount);
    made.terms.offer = identity.offer;
    made.terms.price = lost.fact.amount;
    made.in_part = made.in_part || !lost.agreement.empty();
    return made;
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
    auto found = terms_behind(settings, *identity, lost);
    again.terms = std::move(found.terms);
    again.terms_lost = found.in_part;
    again.who.email = lost.email;
    again.page_token = token_in(lost.return_address, lost.whose);
    again.identity = std::move(*identity);
    return again;
}

}  // namespace quittance::app
