#include "notice_body.hpp"

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include "quittance/base/assert.hpp"
#include "quittance/domain/balance.hpp"

namespace quittance::engine {
namespace {

namespace json = boost::json;

// Amounts are in the booking's currency: what is of another one is not summed here.
void add_booking(json::object& into, domain::account const& after, domain::booking const& what) {
    auto const sums = domain::balance_of(what);
    into["client"] = after.id.text();
    into["booking"] = what.id.text();
    into["source"] = what.identity.source;
    into["offer"] = what.identity.offer.text();
    into["reference"] = what.identity.reference;
    into["state"] = domain::name_of(domain::state_of(what));
    into["currency"] = what.terms.price.unit().code();
    into["price"] = sums.price.minor_units();
    into["received"] = sums.received.minor_units();
    into["went_back"] = sums.went_back.minor_units();
    into["open"] = sums.open.minor_units();
}

void add_item(json::object& into, domain::item const& what) {
    auto& told = into["item"].emplace_object();
    told["number"] = what.number;
    told["amount"] = what.amount.minor_units();
    told["currency"] = what.amount.unit().code();
    if (what.fee) told["fee"] = domain::name_of(what.fee->kind);
    if (what.milestone.empty()) {
        told["due"] = iso_date(what.due);
    } else {
        told["milestone"] = what.milestone;
    }
}

void add_payment(json::object& into, domain::notice const& said) {
    auto& told = into["payment"].emplace_object();
    told["id"] = said.payment.text();
    told["amount"] = said.amount.minor_units();
    told["currency"] = said.amount.unit().code();
    if (!said.went_back.is_zero()) told["went_back"] = said.went_back.minor_units();
}

}  // namespace

std::string notice_body(domain::account const& after, domain::notice const& said, instant now) {
    auto const* const what = after.find(said.booking);
    QUITTANCE_ASSERT(what != nullptr);
    json::object body;
    body["type"] = domain::name_of(said.kind);
    body["timestamp"] = rfc3339(now);
    auto& data = body["data"].emplace_object();
    add_booking(data, after, *what);
    if (said.item) add_item(data, *said.item);
    if (!said.payment.empty()) add_payment(data, said);
    if (said.kind == domain::notice_kind::item_declined) data["decline_code"] = said.detail;
    if (said.kind == domain::notice_kind::credit_used) data["delivery"] = said.detail;
    return json::serialize(body);
}

}  // namespace quittance::engine
