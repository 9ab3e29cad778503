#include <boost/json/array.hpp>

#include "api_reply.hpp"
#include "quittance/domain/balance.hpp"
#include "quittance/domain/calendar.hpp"

namespace quittance::web {

namespace json = boost::json;

namespace {

std::string_view word_for(domain::hand_kind kind) {
    switch (kind) {
        case domain::hand_kind::transfer: return "transfer";
        case domain::hand_kind::cash: return "cash";
        case domain::hand_kind::cheque: return "cheque";
        case domain::hand_kind::voucher: return "voucher";
        case domain::hand_kind::credit: return "credit";
        case domain::hand_kind::other: break;
    }
    return "other";
}

json::array corrections_of(domain::by_hand const& said) {
    json::array all;
    for (auto const& c : said.corrections) {
        json::object one;
        one["id"] = c.id;
        one["amount"] = c.amount.minor_units();
        one["handed_back"] = c.handed_back.minor_units();
        one["author"] = c.author;
        one["reason"] = c.reason;
        one["at"] = rfc3339(c.at);
        all.push_back(std::move(one));
    }
    return all;
}

json::object by_hand_of(domain::by_hand const& said) {
    json::object told;
    told["kind"] = word_for(said.kind);
    told["reference"] = said.reference;
    told["on"] = iso_date(said.on);
    told["author"] = said.author;
    told["corrections"] = corrections_of(said);
    return told;
}

json::object refund_of(domain::payment const& from, domain::refund const& back) {
    json::object told;
    told["refund"] = back.id.text();
    told["payment"] = from.intent.text();
    told["amount"] = back.amount.minor_units();
    told["status"] = domain::name_of(back.status);
    return told;
}

}  // namespace

json::object fee_json(domain::fee_mark const& why) {
    json::object told;
    told["kind"] = domain::name_of(why.kind);
    if (why.kind == domain::fee_kind::late) told["item"] = why.item;
    if (why.kind == domain::fee_kind::no_show) told["delivery"] = why.delivery;
    told["day"] = iso_date(why.day);
    return told;
}

json::array items_json(domain::booking const& what) {
    json::array all;
    for (auto const& s : domain::standing_of(what)) {
        json::object one;
        one["number"] = s.what.number;
        one["amount"] = s.what.amount.minor_units();
        if (s.what.milestone.empty()) {
            one["due"] = iso_date(s.what.due);
        } else {
            one["milestone"] = s.what.milestone;
        }
        one["open"] = s.open.minor_units();
        one["paid"] = s.paid.minor_units();
        one["waived"] = s.waived.minor_units();
        one["returned"] = s.returned.minor_units();
        if (s.what.fee) one["fee"] = fee_json(*s.what.fee);
        all.push_back(std::move(one));
    }
    return all;
}

json::array payments_json(domain::booking const& what) {
    json::array all;
    for (auto const& p : what.payments) {
        json::object one;
        one["payment"] = p.intent.text();
        one["amount"] = p.captured.minor_units();
        one["currency"] = p.captured.unit().code();
        one["at"] = rfc3339(p.at);
        one["went_back"] = domain::went_back_of(p).minor_units();
        if (p.by_hand) one["by_hand"] = by_hand_of(*p.by_hand);
        all.push_back(std::move(one));
    }
    return all;
}

// Those we ordered, then those that somebody made elsewhere.
json::array refunds_json(domain::booking const& what) {
    json::array all;
    for (auto const& o : what.refund_orders) {
        json::object one;
        one["id"] = o.id;
        one["payment"] = o.intent.text();
        one["amount"] = o.amount.minor_units();
        one["status"] = domain::outcome_of(what, o);
        one["reopens"] = o.reopens;
        one["author"] = o.author;
        one["reason"] = o.reason;
        all.push_back(std::move(one));
    }
    for (auto const& p : what.payments) {
        for (auto const& r : p.refunds) {
            if (r.order == 0) all.push_back(refund_of(p, r));
        }
    }
    return all;
}

json::array waivers_json(domain::booking const& what) {
    json::array all;
    for (auto const& w : what.waivers) {
        json::object one;
        one["id"] = w.id;
        one["item"] = w.item;
        one["amount"] = w.amount.minor_units();
        one["written_off"] = w.written_off;
        one["author"] = w.author;
        one["reason"] = w.reason;
        one["at"] = rfc3339(w.at);
        all.push_back(std::move(one));
    }
    return all;
}

json::array agreements_json(domain::booking const& what) {
    json::array all;
    for (auto const& v : what.agreements) {
        json::object one;
        one["version"] = v.version;
        one["hash"] = v.hash;
        one["at"] = rfc3339(v.at);
        one["author"] = v.author.empty() ? json::value{} : json::value(v.author);
        one["reason"] = v.reason.empty() ? json::value{} : json::value(v.reason);
        one["text"] = v.text;
        all.push_back(std::move(one));
    }
    return all;
}

json::array deliveries_json(domain::booking const& what) {
    json::array all;
    for (auto const& d : what.deliveries) {
        json::object one;
        one["id"] = d.id;
        one["on"] = iso_date(d.on);
        one["credits"] = d.credits;
        one["no_show"] = d.no_show;
        one["taken_back"] = d.taken_back;
        all.push_back(std::move(one));
    }
    return all;
}

json::array reservations_json(domain::booking const& what) {
    json::array all;
    for (auto const& one : what.reservations)
        all.push_back(json::object{{"id", one.id}, {"on", iso_date(one.on)}, {"credits", one.credits}});
    return all;
}

json::object counted_json(domain::credit_balance const& left) {
    return {{"granted", left.granted},    {"used", left.used},           {"expired", left.expired},
            {"left", left.left},          {"uncovered", left.uncovered}, {"reserved", left.reserved},
            {"unsecured", left.unsecured}};
}

json::value credits_json(domain::booking const& what, domain::policy const& rules, instant now) {
    if (what.terms.credits.granted == 0) return nullptr;
    auto const& zone = domain::zone_of(what.who, rules);
    return counted_json(domain::credits_of(what, domain::date_in(zone, now), zone));
}

}  // namespace quittance::web
