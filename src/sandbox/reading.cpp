#include "reading.hpp"

#include <algorithm>
#include <functional>
#include <map>

#include "blanks.hpp"
#include "events.hpp"
#include "webhook_endpoints.hpp"

namespace quittance::sandbox {

namespace {

// One place in a list, newest first; `make` renders it. The id is the object's own: a list looks at all that
// is kept, and copies of ids took longer than all else.
struct entry {
    std::string_view id;
    std::function<json::object()> make;
};

result<std::vector<entry>, refusal> after_cursor(std::vector<entry> all, form const& given, bool& backwards) {
    std::string const after = given.text("starting_after");
    std::string const before = given.text("ending_before");
    if (!after.empty() && !before.empty())
        return invalid("You may only specify one of these parameters: ending_before, starting_after.",
                       "ending_before");
    std::string const& cursor = after.empty() ? before : after;
    if (cursor.empty()) return all;
    auto const at =
        std::find_if(all.begin(), all.end(), [&](entry const& each) { return each.id == cursor; });
    if (at == all.end())
        return impossible("No such object: '" + cursor + "'",
                          after.empty() ? "ending_before" : "starting_after", "resource_missing");
    backwards = after.empty();
    if (backwards)
        all.erase(at, all.end());
    else
        all.erase(all.begin(), at + 1);
    return all;
}

outcome page_of(std::vector<entry> all, form const& given, std::string const& url) {
    std::int64_t const limit = given.number("limit").value_or(10);
    if (limit < 1 || limit > 100) return invalid("Invalid integer: limit must be from 1 to 100.", "limit");
    bool backwards = false;
    auto rest = after_cursor(std::move(all), given, backwards);
    if (!rest) return rest.error();
    auto const most = std::min(rest->size(), static_cast<std::size_t>(limit));
    std::size_t const first = backwards ? rest->size() - most : 0;
    json::array data;
    for (std::size_t i = first; i < first + most; ++i) data.emplace_back((*rest)[i].make());
    return json::object{
        {"object", "list"}, {"data", std::move(data)}, {"has_more", rest->size() > most}, {"url", url}};
}

// The bounds of `created`, read once and not for each object of a list.
struct created_bounds {
    explicit created_bounds(form const& given)
        : exact(given.number("created")),
          above(given.number("created[gt]")),
          from(given.number("created[gte]")),
          below(given.number("created[lt]")),
          to(given.number("created[lte]")) {}

    bool fit(std::int64_t created) const {
        return (!exact || created == *exact) && (!above || created > *above) && (!from || created >= *from) &&
               (!below || created < *below) && (!to || created <= *to);
    }

    std::optional<std::int64_t> exact, above, from, below, to;
};

bool field_fits(form const& given, json::object const& object, std::string_view field) {
    auto const* wanted = given.find(field);
    return !wanted || text_of(object, field) == *wanted;
}

std::vector<entry> chosen(shelf const& from, std::function<bool(json::object const&)> const& fits) {
    std::vector<entry> all;
    for (auto at = from.order.rbegin(); at != from.order.rend(); ++at) {
        auto const* object = from.find(*at);
        if (object && fits(*object)) all.push_back({.id = *at, .make = [object] { return *object; }});
    }
    return all;
}

bool type_matches(std::string_view pattern, std::string_view type) {
    if (!pattern.ends_with('*')) return pattern == type;
    return type.starts_with(pattern.substr(0, pattern.size() - 1));
}

struct event_filter {
    explicit event_filter(form const& given)
        : created(given),
          pattern(given.find("type")),
          types(given.list("types")),
          delivered(given.find("delivery_success")) {}

    bool fits(event_record const& event) const {
        if (!created.fit(event.created)) return false;
        if (pattern && !type_matches(*pattern, event.type)) return false;
        bool const named = std::find(types.begin(), types.end(), event.type) != types.end();
        if (!types.empty() && !named) return false;
        return !delivered || (*delivered == "true") == (event.waiting == 0);
    }

    created_bounds created;
    std::string const* pattern;
    std::vector<std::string> types;
    std::string const* delivered;
};

}  // namespace

outcome read_object(shelf const& from, std::string_view kind, std::string const& id,
                    std::string_view parameter) {
    auto const* found = from.find(id);
    if (!found) return missing_resource(kind, id, parameter);
    return *found;
}

outcome list_sessions(world const& here, form const& given) {
    auto const mail = given.text("customer_details[email]");
    created_bounds const created(given);
    auto const fits = [&](json::object const& each) {
        auto const* details = each.at("customer_details").if_object();
        if (!mail.empty() && (!details || text_of(*details, "email") != mail)) return false;
        return field_fits(given, each, "customer") && field_fits(given, each, "payment_intent") &&
               field_fits(given, each, "status") && created.fit(number_of(each, "created"));
    };
    return page_of(chosen(here.sessions, fits), given, "/v1/checkout/sessions");
}

outcome list_intents(world const& here, form const& given) {
    created_bounds const created(given);
    auto const fits = [&](json::object const& each) {
        return field_fits(given, each, "customer") && created.fit(number_of(each, "created"));
    };
    return page_of(chosen(here.intents, fits), given, "/v1/payment_intents");
}

outcome list_refunds(world const& here, form const& given) {
    created_bounds const created(given);
    auto const fits = [&](json::object const& each) {
        return field_fits(given, each, "charge") && field_fits(given, each, "payment_intent") &&
               created.fit(number_of(each, "created"));
    };
    return page_of(chosen(here.refunds, fits), given, "/v1/refunds");
}

outcome list_methods(world const& here, form const& given, std::string const& customer,
                     std::string const& url) {
    if (!customer.empty() && !here.customers.find(customer))
        return missing_resource("customer", customer, "customer");
    auto const fits = [&](json::object const& each) {
        return !customer.empty() && text_of(each, "customer") == customer && field_fits(given, each, "type");
    };
    return page_of(chosen(here.methods, fits), given, url);
}

outcome list_events(world const& here, form const& given) {
    if (given.find("type") && given.any_below("types"))
        return invalid("You may only specify one of these parameters: type, types.", "types");
    if (given.list("types").size() > 20) return invalid("`types` may hold at most 20 names.", "types");
    event_filter const wanted(given);
    std::vector<entry> all;
    for (auto at = here.events.rbegin(); at != here.events.rend(); ++at) {
        auto const* event = &*at;
        if (wanted.fits(*event))
            all.push_back({.id = event->id, .make = [event] { return render_event(*event); }});
    }
    return page_of(std::move(all), given, "/v1/events");
}

outcome list_endpoints(world const& here, form const& given) {
    std::vector<entry> all;
    for (auto at = here.endpoints.rbegin(); at != here.endpoints.rend(); ++at) {
        auto const* each = &*at;
        all.push_back({.id = each->id, .make = [&here, each] { return render_endpoint(here, *each); }});
    }
    return page_of(std::move(all), given, "/v1/webhook_endpoints");
}

json::object render_event(event_record const& event) {
    auto body = json::parse(event.body).as_object();
    body["pending_webhooks"] = event.waiting;
    return body;
}

outcome read_event(world const& here, std::string const& id) {
    auto const* found = find_event(here, id);
    if (!found) return missing_resource("event", id, "id");
    return render_event(*found);
}

outcome read_balance(world const& here) {
    std::map<std::string, std::int64_t> sums;
    for (auto const& id : here.charges.order) {
        auto const& charge = *here.charges.find(id);
        if (!charge.at("paid").as_bool()) continue;
        sums[text_of(charge, "currency")] +=
            number_of(charge, "amount") - number_of(charge, "amount_refunded");
    }
    for (auto const& id : here.disputes.order) {
        auto const& dispute = *here.disputes.find(id);
        for (auto const& each : dispute.at("balance_transactions").as_array())
            sums[text_of(dispute, "currency")] += number_of(each.as_object(), "net");
    }
    json::array available;
    for (auto const& [currency, sum] : sums)
        available.push_back(json::object{
            {"amount", sum}, {"currency", currency}, {"source_types", json::object{{"card", sum}}}});
    return json::object{{"object", "balance"},
                        {"available", std::move(available)},
                        {"livemode", false},
                        {"pending", json::array{}}};
}

outcome read_account(world const& here) {
    auto made = blank_account();
    made["id"] = here.options.account_id;
    made["business_profile"].as_object()["name"] = here.options.business_name;
    made["settings"].as_object()["dashboard"].as_object()["display_name"] = here.options.business_name;
    made["external_accounts"].as_object()["url"] =
        "/v1/accounts/" + here.options.account_id + "/external_accounts";
    return made;
}

}  // namespace quittance::sandbox
