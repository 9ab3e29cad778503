// `quittance link`: a signed link, minted offline.
#include <fmt/format.h>

#include <stdexcept>

#include "amount_gate.hpp"
#include "foundation.hpp"
#include "link_fields.hpp"
#include "quittance/web/signed_link.hpp"
#include "site_options.hpp"
#include "written_values.hpp"

namespace quittance::app {
namespace {

void read_amount(std::string const& text, web::signed_fields& into) {
    domain::money amount;
    if (auto const wrong = read_price(text, amount)) throw std::runtime_error{"--amount " + *wrong};
    // A link over nothing confirms at once; any other is opened at the processor.
    auto const why = amount.is_zero() ? std::nullopt : why_not_charged(amount);
    if (why) throw std::runtime_error{fmt::format("--amount is '{}', but {}", text, *why)};
    into.amount = std::to_string(amount.minor_units());
    into.currency = std::string{amount.unit().code()};
}

}  // namespace

web::signed_fields fields_of(link_options const& what) {
    web::signed_fields fields;
    fields.offer = what.offer;
    fields.reference = what.reference;
    fields.source = what.source;
    fields.title = what.title;
    fields.description = what.description;
    fields.client = what.client;
    fields.name = what.name;
    fields.email = what.email;
    fields.due = what.due;
    fields.locale = what.locale;
    fields.zone = what.zone;
    fields.previous_reference = what.previous;
    fields.service = what.service;
    if (!what.amount.empty()) read_amount(what.amount, fields);
    if (!what.due.empty() && !parse_iso_date(what.due)) {
        throw std::runtime_error{
            fmt::format("--due is '{}', but must be a date such as 2027-01-31", what.due)};
    }
    if (!what.client.empty() && !domain::is_client_id(what.client)) {
        throw std::runtime_error{fmt::format(
            "--client is '{}', but must be a client of ours, as `quittance show` and the API name it",
            what.client)};
    }
    return fields;
}

int print_link(common_options const& how, link_options const& what) {
    foundation base{how, foundation::voice::warnings};
    auto const fields = fields_of(what);
    bool const in_catalogue = base.settings.offers.contains(domain::offer_id{what.offer});
    if (!in_catalogue && (what.amount.empty() || what.title.empty())) {
        throw std::runtime_error{
            fmt::format("'{}' is not in offers.toml; such a link needs --amount and --title", what.offer)};
    }
    auto const keys = public_options_of(base).link_keys;
    auto const expires = base.time.now() + std::chrono::hours{24} * what.days;
    fmt::print("{}/l/{}\n", base.public_base(), web::mint(keys.at(0), fields, expires));
    return 0;
}

}  // namespace quittance::app
