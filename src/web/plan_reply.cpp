#include "plan_reply.hpp"

#include <boost/json/array.hpp>

#include "api_reply.hpp"
#include "plan_view.hpp"
#include "quittance/domain/calendar.hpp"
#include "quittance/domain/fees.hpp"
#include "quittance/domain/plan_messages.hpp"

namespace quittance::web {
namespace {

// Never in braces: those would make a list of it.
boost::json::value or_null(bool said, boost::json::value what) {
    if (!said) what = nullptr;
    return what;
}

boost::json::object item_json(domain::scheduled_item const& one) {
    boost::json::object told;
    told["number"] = one.what.number;
    told["amount"] = one.what.amount.minor_units();
    told["due"] =
        or_null(one.how != domain::collection::at_milestone, boost::json::value(iso_date(one.what.due)));
    told["milestone"] = or_null(!one.what.milestone.empty(), boost::json::value(one.what.milestone));
    told["collected"] = domain::name_of(one.how);
    told["charged_at"] =
        or_null(one.charged_at.has_value(), boost::json::value(rfc3339(one.charged_at.value_or(instant()))));
    return told;
}

boost::json::value credits_json(domain::credit_terms const& credits) {
    if (credits.granted == 0) return nullptr;
    boost::json::object told;
    told["granted"] = credits.granted;
    told["valid_days"] = or_null(credits.valid_days != 0, boost::json::value(credits.valid_days));
    told["carry_over"] = credits.carry_over;
    return told;
}

boost::json::object cancellation_json(domain::cancellation_terms const& terms) {
    boost::json::object told;
    boost::json::array steps;
    for (auto const& step : terms.steps)
        steps.push_back(
            boost::json::object{{"hours_before", step.hours_before}, {"refund_ppm", step.refund_ppm}});
    told["steps"] = std::move(steps);
    told["no_show_fee"] = terms.no_show_fee.minor_units();
    return told;
}

boost::json::value late_fee_json(domain::late_fee_terms const& terms) {
    if (!terms.is_charged()) return nullptr;
    boost::json::object told;
    told["amount"] = or_null(!terms.fixed.is_zero(), boost::json::value(terms.fixed.minor_units()));
    told["share_ppm"] = or_null(terms.fixed.is_zero(), boost::json::value(terms.share_ppm));
    told["after_days"] = terms.after_days;
    return told;
}

boost::json::object message_json(domain::planned_message const& one) {
    bool const has_amount = !one.amount.unit().code().empty();
    boost::json::object told;
    told["at"] = rfc3339(one.at);
    told["kind"] = one.person ? std::string_view{"person"} : domain::name_of(one.kind);
    boost::json::array items;
    for (int const number : one.items) items.push_back(number);
    told["items"] = std::move(items);
    told["amount"] = or_null(has_amount, boost::json::value(one.amount.minor_units()));
    return told;
}

boost::json::object amount_json(pages::plan_amount const& one) {
    bool const has_day = one.state != pages::amount_state::at_milestone;
    boost::json::object told;
    told["number"] = one.number;
    told["amount"] = one.amount.minor_units();
    told["open"] = one.open.minor_units();
    told["due"] = or_null(has_day, boost::json::value(iso_date(one.day)));
    told["milestone"] = or_null(!one.milestone.empty(), boost::json::value(one.milestone));
    told["state"] = name_of(one.state);
    told["fee"] = nullptr;
    if (one.fee) told["fee"] = fee_json(*one.fee);
    told["paid_at"] =
        or_null(one.paid_at.has_value(), boost::json::value(rfc3339(one.paid_at.value_or(instant()))));
    return told;
}

boost::json::object agreed_json(domain::booking const& what, civil_date today, std::string const& zone) {
    boost::json::object told;
    told["agreement"] = what.agreements.back().hash;
    told["agreed_at"] = rfc3339(what.agreements.back().at);
    boost::json::array list;
    for (auto const& one : amounts_of(what, today, zone)) list.push_back(amount_json(one));
    told["items"] = std::move(list);
    return told;
}

boost::json::object proposed_json(offered_terms const& shown) {
    boost::json::object told;
    told["agreement"] = nullptr;
    told["agreed_at"] = nullptr;
    boost::json::array list;
    for (auto const& [what, how, charged_at] : shown.view.items) {
        pages::plan_amount one{what.number, what.amount, what.amount, what.due, what.milestone};
        auto proposed = how == domain::collection::at_milestone ? pages::amount_state::at_milestone
                                                                : pages::amount_state::later;
        one.state = how == domain::collection::at_checkout ? pages::amount_state::due : proposed;
        list.push_back(amount_json(one));
    }
    told["items"] = std::move(list);
    return told;
}

}  // namespace

boost::json::object plan_json(domain::sale_terms const& terms, domain::agreement const& made,
                              std::vector<domain::scheduled_item> const& items, domain::policy const& rules) {
    boost::json::object told;
    told["offer"] = terms.offer.text();
    told["title"] = terms.title;
    told["amount"] = terms.price.minor_units();
    told["currency"] = terms.price.unit().code();
    told["rhythm"] = domain::name_of(terms.plan.every);
    told["retainer"] = terms.plan.retainer;
    told["agreed"] = iso_date(made.agreed);
    told["zone"] = made.zone;
    told["service"] =
        or_null(made.service.has_value(), boost::json::value(iso_date(made.service.value_or(made.agreed))));
    boost::json::array list;
    for (auto const& one : items) list.push_back(item_json(one));
    told["items"] = std::move(list);
    boost::json::array retries;
    for (int const days : rules.retry_days) retries.push_back(days);
    told["retry_days"] = std::move(retries);
    told["credits"] = credits_json(terms.credits);
    told["cancellation"] = cancellation_json(terms.cancellation);
    told["no_show"] = domain::name_of(domain::no_show_rule_of(terms));
    told["late_fee"] = late_fee_json(terms.late_fee);
    boost::json::array messages;
    for (auto const& one : domain::messages_of_plan(terms, made, items, rules))
        messages.push_back(message_json(one));
    told["messages"] = std::move(messages);
    return told;
}

boost::json::value booked_plan_json(site const& at, domain::booking const& what) {
    if (!what.terms.plan.is_plan()) return nullptr;
    auto const& zone = domain::zone_of(what.who, at.settings.policy);
    if (is_agreed(what)) return agreed_json(what, domain::date_in(zone, at.time.now()), zone);
    auto const shown = offered(at, at.options.business, sale_of(what));
    if (std::holds_alternative<pages::plan_obstacle>(shown)) return nullptr;
    return proposed_json(std::get<offered_terms>(shown));
}

}  // namespace quittance::web
