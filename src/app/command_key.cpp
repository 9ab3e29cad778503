// `quittance key new NAME`, `quittance key list`.
#include <fmt/format.h>

#include <cstdio>

#include "api_keys.hpp"
#include "foundation.hpp"
#include "quittance/base/digest.hpp"
#include "store_link.hpp"

namespace quittance::app {
namespace {

boost::asio::awaitable<int> make_key(foundation& base, redis::database& store, std::string name) {
    co_await reach_store(store, true);
    auto const key = "qk_" + to_hex(sha256(random_token(*base.randomness)));
    auto record = record_of(key, std::move(name), base.time.now());
    co_await store.registry().add_api_key(std::move(record));
    fmt::print("{}\n", key);
    fmt::print(stderr, "Keep it: it is not shown again. Send it as `Authorization: Bearer {}...`\n",
               key.substr(0, 6));
    store.close();
    co_return 0;
}

boost::asio::awaitable<int> print_keys(redis::database& store) {
    co_await reach_store(store, false);
    auto const keys = co_await store.registry().api_keys();
    for (auto const& one : keys) {
        fmt::print("{}  {}  {}\n", rfc3339(one.created), one.hash.substr(0, 12), one.name);
    }
    if (keys.empty()) fmt::print("No API key yet; make one with quittance key new NAME\n");
    store.close();
    co_return 0;
}

}  // namespace

int new_key(common_options const& how, std::string const& name) {
    foundation base{how, foundation::voice::warnings};
    auto const store = make_store(base);
    return run_on(base.loop, make_key(base, *store, name));
}

int list_keys(common_options const& how) {
    foundation base{how, foundation::voice::warnings};
    auto const store = make_store(base);
    return run_on(base.loop, print_keys(*store));
}

}  // namespace quittance::app
