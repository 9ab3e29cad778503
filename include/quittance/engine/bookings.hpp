// Promises: questions about bookings, answered from the store alone. Throws store_unavailable.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "quittance/domain/balance.hpp"
#include "quittance/engine/registry.hpp"

namespace quittance::engine {

struct found_booking {
    domain::client_id client;
    domain::client person;
    domain::booking booking;  // where a moved one lives now
};

struct booking_page {
    std::vector<found_booking> found;
    std::optional<listed_booking> next;  // what the next page comes after; nothing: there is no more now
};

class bookings {
public:
    bookings(store& where, registry& lists);

    awaitable<std::optional<found_booking>> by_identity(domain::booking_identity identity);
    // Under which offers a page's reference was ever claimed, those no longer sold included.
    awaitable<std::vector<domain::offer_id>> offers_under(std::string source, std::string reference);
    // The return page: `<client>.<booking>.<token>`; nothing for a wrong token, in the same time as for an
    // unknown one.
    awaitable<std::optional<found_booking>> by_page_address(std::string address);
    awaitable<loaded_account> whole(domain::client_id client);
    // What needs a person, and who owes what: the oldest first.
    awaitable<std::vector<found_booking>> needing_attention(std::size_t most);
    awaitable<std::vector<found_booking>> owing(std::size_t most);
    awaitable<booking_page> page_of(booking_list which, std::optional<listed_booking> after,
                                    std::size_t most);

private:
    store& where_;
    registry& lists_;
};

}  // namespace quittance::engine
