#include "api_find.hpp"

#include <algorithm>
#include <set>

#include "api_request.hpp"
#include "error_responses.hpp"
#include "hints.hpp"
#include "plain_link.hpp"

namespace quittance::web {
namespace {

constexpr std::size_t most_lookups = 200;

// Where a booking of that reference may be: every source and offer that the caller did not name.
std::vector<domain::booking_identity> candidates(site const& at, std::string const& reference,
                                                 std::string source, std::string offer) {
    std::vector<std::string> sources{std::move(source)};
    std::vector<std::string> offers{std::move(offer)};
    if (sources[0].empty()) {
        sources[0] = api_source;
        for (auto const& one : at.options.sources) sources.push_back(one.name);
    }
    if (offers[0].empty()) {
        offers[0] = custom_offer;
        for (auto const& [id, unused] : at.catalogue) offers.push_back(id.text());
    }
    std::vector<domain::booking_identity> all;
    for (auto const& from : sources)
        for (auto const& sold : offers) all.push_back({from, domain::offer_id{sold}, reference});
    return all;
}

// Those of offers that are sold no more, or never were by the catalogue.
awaitable<std::vector<domain::booking_identity>> with_unlisted(shared_site at,
                                                               std::vector<domain::booking_identity> where) {
    std::set<std::string> sources;
    for (auto const& one : where) sources.insert(one.source);
    auto const reference = where.front().reference;
    for (auto const& source : sources) {
        auto looking = at->cases.offers_under(source, reference);
        auto const offers = co_await std::move(looking);
        for (auto const& offer : offers) where.push_back({source, offer, reference});
    }
    co_return where;
}

awaitable<std::vector<engine::found_booking>> look_everywhere(shared_site at,
                                                              std::vector<domain::booking_identity> where,
                                                              bool any_offer) {
    if (any_offer) {
        auto widening = with_unlisted(at, std::move(where));
        where = co_await std::move(widening);
    }
    std::vector<engine::found_booking> found;
    for (auto const& identity : where) {
        auto work = at->cases.by_identity(identity);
        auto one = co_await std::move(work);
        if (!one) continue;
        // A moved booking is reached by its old references too.
        auto const same = [&one](auto const& other) { return other.booking.id == one->booking.id; };
        if (std::ranges::none_of(found, same)) found.push_back(std::move(*one));
    }
    co_return found;
}

http::response not_found_reply(std::size_t found) {
    if (found == 0) return problem_reply(problem_of({domain::refusal_reason::booking_unknown, ""}));
    return problem_reply({409,
                          "ambiguous-reference",
                          "More than one booking has this reference.",
                          "Name the source and the offer in the query.",
                          {{"source", "is needed here"}, {"offer", "is needed here"}}});
}

}  // namespace

awaitable<std::optional<engine::found_booking>> find_the_one(shared_site at, http::request const& asked,
                                                             http::captures const& caught,
                                                             http::response& refused) {
    auto const parameters = http::parse_form(asked.query);
    auto const reference = reference_of(caught.at(0));
    if (!parameters || !reference) {
        refused = problem_reply({400,
                                 "invalid-request",
                                 "The address cannot be read.",
                                 "Percent-encode the reference and the query as UTF-8.",
                                 {}});
        co_return std::nullopt;
    }
    auto const& offer = value_of(*parameters, "offer");
    auto where = candidates(*at, *reference, value_of(*parameters, "source"), offer);
    if (where.size() > most_lookups) {
        refused = problem_reply({422,
                                 "invalid-request",
                                 "The catalogue is too long to search by reference alone.",
                                 "Name the source or the offer in the query.",
                                 {{"offer", "is needed here"}}});
        co_return std::nullopt;
    }
    auto work = look_everywhere(at, std::move(where), offer.empty());
    auto found = co_await std::move(work);
    if (found.size() == 1) co_return std::move(found.front());
    refused = not_found_reply(found.size());
    co_return std::nullopt;
}

bool is_json(http::request const& asked) {
    auto const value = asked.header("Content-Type");
    auto type = trimmed(value.substr(0, value.find(';')));
    std::ranges::transform(type, type.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return type == "application/json";
}

http::response not_json_reply() {
    return problem_reply({415,
                          "not-json",
                          "The body must be application/json.",
                          "Send `Content-Type: application/json`.",
                          {}});
}

}  // namespace quittance::web
