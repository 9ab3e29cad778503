// `quittance fsck`: what is stored compared with itself; nothing is changed, but for what `--mend` says.
#include <fmt/format.h>

#include "store_link.hpp"

namespace quittance::app {
namespace {

boost::asio::awaitable<int> compare_everything(foundation& base, redis::database& store, bool mend) {
    co_await reach_store(store, false);
    if (mend) {
        auto const listed = co_await store.fill_list_of_all();
        fmt::print("{} booking{} put into the list of all.\n", listed, listed == 1 ? "" : "s");
    }
    auto const rules = base.settings.policy;
    auto const found = co_await store.fsck(base.time.now(), rules);
    store.close();
    for (auto const& one : found) {
        fmt::print("{}{}{}\n", one.client.text(), one.client.empty() ? "" : ": ", one.what);
    }
    if (found.empty()) {
        fmt::print("Everything stored agrees.\n");
        co_return 0;
    }
    fmt::print(stderr, "quittance: {} finding{}; on a store in use, run it again: one that stays is real\n",
               found.size(), found.size() == 1 ? "" : "s");
    co_return 1;
}

}  // namespace

int fsck(common_options const& how, bool mend) {
    foundation base{how, foundation::voice::warnings};
    auto const store = make_store(base);
    return run_on(base.loop, compare_everything(base, *store, mend));
}

}  // namespace quittance::app
