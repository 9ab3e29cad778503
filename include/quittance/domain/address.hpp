// Promises: the address that a client asked to be written to instead, until whoever reads mail there has said
// yes. Before, every letter goes where it went; after, the links that are out lead nowhere. Refuses to change
// anything on the word of the page alone: a page in wrong hands would take the letters with it.
#pragma once
#include <chrono>
#include <string>

#include "quittance/base/time.hpp"

namespace quittance::domain {

// So long the link to the new address works.
inline constexpr std::chrono::hours address_link_lifetime{48};
// At most so many asks within the window: each of them writes to an address that somebody typed.
inline constexpr std::size_t most_address_asks = 3;
inline constexpr std::chrono::hours address_ask_window{24};

struct new_address {
    int number = 1;  // of the client's asks, from 1
    std::string address;
    instant asked_at{};
    instant until{};  // confirmed before this, or never
    friend bool operator==(new_address const&, new_address const&) = default;
};

}  // namespace quittance::domain
