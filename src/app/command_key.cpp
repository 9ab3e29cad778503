// `quittance key new NAME`, `quittance key list`, `quittance key end WHICH`.
#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <iterator>
#include <vector>

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

constexpr std::size_t shortest_name = 4;  // so that no slip of the hand ends a key

using key_list = std::vector<engine::api_key_record>;

// Those whose hash begins so; a whole key (never asked for, but pasted all the same) is known by its own.
key_list keys_like(key_list const& all, std::string const& which) {
    auto const wanted = which.starts_with("qk_") ? to_hex(sha256(which)) : which;
    key_list found;
    if (wanted.size() < shortest_name) return found;
    std::copy_if(all.begin(), all.end(), std::back_inserter(found),
                 [&wanted](auto const& one) { return one.hash.starts_with(wanted); });
    return found;
}

int refuse_key(key_list const& found, key_list const& ended) {
    if (found.empty() && !ended.empty()) {
        fmt::print("This key was ended before: nothing to do.\n");
        return 0;
    }
    fmt::print(stderr, "{} Name it by the second column of `quittance key list`.\n",
               found.empty() ? "There is no such API key." : "More than one API key begins so.");
    return 2;
}

boost::asio::awaitable<int> retire_key(redis::database& store, std::string which) {
    co_await reach_store(store, false);
    auto const found = keys_like(co_await store.registry().api_keys(), which);
    auto const ended = keys_like(co_await store.registry().ended_api_keys(), which);
    int code = 0;
    if (found.size() == 1) {
        co_await store.registry().end_api_key(found.front());
        fmt::print("{} ({}) is ended: within seconds every gateway answers it with 401.\n",
                   found.front().hash.substr(0, 12), found.front().name);
    } else {
        code = refuse_key(found, ended);
    }
    store.close();
    co_return code;
}

}  // namespace

int end_key(common_options const& how, std::string const& which) {
    foundation base{how, foundation::voice::warnings};
    auto const store = make_store(base);
    return run_on(base.loop, retire_key(*store, which));
}

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
