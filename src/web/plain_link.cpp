#include "plain_link.hpp"

#include <algorithm>

#include "hints.hpp"
#include "quittance/http/message.hpp"

namespace quittance::web {
namespace {

struct named_hints {
    std::string email, person, start, zone, locale;
};

named_hints read_hints(link_source const& from, form const& parameters) {
    return {email_hint(value_of(parameters, from.email)), name_hint(value_of(parameters, from.person)),
            start_hint(value_of(parameters, from.start)), zone_hint(value_of(parameters, from.zone)),
            locale_hint(value_of(parameters, from.locale))};
}

// The form says what was understood, nothing else of what the link carried.
pages::button form_of(link_source const& from, std::string const& offer, std::string const& reference,
                      named_hints const& hints) {
    pages::button press{{}, "/pay/" + http::percent_encode(offer), {}};
    auto const add = [&press](std::string const& name, std::string const& value) {
        if (!name.empty() && !value.empty()) press.fields.emplace_back(name, value);
    };
    add("source", from.name);
    add(from.reference, reference);
    add(from.email, hints.email);
    add(from.person, hints.person);
    add(from.start, hints.start);
    add(from.zone, hints.zone);
    add(from.locale, hints.locale);
    return press;
}

}  // namespace

std::string const& value_of(form const& parameters, std::string_view name) {
    static std::string const nothing;
    if (name.empty()) return nothing;
    auto const found = std::ranges::find(parameters, name, &form::value_type::first);
    return found == parameters.end() ? nothing : found->second;
}

std::optional<plain_link> read_plain_link(public_options const& options, domain::catalogue const& catalogue,
                                          std::string const& offer, form const& parameters) {
    auto const sold = catalogue.find(domain::offer_id{offer});
    if (sold == catalogue.end() || !sold->second.open_link) return std::nullopt;
    auto const terms = domain::terms_of(sold->second);
    auto link = read_former_link(options, offer, parameters);
    if (!link || !terms) return std::nullopt;
    link->what.terms = *terms;
    return link;
}

std::optional<plain_link> read_former_link(public_options const& options, std::string const& offer,
                                           form const& parameters) {
    auto const& named = value_of(parameters, "source");
    auto const* const from = find_source(options.sources, named.empty() ? options.default_source : named);
    if (from == nullptr) return std::nullopt;
    auto const reference = reference_of(value_of(parameters, from->reference));
    if (!reference) return std::nullopt;
    auto const hints = read_hints(*from, parameters);
    plain_link link;
    link.what.identity = {from->name, domain::offer_id{offer}, *reference};
    link.what.origin = domain::origin::plain_link;
    link.what.who = {hints.person, hints.email, hints.locale, hints.zone};
    link.what.service_at = hints.start;
    link.press = form_of(*from, offer, *reference, hints);
    return link;
}

}  // namespace quittance::web
