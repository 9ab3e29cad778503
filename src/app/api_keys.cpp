#include "api_keys.hpp"

#include <algorithm>

#include "quittance/base/digest.hpp"

namespace quittance::app {

engine::api_key_record record_of(std::string_view key, std::string name, instant now) {
    return {to_hex(sha256(key)), std::move(name), now};
}

boost::asio::awaitable<void> keep_first_key(engine::registry& lists, setting_secret key, instant now,
                                            log& journal) {
    auto const first = record_of(key.reveal(), "first", now);
    auto const known = co_await lists.api_keys();
    auto const ended = co_await lists.ended_api_keys();
    if (known.empty() && ended.empty()) {
        co_await lists.add_api_key(first);
        co_return;
    }
    bool const there = std::any_of(known.begin(), known.end(),
                                   [&](engine::api_key_record const& one) { return one.hash == first.hash; });
    if (!there) {
        journal.warning("first_api_key_not_used",
                        {{"reason",
                          "QUITTANCE_API_KEY is for a fresh store, and this one has keys of its own; make "
                          "one with quittance key new"}});
    }
}

}  // namespace quittance::app
