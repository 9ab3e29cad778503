#include "quittance/engine/bookings.hpp"

#include <algorithm>

#include "hops.hpp"
#include "quittance/base/digest.hpp"
#include "quittance/base/secret.hpp"

namespace quittance::engine {
namespace {

// The booking, followed to where it lives now.
awaitable<std::optional<found_booking>> follow(store& where, domain::client_id client,
                                               domain::booking_id id) {
    for (int hops = 0; hops < most_hops; ++hops) {
        std::vector<domain::booking_id> wanted{id};
        auto const loaded = co_await where.load(client, std::move(wanted));
        auto const* const what = loaded.account.find(id);
        if (!what) co_return std::nullopt;
        if (what->moved_to.empty()) co_return found_booking{client, loaded.account.client, *what};
        id = what->moved_to;
    }
    co_return std::nullopt;
}

struct page_parts {
    domain::client_id client;
    domain::booking_id booking;
    std::string token;
};

// What a stranger typed becomes part of a key in the store, so it must look like an id of ours.
bool looks_like_id(std::string const& text, std::size_t length) {
    return text.size() == length && from_base64url(text).has_value();
}

std::optional<page_parts> split(std::string const& address) {
    auto const first = address.find('.');
    if (first == std::string::npos) return std::nullopt;
    auto const second = address.find('.', first + 1);
    if (second == std::string::npos) return std::nullopt;
    auto client = address.substr(0, first);
    auto booking = address.substr(first + 1, second - first - 1);
    if (!looks_like_id(client, 22) || !looks_like_id(booking, 16)) return std::nullopt;
    return page_parts{domain::client_id{std::move(client)}, domain::booking_id{std::move(booking)},
                      address.substr(second + 1)};
}

awaitable<std::vector<found_booking>> all_of(store& where, std::vector<listed_booking> list) {
    std::vector<found_booking> found;
    for (auto const& row : list) {
        auto one = co_await follow(where, row.client, row.booking);
        if (one) found.push_back(std::move(*one));
    }
    co_return found;
}

}  // namespace

bookings::bookings(store& where, registry& lists) : where_(where), lists_(lists) {}

awaitable<std::optional<found_booking>> bookings::by_identity(domain::booking_identity identity) {
    auto const id = domain::booking_id_of(identity);
    auto const owner = co_await where_.find_identity(std::move(identity));
    if (!owner) co_return std::nullopt;
    co_return co_await follow(where_, *owner, id);
}

awaitable<std::vector<domain::offer_id>> bookings::offers_under(std::string source, std::string reference) {
    return where_.offers_under(std::move(source), std::move(reference));
}

awaitable<std::optional<found_booking>> bookings::by_page_address(std::string address) {
    auto const parts = split(address);
    if (!parts) co_return std::nullopt;
    std::vector<domain::booking_id> wanted{parts->booking};
    auto const loaded = co_await where_.load(parts->client, std::move(wanted));
    auto const* const what = loaded.account.find(parts->booking);
    // Compared against something even when nothing was found, so that both take the same time.
    auto const& expected = what ? what->page_token : parts->token;
    bool const right = equal_in_constant_time(expected, parts->token);
    if (!what || !right || expected.empty()) co_return std::nullopt;
    if (what->moved_to.empty()) co_return found_booking{parts->client, loaded.account.client, *what};
    co_return co_await follow(where_, parts->client, what->moved_to);
}

awaitable<loaded_account> bookings::whole(domain::client_id client) {
    return where_.load_whole(std::move(client));
}

awaitable<std::vector<found_booking>> bookings::needing_attention(std::size_t most) {
    auto list = co_await lists_.attention_list(most);
    auto const same = [](listed_booking const& a, listed_booking const& b) {
        return a.client == b.client && a.booking == b.booking;
    };
    list.erase(std::unique(list.begin(), list.end(), same), list.end());
    co_return co_await all_of(where_, std::move(list));
}

awaitable<std::vector<found_booking>> bookings::owing(std::size_t most) {
    auto list = co_await lists_.open_list(most);
    co_return co_await all_of(where_, std::move(list));
}

awaitable<booking_page> bookings::page_of(booking_list which, std::optional<listed_booking> after,
                                          std::size_t most) {
    auto list = co_await lists_.page_of(which, std::move(after), most + 1);
    booking_page page;
    if (list.size() > most) {
        list.resize(most);
        if (most > 0) page.next = list.back();
    }
    page.found = co_await all_of(where_, list);
    // What moved between the two reads is listed where it lives now, or was already.
    std::erase_if(page.found, [&list](found_booking const& one) {
        return std::ranges::find(list, one.booking.id, &listed_booking::booking) == list.end();
    });
    co_return page;
}

}  // namespace quittance::engine
