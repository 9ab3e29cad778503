#include "finding.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "site_options.hpp"

namespace quittance::app {
namespace {

// What the API calls an offer that the catalogue does not hold.
constexpr char const* offer_without_a_name = "custom";

std::vector<std::string> possible_pages(config const& settings, std::string const& source) {
    if (!source.empty()) return {source};
    std::vector<std::string> pages;
    for (auto const& page : sources_of(settings)) pages.push_back(page.name);
    pages.emplace_back("api");  // what the API says by default
    return pages;
}

std::vector<domain::offer_id> possible_offers(config const& settings, std::string const& offer) {
    if (!offer.empty()) return {domain::offer_id{offer}};
    std::vector<domain::offer_id> offers{domain::offer_id{offer_without_a_name}};
    for (auto const& [id, one] : settings.offers) offers.push_back(id);
    return offers;
}

boost::asio::awaitable<void> find_one_more(engine::bookings& reading, domain::booking_identity identity,
                                           std::vector<engine::found_booking>& all) {
    auto found = co_await reading.by_identity(std::move(identity));
    if (!found) co_return;
    // A moved booking is reached by its old references too.
    auto const same = [&](engine::found_booking const& one) { return one.booking.id == found->booking.id; };
    if (std::none_of(all.begin(), all.end(), same)) all.push_back(std::move(*found));
}

}  // namespace

std::vector<domain::booking_identity> possible_identities(config const& settings,
                                                          booking_name const& called) {
    std::vector<domain::booking_identity> all;
    for (auto const& page : possible_pages(settings, called.source)) {
        for (auto const& id : possible_offers(settings, called.offer))
            all.push_back({page, id, called.reference});
    }
    return all;
}

boost::asio::awaitable<std::vector<engine::found_booking>> find_by_reference(engine::bookings& reading,
                                                                             config const& settings,
                                                                             booking_name called) {
    std::vector<engine::found_booking> all;
    for (auto& identity : possible_identities(settings, called)) {
        co_await find_one_more(reading, std::move(identity), all);
    }
    if (!called.offer.empty()) co_return all;
    for (auto const& page : possible_pages(settings, called.source)) {
        auto const offers = co_await reading.offers_under(page, called.reference);
        for (auto const& offer : offers) {
            domain::booking_identity identity{page, offer, called.reference};
            co_await find_one_more(reading, std::move(identity), all);
        }
    }
    co_return all;
}

boost::asio::awaitable<std::optional<engine::found_booking>> find_the_one(engine::bookings& reading,
                                                                          config const& settings,
                                                                          booking_name called) {
    auto found = co_await find_by_reference(reading, settings, called);
    if (found.size() == 1) co_return std::move(found.front());
    if (found.empty()) {
        fmt::print(stderr, "quittance: no booking has the reference '{}'\n", called.reference);
    } else {
        fmt::print(stderr, "quittance: '{}' is used by {} bookings; say which with --offer or --source\n",
                   called.reference, found.size());
    }
    co_return std::nullopt;
}

}  // namespace quittance::app
