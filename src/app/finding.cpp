#include "finding.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "site_options.hpp"

namespace quittance::app {

std::vector<domain::booking_identity> possible_identities(config const& settings,
                                                          std::string const& reference,
                                                          std::string const& offer,
                                                          std::string const& source) {
    std::vector<std::string> offers{offer};
    if (offer.empty()) {
        offers.clear();
        for (auto const& [id, one] : settings.offers) offers.push_back(id.text());
    }
    std::vector<std::string> pages{source};
    if (source.empty()) {
        pages.clear();
        for (auto const& page : sources_of(settings)) pages.push_back(page.name);
        // Signed links and the API may name a page that is not configured; this is what they say by default.
        pages.emplace_back("api");
    }
    std::vector<domain::booking_identity> all;
    for (auto const& page : pages) {
        for (auto const& id : offers) all.push_back({page, domain::offer_id{id}, reference});
    }
    return all;
}

boost::asio::awaitable<std::vector<engine::found_booking>> find_by_reference(
    engine::bookings& reading, std::vector<domain::booking_identity> candidates) {
    std::vector<engine::found_booking> all;
    for (auto const& identity : candidates) {
        auto found = co_await reading.by_identity(identity);
        if (!found) continue;
        // A moved booking is reached by its old references too.
        auto const same = [&](engine::found_booking const& one) {
            return one.booking.id == found->booking.id;
        };
        if (std::none_of(all.begin(), all.end(), same)) all.push_back(std::move(*found));
    }
    co_return all;
}

boost::asio::awaitable<std::optional<engine::found_booking>> find_the_one(engine::bookings& reading,
                                                                          config const& settings,
                                                                          std::string reference,
                                                                          std::string offer,
                                                                          std::string source) {
    auto found = co_await find_by_reference(reading, possible_identities(settings, reference, offer, source));
    if (found.size() == 1) co_return std::move(found.front());
    if (found.empty()) {
        fmt::print(stderr, "quittance: no booking has the reference '{}'\n", reference);
    } else {
        fmt::print(stderr, "quittance: '{}' is used by {} bookings; say which with --offer or --source\n",
                   reference, found.size());
    }
    co_return std::nullopt;
}

}  // namespace quittance::app
